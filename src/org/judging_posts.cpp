// What speaks for and against an act on people, posts and what somebody has in hand.
#include <algorithm>

#include "core/text.h"
#include "org/judging.h"
#include "org/org_act_form.h"
#include "org/org_act_parts.h"

namespace chuangyou {
namespace {

// What somebody did under a post, he did as its holder: a day of end that is written over those
// days would let him judge afterwards what he led (Law 7).
constexpr std::int32_t end_entered_late_days_max = 7;
// Natural days: beyond a quarter a post is to be granted.
constexpr std::int32_t lent_days_max = 92;
constexpr std::size_t posts_signed_max = 200;  // more nobody reads before he signs

bool is_the_same(const HeldPost& one, const HeldPost& other) {
  return one.person == other.person && one.role == other.role && one.unit == other.unit &&
         overlap(one, other);
}

}  // namespace

// Whoever sets a body up acts for nobody in particular, until there is one who grants posts.
bool Judge::sets_up() const {
  return actor.person.is_nil() && !people.anyone_ever_held(Role::security_administrator);
}

// Whoever has the machine has what no post gives; over the net nobody acts without a person.
bool Judge::is_at_the_machine() const {
  return actor.person.is_nil() && actor.posts.empty() && !actor.is_nobody() && !actor.holds_receipt;
}

// The posts by which somebody grants posts: one at a closed unit gives no right.
std::vector<HeldPost> Judge::granting() const {
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
Result<void> Judge::somebody_grants(Date on, const std::vector<HeldPost>& after) const {
  const Date first = std::max(on, today) + NaturalDays{1};
  const std::vector<HeldPost> before = granting();
  const auto has_somebody = [](const std::vector<HeldPost>& posts, Date day) {
    return std::ranges::any_of(posts, [&](const HeldPost& post) { return is_in_force(post, day); });
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

Result<void> Judge::operator()(const AddPerson& act) const {
  if (!may_shape_somewhere() && !holds(Role::security_administrator) && !sets_up()) return denied();
  if (act.person.id.is_nil()) return refuse(Refusal::id_is_malformed, "id");
  if (people.find(act.person.id))
    return refuse(Refusal::id_is_there_twice, "id", to_text(act.person.id));
  return check_name(act.person.name);
}

Result<void> Judge::operator()(const TakeBackPerson& act) const {
  const bool may =
      actor.is_a_consequence || may_shape_somewhere() || holds(Role::security_administrator);
  if (!may) return denied();
  const Person* person = people.find(act.person);
  if (!person) return refuse(Refusal::nothing_is_there, "person", to_text(act.person));
  const bool has_posts =
      !people.posts_of(act.person).empty() || !people.proposals_for(act.person).empty();
  if (has_posts) return refuse(Refusal::records_changed_since_import, "person", person->name);
  return {};
}

Result<void> Judge::operator()(const TakeBackPost& act) const {
  const PostProposal* proposal = people.proposal(act.post);
  const bool is_his = proposal && is_himself(proposal->by);
  if (!actor.is_a_consequence && !is_his && !holds(Role::administrator)) return denied();
  if (!proposal) return refuse(Refusal::nothing_is_there, "post", to_text(act.post));
  return {};
}

// Of two who grant together the one who proposes may be missing. Then the third proposes him, and
// nobody else: what one would grant alone, nobody else would have looked at.
bool Judge::is_the_missing_administrator(const HeldPost& post) const {
  const auto stands = [&](const HeldPost& one) {
    const Unit* unit = tree.find(one.unit);
    return is_in_force(one, today) && unit != nullptr && !unit->is_closed;
  };
  return post.role == Role::administrator &&
         std::ranges::none_of(people.ever_held(Role::administrator), stands);
}

Result<void> Judge::operator()(const Appoint& act) const {
  const bool is_given_back = is_at_the_machine() && is_administrative(act.post.role);
  if (sets_up() || is_given_back) return check_post(act.post);
  if (!holds(Role::security_administrator)) return denied();
  return refuse(Refusal::a_post_takes_two_people);
}

Result<void> Judge::operator()(const ProposePost& act) const {
  const bool gives_back = is_the_missing_administrator(act.post) && holds(Role::auditor);
  if (!gives_back && !holds(Role::administrator)) return denied();
  if (people.proposal(act.post.id))
    return refuse(Refusal::id_is_there_twice, "id", to_text(act.post.id));
  for (const PostProposal& other : people.proposals_for(act.post.person))
    if (is_the_same(other.post, act.post) && today <= last_day(other.on))
      return refuse(Refusal::nothing_would_change, "role", to_text(other.post.id));
  return check_post(act.post);
}

// What waits for him: not what he proposed himself, and not what he would hold.
Result<const PostProposal*> Judge::to_sign(const Uuid& id) const {
  const PostProposal* proposal = people.proposal(id);
  if (!proposal) return refuse(Refusal::nothing_is_there, "posts", to_text(id));
  if (proposal->by == actor.person)
    return refuse(Refusal::a_post_takes_two_people, "posts", to_text(id));
  if (today > last_day(proposal->on))
    return refuse(Refusal::proposal_has_lapsed, "posts", to_text(id));
  return proposal;
}

Result<void> Judge::operator()(const SignPost& act) const {
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

Result<void> Judge::operator()(const RefusePost& act) const {
  // Whoever proposed it takes it back: nobody is given anything by that.
  const PostProposal* proposal = people.proposal(act.post);
  const bool is_his = proposal && is_himself(proposal->by);
  if (!is_his && !holds(Role::security_administrator)) return denied();
  if (!proposal) return refuse(Refusal::nothing_is_there, "post", to_text(act.post));
  if (is_blank(act.reason)) return refuse(Refusal::reason_is_missing, "reason");
  return {};
}

// Whether it may be held at all, whoever grants it.
Result<void> Judge::check_post(const HeldPost& post) const {
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

Result<void> Judge::operator()(const DescribePost& act) const {
  if (!holds(Role::administrator)) return denied();
  const HeldPost* post = people.post(act.post);
  if (!post) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
  if (is_over(*post, today)) return refuse(Refusal::state_does_not_allow_this, "post");
  if (post->serves == act.serves) return refuse(Refusal::nothing_would_change, "serves");
  return check_line("serves", act.serves, serves_length_max);
}

// What he holds himself, and was not lent; whoever runs the house does it himself.
Result<void> Judge::operator()(const Delegate& act) const {
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
bool Judge::has_lent(const HeldPost& post) const {
  const HeldPost* own = post.lent_from.is_nil() ? nullptr : people.post(post.lent_from);
  return own && !actor.person.is_nil() && own->person == actor.person;
}

Result<void> Judge::operator()(const EndPost& act) const {
  const HeldPost* post = people.post(act.post);
  const bool is_one_of_three = post && is_administrative(post->role);
  const bool is_his = post && (has_lent(*post) || (is_one_of_three && is_himself(post->person)));
  if (!is_his && !is_at_the_machine() && !holds(Role::security_administrator)) return denied();
  if (!post) return refuse(Refusal::post_is_unknown, "post", to_text(act.post));
  // Who could end the other two's posts would be watched by nobody, and could fill them himself.
  if (is_one_of_three && !is_his && !is_at_the_machine())
    return refuse(Refusal::a_post_takes_two_people, "post", to_text(act.post));
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

// Of what is one's own no post gives the right; the entry names one that he holds.
bool Judge::is_himself(const PersonId& person) const {
  if (actor.person.is_nil() || person != actor.person) return false;
  holds_one([](const Post&) { return true; });
  return true;
}

Result<void> Judge::operator()(const CorrectName& act) const {
  if (!is_himself(act.person) && !holds(Role::administrator)) return denied();
  const Person* person = people.find(act.person);
  if (!person) return refuse(Refusal::person_is_unknown, "person", to_text(act.person));
  if (Result<void> checked = check_name(act.name); !checked) return checked;
  if (person->name == act.name) return refuse(Refusal::nothing_would_change, "name");
  return {};
}

// Under a post of business: whoever runs the house has no record in hand.
bool Judge::works_at(const PersonId& person, const UnitId& unit, bool on_that_day) const {
  return std::ranges::any_of(people.posts_of(person), [&](const HeldPost& post) {
    return post.unit == unit && !is_administrative(post.role) &&
           (!on_that_day || is_in_force(post, today));
  });
}

// Also after he has left: what he had in hand is still his until another has signed.
Result<void> Judge::operator()(const ProposeHandover& act) const {
  const bool is_his = is_himself(act.from) && works_at(act.from, act.unit, false);
  if (!is_his && !holds(Role::administrator)) return denied();
  Result<const Unit*> unit = open_unit(act.unit, "unit");
  if (!unit) return std::unexpected(unit.error());
  if (act.id.is_nil()) return refuse(Refusal::id_is_malformed, "id");
  if (!people.find(act.from)) return refuse(Refusal::person_is_unknown, "from", to_text(act.from));
  if (!people.find(act.to)) return refuse(Refusal::person_is_unknown, "to", to_text(act.to));
  if (act.to == act.from) return refuse(Refusal::nothing_would_change, "to");
  if (!works_at(act.to, act.unit, true))
    return refuse(Refusal::post_is_unknown, "to", to_text(act.to));
  for (const Handover& other : people.handovers())
    if (other.unit == act.unit && other.from == act.from)
      return refuse(Refusal::nothing_would_change, "from", to_text(other.id));
  return {};
}

Result<void> Judge::operator()(const SignHandover& act) const {
  const Handover* handover = people.handover(act.handover);
  const auto concerns = [&](const PersonId& person) {
    return handover && !actor.person.is_nil() && person == actor.person;
  };
  if (!handover || !(concerns(handover->to) || concerns(handover->from) || concerns(handover->by) ||
                     holds(Role::administrator)))
    return refuse(Refusal::nothing_is_there, "handover", to_text(act.handover));
  if (!concerns(handover->to)) return refuse(Refusal::receiver_signs_the_handover, "handover");
  Result<const Unit*> unit = open_unit(handover->unit, "handover");
  if (!unit) return std::unexpected(unit.error());
  const bool may = holds_one([&](const Post& post) {
    return post.unit == handover->unit && !is_administrative(post.role);
  });
  return may ? Result<void>() : denied();
}

// Whoever offered it takes it back by the same act.
Result<void> Judge::operator()(const RefuseHandover& act) const {
  const Handover* handover = people.handover(act.handover);
  const bool may = handover && (is_himself(handover->to) || is_himself(handover->from) ||
                                is_himself(handover->by) || holds(Role::administrator));
  if (!may) return refuse(Refusal::nothing_is_there, "handover", to_text(act.handover));
  if (is_blank(act.reason)) return refuse(Refusal::reason_is_missing, "reason");
  return {};
}

}  // namespace chuangyou
