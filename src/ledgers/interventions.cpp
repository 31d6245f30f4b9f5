#include "ledgers/interventions.h"

#include "record/concealment.h"

namespace chuangyou::interventions {
namespace {

bool is_asked_to_answer(Role role) {
  return std::ranges::any_of(
      helped, [role](const Right& right) { return right.field.empty() && right.role == role; });
}

// Somebody who sits at the unit under all posts that are asked to answer, and nowhere else.
Actor whoever_sits_there(const Record& intervention, Date today) {
  Actor somebody;
  somebody.person.bytes.fill(0xff);
  for (const Right& right : helped)
    if (right.field.empty())
      somebody.posts.push_back({right.role, intervention.unit, intervention.path, today, {}});
  return somebody;
}

}  // namespace

Verdict shows_its_cause(const Deciding& deciding) {
  const Record& intervention = deciding.after;
  const Circumstances& circumstances = deciding.circumstances;
  const Link* leads_to = intervention.get(cause);
  // What follows by itself from a record goes to those whose record it is.
  if (!leads_to || !circumstances.record || deciding.actor.is_nobody()) return {};
  const auto found = circumstances.record(leads_to->ledger, leads_to->record);
  if (!found) return {};  // what is not there keeps nothing from anybody
  const Date today = deciding.today;
  const auto actor_of = [&](const Uuid& somebody) {
    return Actor{PersonId(somebody), circumstances.posts_of(somebody, today)};
  };
  const auto sees = [&](const Actor& actor) {
    return sight_of(actor, *found, today, circumstances.path_of) != Sight::nothing;
  };
  const Uuid* named = intervention.get(person);
  bool is_shown =
      sees(whoever_sits_there(intervention, today)) && (!named || sees(actor_of(*named)));
  for (const auto& [holder, role] : circumstances.holders_at(intervention.unit, today))
    if (is_asked_to_answer(role))
      is_shown = is_shown && !is_kept_from(actor_of(holder), *found, today, circumstances.path_of);
  return {is_shown ? Refusal::none : Refusal::cause_is_kept_from_the_addressee, cause.name};
}

}  // namespace chuangyou::interventions
