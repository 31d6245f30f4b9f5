#include "storage/session_rows.h"

namespace chuangyou {

void create_session_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS sessions("
      " token_hash BLOB PRIMARY KEY, body INTEGER NOT NULL, person BLOB NOT NULL,"
      " began INTEGER NOT NULL, last_used INTEGER NOT NULL) WITHOUT ROWID;");
}

void add_session_row(Connection& connection, const Hash& token, const SessionRow& row) {
  connection.statement("INSERT INTO sessions VALUES(?, ?, ?, ?, ?)")
      .bind_blob(1, bytes_of(token))
      .bind(2, static_cast<std::int64_t>(row.body))
      .bind(3, row.person)
      .bind(4, row.began.microseconds)
      .bind(5, row.last_used.microseconds)
      .run();
}

std::optional<SessionRow> session_row(Connection& connection, const Hash& token) {
  Statement& find = connection.statement(
      "SELECT body, person, began, last_used FROM sessions WHERE token_hash = ?");
  const ResetAtEnd reset(find);
  find.bind_blob(1, bytes_of(token));
  if (!find.step()) return std::nullopt;
  return SessionRow{BodyNo{static_cast<std::int32_t>(find.integer(0))}, PersonId(find.uuid(1)),
                    Moment{find.integer(2)}, Moment{find.integer(3)}};
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

}  // namespace chuangyou
