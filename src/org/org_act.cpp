#include "org/org_act.h"

#include <algorithm>

#include "core/text.h"
#include "org/org_act_form.h"
#include "org/org_act_parts.h"
#include "org/unit_checks.h"

namespace chuangyou {
namespace {

Result<void> check_line(std::string_view field, std::string_view text, std::size_t length_max) {
  if (!is_utf8(text)) return refuse(Refusal::text_is_neither_utf8_nor_gb18030, std::string(field));
  bool has_control = std::ranges::any_of(
      text, [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; });
  if (has_control) return refuse(Refusal::field_has_wrong_kind, std::string(field));
  if (character_count(text) > length_max)
    return refuse(Refusal::field_is_too_long, std::string(field), std::to_string(length_max));
  return {};
}

Result<void> check_name(std::string_view name) {
  if (is_blank(name)) return refuse(Refusal::field_is_missing, "name");
  return check_line("name", name, unit_name_length_max);
}

// What somebody did under a post, he did as its holder: a day of end that is written over those
// days would let him judge afterwards what he led (Law 7).
constexpr std::int32_t end_entered_late_days_max = 7;

// As many as a list of a record holds (record/decide.cpp).
constexpr std::size_t records_split_off_max = 1000;
constexpr std::int32_t lent_days_max =
    92;  // natural days: beyond a quarter a post is to be granted
constexpr std::size_t posts_signed_max = 200;  // more nobody reads before he signs

struct DatesInRange {
  Date today;
  Result<void>& checked;

  void operator()(const Member& member, std::optional<Date> date) const {
    if (checked && date && !is_in_range(*date, today))
      checked =
          refuse(Refusal::date_is_out_of_range, std::string(member.field.name), to_text(*date));
  }
  template <class Other>
  requires(!std::convertible_to<Other, std::optional<Date>>) void operator()(const Member&,
                                                                             const Other&) const {}
};

// Decides one act; the checks of each stand in fixed order: right, existence, soundness.
struct Judge {
  const Actor& actor;
  const Tree& tree;
  const People& people;
  Date today;
  const LastDayToSign& last_day;

  static Result<void> denied() { return refuse(Refusal::post_does_not_allow_this); }

  // The post by which the right was held that was asked for last.
  mutable const Post* under = nullptr;

  bool holds_one(const auto& fits) const {
    const auto post = std::ranges::find_if(
        actor.posts, [&](const Post& one) { return is_in_force(one, today) && fits(one); });
    if (post == actor.posts.end()) return false;
    under = &*post;
    return true;
  }
  bool holds(Role role) const {
    return holds_one([role](const Post& post) { return post.role == role; });
  }
  // The administrator runs the house. The two committees shape what stands below them, and that of
  // the works at the top the whole body.
  bool may_shape(UnitNo no, bool own_unit_too) const {
    if (holds(Role::administrator)) return true;
    const std::string path = tree.path_of(no);
    return holds_one([&](const Post& post) {
      const bool is_the_works = post.role == Role::works_committee;
      const bool is_at_the_top = is_the_works && post.path.size() == path_segment_size;
      return (is_the_works || post.role == Role::organ_committee) && !post.path.empty() &&
             covers(post.path, path) &&
             (own_unit_too || is_at_the_top || post.path.size() < path.size());
    });
  }
  // Whoever sets a body up acts for nobody in particular, until there is one who grants posts.
  bool sets_up() const {
    return actor.person.is_nil() && !people.anyone_ever_held(Role::security_administrator);
  }

  // The posts by which somebody grants posts: one at a closed unit gives no right.
  std::vector<HeldPost> granting() const {
    std::vector<HeldPost> posts = people.ever_held(Role::security_administrator);
    std::erase_if(posts, [&](const HeldPost& post) {
      const Unit* unit = tree.find(post.unit);
      return unit == nullptr || unit->is_closed || unit->until;
    });
    return posts;
  }
  // Whoever goes, on no day to come does the last go who can still give posts. Not even who sets a
  // body up could: he may only where nobody ever was. Days can only begin to be without anybody
  // when a post ends, or where one that is given up would have begun.
  Result<void> somebody_grants(Date on, const std::vector<HeldPost>& after) const {
    const Date first = std::max(on, today) + NaturalDays{1};
    const std::vector<HeldPost> before = granting();
    const auto has_somebody = [](const std::vector<HeldPost>& posts, Date day) {
      return std::ranges::any_of(posts,
                                 [&](const HeldPost& post) { return is_in_force(post, day); });
    };
    std::vector<Date> days{first};
    for (const HeldPost& post : before) days.push_back(post.from);
    for (const HeldPost& post : after)
      if (post.until) days.push_back(*post.until + NaturalDays{1});
    for (const Date day : days)
      if (day >= first && has_somebody(before, day) && !has_somebody(after, day))
        return refuse(Refusal::last_security_administrator_stays);
    return {};
  }

