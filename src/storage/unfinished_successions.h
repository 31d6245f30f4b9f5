// Merges of which a part is committed: what named the unit is handed on by and by, and a crash in
// between is noticed at the next start.
#pragma once

#include <utility>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

void create_unfinished_successions_schema(Connection&);
// By the entry that ended the unit.
std::vector<std::pair<BodyNo, std::int64_t>> unfinished_successions(Connection&);
void mark_succession(Connection&, BodyNo, std::int64_t seq, bool is_unfinished);

}  // namespace chuangyou
