#include "storage/unfinished_imports.h"

#include "storage/has_column.h"

namespace chuangyou {
namespace {

UnfinishedImport import_from(const Statement& found) {
  UnfinishedImport import{static_cast<BodyNo>(found.integer(0)), RecordId(found.uuid(1)), {}};
  if (!found.is_null(2)) import.undone_by = PersonId(found.uuid(2));
  return import;
}

}  // namespace

void create_unfinished_imports_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS unfinished_imports(body INTEGER NOT NULL, import BLOB NOT NULL,"
      " undone_by BLOB, PRIMARY KEY(body, import)) STRICT, WITHOUT ROWID");
  if (!has_column(connection, "unfinished_imports", "undone_by"))
    connection.run("ALTER TABLE unfinished_imports ADD COLUMN undone_by BLOB");
}

bool is_import_unfinished(Connection& connection, BodyNo body) {
  Statement& find = connection.statement("SELECT 1 FROM unfinished_imports WHERE body = ? LIMIT 1");
  const ResetAtEnd reset(find);
  return find.bind(1, static_cast<std::int64_t>(body)).step();
}

std::optional<UnfinishedImport> unfinished_import(Connection& connection, BodyNo body,
                                                  const RecordId& import) {
  Statement& find = connection.statement(
      "SELECT body, import, undone_by FROM unfinished_imports WHERE body = ? AND import = ?");
  const ResetAtEnd reset(find);
  if (!find.bind(1, static_cast<std::int64_t>(body)).bind(2, import).step()) return std::nullopt;
  return import_from(find);
}

std::vector<UnfinishedImport> unfinished_imports(Connection& connection) {
  Statement& find = connection.statement("SELECT body, import, undone_by FROM unfinished_imports");
  const ResetAtEnd reset(find);
  std::vector<UnfinishedImport> found;
  while (find.step()) found.push_back(import_from(find));
  return found;
}

void mark_import(Connection& connection, const UnfinishedImport& import, bool is_unfinished) {
  if (!is_unfinished) {
    connection.statement("DELETE FROM unfinished_imports WHERE body = ? AND import = ?")
        .bind(1, static_cast<std::int64_t>(import.body))
        .bind(2, import.import)
        .run();
    return;
  }
  Statement& mark = connection.statement(
      "INSERT INTO unfinished_imports(body, import, undone_by) VALUES(?, ?, ?)");
  mark.bind(1, static_cast<std::int64_t>(import.body)).bind(2, import.import);
  if (import.undone_by.is_nil()) {
    mark.bind_null(3);
  } else {
    mark.bind(3, import.undone_by);
  }
  mark.run();
}

}  // namespace chuangyou