  Result<const Unit*> open_unit(const Uuid& id, std::string_view field) const {
    const Unit* unit = tree.find(id);
    if (!unit) return refuse(Refusal::unit_is_unknown, std::string(field), to_text(id));
    if (unit->is_closed) return refuse(Refusal::unit_is_closed, std::string(field), unit->name);
    return unit;
  }
  // Open units with the same superior have names that nobody takes for each other.
  Result<void> check_siblings(const Unit& unit) const {
    if (unit.is_closed) return {};
    const UnitId& parent =
        unit.party_parent.is_nil() ? unit.administrative_parent : unit.party_parent;
    const UnitNo duty = tree.number_of(parent);
    if (duty == no_unit || !is_name_taken(tree, duty, unit)) return {};
    return refuse(Refusal::name_is_taken, "name", unit.name);
  }
  Result<void> check_day_of_closing(const Unit& unit, std::optional<Date> on) const {
    if (!on) return {};
    Unit ended = unit;
    ended.until = on;
    if (const Result<void> days = check_days(ended, today); !days)
      return refuse(days.error().law, "on", to_text(*on));
    // Nor does a post that somebody holds end before it began; one that never began is given up.
    for (const HeldPost& post : people.posts_at(unit.id))
      if (!is_over(post, *on) && post.from <= today && *on < post.from)
        return refuse(Refusal::unit_ends_before_it_began, "on", to_text(post.from));
    return {};
  }
  // A unit that ended is the superior of nothing but what ended as well.
  Result<void> check_parents_are_open(const UnitId& administrative, const UnitId& party) const {
    if (const Unit* above = tree.find(administrative); above && above->is_closed)
      return refuse(Refusal::unit_is_closed, "administrative_parent", above->name);
    if (const Unit* above = tree.find(party); above && above->is_closed)
      return refuse(Refusal::unit_is_closed, "party_parent", above->name);
    return {};
  }

  Result<void> operator()(const FoundUnit& act) const {
    const Unit& unit = act.unit;
    UnitNo parent =
        tree.number_of(unit.party_parent.is_nil() ? unit.administrative_parent : unit.party_parent);
    bool is_first = tree.size() == 0 && actor.person.is_nil();
    bool may_be_allowed =
        is_first || (parent == no_unit ? may_shape_somewhere() : may_shape(parent, true));
    if (!may_be_allowed) return denied();
    if (Result<void> checked = check_texts(unit); !checked) return checked;
    if (tree.find(unit.id)) return refuse(Refusal::id_is_there_twice, "id", to_text(unit.id));
    if (Result<void> days = check_days(unit, today); !days) return days;
    if (!unit.is_closed && !unit.until)
      if (Result<void> open = check_parents_are_open(unit.administrative_parent, unit.party_parent);
          !open)
        return open;
    if (unit.merged_into && !tree.find(*unit.merged_into))
      return refuse(Refusal::unit_is_unknown, "merged_into", to_text(*unit.merged_into));
    if (Result<void> checked = tree.check(unit); !checked) return checked;
    return check_siblings(unit);
  }
  // Below a parent that is not there: those who may found at all are told so.
  bool may_shape_somewhere() const {
    return holds(Role::administrator) || holds(Role::works_committee) ||
           holds(Role::organ_committee);
  }

  Result<void> operator()(const RenameUnit& act) const {
    Result<const Unit*> unit = open_unit(act.unit, "unit");
    if (!may_shape_somewhere()) return denied();
    if (!unit) return std::unexpected(unit.error());
    if (!may_shape((*unit)->no, false)) return denied();
    if (Result<void> checked = check_name(act.name); !checked) return checked;
    if ((*unit)->name == act.name) return refuse(Refusal::nothing_would_change, "name");
    Unit renamed = **unit;
    renamed.name = act.name;
    return check_siblings(renamed);
  }

