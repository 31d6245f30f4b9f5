// How long whoever has guessed wrong must wait. The back-off is to slow the one who guesses and not
// the one whose name he guesses: it falls on the pair of account and network, on the network, and
// on the account only for devices that it has never logged in from. A device that the account knows
// (access/known_devices.h) waits for its own failures alone.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "core/random_source.h"
#include "core/recent_map.h"
#include "core/result.h"
#include "core/uptime.h"
#include "core/uuid.h"

namespace chuangyou {

// One attempt: at which account, and where from. The name need not exist; it is counted all the
// same, so that nobody learns from a lock which names do.
struct LogInTry {
  BodyNo body{};
  std::string name;     // folded, see folded_account_name()
  std::string network;  // the address, or the first half of one in IPv6
  std::string device;   // number of a device that the account knows; empty: none
};

class LogInFailures {
 public:
  explicit LogInFailures(RandomSource random);

  // account_is_locked_for_a_while, too_many_requests for the network; the seconds left in `detail`.
  Result<void> is_free(const LogInTry& attempt, Uptime now) const;
  // The same, and counts the guess. It counts before it is checked: otherwise many at once would
  // all pass below the limit.
  Result<void> may_try(const LogInTry& attempt, Uptime now);
  void forgive(const LogInTry& attempt);
  // How many guesses of the network are not forgotten yet: who has most of them waits longest. One
  // less than none where nobody guesses and somebody has come in: an office whose people log in
  // each day goes before sixty addresses that nobody has ever come from.
  std::int64_t guesses_from(std::string_view network, Uptime now) const;

 private:
  struct Failures {
    std::int64_t in_a_row = 0;
    Uptime last, locked_until;
  };
  struct Rule;
  struct Counter;
  using Key = std::uint64_t;

  std::array<Counter, 3> counters(const LogInTry& attempt) const;
  Result<void> look(const LogInTry& attempt, Uptime now) const;
  Key key_of(std::string_view kind, const LogInTry& attempt, bool of_network,
             bool of_account) const;

  std::array<std::uint8_t, 16> secret_{};  // nobody outside can make two keys fall together
  mutable std::mutex mutex_;
  // In memory only: names that do not exist count too, and a table of them would let strangers fill
  // the disk. A restart forgives.
  RecentMap<Key, Failures> failures_;
  RecentMap<Key, bool> came_in_;  // networks
};

}  // namespace chuangyou
