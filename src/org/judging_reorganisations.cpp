// What speaks for and against a change of the tree that takes two people: for the first one what
// speaks against the change itself, for the second one all of that again, on the day he signs.
#include "core/text.h"
#include "org/judging.h"
#include "org/reorganisation.h"

namespace chuangyou {

Result<void> Judge::operator()(const ProposeReorganisation& act) const {
  const Result<OrgAct> asked = decode_org_act(act.act, act.changes);
  if (!asked) return std::unexpected(asked.error());
  if (!takes_two_people(*asked, tree, people, today))
    return refuse(Refusal::act_is_unknown, "act", act.act);
  if (Result<void> decided = decide(*asked, actor, tree, people, today, &under, last_day); !decided)
    return decided;
  for (const Reorganisation& other : people.reorganisations())
    if (other.act == act.act && other.changes == act.changes && today <= last_day(other.on))
      return refuse(Refusal::nothing_would_change, "unit", to_text(other.id));
  return {};
}

// Signed by somebody else than who proposed it, in time, while that one still could propose it.
Result<void> Judge::operator()(const SignReorganisation& act) const {
  if (!holds(Role::security_administrator)) return denied();
  const Reorganisation* proposed = people.reorganisation(act.reorganisation);
  const auto refused = [&](Refusal law) {
    return refuse(law, "reorganisation", to_text(act.reorganisation));
  };
  if (!proposed) return refused(Refusal::nothing_is_there);
  if (is_himself(proposed->by)) return refused(Refusal::a_post_takes_two_people);
  if (today > last_day(proposed->on)) return refused(Refusal::proposal_has_lapsed);
  const Result<OrgAct> asked = act_in(*proposed);
  if (!asked) return std::unexpected(asked.error());
  const Actor first = people.actor(proposed->by, today, tree);
  const Result<void> decided = decide(*asked, first, tree, people, today, nullptr, last_day);
  if (!decided && decided.error().law == Refusal::post_does_not_allow_this)
    return refused(Refusal::proposal_has_lapsed);
  return decided;
}

// Whoever proposed it takes it back by the same act.
Result<void> Judge::operator()(const RefuseReorganisation& act) const {
  const Reorganisation* proposed = people.reorganisation(act.reorganisation);
  const bool is_his = proposed && is_himself(proposed->by);
  if (!is_his && !holds(Role::security_administrator)) return denied();
  if (!proposed)
    return refuse(Refusal::nothing_is_there, "reorganisation", to_text(act.reorganisation));
  if (is_blank(act.reason)) return refuse(Refusal::reason_is_missing, "reason");
  return {};
}

}  // namespace chuangyou
