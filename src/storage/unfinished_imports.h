// Imports of which a part is committed, so that a crash in between is noticed at the next start.
#pragma once

#include <utility>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

void create_unfinished_imports_schema(Connection&);
// Whether one of the body, or this one, is half on the disk: under way, or still to be taken back.
bool is_import_unfinished(Connection&, BodyNo);
bool is_import_unfinished(Connection&, BodyNo, const RecordId& import);
std::vector<std::pair<BodyNo, RecordId>> unfinished_imports(Connection&);
void mark_import(Connection&, BodyNo, const RecordId&, bool is_unfinished);

}  // namespace chuangyou
