// How long the machine has run, sleep included: what a duration is measured with. Nobody sets it,
// so a wall clock that is put forward or back makes no lock-out longer and no session older. It
// begins anew with each start of the machine and is therefore never written to a disk.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "core/date.h"

namespace chuangyou {

struct Uptime {
  std::int64_t microseconds = 0;
  auto operator<=>(const Uptime&) const = default;
};

// Both clocks, read at once: the one says when a thing was, the other how long ago.
struct Instant {
  Moment wall;
  Uptime uptime;
};

// What main has and nothing below it.
struct Clocks {
  std::function<Moment()> wall;
  std::function<Uptime()> uptime;
};

}  // namespace chuangyou
