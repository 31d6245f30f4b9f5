#include "storage/rows_of_import.h"

#include "storage/ledger_sql.h"

namespace chuangyou {

std::vector<RowOfImport> rows_of_import(Connection& connection, const Ledger& ledger, BodyNo body,
                                        const RecordId& import, std::int64_t after_row,
                                        std::int64_t limit) {
  Statement& find =
      connection.statement("SELECT row_no, id FROM " + quoted_name(ledger.name) +
                           " WHERE body = ? AND import = ? AND row_no > ? ORDER BY row_no LIMIT ?");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, import).bind(3, after_row).bind(4, limit);
  std::vector<RowOfImport> rows;
  while (find.step()) rows.push_back({find.integer(0), RecordId(find.uuid(1))});
  return rows;
}

}  // namespace chuangyou
