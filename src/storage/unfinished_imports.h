// Imports of which a part is committed, so that a crash in between is noticed at the next start.
#pragma once

#include <optional>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

void create_unfinished_imports_schema(Connection&);
// Whether one of the body, or this one, is half on the disk: under way, or still to be taken back.
bool is_import_unfinished(Connection&, BodyNo);
struct UnfinishedImport {
  BodyNo body{};
  RecordId import;
  PersonId undone_by{};  // of one that somebody takes back; else nil
};
std::vector<UnfinishedImport> unfinished_imports(Connection&);
std::optional<UnfinishedImport> unfinished_import(Connection&, BodyNo, const RecordId& import);
void mark_import(Connection&, const UnfinishedImport&, bool is_unfinished);

}  // namespace chuangyou
