#include "storage/account_rows.h"

#include "storage/has_column.h"

namespace chuangyou {
namespace {

constexpr std::string_view columns = "name, person, password, state, must_change";

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

AccountRow row_in(const Statement& found) {
  return {std::string(found.text(0)), PersonId(found.uuid(1)), std::string(found.text(2)),
          static_cast<AccountState>(found.integer(3)), found.integer(4) != 0};
}

std::vector<AccountRow> all_in(Statement& find) {
  const ResetAtEnd reset(find);
  std::vector<AccountRow> rows;
  while (find.step()) rows.push_back(row_in(find));
  return rows;
}

std::vector<std::pair<BodyNo, PersonId>> people_in(Statement& find) {
  const ResetAtEnd reset(find);
  std::vector<std::pair<BodyNo, PersonId>> all;
  while (find.step())
    all.emplace_back(BodyNo{static_cast<std::int32_t>(find.integer(0))}, PersonId(find.uuid(1)));
  return all;
}

void write_row(Connection& connection, std::string_view how, BodyNo body, const AccountRow& row) {
  connection
      .statement(std::string(how) +
                 " INTO accounts(body, name, person, password, state, must_change)"
                 " VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, row.name)
      .bind(3, row.person)
      .bind(4, row.password_hash)
      .bind(5, static_cast<std::int64_t>(row.state))
      .bind(6, std::int64_t{row.must_change})
      .run();
}

}  // namespace

bool has_account_states(Connection& connection) {
  return has_column(connection, "accounts", "state");
}

void create_account_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS accounts("
      " body INTEGER NOT NULL, name TEXT NOT NULL, person BLOB NOT NULL, password TEXT NOT NULL,"
      " state INTEGER NOT NULL DEFAULT 0, must_change INTEGER NOT NULL DEFAULT 0,"
      " PRIMARY KEY(body, name)) WITHOUT ROWID;");
  if (has_account_states(connection)) return;
  connection.run(
      "ALTER TABLE accounts ADD COLUMN state INTEGER NOT NULL DEFAULT 0;"
      "ALTER TABLE accounts ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;");
}

bool add_account_row(Connection& connection, BodyNo body, const AccountRow& row) {
  write_row(connection, "INSERT OR IGNORE", body, row);
  return connection.changes() != 0;
}

void put_account_row(Connection& connection, BodyNo body, const AccountRow& row) {
  write_row(connection, "INSERT OR REPLACE", body, row);
}

void drop_account_row(Connection& connection, BodyNo body, std::string_view name) {
  connection.statement("DELETE FROM accounts WHERE body = ? AND name = ?")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, name)
      .run();
}

std::optional<AccountRow> account_row(Connection& connection, BodyNo body, std::string_view name) {
  Statement& find = connection.statement("SELECT " + std::string(columns) +
                                         " FROM accounts WHERE body = ? AND name = ?");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, name);
  if (!find.step()) return std::nullopt;
  return row_in(find);
}

std::vector<AccountRow> account_rows(Connection& connection, BodyNo body) {
  Statement& find = connection.statement("SELECT " + std::string(columns) +
                                         " FROM accounts WHERE body = ? ORDER BY name");
  find.bind(1, number(body));
  return all_in(find);
}

std::vector<AccountRow> account_rows_of(Connection& connection, BodyNo body,
                                        const PersonId& person) {
  Statement& find =
      connection.statement("SELECT " + std::string(columns) +
                           " FROM accounts WHERE body = ? AND person = ? ORDER BY name");
  find.bind(1, number(body)).bind(2, person);
  return all_in(find);
}

std::vector<std::pair<BodyNo, PersonId>> who_must_change(Connection& connection) {
  return people_in(
      connection.statement("SELECT body, person FROM accounts WHERE must_change <> 0"));
}

// The states are numbers in their order, and open is the first.
std::vector<std::pair<BodyNo, PersonId>> who_is_shut_out(Connection& connection) {
  return people_in(connection.statement(
      "SELECT body, person FROM accounts GROUP BY body, person HAVING min(state) <> 0"));
}

}  // namespace chuangyou
