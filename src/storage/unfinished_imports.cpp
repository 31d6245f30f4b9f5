#include "storage/unfinished_imports.h"

namespace chuangyou {

void create_unfinished_imports_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS unfinished_imports(body INTEGER NOT NULL, import BLOB NOT NULL,"
      " PRIMARY KEY(body, import)) STRICT, WITHOUT ROWID");
}

bool is_import_unfinished(Connection& connection, BodyNo body) {
  Statement& find = connection.statement("SELECT 1 FROM unfinished_imports WHERE body = ? LIMIT 1");
  const ResetAtEnd reset(find);
  return find.bind(1, static_cast<std::int64_t>(body)).step();
}

bool is_import_unfinished(Connection& connection, BodyNo body, const RecordId& import) {
  Statement& find =
      connection.statement("SELECT 1 FROM unfinished_imports WHERE body = ? AND import = ?");
  const ResetAtEnd reset(find);
  return find.bind(1, static_cast<std::int64_t>(body)).bind(2, import).step();
}

std::vector<std::pair<BodyNo, RecordId>> unfinished_imports(Connection& connection) {
  Statement& find = connection.statement("SELECT body, import FROM unfinished_imports");
  const ResetAtEnd reset(find);
  std::vector<std::pair<BodyNo, RecordId>> found;
  while (find.step())
    found.emplace_back(static_cast<BodyNo>(find.integer(0)), RecordId(find.uuid(1)));
  return found;
}

void mark_import(Connection& connection, BodyNo body, const RecordId& import, bool is_unfinished) {
  const char* sql = is_unfinished ? "INSERT INTO unfinished_imports(body, import) VALUES(?, ?)"
                                  : "DELETE FROM unfinished_imports WHERE body = ? AND import = ?";
  connection.statement(sql).bind(1, static_cast<std::int64_t>(body)).bind(2, import).run();
}

}  // namespace chuangyou
