// What speaks for and against an act on units.
#include <algorithm>

#include "core/text.h"
#include "org/judging.h"
#include "org/org_act_form.h"
#include "org/org_act_parts.h"
#include "org/unit_checks.h"

namespace chuangyou {
namespace {

// As many as a list of a record holds (record/decide.cpp).
constexpr std::size_t records_split_off_max = 1000;

}  // namespace

// The administrator runs the house. The two committees shape what stands below them, and that of
// the works at the top the whole body.
bool Judge::may_shape(UnitNo no, bool own_unit_too) const {
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

Result<const Unit*> Judge::open_unit(const Uuid& id, std::string_view field) const {
  const Unit* unit = tree.find(id);
  if (!unit) return refuse(Refusal::unit_is_unknown, std::string(field), to_text(id));
  if (unit->is_closed) return refuse(Refusal::unit_is_closed, std::string(field), unit->name);
  return unit;
}

// Open units with the same superior have names that nobody takes for each other.
Result<void> Judge::check_siblings(const Unit& unit) const {
  if (unit.is_closed) return {};
  const UnitId& parent =
      unit.party_parent.is_nil() ? unit.administrative_parent : unit.party_parent;
  const UnitNo duty = tree.number_of(parent);
  if (duty == no_unit || !is_name_taken(tree, duty, unit)) return {};
  return refuse(Refusal::name_is_taken, "name", unit.name);
}

Result<void> Judge::check_day_of_closing(const Unit& unit, std::optional<Date> on) const {
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
Result<void> Judge::check_parents_are_open(const UnitId& administrative,
                                           const UnitId& party) const {
  if (const Unit* above = tree.find(administrative); above && above->is_closed)
    return refuse(Refusal::unit_is_closed, "administrative_parent", above->name);
  if (const Unit* above = tree.find(party); above && above->is_closed)
    return refuse(Refusal::unit_is_closed, "party_parent", above->name);
  return {};
}

Result<void> Judge::operator()(const FoundUnit& act) const {
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

// By whoever could have founded it; and nothing hangs at it that does not go with it.
Result<void> Judge::operator()(const TakeBackUnit& act) const {
  const Unit* unit = tree.find(act.unit);
  if (!unit || was_taken_back(*unit))
    return refuse(Refusal::nothing_is_there, "unit", to_text(act.unit));
  const UnitNo above = tree.parent_of(unit->no);
  if (above == no_unit || (!actor.is_a_consequence && !may_shape(above, true))) return denied();
  const bool has_units = std::ranges::any_of(
      tree.children_of(unit->no), [&](UnitNo no) { return !was_taken_back(tree.unit(no)); });
  const bool has_posts = !people.posts_at(unit->id).empty() ||
                         std::ranges::any_of(people.proposals(), [&](const PostProposal& proposal) {
                           return proposal.post.unit == unit->id;
                         });
  if (has_units || has_posts)
    return refuse(Refusal::records_changed_since_import, "unit", unit->name);
  return {};
}

// Below a parent that is not there: those who may found at all are told so.
bool Judge::may_shape_somewhere() const {
  return holds(Role::administrator) || holds(Role::works_committee) || holds(Role::organ_committee);
}

Result<void> Judge::operator()(const RenameUnit& act) const {
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

Result<void> Judge::operator()(const MoveUnit& act) const {
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

Result<void> Judge::operator()(const MergeUnits& act) const {
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
Result<const Unit*> Judge::unit_that_judges(const UnitId& id) const {
  if (id.is_nil()) return nullptr;
  Result<const Unit*> judge = open_unit(id, "judge");
  if (judge)
    if (Result<void> takes = check_takes_work(**judge, "judge"); !takes)
      return std::unexpected(takes.error());
  return judge;
}

// Law 7: whoever judges what the unit that goes on has promised stands outside its line.
Result<void> Judge::check_judge(const MergeUnits& act, const Unit& into) const {
  Result<const Unit*> judge = unit_that_judges(act.judge);
  if (!judge) return std::unexpected(judge.error());
  if (!*judge) return {};
  const std::string its = tree.path_of((*judge)->no), ours = tree.path_of(into.no);
  // What stands below the unit that ends comes below the one that goes on.
  if (covers(tree.path_of(tree.number_of(act.from)), its) || covers(its, ours) || covers(ours, its))
    return refuse(Refusal::the_rated_never_touch_the_raters, "judge", (*judge)->name);
  return {};
}

Result<void> Judge::check_posts_of_merge(const MergeUnits& act) const {
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
Result<void> Judge::check_own_chain(std::string_view field, UnitNo unit, UnitNo parent) const {
  const std::string before = tree.path_of(unit), after = tree.path_of(parent);
  for (const Post& post : actor.posts)
    if (!is_administrative(post.role) && is_in_force(post, today) && covers(post.path, after) &&
        !covers(post.path, before))
      return refuse(Refusal::nobody_grants_himself_rights, std::string(field),
                    tree.unit(unit).name);
  return {};
}

// A post that passes over is a new one at another unit, and granted by whoever merges.
Result<void> Judge::check_posts_passed_over(const MergeUnits& act) const {
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
Result<void> Judge::check_merge(const Unit& from, const Unit& into) const {
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

Result<void> Judge::operator()(const SplitUnit& act) const {
  if (!may_shape_somewhere()) return denied();
  Result<const Unit*> unit = open_unit(act.unit, "unit");
  if (!unit) return std::unexpected(unit.error());
  if (!may_shape((*unit)->no, false)) return denied();
  if (Result<void> takes = check_takes_work(**unit, "unit"); !takes) return takes;
  // All of it and some of it are two wishes; of nothing yet the new unit begins empty.
  if (act.all && !act.records.empty()) return refuse(Refusal::field_is_missing, "records");
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

Result<void> Judge::operator()(const CloseUnit& act) const {
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

// From any day on, also one to come; the day stands within the unit's own.
Result<void> Judge::operator()(const DescribeUnit& act) const {
  if (!may_shape_somewhere()) return denied();
  Result<const Unit*> unit = open_unit(act.unit, "unit");
  if (!unit) return std::unexpected(unit.error());
  if (!may_shape((*unit)->no, false)) return denied();
  if ((*unit)->from && act.from < *(*unit)->from)
    return refuse(Refusal::unit_ends_before_it_began, "from", to_text(*(*unit)->from));
  if (Result<void> checked = check_line("sector", act.sector, sector_length_max); !checked)
    return checked;
  if (!exposure_of(act.exposure)) return refuse(Refusal::choice_is_unknown, "exposure");
  if (act.order_number && (*act.order_number < 1 || *act.order_number > order_number_max))
    return refuse(Refusal::number_is_out_of_range, "order_number",
                  std::to_string(order_number_max));
  const UnitDescription* held = tree.descriptions().on((*unit)->no, act.from);
  if (description_in(act).says_the_same_as(held ? *held : UnitDescription()))
    return refuse(Refusal::nothing_would_change, "from");
  return {};
}

}  // namespace chuangyou
