// Where a day ends in a body's journal.
#pragma once

#include <optional>

#include "journal/entry.h"
#include "storage/sqlite.h"

namespace chuangyou {

// The last entry at or before the moment; 0: there is none. Entries stand in the order of their
// times (after a clock was confirmed they may step back: then one of the places where the moment
// is passed). O(log n).
std::int64_t last_seq_until(Connection&, BodyNo, Moment);
std::optional<Moment> first_moment(Connection&, BodyNo);

}  // namespace chuangyou
