// Of the entries of one record no more than are wanted: a record may have been acted on ten
// thousand times, and nobody who asks for one of them waits for all.
#pragma once

#include <optional>
#include <vector>

#include "journal/entry.h"
#include "storage/sqlite.h"

namespace chuangyou {

// The first `limit` after an entry.
std::vector<Entry> entries_of(Connection&, BodyNo, const Uuid& record, std::int64_t after,
                              std::int64_t limit);
// The last `limit` up to an entry and with it, the last first.
std::vector<Entry> entries_until(Connection&, BodyNo, const Uuid& record, std::int64_t until,
                                 std::int64_t limit);
// The first ones without those that are somebody's own affair: a hundred who follow it hide no
// news.
std::vector<Entry> news_of(Connection&, BodyNo, const Uuid& record, std::int64_t after,
                           std::int64_t limit);
// Those from which something was erased.
std::vector<EntryHead> erased_entries_of(Connection&, BodyNo, const Uuid& record,
                                         std::int64_t limit);
std::optional<Entry> last_entry_of(Connection&, BodyNo, const Uuid& record);

}  // namespace chuangyou
