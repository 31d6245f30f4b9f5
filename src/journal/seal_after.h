// The first seal that was made after a moment: a seed that nobody knew before.
#pragma once

#include "journal/journal.h"

namespace chuangyou {

// Found by halving among the seals, whose moments rise: some dozen steps however many they are.
std::optional<Seal> first_seal_after(Connection&, BodyNo, Moment);

}  // namespace chuangyou
