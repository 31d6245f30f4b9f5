// Where in the journal the imports of a body begin, so that they are listed without looking for
// them among millions of entries.
#pragma once

#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

struct ImportRow {
  RecordId import;
  std::int64_t begun_by_entry = 0;
};

void create_imports_schema(Connection&);
inline constexpr std::string_view imports_table = "imports";
void put_import_row(Connection&, BodyNo, const ImportRow&);
// The last first, before an entry.
std::vector<ImportRow> import_rows(Connection&, BodyNo, std::int64_t before, std::int64_t limit);

}  // namespace chuangyou
