// The time of the house: the machine's wall clock as long as that can be believed. While it runs,
// the wall clock is held against the uptime, which nobody can set; at start, against the last entry
// of the journal. Where the two part, the house goes on by the uptime alone, so that nothing is
// stamped with a time out of nowhere, and no act is taken (clock_may_be_wrong) until the clock fits
// again or somebody answerable has confirmed it.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/uptime.h"

namespace chuangyou {

class HouseClock {
 public:
  static constexpr std::int64_t step_max_seconds = 3600;
  static constexpr std::int64_t silence_max_seconds = 31LL * 24 * 3600;

  enum class Doubt : std::uint8_t {
    none,
    before_the_last_entry,      // at start, by more than an hour
    long_after_the_last_entry,  // at start, by more than 31 days
    put_forward,                // while it runs, by more than an hour
    put_back,
  };
  static Doubt doubt_at_start(Moment wall, std::optional<Moment> last_entry);

  // `is_right`: whoever starts the program vouches for the clock.
  HouseClock(Clocks machine, std::optional<Moment> last_entry, bool is_right);

  // What is handed down in place of the machine's clocks; the house clock must outlive it.
  Clocks clocks();
  Moment now() const;

  struct View {
    Doubt doubt = Doubt::none;
    Moment wall, house;
    std::int64_t drift_seconds =
        0;  // the wall clock against the uptime; at start against the entry
    std::int64_t moved_microseconds = 0;  // so far the time of the house has jumped in this look
    std::optional<Moment> last_entry;     // at start
  };
  // Looks whether the clock fits (again); asked each second.
  View look();
  // Somebody answerable says that the wall clock is right.
  View confirm();

 private:
  View view(Instant at) const;
  std::int64_t begin_at(Instant at);

  Clocks machine_;
  std::optional<Moment> last_entry_;
  Uptime started_;
  std::mutex changing_;
  std::atomic<bool> is_believed_;    // the wall clock was right when `ahead_` was taken
  std::atomic<std::int64_t> ahead_;  // of the uptime, microseconds: wall clock or last entry
};

std::string_view name_of(HouseClock::Doubt doubt);

// The last entry of any body that lives in real time; one shown as of a past day has days of its
// own, which say nothing of the machine's clock.
std::optional<Moment> last_entry_in_real_time(const std::string& database);

}  // namespace chuangyou