  Result<void> operator()(const MoveUnit& act) const {
    if (!may_shape_somewhere()) return denied();
    Result<const Unit*> unit = open_unit(act.unit, "unit");
    if (!unit) return std::unexpected(unit.error());
    Unit moved = **unit;
    moved.administrative_parent = act.administrative_parent;
    moved.party_parent = act.party_parent;
    UnitNo parent =
        tree.number_of(act.party_parent.is_nil() ? act.administrative_parent : act.party_parent);
    if (!may_shape((*unit)->no, false) || (parent != no_unit && !may_shape(parent, true)))
      return denied();
    if (Result<void> open = check_parents_are_open(act.administrative_parent, act.party_parent);
        !open)
      return open;
    if (moved.administrative_parent == (*unit)->administrative_parent &&
        moved.party_parent == (*unit)->party_parent)
      return refuse(Refusal::nothing_would_change, "administrative_parent");
    if (Result<void> checked = tree.check(moved); !checked) return checked;
    if (parent != no_unit)
      if (Result<void> checked = check_own_chain("unit", (*unit)->no, parent); !checked)
        return checked;
    if (Result<const Unit*> judge = unit_that_judges(act.judge); !judge)
      return std::unexpected(judge.error());
    return check_siblings(moved);
  }

  Result<void> operator()(const MergeUnits& act) const {
    if (!may_shape_somewhere()) return denied();
    const Unit* from = tree.find(act.from);
    if (!from) return refuse(Refusal::unit_is_unknown, "from", to_text(act.from));
    Result<const Unit*> into = open_unit(act.into, "into");
    if (!into) return std::unexpected(into.error());
    if (!may_shape(from->no, false) || !may_shape((*into)->no, true)) return denied();
    // What has gone to one unit does not go to another afterwards.
    if (const Unit& goes_on = tree.going_on(*from);
        from->is_closed && from->merged_into && goes_on.id != act.into)
      return refuse(Refusal::unit_is_closed, "from", goes_on.name);
    if (from->type != UnitType::collective)
      if (Result<void> takes = check_takes_work(**into, "into"); !takes) return takes;
    if (Result<void> checked = check_day_of_closing(*from, act.on); !checked) return checked;
    if (Result<void> checked = check_judge(act, **into); !checked) return checked;
    if (Result<void> checked = check_own_chain("from", from->no, (*into)->no); !checked)
      return checked;
    if (Result<void> checked = check_merge(*from, **into); !checked) return checked;
    return check_posts_of_merge(act);
  }
  // Null where none is named.
  Result<const Unit*> unit_that_judges(const UnitId& id) const {
    if (id.is_nil()) return nullptr;
    Result<const Unit*> judge = open_unit(id, "judge");
    if (judge)
      if (Result<void> takes = check_takes_work(**judge, "judge"); !takes)
        return std::unexpected(takes.error());
    return judge;
  }
  // Law 7: whoever judges what the unit that goes on has promised stands outside its line.
  Result<void> check_judge(const MergeUnits& act, const Unit& into) const {
    Result<const Unit*> judge = unit_that_judges(act.judge);
    if (!judge) return std::unexpected(judge.error());
    if (!*judge) return {};
    const std::string its = tree.path_of((*judge)->no), ours = tree.path_of(into.no);
    // What stands below the unit that ends comes below the one that goes on.
    if (covers(tree.path_of(tree.number_of(act.from)), its) || covers(its, ours) ||
        covers(ours, its))
      return refuse(Refusal::the_rated_never_touch_the_raters, "judge", (*judge)->name);
    return {};
  }
  Result<void> check_posts_of_merge(const MergeUnits& act) const {
    if (Result<void> checked = check_posts_passed_over(act); !checked) return checked;
    std::vector<HeldPost> left = granting();
    std::erase_if(left, [&](const HeldPost& post) { return post.unit == act.from; });
    for (const PostFate& fate : fates_of_posts(act, people))
      if (const HeldPost& post = *people.post(fate.post);
          fate.passes_over && post.role == Role::security_administrator)
        left.push_back(passed_over(post, act));
    return somebody_grants(act.on, left);
  }
  // A unit that comes below a post of one's own gives that post rights over it.
  Result<void> check_own_chain(std::string_view field, UnitNo unit, UnitNo parent) const {
    const std::string before = tree.path_of(unit), after = tree.path_of(parent);
    for (const Post& post : actor.posts)
      if (!is_administrative(post.role) && is_in_force(post, today) && covers(post.path, after) &&
          !covers(post.path, before))
        return refuse(Refusal::nobody_grants_himself_rights, std::string(field),
                      tree.unit(unit).name);
    return {};
  }
  // A post that passes over is a new one at another unit, and granted by whoever merges.
  Result<void> check_posts_passed_over(const MergeUnits& act) const {
    for (const PostFate& fate : fates_of_posts(act, people)) {
      if (!fate.passes_over) continue;
      const HeldPost& post = *people.post(fate.post);
      if (!actor.person.is_nil() && post.person == actor.person)
        return refuse(Refusal::nobody_grants_himself_rights, "from", to_text(post.person));
      if (Result<void> checked = people.check_grant(post); !checked)
        return refuse(checked.error().law, "from", checked.error().detail);
    }
    return {};
  }
  // Nothing of the merged unit may end up below itself: not in the Party line, nor in the other.
  Result<void> check_merge(const Unit& from, const Unit& into) const {
    bool is_below = covers(tree.path_of(from.id), tree.path_of(into.id));
    const Unit* up = &into;
    for (; up && !is_below; up = tree.find(up->administrative_parent)) is_below = up->id == from.id;
    if (is_below) return refuse(Refusal::unit_cannot_move_below_itself, "into", into.name);
    for (UnitNo no : tree.children_in_either_tree(from.no)) {
      Unit child = tree.unit(no);
      if (child.administrative_parent == from.id) child.administrative_parent = into.id;
      if (child.party_parent == from.id) child.party_parent = into.id;
      if (Result<void> checked = tree.check(child); !checked) return checked;
      if (Result<void> checked = check_siblings(child); !checked) return checked;
    }
    return {};
  }

