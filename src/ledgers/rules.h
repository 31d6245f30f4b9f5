// Rules for which more than one ledger asks. The ledger names the field that a rule looks at:
// `.rule = is_ahead<due>`.
#pragma once

#include <algorithm>

#include "record/who_speaks.h"

namespace chuangyou {

// A day that is given is still to come.
template <const Field<Kind::date>& day>
Verdict is_ahead(const Deciding& deciding) {
  const Date* date = deciding.after.get(day);
  if (!date || *date > deciding.today) return {};
  return {*date == deciding.today ? Refusal::due_date_is_today : Refusal::due_date_in_the_past,
          day.name};
}

// The same of a day that the act moves: one that stands and has passed is no reason to refuse a
// change of something else.
template <const Field<Kind::date>& day>
Verdict is_ahead_where_moved(const Deciding& deciding) {
  const bool stands = deciding.before.value(day) == deciding.after.value(day);
  return stands ? Verdict{} : is_ahead<day>(deciding);
}

// Work that is promised for a day is called to mind before it (product: 5 and 1 working days).
inline constexpr Length reminded_before[] = {{5, DayKind::working, "reminders.early_days"},
                                             {1, DayKind::working, "reminders.late_days"}};

// R6.3: an extension is asked for before expiry, and to a later day.
inline Refusal fault_of_extension(const Date* due, const Date* wanted, Date asked_on) {
  if (!due) return Refusal::due_date_is_missing;
  if (*due < asked_on) return Refusal::extension_after_expiry;
  return wanted && *wanted > *due ? Refusal::none : Refusal::extension_is_not_later;
}
template <const Field<Kind::date>& due, const Field<Kind::date>& wanted = due>
Verdict is_asked_before_expiry(const Deciding& deciding) {
  return {fault_of_extension(deciding.before.get(due), deciding.after.get(wanted), deciding.today),
          due.name};
}

// R6.3: whoever does the work asks for more time, and somebody else grants it.
inline Verdict who_does_it(const Deciding& deciding) {
  const bool does_it = std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) && covers(deciding.before.path, post.path);
  });
  return {does_it ? Refusal::doer_does_not_grant_it : Refusal::none};
}

// A later day was asked for, and nobody has granted it yet.
template <const Field<Kind::date>& due, const Field<Kind::date>& asked>
bool extension_is_asked(const Record& record) {
  const Date* until = record.get(due);
  const Date* wanted = record.get(asked);
  return until && wanted && *wanted > *until;
}

// What was asked in time and waits may be granted later.
template <const Field<Kind::date>& due, const Field<Kind::date>& asked, bool must_be_asked = true>
Verdict is_granted_in_time(const Deciding& deciding) {
  if (Verdict by = who_does_it(deciding); by.law != Refusal::none) return by;
  const Date* until = deciding.before.get(due);
  const bool waits = extension_is_asked<due, asked>(deciding.before);
  if (!waits && must_be_asked) return {Refusal::field_is_missing, asked.name};
  const Date asked_on = waits ? *until : deciding.today;
  return {fault_of_extension(until, deciding.after.get(due), asked_on), due.name};
}

// A request that was granted or refused waits no longer.
template <const Field<Kind::date>& asked>
std::vector<Filled> answers_the_request(const Deciding&) {
  return {{asked.name, {}}};
}
template <const Field<Kind::date>& due, const Field<Kind::date>& asked>
Verdict is_to_be_refused(const Deciding& deciding) {
  const bool waits = extension_is_asked<due, asked>(deciding.before);
  return {waits ? Refusal::none : Refusal::nothing_would_change, asked.name};
}

// Down one's own line, or by one who stands above both: anything else is a transfer by another
// name.
inline Verdict is_within_reach(const Deciding& deciding) {
  const std::string& to = deciding.after.path;
  const bool is_down = covers(deciding.before.path, to);
  const bool reaches = std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) &&
           (post.role == Role::operator_ || covers(post.path, to));
  });
  return {is_down || reaches ? Refusal::none : Refusal::post_does_not_allow_this, "unit"};
}

// Whoever opened it does not judge it.
inline Verdict its_author(const Deciding& deciding) {
  const bool is_his = deciding.before.author == deciding.actor.person;
  return {is_his ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}

// Whoever led the doers while the work ran judges nothing of it from where he has gone since, nor
// takes back for others the no that they said (Law 7). The sender from outside keeps his word.
Verdict who_led_the_doers(const Deciding& deciding);
// Whether he has held a post by which one leads, of those that are theirs, since it was opened;
// they are asked for the days on which he held it.
struct Days {
  Date from, until;
};
using IsTheirs = std::function<bool(const Post&, const Days&)>;
bool led_since(const Deciding& deciding, const IsTheirs& is_theirs);
// Whether the one was at or above the other on any of the days, wherever both hang by now.
bool stood_above(const Deciding& deciding, const Uuid& above, const Uuid& below, const Days& days);

// Nothing is promised that nobody could confirm: whom it serves is of another line.
inline bool is_of_another_line(std::string_view one, std::string_view other) {
  return !one.empty() && !other.empty() && !is_one_line(one, other);
}
template <const Field<Kind::unit>& served>
bool could_be_confirmed(const Deciding& deciding) {
  const Uuid* unit = deciding.after.get(served);
  return unit && is_of_another_line(deciding.circumstances.path_of(*unit), deciding.after.path);
}

// A meeting of the unit or above it decided what there is a resolution on in its record.
Refusal fault_of_decision(const std::optional<Record>& meeting, const Record& decided);

// A document that was issued, also where a later version has taken its place: a draft says nothing
// to anybody yet, and what was withdrawn says nothing any more.
inline bool was_issued(const Deciding& deciding, const Uuid& document) {
  const std::optional<Record> found = deciding.circumstances.record("directives", document);
  return found && (found->state == "issued" || found->state == "superseded");
}

}  // namespace chuangyou
