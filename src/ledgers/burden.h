// What a document will cost those who get it, checked before it is issued (Law 10, R8.9), and told
// to whoever writes it.
#pragma once

#include "ledgers/issuing.h"

namespace chuangyou::directives {

inline std::int64_t characters_of(const Record& directive) {
  std::int64_t characters = 0;
  for (const RowRead& clause : directive.get(clause_rows))
    if (const std::string* words = clause.get(wording))
      characters += static_cast<std::int64_t>(character_count(*words));
  return characters;
}

// R8.9: five thousand characters in general, four thousand for one special task.
inline std::optional<Fixed> characters_most(const Deciding& deciding) {
  const std::string* sort = deciding.after.get(kind);
  const std::string_view key =
      sort && *sort == "plan" ? "document.special_characters" : "document.general_characters";
  return deciding.circumstances.policy(key, deciding.today);
}

inline Verdict has_clauses(const Deciding& deciding) {
  const bool has_some = characters_of(deciding.after) > 0;
  return {has_some ? Refusal::none : Refusal::clause_is_missing, clause_rows.name};
}
inline Verdict is_short_enough(const Deciding& deciding) {
  const std::optional<Fixed> limit = characters_most(deciding);
  if (!limit) return {Refusal::policy_value_is_missing, clause_rows.name};
  const bool is_over = characters_of(deciding.after) * 1'000'000 > limit->millionths;
  return {is_over ? Refusal::text_is_over_the_length_rule : Refusal::none, clause_rows.name};
}

// The days that are asked for now, each with the field in which it stands.
struct AskedDay {
  Date day;
  std::string_view field;
};
struct AskedDays {
  bool wants_reply = false, lacks_reply_due = false, lacks_due = false;
  std::vector<AskedDay> days = {};
};
inline AskedDays days_asked(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const bool* whole = directive.get(reply_wanted);
  const Date* whole_due = directive.get(reply_due);
  AskedDays asked{.wants_reply = whole && *whole};
  asked.lacks_due = asked.lacks_reply_due = asked.wants_reply && !whole_due;
  if (asked.wants_reply && whole_due) asked.days.push_back({*whole_due, reply_due.name});
  const std::optional<Record> old = record_before(deciding);
  const Record* before = old ? &*old : nullptr;
  for (const RowRead& clause : directive.get(clause_rows)) {
    if (!asks_something(clause) || stands_as_before(before, clause)) continue;
    const Date* own_due = clause.get(asked_by);
    asked.lacks_due = asked.lacks_due || (!own_due && !whole_due);
    if (own_due) asked.days.push_back({*own_due, clause_rows.name});
    if (!asks_for(clause, "reply")) continue;
    asked.wants_reply = true;
    asked.lacks_reply_due = asked.lacks_reply_due || (!own_due && !whole_due);
    if (!own_due && whole_due) asked.days.push_back({*whole_due, reply_due.name});
  }
  return asked;
}

// A reply is asked for over somebody's name, and whatever is asked leaves time for it.
inline Verdict is_signed_for(const Deciding& deciding) {
  const bool fits = !days_asked(deciding).wants_reply || deciding.after.get(reply_signed_by);
  return {fits ? Refusal::none : Refusal::reply_wanted_but_nobody_signed_for_it,
          reply_signed_by.name};
}
inline Verdict says_until_when(const Deciding& deciding) {
  const bool lacks = days_asked(deciding).lacks_reply_due;
  return {lacks ? Refusal::due_date_is_missing : Refusal::none, reply_due.name};
}

// Law 10, of what is drafted here: whatever is asked has a mandate, minutes and a day. A document
// that another body issued says of them what it says (X3).
inline bool asks_anything(const Record& directive) {
  return wants_a_reply_to_all(directive) ||
         std::ranges::any_of(directive.get(clause_rows), asks_something);
}
inline Verdict names_its_mandate(const Deciding& deciding) {
  const bool fits = !asks_anything(deciding.after) || deciding.after.get(basis);
  return {fits ? Refusal::none : Refusal::field_is_missing, basis.name};
}
inline Verdict says_how_long_it_takes(const Deciding& deciding) {
  const std::int64_t* minutes = deciding.after.get(estimated_minutes);
  const bool fits = !asks_anything(deciding.after) || (minutes && *minutes > 0);
  return {fits ? Refusal::none : Refusal::field_is_missing, estimated_minutes.name};
}
inline Verdict gives_a_day_for_each(const Deciding& deciding) {
  const bool lacks = days_asked(deciding).lacks_due;
  return {lacks ? Refusal::due_date_is_missing : Refusal::none, reply_due.name};
}

inline std::optional<Fixed> notice_least(const Deciding& deciding) {
  return deciding.circumstances.policy("notice.least_days", deciding.today);
}
inline Refusal fault_of_notice(const Deciding& deciding, Date until) {
  const std::optional<Fixed> least = notice_least(deciding);
  if (!least) return Refusal::policy_value_is_missing;
  const std::int64_t days = deciding.circumstances.calendar.between(deciding.today, until).count;
  return days * 1'000'000 < least->millionths ? Refusal::notice_is_too_short : Refusal::none;
}
inline Verdict leaves_time(const Deciding& deciding) {
  for (const auto& [day, field] : days_asked(deciding).days)
    if (const Refusal fault = fault_of_notice(deciding, day); fault != Refusal::none)
      return {fault, field};
  return {};
}

constexpr std::int64_t whole_of(Fixed value) { return value.millionths / 1'000'000; }
inline constexpr std::int64_t minutes_most = 1'000'000;  // of each unit: beyond it is a slip

// What a directive asks of those to whom it goes, in figures.
inline std::vector<Measure> burden_of(const Deciding& deciding) {
  const Record& directive = deciding.after;
  std::vector<Measure> burden;
  burden.push_back({.name = "characters", .is = characters_of(directive)});
  if (const auto limit = characters_most(deciding)) burden.back().most = whole_of(*limit);
  const AskedDays asked = days_asked(deciding);
  std::int64_t asking = 0;
  for (const RowRead& clause : directive.get(clause_rows)) asking += asks_something(clause);
  burden.push_back({.name = "asking_clauses", .is = asking});
  if (!asked.days.empty()) {
    const Date first = std::ranges::min(asked.days, {}, &AskedDay::day).day;
    burden.push_back({.name = "notice_days",
                      .is = deciding.circumstances.calendar.between(deciding.today, first).count});
    if (const auto least = notice_least(deciding)) burden.back().least = whole_of(*least);
  }
  const auto units = static_cast<std::int64_t>(audience_of(deciding).size());
  burden.push_back(
      {.name = "units", .is = units, .most = static_cast<std::int64_t>(audience_units_max)});
  if (const std::int64_t* minutes = directive.get(estimated_minutes))
    if (*minutes > 0 && *minutes <= minutes_most)
      burden.push_back({.name = "minutes_in_all", .is = *minutes * units});
  return burden;
}

}  // namespace chuangyou::directives