  Result<void> operator()(const SplitUnit& act) const {
    if (!may_shape_somewhere()) return denied();
    Result<const Unit*> unit = open_unit(act.unit, "unit");
    if (!unit) return std::unexpected(unit.error());
    if (!may_shape((*unit)->no, false)) return denied();
    if (Result<void> takes = check_takes_work(**unit, "unit"); !takes) return takes;
    if (act.records.empty() != act.all) return refuse(Refusal::field_is_missing, "records");
    if (act.records.size() > records_split_off_max)
      return refuse(Refusal::field_is_too_long, "records", std::to_string(records_split_off_max));
    if (Result<void> checked = check_day_of_closing(**unit, act.on); !checked) return checked;
    const Unit split = split_off(act, **unit);
    if (Result<void> checked = check_texts(split); !checked) return checked;
    if (tree.find(act.id)) return refuse(Refusal::id_is_there_twice, "id", to_text(act.id));
    if (Result<void> checked = tree.check(split); !checked) return checked;
    const bool takes_the_name = act.all && act.name == (*unit)->name;
    if (!takes_the_name)
      if (Result<void> checked = check_siblings(split); !checked) return checked;
    if (const auto merge = merge_in(act)) return check_posts_of_merge(*merge);
    return {};
  }

  Result<void> operator()(const CloseUnit& act) const {
    if (!may_shape_somewhere()) return denied();
    Result<const Unit*> unit = open_unit(act.unit, "unit");
    if (!unit) return std::unexpected(unit.error());
    if (!may_shape((*unit)->no, false)) return denied();
    if (Result<void> checked = check_day_of_closing(**unit, act.on); !checked) return checked;
    for (UnitNo child : tree.children_in_either_tree((*unit)->no))
      if (!tree.unit(child).is_closed)
        return refuse(Refusal::unit_has_open_units_below, "unit", tree.unit(child).name);
    std::vector<HeldPost> left = granting();
    std::erase_if(left, [&](const HeldPost& post) { return post.unit == act.unit; });
    return somebody_grants(act.on.value_or(today), left);
  }

  Result<void> operator()(const AddPerson& act) const {
    if (!may_shape_somewhere() && !holds(Role::security_administrator) && !sets_up())
      return denied();
    if (act.person.id.is_nil()) return refuse(Refusal::id_is_malformed, "id");
    if (people.find(act.person.id))
      return refuse(Refusal::id_is_there_twice, "id", to_text(act.person.id));
    return check_name(act.person.name);
  }

