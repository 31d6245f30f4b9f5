#include "record/clock.h"

#include <algorithm>

namespace chuangyou {
namespace {

constexpr std::int32_t yellow_days_without_policy = 3;

std::optional<std::int32_t> days_by(const Circumstances& circumstances, std::string_view policy,
                                    Date on) {
  const std::optional<Fixed> value =
      policy.empty() ? std::nullopt : circumstances.policy(policy, on);
  if (!value) return std::nullopt;
  return static_cast<std::int32_t>(value->millionths / 1'000'000);
}

const Deadline* deadline_named(const Ledger& ledger, std::string_view name) {
  for (const Deadline& deadline : ledger.deadlines)
    if (deadline.name == name) return &deadline;
  return nullptr;
}

// What the deadline comes to before anyone asks how much of it is left.
struct Limit {
  Moment started;
  Moment due_at;
  Date due;
  bool provisional = false;
  std::optional<Length> length;
};

std::optional<Limit> limit_of_field(const Record& record, const Deadline& deadline,
                                    const Zone& zone) {
  const Value& value = record.value(deadline.field);
  if (const Date* date = std::get_if<Date>(&value))
    return Limit{record.clock_started, zone.end_of(*date), *date, false, std::nullopt};
  if (const Moment* moment = std::get_if<Moment>(&value))
    return Limit{record.clock_started, *moment, zone.date_at(*moment), false, std::nullopt};
  return std::nullopt;
}

// Of the clock that runs; an earlier one's are over with it.
std::vector<PauseInterval> pauses_of_clock(const Record& record) {
  std::vector<PauseInterval> pauses;
  for (const PauseInterval& pause : record.pauses)
    if (pause.from >= record.clock_started) pauses.push_back(pause);
  return pauses;
}

// Days on which the clock stood still: whole days between the days on which a pause began and
// ended.
std::int32_t paused_days(const Record& record, DayKind kind, const Circumstances& circumstances) {
  std::int32_t days = 0;
  for (const PauseInterval& pause : pauses_of_clock(record)) {
    if (!pause.until) continue;
    Date from = circumstances.zone.date_at(pause.from);
    Date until = circumstances.zone.date_at(*pause.until);
    days += kind == DayKind::working ? circumstances.calendar.between(from, until).count
                                     : until.days - from.days;
  }
  return days;
}

std::optional<Limit> limit_of_length(const Record& record, const Deadline& deadline,
                                     const Circumstances& circumstances) {
  Length length = deadline.length_of ? deadline.length_of(record) : deadline.length;
  if (length.count <= 0) return std::nullopt;
  Moment started = record.clock_started;
  if (const Moment* since = std::get_if<Moment>(&record.value(deadline.since))) started = *since;
  Date start = circumstances.zone.date_at(started);
  length.count = days_by(circumstances, length.policy, start).value_or(length.count);
  std::int32_t days = length.count + paused_days(record, length.kind, circumstances);
  DueDate due = length.kind == DayKind::working
                    ? circumstances.calendar.add(start, WorkingDays{days})
                    : circumstances.calendar.add(start, NaturalDays{days});
  return Limit{started, circumstances.zone.end_of(due.date), due.date, due.provisional, length};
}

std::optional<Limit> limit_of(const Record& record, const Deadline& deadline,
                              const Circumstances& circumstances) {
  if (!deadline.field.empty())
    if (std::optional<Limit> limit = limit_of_field(record, deadline, circumstances.zone))
      return limit;
  return limit_of_length(record, deadline, circumstances);
}

bool is_paused(const Record& record) {
  return !record.pauses.empty() && !record.pauses.back().until;
}

// R6.5: yellow once so few working days are left, red once the limit has run out.
Light light_of(const Record& record, const ClockReading& reading, Moment judged_at,
               const Circumstances& circumstances) {
  if (record.stage() == Stage::ended || record.stage() == Stage::confirmed) return Light::none;
  if (is_paused(record)) return Light::suspended;
  if (judged_at >= reading.due_at) return Light::red;
  if (record.stage() == Stage::claimed) return Light::none;
  const Date day = circumstances.zone.date_at(judged_at);
  const std::int32_t yellow_days =
      days_by(circumstances, "light.yellow_days", day).value_or(yellow_days_without_policy);
  return reading.working_days_left <= yellow_days ? Light::yellow : Light::green;
}

}  // namespace

std::optional<Moment> due_at(const Record& record, const Circumstances& circumstances) {
  const Deadline* deadline = deadline_named(record.ledger(), record.deadline);
  if (!deadline || is_paused(record)) return std::nullopt;
  std::optional<Limit> limit = limit_of(record, *deadline, circumstances);
  if (!limit) return std::nullopt;
  return limit->due_at;
}

std::optional<ClockReading> read_clock(const Record& record, Moment now,
                                       const Circumstances& circumstances) {
  const Deadline* deadline = deadline_named(record.ledger(), record.deadline);
  if (!deadline) return std::nullopt;
  std::optional<Limit> limit = limit_of(record, *deadline, circumstances);
  if (!limit) return std::nullopt;

  ClockReading reading;
  reading.deadline = deadline;
  reading.started = limit->started;
  reading.due_at = limit->due_at;
  reading.due = limit->due;
  reading.provisional = limit->provisional;
  reading.calendar_version = circumstances.calendar.version();
  reading.length = limit->length;
  reading.pauses = pauses_of_clock(record);
  if (const Date* first = std::get_if<Date>(&record.value(deadline->first_field)))
    reading.first_due = *first;
  Date start = circumstances.zone.date_at(limit->started);
  reading.skipped = circumstances.calendar.skipped(start, limit->due);
  reading.skipped_in_all = std::max(0, limit->due.days - start.days) -
                           std::max(0, circumstances.calendar.between(start, limit->due).count);
  reading.provisional = reading.provisional ||
                        circumstances.calendar.skips_a_provisional_day(start, limit->due) ||
                        !circumstances.calendar.is_published(year_of(limit->due));
  Moment judged_at = record.closed_at ? *record.closed_at : now;
  reading.working_days_left =
      circumstances.calendar.between(circumstances.zone.date_at(judged_at), limit->due).count;
  reading.light = light_of(record, reading, judged_at, circumstances);
  return reading;
}

}  // namespace chuangyou
