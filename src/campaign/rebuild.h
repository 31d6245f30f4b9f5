// Making the tables from the journal, and knowing when that is due. For load.cpp; others call
// rebuild() of load.h.
#pragma once

#include "campaign/load.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Whether the tables were made from other declarations, calendars or policies than those of now.
bool were_made_otherwise(Connection&, const Bodies&);
void keep_declarations(Connection&, const Bodies&);

// One transaction: the old tables are there until the new ones are whole. Returns the entries
// followed.
Result<std::int64_t> rebuild_into(Connection&, const Places&, Moment now);

}  // namespace chuangyou
