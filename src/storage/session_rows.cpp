#include "storage/session_rows.h"

#include <algorithm>

#include "storage/has_column.h"

namespace chuangyou {
namespace {

SessionRow row_from(const Statement& found, int column) {
  return {BodyNo{static_cast<std::int32_t>(found.integer(column))},
          PersonId(found.uuid(column + 1)), Moment{found.integer(column + 2)},
          Moment{found.integer(column + 3)}, std::string(found.text(column + 4))};
}

}  // namespace

void create_session_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS sessions("
      " token_hash BLOB PRIMARY KEY, body INTEGER NOT NULL, person BLOB NOT NULL,"
      " began INTEGER NOT NULL, last_used INTEGER NOT NULL,"
      " address TEXT NOT NULL DEFAULT '') WITHOUT ROWID;"
      "CREATE INDEX IF NOT EXISTS sessions_of_person ON sessions(body, person);"
      "CREATE TABLE IF NOT EXISTS log_ins(body INTEGER NOT NULL, person BLOB NOT NULL,"
      " at INTEGER NOT NULL, address TEXT NOT NULL) STRICT;"
      "CREATE INDEX IF NOT EXISTS log_ins_of_person ON log_ins(body, person, at);"
      "CREATE INDEX IF NOT EXISTS log_ins_by_time ON log_ins(body, at);");
  if (!has_column(connection, "sessions", "address"))
    connection.run("ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';");
}

void add_session_row(Connection& connection, const Hash& token, const SessionRow& row) {
  connection
      .statement(
          "INSERT INTO sessions(token_hash, body, person, began, last_used, address)"
          " VALUES(?, ?, ?, ?, ?, ?)")
      .bind_blob(1, bytes_of(token))
      .bind(2, static_cast<std::int64_t>(row.body))
      .bind(3, row.person)
      .bind(4, row.began.microseconds)
      .bind(5, row.last_used.microseconds)
      .bind(6, row.address)
      .run();
}

std::optional<SessionRow> session_row(Connection& connection, const Hash& token) {
  Statement& find = connection.statement(
      "SELECT body, person, began, last_used, address FROM sessions WHERE token_hash = ?");
  const ResetAtEnd reset(find);
  find.bind_blob(1, bytes_of(token));
  if (!find.step()) return std::nullopt;
  return row_from(find, 0);
}

std::vector<SessionOfPerson> sessions_of(Connection& connection, BodyNo body, PersonId person) {
  Statement& find = connection.statement(
      "SELECT token_hash, body, person, began, last_used, address FROM sessions"
      " WHERE body = ? AND person = ? ORDER BY began DESC");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, person);
  std::vector<SessionOfPerson> all;
  while (find.step()) {
    SessionOfPerson one{{}, row_from(find, 1)};
    const std::string_view token = find.blob(0);
    if (token.size() != one.token.size()) continue;
    std::ranges::copy(token, one.token.begin());
    all.push_back(std::move(one));
  }
  return all;
}

void use_session_row(Connection& connection, const Hash& token, Moment now) {
  connection.statement("UPDATE sessions SET last_used = ? WHERE token_hash = ?")
      .bind(1, now.microseconds)
      .bind_blob(2, bytes_of(token))
      .run();
}

void drop_session_row(Connection& connection, const Hash& token) {
  connection.statement("DELETE FROM sessions WHERE token_hash = ?")
      .bind_blob(1, bytes_of(token))
      .run();
}

void drop_session_rows_of(Connection& connection, BodyNo body, const PersonId& person,
                          const Hash& but_for) {
  connection.statement("DELETE FROM sessions WHERE body = ? AND person = ? AND token_hash <> ?")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, person)
      .bind_blob(3, bytes_of(but_for))
      .run();
}

void drop_sessions_before(Connection& connection, Moment began) {
  connection.statement("DELETE FROM sessions WHERE began < ?").bind(1, began.microseconds).run();
}

void add_log_in_row(Connection& connection, BodyNo body, const PersonId& person,
                    const LogInRow& row) {
  connection.statement("INSERT INTO log_ins(body, person, at, address) VALUES(?, ?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, person)
      .bind(3, row.at.microseconds)
      .bind(4, row.address)
      .run();
}

std::vector<LogInRow> log_in_rows_of(Connection& connection, BodyNo body, const PersonId& person,
                                     std::int64_t limit) {
  Statement& find = connection.statement(
      "SELECT at, address FROM log_ins WHERE body = ? AND person = ? ORDER BY at DESC LIMIT ?");
  const ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, person).bind(3, limit);
  std::vector<LogInRow> rows;
  while (find.step()) rows.push_back({Moment{find.integer(0)}, std::string(find.text(1))});
  return rows;
}

std::int64_t drop_log_ins_before(Connection& connection, BodyNo body, Moment before) {
  connection.statement("DELETE FROM log_ins WHERE body = ? AND at < ?")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, before.microseconds)
      .run();
  return connection.changes();
}

}  // namespace chuangyou
