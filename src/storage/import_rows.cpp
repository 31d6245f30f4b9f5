#include "storage/import_rows.h"

namespace chuangyou {

void create_imports_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS imports(body INTEGER NOT NULL, begun_by_entry INTEGER NOT NULL,"
      " import BLOB NOT NULL, PRIMARY KEY(body, begun_by_entry)) STRICT, WITHOUT ROWID");
}

void put_import_row(Connection& connection, BodyNo body, const ImportRow& row) {
  connection.statement("INSERT INTO imports(body, begun_by_entry, import) VALUES(?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, row.begun_by_entry)
      .bind(3, row.import)
      .run();
}

std::vector<ImportRow> import_rows(Connection& connection, BodyNo body, std::int64_t before,
                                   std::int64_t limit) {
  Statement& find = connection.statement(
      "SELECT import, begun_by_entry FROM imports WHERE body = ? AND begun_by_entry < ?"
      " ORDER BY begun_by_entry DESC LIMIT ?");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, before).bind(3, limit);
  std::vector<ImportRow> rows;
  while (find.step()) rows.push_back({RecordId(find.uuid(0)), find.integer(1)});
  return rows;
}

}  // namespace chuangyou
