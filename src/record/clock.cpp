#include "record/clock.h"

#include <algorithm>
#include <utility>

#include "record/moments.h"
#include "record/times.h"

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

// What the deadline comes to before anyone asks how much of it is left.
struct Limit {
  Moment started;
  Moment due_at;
  Date due;
  bool provisional = false;
  std::optional<Length> length;
};

// One running of a clock: that of now, or of the first round.
struct Running {
  const Deadline* deadline = nullptr;
  Moment started;
  std::optional<Moment> ended;  // when the round was over
  Value until;                  // of the deadline's field
};

Running running_now(const Record& record) {
  const Deadline* deadline = deadline_named(record.ledger(), record.deadline);
  return {deadline, record.clock_started, std::nullopt,
          deadline ? record.value(deadline->field) : Value()};
}

Running first_running(const Record& record) {
  if (!record.first_round) return running_now(record);
  const FirstRound& round = *record.first_round;
  return {deadline_named(record.ledger(), round.deadline), round.clock_started, round.ended,
          round.until};
}

// An earlier clock's are over with it, and a later one's are not its own.
std::vector<PauseInterval> pauses_of_clock(const Record& record, const Running& running) {
  std::vector<PauseInterval> pauses;
  for (const PauseInterval& pause : record.pauses)
    if (pause.from >= running.started && (!running.ended || pause.from < *running.ended))
      pauses.push_back(pause);
  return pauses;
}

// A clock that has stopped is judged by the calendar that held when it stopped, or when the record
// came in as history: a notice that comes later makes nobody late.
const WorkingCalendar& calendar_of(const Record& record, const Running& running,
                                   const Circumstances& circumstances) {
  const bool is_over = running.ended || record.stage() != Stage::open;
  if (!is_over || !circumstances.calendar_at) return circumstances.calendar;
  const Moment closed = record.closed_at.value_or(record.state_since);
  return circumstances.calendar_at(std::max(running.ended.value_or(closed), record.created_at));
}

DueDate add_days(Date start, std::int32_t days, DayKind kind, const WorkingCalendar& calendar) {
  return kind == DayKind::working ? calendar.add(start, WorkingDays{days})
                                  : calendar.add(start, NaturalDays{days});
}

std::int32_t days_between(Date from, Date until, DayKind kind, const WorkingCalendar& calendar) {
  return kind == DayKind::working ? calendar.between(from, until).count : until.days - from.days;
}

// The days on which pauses began and ended. Together they last no longer than the ledger lets them:
// what goes beyond did not stop the clock. One that still runs ends `now`, or at its own end.
struct Paused {
  std::vector<std::pair<Date, Date>> days;
  std::int32_t left = 0;    // of what they may last, where the ledger says so
  std::optional<Date> end;  // of the one that runs
};
Paused paused_of(const Record& record, const Running& running, std::optional<Moment> now,
                 const Circumstances& circumstances) {
  const PauseLimit& waits = record.ledger().waits;
  const bool is_limited = waits.most.count > 0;
  const WorkingCalendar& calendar = calendar_of(record, running, circumstances);
  Paused paused;
  bool is_first = true;
  for (const PauseInterval& pause : pauses_of_clock(record, running)) {
    const Date from = circumstances.zone.date_at(pause.from);
    if (std::exchange(is_first, false))
      paused.left = days_by(circumstances, waits.most.policy, from).value_or(waits.most.count);
    const Date end = add_days(from, std::max(paused.left, 0), waits.most.kind, calendar).date;
    const std::optional<Moment> stopped = pause.until ? pause.until : now;
    if (is_limited && !pause.until) paused.end = end;
    if (!stopped) continue;
    Date until = circumstances.zone.date_at(*stopped);
    if (is_limited && until > end) until = end;
    paused.days.emplace_back(from, until);
    paused.left -= days_between(from, until, waits.most.kind, calendar);
  }
  if (is_first && now)
    paused.left = days_by(circumstances, waits.most.policy, circumstances.zone.date_at(*now))
                      .value_or(waits.most.count);
  return paused;
}

