// The first seal that was made after a moment and lies over an entry: a seed that nobody knew when
// that entry was written, also where the seals' own time is another than the house's.
#pragma once

#include "journal/journal.h"

namespace chuangyou {

// Found by halving among the seals, whose moments rise: some dozen steps however many they are.
std::optional<Seal> first_seal_after(Connection&, BodyNo, Moment, std::int64_t over_entry);

}  // namespace chuangyou
