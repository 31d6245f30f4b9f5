#include "storage/follower_rows.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

}  // namespace

void create_followers_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS followers(body INTEGER NOT NULL, person BLOB NOT NULL,"
      " record BLOB NOT NULL, ledger TEXT NOT NULL, seen INTEGER NOT NULL,"
      " PRIMARY KEY(body, person, record)) STRICT, WITHOUT ROWID;");
}

void put_follower_row(Connection& connection, BodyNo body, PersonId person,
                      const FollowedRow& row) {
  connection
      .statement(
          "INSERT OR REPLACE INTO followers(body, person, record, ledger, seen)"
          " VALUES(?, ?, ?, ?, ?)")
      .bind(1, number(body))
      .bind(2, person)
      .bind(3, row.record)
      .bind(4, row.ledger)
      .bind(5, row.seen)
      .run();
}

void drop_follower_row(Connection& connection, BodyNo body, PersonId person, const Uuid& record) {
  connection.statement("DELETE FROM followers WHERE body = ? AND person = ? AND record = ?")
      .bind(1, number(body))
      .bind(2, person)
      .bind(3, record)
      .run();
}

std::optional<std::int64_t> seen_by_follower(Connection& connection, BodyNo body, PersonId person,
                                             const Uuid& record) {
  Statement& find = connection.statement(
      "SELECT seen FROM followers WHERE body = ? AND person = ? AND record = ?");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, person).bind(3, record);
  if (!find.step()) return std::nullopt;
  return find.integer(0);
}

std::vector<FollowedRow> followed_by(Connection& connection, BodyNo body, PersonId person) {
  Statement& find = connection.statement(
      "SELECT ledger, record, seen FROM followers WHERE body = ? AND person = ?");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, person);
  std::vector<FollowedRow> followed;
  while (find.step())
    followed.push_back({std::string(find.text(0)), find.uuid(1), find.integer(2)});
  return followed;
}

}  // namespace chuangyou
