// A copy of a journal that ends earlier. Never the journal itself, which only grows: for who
// restores a backup up to a position.
#pragma once

#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Entries after that one go, and whatever seals and stored hashes know of them; 0: all of them go.
// One transaction. Cost: O(entries that stay), for the stored tree is made again.
void cut_copy_of_journal(Connection&, BodyNo, std::int64_t after);

// The number of the first entry up to which the copy may be cut: of what was erased by a later one
// nothing is there any more, and without that one it would be missing. 1 where nothing was erased.
std::int64_t first_end_of_copy(Connection&, BodyNo, std::int64_t wanted);

}  // namespace chuangyou
