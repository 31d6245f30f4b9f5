// What founding, renaming and importing units ask alike, whatever door they come through.
#pragma once

#include "org/tree.h"

namespace chuangyou {

// Whether its days can have been: none is still to come, and it does not end before it began.
Result<void> check_days(const Unit& unit, Date today);
// Whether an open unit below that superior has a name that nobody could tell from the unit's: such
// as differ in the width of their characters or in blanks.
bool is_name_taken(const Tree&, UnitNo parent, const Unit&);

}  // namespace chuangyou