  // Of two who grant together the one may be missing; then the other may give him back, and nothing
  // else: what he would grant alone, nobody else would have looked at.
  bool is_the_missing_administrator(const HeldPost& post) const {
    const auto stands = [&](const HeldPost& one) {
      const Unit* unit = tree.find(one.unit);
      return is_in_force(one, today) && unit != nullptr && !unit->is_closed;
    };
    return post.role == Role::administrator &&
           std::ranges::none_of(people.ever_held(Role::administrator), stands);
  }
  Result<void> operator()(const Appoint& act) const {
    if (sets_up()) return check_post(act.post);
    if (!holds(Role::security_administrator)) return denied();
    if (!is_the_missing_administrator(act.post)) return refuse(Refusal::a_post_takes_two_people);
    return check_post(act.post);
  }
  Result<void> operator()(const ProposePost& act) const {
    if (!holds(Role::administrator)) return denied();
    if (people.proposal(act.post.id))
      return refuse(Refusal::id_is_there_twice, "id", to_text(act.post.id));
    for (const PostProposal& other : people.proposals())
      if (is_the_same(other.post, act.post) && today <= last_day(other.on))
        return refuse(Refusal::nothing_would_change, "role", to_text(other.post.id));
    return check_post(act.post);
  }
  static bool is_the_same(const HeldPost& one, const HeldPost& other) {
    return one.person == other.person && one.role == other.role && one.unit == other.unit &&
           overlap(one, other);
  }
  // What waits for him: not what he proposed himself, and not what he would hold.
  Result<const PostProposal*> to_sign(const Uuid& id) const {
    const PostProposal* proposal = people.proposal(id);
    if (!proposal) return refuse(Refusal::nothing_is_there, "posts", to_text(id));
    if (proposal->by == actor.person)
      return refuse(Refusal::a_post_takes_two_people, "posts", to_text(id));
    if (today > last_day(proposal->on))
      return refuse(Refusal::proposal_has_lapsed, "posts", to_text(id));
    return proposal;
  }
  Result<void> operator()(const SignPost& act) const {
    if (!holds(Role::security_administrator)) return denied();
    if (act.posts.empty()) return refuse(Refusal::field_is_missing, "posts");
    if (act.posts.size() > posts_signed_max)
      return refuse(Refusal::field_is_too_long, "posts", std::to_string(posts_signed_max));
    std::vector<HeldPost> together;
    for (const Uuid& id : act.posts) {
      Result<const PostProposal*> proposal = to_sign(id);
      if (!proposal) return std::unexpected(proposal.error());
      const HeldPost& post = (*proposal)->post;
      if (Result<void> checked = check_post(post); !checked) return checked;
      // Nor does anything on the list speak against something else on it.
      for (const HeldPost& other : together) {
        if (other.id == post.id) return refuse(Refusal::id_is_there_twice, "posts", to_text(id));
        if (is_the_same(other, post))
          return refuse(Refusal::post_is_held_already, "posts", to_text(id));
        if (Result<void> checked = check_beside(post, other); !checked) return checked;
      }
      together.push_back(post);
    }
    return {};
  }
  Result<void> operator()(const RefusePost& act) const {
    if (!holds(Role::security_administrator)) return denied();
    const PostProposal* proposal = people.proposal(act.post);
    if (!proposal) return refuse(Refusal::nothing_is_there, "post", to_text(act.post));
    if (is_blank(act.reason)) return refuse(Refusal::reason_is_missing, "reason");
    if (proposal->by == actor.person)
      return refuse(Refusal::a_post_takes_two_people, "post", to_text(act.post));
    return {};
  }

  // Whether it may be held at all, whoever grants it.
  Result<void> check_post(const HeldPost& post) const {
    if (post.id.is_nil()) return refuse(Refusal::id_is_malformed, "id");
    if (people.post(post.id)) return refuse(Refusal::id_is_there_twice, "id", to_text(post.id));
    if (!people.find(post.person))
      return refuse(Refusal::person_is_unknown, "person", to_text(post.person));
    if (post.role >= Role::citizen)
      return refuse(Refusal::role_is_unknown, "role", std::string(name_of(post.role)));
    Result<const Unit*> unit = open_unit(post.unit, "unit");
    if (!unit) return std::unexpected(unit.error());
    if (Result<void> takes = check_takes_work(**unit, "unit"); !takes) return takes;
    if (post.until && *post.until < post.from)
      return refuse(Refusal::end_is_before_the_beginning, "until", to_text(*post.until));
    if (post.accountable && post.role != Role::secretary && post.role != Role::branch_secretary)
      return refuse(Refusal::only_a_secretary_is_accountable, "role",
                    std::string(name_of(post.role)));
    if (!actor.person.is_nil() && post.person == actor.person)
      return refuse(Refusal::nobody_grants_himself_rights, "person", to_text(post.person));
    if (Result<void> checked = check_line("serves", post.serves, serves_length_max); !checked)
      return checked;
    for (const HeldPost& other : people.posts_of(post.person))
      if (is_the_same(other, post))
        return refuse(Refusal::post_is_held_already, "role", to_text(other.id));
    return people.check_grant(post);
  }

