#include "storage/saved_view_rows.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

}  // namespace

void create_saved_views_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS saved_views(body INTEGER NOT NULL, person BLOB NOT NULL,"
      " ledger TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,"
      " PRIMARY KEY(body, person, ledger, name)) STRICT, WITHOUT ROWID;");
}

std::vector<SavedViewRow> saved_view_rows(Connection& connection, BodyNo body, PersonId person) {
  Statement& find = connection.statement(
      "SELECT ledger, name, query FROM saved_views WHERE body = ? AND person = ?"
      " ORDER BY ledger, name");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, person);
  std::vector<SavedViewRow> rows;
  while (find.step())
    rows.push_back(
        {std::string(find.text(0)), std::string(find.text(1)), std::string(find.text(2))});
  return rows;
}

// In one statement, so that two at once cannot pass the limit together.
bool put_saved_view_row(Connection& connection, BodyNo body, PersonId person,
                        const SavedViewRow& row, std::int64_t at_most) {
  connection
      .statement(
          "INSERT OR REPLACE INTO saved_views(body, person, ledger, name, query)"
          " SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM saved_views WHERE body = ?1"
          " AND person = ?2 AND NOT (ledger = ?3 AND name = ?4)) < ?6")
      .bind(1, number(body))
      .bind(2, person)
      .bind(3, row.ledger)
      .bind(4, row.name)
      .bind(5, row.query)
      .bind(6, at_most)
      .run();
  return connection.changes() != 0;
}

void drop_saved_view_rows_of(Connection& connection, BodyNo body, PersonId person) {
  connection.statement("DELETE FROM saved_views WHERE body = ? AND person = ?")
      .bind(1, number(body))
      .bind(2, person)
      .run();
}

bool drop_saved_view_row(Connection& connection, BodyNo body, PersonId person,
                         std::string_view ledger, std::string_view name) {
  connection
      .statement(
          "DELETE FROM saved_views WHERE body = ? AND person = ? AND ledger = ? AND name = ?")
      .bind(1, number(body))
      .bind(2, person)
      .bind(3, ledger)
      .bind(4, name)
      .run();
  return connection.changes() != 0;
}

}  // namespace chuangyou
