// Acts that fill a world, as many tests need them: nothing here is checked, all of it must succeed.
#pragma once

#include "world.h"

namespace chuangyou::world {

// The fields of a promise that can be published, due on 2011-06-30 and made to branch_3.
std::vector<AskedField> a_promise(World& world);
// A meeting of a branch, held today, which fixes its promises.
RecordId a_deciding_meeting(World& world, std::string_view who = "head_1",
                            std::string_view unit = "branch_1");
// A promise of branch_1 that has come as far as the state.
RecordId a_promise_in(World& world, std::string_view state);
// Throws with the refusal's name where the act is refused.
Performed must_perform(World& world, const Wanted& wanted);
// Five cases of another system: two open, three answered (in time, late, before it was opened).
void import_cases(World& world, const RecordId& import, std::string_view prefix);
// Records of the ledgers that nothing else there opens.
void open_others(World& world);
// From March to May 2011: every ledger's acts, joint signing, pauses, an import that stays and one
// that is undone, units moved, merged and renamed, and work after that.
void live_through(World& world);

}  // namespace chuangyou::world
