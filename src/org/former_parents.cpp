#include "org/former_parents.h"

#include <algorithm>

#include "org/tree.h"

namespace chuangyou {

bool was_at_or_above(const Tree& tree, UnitNo above, UnitNo below, Date from, Date until) {
  if (until < from) return false;
  if (above == below) return true;
  Date begins = from;
  for (const FormerParent& former : tree.former_parents().of(below)) {
    if (former.until < begins) continue;
    const Date ends = std::min(former.until, until);
    if (was_at_or_above(tree, above, former.parent, begins, ends)) return true;
    begins = Date{former.until.days + 1};
    if (until < begins) return false;
  }
  const UnitNo parent = tree.parent_of(below);
  return parent != no_unit && was_at_or_above(tree, above, parent, begins, until);
}

}  // namespace chuangyou