// By times that cannot be, as a promise of before the case came, nobody is measured: such a record
// is flagged and has no clock.
bool is_possible(const Record& record, const Running& running, const Zone& zone) {
  for (const std::string_view name : {record.ledger().opened_at, running.deadline->since}) {
    const Value& beginning = record.value(name);
    if (is_before_any_beginning(beginning, zone) || lies_before(running.until, beginning, zone))
      return false;
  }
  return !is_before_any_beginning(running.until, zone);
}

// A pause moves a promised day as it moves a length: by the working days that it took.
std::optional<Limit> limit_of_field(const Record& record, const Running& running,
                                    std::optional<Moment> now, const Circumstances& circumstances) {
  const Zone& zone = circumstances.zone;
  const Date* date = std::get_if<Date>(&running.until);
  const Moment* moment = std::get_if<Moment>(&running.until);
  if (!date && !moment) return std::nullopt;
  Limit limit{running.started, {}, date ? *date : zone.date_at(*moment), false, std::nullopt};
  limit.due_at = date ? zone.end_of(*date) : *moment;
  const WorkingCalendar& calendar = calendar_of(record, running, circumstances);
  std::int32_t paused = 0;
  for (const auto& [from, until] : paused_of(record, running, now, circumstances).days)
    paused += days_between(from, until, DayKind::working, calendar);
  if (paused == 0) return limit;
  const DueDate moved = calendar.add(limit.due, WorkingDays{paused});
  constexpr std::int64_t microseconds_a_day = 86'400'000'000;
  if (moment)
    limit.due_at.microseconds += microseconds_a_day * (moved.date.days - limit.due.days);
  else
    limit.due_at = zone.end_of(moved.date);
  limit.due = moved.date;
  limit.provisional = moved.provisional;
  return limit;
}

std::optional<Limit> limit_of_length(const Record& record, const Running& running,
                                     std::optional<Moment> now,
                                     const Circumstances& circumstances) {
  const Deadline& deadline = *running.deadline;
  Length length = deadline.length_of ? deadline.length_of(record) : deadline.length;
  if (length.count <= 0) return std::nullopt;
  Moment started = running.started;
  if (const Moment* since = std::get_if<Moment>(&record.value(deadline.since))) started = *since;
  Date start = circumstances.zone.date_at(started);
  length.count = days_by(circumstances, length.policy, start).value_or(length.count);
  const WorkingCalendar& calendar = calendar_of(record, running, circumstances);
  std::int32_t days = length.count;
  for (const auto& [from, until] : paused_of(record, running, now, circumstances).days)
    days += days_between(from, until, length.kind, calendar);
  const DueDate due = add_days(start, days, length.kind, calendar);
  return Limit{started, circumstances.zone.end_of(due.date), due.date, due.provisional, length};
}

std::int32_t months_of(Period period) {
  constexpr std::int32_t months[] = {0, 3, 6, 12};
  return months[static_cast<std::size_t>(period)];
}

Date last_day_of_period(Period period, Date day) {
  const std::int32_t months = months_of(period);
  const std::int32_t next = (month_of(day) - 1) / months * months + months;  // from January on
  const Date first_of_next = make_date(year_of(day) + next / 12, next % 12 + 1, 1);
  return Date{first_of_next.days - 1};
}

// The period in which it began, or was last done, is the first one to end.
std::optional<Limit> limit_of_period(const Record& record, const Running& running,
                                     const Circumstances& circumstances) {
  const Period every = running.deadline->repeats.every;
  if (every == Period::none) return std::nullopt;
  Moment started = running.started;
  if (const Moment* since = std::get_if<Moment>(&record.value(running.deadline->since)))
    started = *since;
  const Date due = last_day_of_period(every, circumstances.zone.date_at(started));
  return Limit{started, circumstances.zone.end_of(due), due, false, std::nullopt};
}

