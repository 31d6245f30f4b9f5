// Rules for which more than one ledger asks. The ledger names the field that a rule looks at:
// `.rule = is_ahead<due>`.
#pragma once

#include <algorithm>

#include "record/decide.h"

namespace chuangyou {

// Law 7: whoever holds a post at the unit that did the work does not judge it, under no other post
// either.
inline bool holds_a_post_at(const Actor& actor, const UnitId& unit) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) { return post.unit == unit; });
}
inline Verdict is_judged_by_others(const Deciding& deciding) {
  bool rated = holds_a_post_at(deciding.actor, deciding.before.unit);
  return {rated ? Refusal::the_rated_never_touch_the_raters : Refusal::none};
}

inline Verdict names_another_unit(const Deciding& deciding) {
  bool same = deciding.after.unit == deciding.before.unit;
  return {same ? Refusal::unit_is_missing : Refusal::none, "unit"};
}

// A day that is given is still to come.
template <const Field<Kind::date>& day>
Verdict is_ahead(const Deciding& deciding) {
  const Date* date = deciding.after.get(day);
  return {date && *date <= deciding.today ? Refusal::due_date_in_the_past : Refusal::none,
          day.name};
}

// R6.3: an extension is asked for before expiry, and to a later day.
inline Refusal fault_of_extension(const Date* due, const Date* wanted, Date asked_on) {
  if (!due || *due < asked_on) return Refusal::extension_after_expiry;
  return wanted && *wanted > *due ? Refusal::none : Refusal::extension_is_not_later;
}
template <const Field<Kind::date>& due, const Field<Kind::date>& wanted = due>
Verdict is_asked_before_expiry(const Deciding& deciding) {
  return {fault_of_extension(deciding.before.get(due), deciding.after.get(wanted), deciding.today),
          due.name};
}

}  // namespace chuangyou
