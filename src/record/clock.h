// The clock of a record, derived at the moment of reading from state, dates, calendar and pauses
// (Law 4). It explains itself day by day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

enum class Light : std::uint8_t { none, green, yellow, red, suspended };
inline constexpr std::string_view light_names[] = {"none", "green", "yellow", "red", "suspended"};
constexpr std::string_view name_of(Light light) {
  return light_names[static_cast<std::size_t>(light)];
}

struct ClockReading {
  const Deadline* deadline = nullptr;
  Moment started;
  // The instant at which the limit has run out, and its day; while the clock is suspended both move
  // on with the days.
  Moment due_at;
  Date due;
  std::optional<Date> first_due;
  bool provisional = false;
  std::string calendar_version;
  Light light = Light::none;
  std::int32_t working_days_left = 0;  // negative once overdue
  // The days between start and due that did not count, the first `skipped_listed_max` of them.
  std::vector<SkippedDay> skipped;
  std::int32_t skipped_in_all = 0;
  std::vector<PauseInterval> pauses;
  std::optional<Length> length;  // where the deadline is a length and no field
};

// The running deadline that ends first; nullopt where none runs. Once the work is claimed,
// confirmed or ended, and during a pause, the clock is judged as it stood when it stopped.
std::optional<ClockReading> read_clock(const Record&, Moment now, const Circumstances&);

// How many days of waiting are left to the clock that runs; what waits must come back by then.
std::int32_t pause_days_left(const Record&, Moment now, const Circumstances&);

// What the clock does when what is due has run out: the pause of a paused record, else its
// deadline.
std::string_view act_when_due(const Record&);

// What the clock should have done by now, and since when: the last of its calls, be it the end of a
// pause, the end of a deadline or of one more period after it, or a warning before it. What it has
// done since then it does not do again.
struct Call {
  std::string_view act;
  Moment since;
};
std::optional<Call> call_of_the_clock(const Record&, Moment now, const Circumstances&);
// No record of the ledger that falls due later is called by now.
Moment last_due_that_is_called(const Ledger&, Moment now, const Circumstances&);

// By which it is judged whether the work was done on time: the limit of the first round, whatever
// clock ran later.
std::optional<Moment> judged_by(const Record&, const Circumstances&);

// Only the instant, for the work list: the same rule without the explanation; of a paused record
// the end of the pause. It does not depend on `now`, so follow() may keep it beside the record and
// rebuild() gets the same.
std::optional<Moment> due_at(const Record&, const Circumstances&);

}  // namespace chuangyou