std::optional<Limit> limit_of(const Record& record, const Running& running,
                              std::optional<Moment> now, const Circumstances& circumstances) {
  if (!running.deadline || !is_possible(record, running, circumstances.zone)) return std::nullopt;
  if (const auto limit = limit_of_field(record, running, now, circumstances)) return limit;
  if (const auto limit = limit_of_period(record, running, circumstances)) return limit;
  return limit_of_length(record, running, now, circumstances);
}

bool is_paused(const Record& record) {
  return !record.pauses.empty() && !record.pauses.back().until;
}

// The end of the pause that runs, if the ledger lets none run for ever.
std::optional<Moment> end_of_pause(const Record& record, const Circumstances& circumstances) {
  const Paused paused = paused_of(record, running_now(record), std::nullopt, circumstances);
  if (!paused.end) return std::nullopt;
  return circumstances.zone.end_of(*paused.end);
}

// The clock stands where the work was claimed or ended.
Moment stands_at(const Record& record, Moment now) {
  if (record.closed_at) return *record.closed_at;
  return record.stage() == Stage::ended ? record.state_since : now;
}

// R6.5: yellow once so few working days are left, red once the limit has run out.
Light light_of(const Record& record, const ClockReading& reading, Moment judged_at,
               const Circumstances& circumstances) {
  if (record.stage() == Stage::ended || record.stage() == Stage::confirmed) return Light::none;
  if (is_paused(record)) {
    const std::optional<Moment> end = end_of_pause(record, circumstances);
    return end && judged_at >= *end ? Light::red : Light::suspended;
  }
  if (judged_at >= reading.due_at) return Light::red;
  if (record.stage() == Stage::claimed) return Light::none;
  const Date day = circumstances.zone.date_at(judged_at);
  const std::int32_t yellow_days =
      days_by(circumstances, "light.yellow_days", day).value_or(yellow_days_without_policy);
  return reading.working_days_left <= yellow_days ? Light::yellow : Light::green;
}

// The first day on which so few working days are left.
Date first_day_with_left(std::int32_t days, Date due, const WorkingCalendar& calendar) {
  Date day = due;
  while (calendar.between(Date{day.days - 1}, due).count <= days) --day.days;
  return day;
}

// Where nobody has acted on it, each period that ends calls anew.
Moment last_end(const Deadline& deadline, Moment due_at, Moment now, const Zone& zone) {
  const Period every = deadline.repeats.every;
  if (every == Period::none) return due_at;
  Date day = zone.date_at(due_at);
  Moment last = due_at;
  for (Moment end = due_at; end <= now; day = zone.date_at(end)) {
    last = end;
    end = zone.end_of(last_day_of_period(every, day));
  }
  return last;
}

std::optional<Call> last_warning(const Record& record, const Running& running, const Limit& limit,
                                 Moment now, const Circumstances& circumstances) {
  const Repeats& repeats = running.deadline->repeats;
  const Moment began = std::max(running.started, record.created_at);
  std::optional<Call> last;
  for (const Length& distance : repeats.before) {
    const std::int32_t days =
        days_by(circumstances, distance.policy, limit.due).value_or(distance.count);
    const Date day = first_day_with_left(days, limit.due, circumstances.calendar);
    const Moment since = circumstances.zone.end_of(Date{day.days - 1});
    // What is closer than that from the beginning is not warned of at once.
    if (since <= began || since > now) continue;
    if (!last || since > last->since) last = Call{repeats.warns_by, since};
  }
  return last;
}

}  // namespace

