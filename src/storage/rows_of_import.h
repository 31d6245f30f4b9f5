// Records that an import has opened, so many at once.
#pragma once

#include <vector>

#include "record/ledger.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct RowOfImport {
  std::int64_t row_no = 0;
  RecordId id;
};
// In the order of their rows, from behind one.
std::vector<RowOfImport> rows_of_import(Connection&, const Ledger&, BodyNo, const RecordId& import,
                                        std::int64_t after_row, std::int64_t limit);

}  // namespace chuangyou
