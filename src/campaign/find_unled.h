// Units below somebody that have no accountable person (S13): they stand on the superior's Today
// until one is appointed.
#pragma once

#include <vector>

#include "campaign/find.h"

namespace chuangyou {

struct UnledUnits {
  std::vector<UnitId> first;  // so many as were asked for, the nearest first
  std::size_t in_all = 0;
  bool is_complete = true;  // else more units stand below than were looked at
};

// Directly below the posts by which somebody leads: a secretary's, a committee's. What stands below
// a unit that nobody leads comes to whoever is next above. The body's lock is held by the caller.
UnledUnits find_unled(const Reader&, std::size_t limit);

}  // namespace chuangyou
