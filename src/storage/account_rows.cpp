#include "storage/account_rows.h"

namespace chuangyou {

void create_account_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS accounts("
      " body INTEGER NOT NULL, name TEXT NOT NULL, person BLOB NOT NULL, password TEXT NOT NULL,"
      " PRIMARY KEY(body, name)) WITHOUT ROWID;");
}

bool add_account_row(Connection& connection, BodyNo body, std::string_view name,
                     const AccountRow& row) {
  connection
      .statement(
          "INSERT OR IGNORE INTO accounts(body, name, person, password)"
          " VALUES(?, ?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, name)
      .bind(3, row.person)
      .bind(4, row.password_hash)
      .run();
  return connection.changes() != 0;
}

std::optional<AccountRow> account_row(Connection& connection, BodyNo body, std::string_view name) {
  Statement& find =
      connection.statement("SELECT person, password FROM accounts WHERE body = ? AND name = ?");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, name);
  if (!find.step()) return std::nullopt;
  return AccountRow{PersonId(find.uuid(0)), std::string(find.text(1))};
}

}  // namespace chuangyou