std::optional<Call> call_of_the_clock(const Record& record, Moment now,
                                      const Circumstances& circumstances) {
  const std::optional<Moment> end = due_at(record, circumstances);
  const Running running = running_now(record);
  if (!end || record.stage() != Stage::open) return std::nullopt;
  if (now >= *end) {
    const std::string_view act = act_when_due(record);
    if (act.empty()) return std::nullopt;
    const bool ends_pause = is_paused(record);
    return Call{act,
                ends_pause ? *end : last_end(*running.deadline, *end, now, circumstances.zone)};
  }
  if (is_paused(record)) return std::nullopt;
  const std::optional<Limit> limit = limit_of(record, running, std::nullopt, circumstances);
  return last_warning(record, running, *limit, now, circumstances);
}

Moment last_due_that_is_called(const Ledger& ledger, Moment now,
                               const Circumstances& circumstances) {
  const Date today = circumstances.zone.date_at(now);
  std::int32_t ahead = -1;
  for (const Deadline& deadline : ledger.deadlines)
    for (const Length& distance : deadline.repeats.before)
      ahead =
          std::max(ahead, days_by(circumstances, distance.policy, today).value_or(distance.count));
  if (ahead < 0) return now;
  // The distance is taken as of the day on which it ends; one day more lies behind days off.
  const Date last = circumstances.calendar.add(today, WorkingDays{ahead + 1}).date;
  return circumstances.zone.end_of(last);
}

std::int32_t pause_days_left(const Record& record, Moment now, const Circumstances& circumstances) {
  if (record.ledger().waits.most.count <= 0) return 1;
  return paused_of(record, running_now(record), now, circumstances).left;
}

std::string_view act_when_due(const Record& record) {
  if (is_paused(record)) return record.ledger().waits.then;
  const Deadline* deadline = deadline_named(record.ledger(), record.deadline);
  return deadline ? deadline->then : std::string_view();
}

std::optional<Moment> judged_by(const Record& record, const Circumstances& circumstances) {
  const std::optional<Limit> limit =
      limit_of(record, first_running(record), std::nullopt, circumstances);
  return limit ? std::optional(limit->due_at) : std::nullopt;
}

std::optional<Moment> due_at(const Record& record, const Circumstances& circumstances) {
  if (is_paused(record)) return end_of_pause(record, circumstances);
  const std::optional<Limit> limit =
      limit_of(record, running_now(record), std::nullopt, circumstances);
  return limit ? std::optional(limit->due_at) : std::nullopt;
}

std::optional<ClockReading> read_clock(const Record& record, Moment now,
                                       const Circumstances& circumstances) {
  const Running running = running_now(record);
  const Deadline* deadline = running.deadline;
  const Moment judged_at = stands_at(record, now);
  const std::optional<Limit> limit = limit_of(record, running, judged_at, circumstances);
  if (!limit) return std::nullopt;

  ClockReading reading;
  reading.deadline = deadline;
  reading.started = limit->started;
  reading.due_at = limit->due_at;
  reading.due = limit->due;
  reading.provisional = limit->provisional;
  const WorkingCalendar& calendar = calendar_of(record, running, circumstances);
  reading.calendar_version = calendar.version();
  reading.length = limit->length;
  reading.pauses = pauses_of_clock(record, running);
  if (const Date* first = std::get_if<Date>(&record.value(deadline->first_field)))
    reading.first_due = *first;
  const Date start = circumstances.zone.date_at(limit->started);
  const Date today = circumstances.zone.date_at(judged_at);
  reading.working_days_left = calendar.between(today, limit->due).count;
  reading.light = light_of(record, reading, judged_at, circumstances);
  // While it stands still nobody knows yet which days it will step over behind the pause.
  Date until = limit->due;
  if (reading.light == Light::suspended)
    until = std::min(until, circumstances.zone.date_at(record.pauses.back().from));
  reading.skipped = calendar.skipped(start, until);
  reading.skipped_in_all =
      std::max(0, until.days - start.days) - std::max(0, calendar.between(start, until).count);
  reading.provisional = reading.provisional ||
                        calendar.skips_a_provisional_day(start, limit->due) ||
                        !calendar.is_settled(limit->due);
  return reading;
}

}  // namespace chuangyou
