#include "ledgers/carriers.h"

namespace chuangyou::carriers {
namespace {

constexpr int idle_quarters_max = 2;

bool lives(const Record& carrier) {
  return carrier.state == approved.name || carrier.state == running.name;
}

// What is over, or has run, may be taken over as well; what nobody approved may not.
bool may_be_adopted(const Record& carrier) {
  return lives(carrier) || carrier.state == ended.name || carrier.state == merged.name;
}

std::optional<Record> found(const Deciding& deciding, const Uuid* id) {
  if (!id || !deciding.circumstances.record) return std::nullopt;
  return deciding.circumstances.record(ledger.name, *id);
}

// A term without a beginning or an end is open on that side.
bool lies_within(const Date* day, const Date* end) { return !day || !end || *day <= *end; }

}  // namespace

bool are_alike(const Record& one, const Record& other) {
  const std::string* its_form = one.get(form);
  const auto* people = one.get(audience);
  const auto* others = other.get(audience);
  if (!its_form || one.value(form) != other.value(form) || !people || !others) return false;
  const bool share_people = std::ranges::any_of(*people, [&](const std::string& who) {
    return std::ranges::find(*others, who) != others->end();
  });
  return share_people && lies_within(one.get(from), other.get(until)) &&
         lies_within(other.get(from), one.get(until));
}

Verdict answers_the_three_tests(const Deciding& deciding) {
  for (const auto* test : {&organisation_can_do_it, &members_can_take_part, &it_brings_results})
    if (!deciding.after.get(*test)) return {Refusal::favourable_tests_are_not_answered, test->name};
  return {};
}

Verdict was_decided_at_a_meeting(const Deciding& deciding) {
  const Uuid* meeting = deciding.after.get(decided_at);
  if (!meeting) return {Refusal::carrier_has_no_decision, decided_at.name};
  const auto held = deciding.circumstances.record("meetings", *meeting);
  return {fault_of_decision(held, deciding.before), decided_at.name};
}

Verdict says_since_when(const Deciding& deciding) {
  const std::string* what = deciding.after.get(origin);
  const Date* day = deciding.after.get(since);
  if (day && *day > deciding.today) return {Refusal::day_is_still_to_come, since.name};
  const bool is_missing = what && *what == "existing" && !day;
  return {is_missing ? Refusal::field_is_missing : Refusal::none, since.name};
}

Verdict is_not_over_yet(const Deciding& deciding) {
  const Date* end = deciding.after.get(until);
  const bool is_over = end && *end < deciding.today;
  return {is_over ? Refusal::due_date_in_the_past : Refusal::none, until.name};
}

Verdict has_begun(const Deciding& deciding) {
  const Date* begin = deciding.before.get(from);
  const bool is_ahead = begin && *begin > deciding.today;
  return {is_ahead ? Refusal::day_is_still_to_come : Refusal::none, from.name};
}

Verdict tells_of_days_gone_by(const Deciding& deciding) {
  // Saying the same again is no sign of life.
  const Rows* before = std::get_if<Rows>(&deciding.before.value(milestones.name));
  const Rows* after = std::get_if<Rows>(&deciding.after.value(milestones.name));
  if (before && after && std::ranges::equal(before->all, after->all, {}, &Row::cells, &Row::cells))
    return {Refusal::nothing_would_change, milestones.name};
  const bool is_ahead =
      std::ranges::any_of(deciding.after.get(milestones), [&](const RowRead& row) {
        const Date* day = row.get(reached_on);
        return day && *day > deciding.today;
      });
  return {is_ahead ? Refusal::day_is_still_to_come : Refusal::none, milestones.name};
}

Verdict is_of_another_unit(const Deciding& deciding) {
  const std::optional<Record> original = found(deciding, deciding.after.get(adopted_from));
  const bool fits = original && may_be_adopted(*original) && original->unit != deciding.after.unit;
  return {fits ? Refusal::none : Refusal::record_is_linked_wrongly, adopted_from.name};
}

Verdict goes_into_one_that_lives(const Deciding& deciding) {
  const std::optional<Record> other = found(deciding, deciding.after.get(merged_into));
  const bool fits = other && lives(*other) && other->id != deciding.before.id;
  return {fits ? Refusal::none : Refusal::record_is_linked_wrongly, merged_into.name};
}

Verdict was_asked(const Deciding& deciding) {
  return {may_be_over(deciding.before) ? Refusal::none : Refusal::nothing_would_change,
          is_asked.name};
}

std::vector<Filled> is_alive(const Deciding& deciding) {
  return {{last_active.name, deciding.now}, {counted_at.name, deciding.now}, {is_asked.name, {}}};
}

// What the original says and the other unit does not say anew stands as it is (Law 1).
std::vector<Filled> takes_over(const Deciding& deciding) {
  const std::optional<Record> original = found(deciding, deciding.after.get(adopted_from));
  std::vector<Filled> filled{{origin.name, std::string("new")}};
  if (!original) return filled;
  for (const std::string_view field : names<title, strands, handles, form, audience, measure>)
    if (is_empty(deciding.after.value(field))) filled.push_back({field, original->value(field)});
  const Uuid* first = original->get(credit);
  filled.push_back({credit.name, first ? *first : Uuid(original->unit)});
  return filled;
}

// Whole quarters between the one in which something came of it and that of today.
std::vector<Filled> counts_the_quarter(const Deciding& deciding) {
  const Moment* active = deciding.before.get(last_active);
  const Date last =
      deciding.circumstances.zone.date_at(active ? *active : deciding.before.state_since);
  Date idle_since = first_of_quarter(deciding.today);
  for (int i = 0; i < idle_quarters_max; ++i)
    idle_since = first_of_quarter(Date{idle_since.days - 1});
  const bool is_idle = last < idle_since;
  const Date* end = deciding.before.get(until);
  if (is_idle || (end && *end < deciding.today)) return {{is_asked.name, true}};
  return {{counted_at.name, deciding.now}};
}

}  // namespace chuangyou::carriers