  Result<void> operator()(const DescribePost& act) const {
    if (!holds(Role::administrator)) return denied();
    const HeldPost* post = people.post(act.post);
    if (!post) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
    if (is_over(*post, today)) return refuse(Refusal::state_does_not_allow_this, "post");
    if (post->serves == act.serves) return refuse(Refusal::nothing_would_change, "serves");
    return check_line("serves", act.serves, serves_length_max);
  }

  // What he holds himself, and was not lent; whoever runs the house does it himself.
  Result<void> operator()(const Delegate& act) const {
    const HeldPost* held = people.post(act.post);
    const bool is_his = held && !actor.person.is_nil() && held->person == actor.person &&
                        is_in_force(*held, today) && held->lent_from.is_nil();
    const bool may = is_his && holds_one([&](const Post& post) {
                       return post.role == held->role && post.unit == held->unit;
                     });
    if (!may) return denied();
    if (is_administrative(held->role)) return refuse(Refusal::a_post_takes_two_people, "post");
    if (!act.until) return refuse(Refusal::delegation_has_no_end, "until");
    if (*act.until < today)
      return refuse(Refusal::end_is_before_the_beginning, "until", to_text(*act.until));
    const Date last = today + NaturalDays{lent_days_max};
    if (const Date most = held->until ? std::min(last, *held->until) : last; *act.until > most)
      return refuse(Refusal::date_is_out_of_range, "until", to_text(most));
    if (act.id.is_nil()) return refuse(Refusal::id_is_malformed, "id");
    if (people.post(act.id)) return refuse(Refusal::id_is_there_twice, "id", to_text(act.id));
    return check_post(lent(*held, act, today));
  }

  // Whoever lent a post takes it back as well.
  bool has_lent(const HeldPost& post) const {
    const HeldPost* own = post.lent_from.is_nil() ? nullptr : people.post(post.lent_from);
    return own && !actor.person.is_nil() && own->person == actor.person;
  }
  Result<void> operator()(const EndPost& act) const {
    const HeldPost* post = people.post(act.post);
    if (!holds(Role::security_administrator) && !(post && has_lent(*post))) return denied();
    if (!post) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
    if (is_over(*post, std::max(act.on, today))) return refuse(Refusal::nothing_would_change, "on");
    if (act.on < post->from)
      return refuse(Refusal::end_is_before_the_beginning, "on", to_text(act.on));
    if (act.on < today + NaturalDays{-end_entered_late_days_max})
      return refuse(Refusal::post_ends_too_far_back, "on", to_text(act.on));
    std::vector<HeldPost> left = granting();
    for (HeldPost& one : left)
      if (one.id == act.post) one.until = act.on;
    return somebody_grants(act.on, left);
  }
};

}  // namespace

Result<void> check_texts(const Unit& unit) {
  if (Result<void> named = check_name(unit.name); !named) return named;
  if (Result<void> coded = check_line("code", unit.code, unit_code_length_max); !coded)
    return coded;
  for (const std::string& alias : unit.aliases) {
    if (is_blank(alias)) return refuse(Refusal::field_is_missing, "aliases");
    if (Result<void> checked = check_line("aliases", alias, unit_name_length_max); !checked)
      return checked;
  }
  return {};
}

Result<void> decide(const OrgAct& act, const Actor& actor, const Tree& tree, const People& people,
                    Date today, const Post** under, const LastDayToSign& last_day) {
  if (actor.is_the_clock) return refuse(Refusal::post_does_not_allow_this);
  const Judge judge{actor, tree, people, today, last_day};
  Result<void> decided = std::visit(judge, act);
  if (!decided) return decided;
  if (under) *under = judge.under;
  std::visit([&](const auto& one) { each_member(one, DatesInRange{today, decided}); }, act);
  return decided;
}

}  // namespace chuangyou
