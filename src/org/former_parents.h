// Below whom units hung before they were moved, and until which day: a line of duty is asked of a
// day where those who led the work then do not judge it now (Law 7).
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "core/date.h"

namespace chuangyou {

class Tree;
using UnitNo = std::int32_t;  // org/tree.h

struct FormerParent {
  UnitNo parent;
  Date until;  // the day on which the unit was moved
};

class FormerParents {
 public:
  // In the order in which it was moved.
  void add(UnitNo unit, FormerParent parent) { of_unit_[unit].push_back(parent); }
  std::span<const FormerParent> of(UnitNo unit) const {
    const auto found = of_unit_.find(unit);
    return found == of_unit_.end() ? std::span<const FormerParent>() : found->second;
  }

 private:
  std::unordered_map<UnitNo, std::vector<FormerParent>> of_unit_;
};

// Whether the one was the other, or above it along the line of duty, on any of the days. O(depth ×
// moves). On the day of a move it is as it was when the day began.
bool was_at_or_above(const Tree& tree, UnitNo above, UnitNo below, Date from, Date until);

}  // namespace chuangyou
