// The units that an act on a record names, as its own or in a field: whether they are there, and
// whether anything may come to them.
#pragma once

#include "org/tree.h"
#include "record/decide.h"

namespace chuangyou {

// A unit that ended is named by nothing new, unless it comes from another system and was over there
// already; a collective name leads no work and has none to do. Documents may cite one.
// unit_is_unknown, unit_is_closed, unit_takes_no_work.
Result<void> check_units_named(const Asked&, const Record& before, const Tree&,
                               bool is_from_a_source);

// Whoever sends something means to reach somebody: in a list a collective name becomes its members,
// each of them once, and one that has none is not newly named. unit_takes_no_work.
Result<void> stand_for_members(Asked&, const Record& before, const Tree&);

// What goes on as it stands, to be checked or issued, names no collective name that has lost its
// members meanwhile. unit_takes_no_work.
Result<void> check_somebody_is_reached(const Act&, const Record& before, const Tree&);

}  // namespace chuangyou
