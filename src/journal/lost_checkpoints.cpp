#include "journal/lost_checkpoints.h"

#include "journal/journal.h"

namespace chuangyou {
namespace {

bool is_any_noted(Connection& connection) {
  Statement& find = connection.statement(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'lost_checkpoints'");
  const ResetAtEnd reset(find);
  return find.step();
}

}  // namespace

bool was_sealed_beside(Connection& connection, BodyNo body) {
  constexpr std::size_t more_than_one = 2;
  const std::int64_t first = first_of_layout_two(connection, body);
  return seals(connection, body, first - 1, more_than_one).size() == more_than_one;
}

void create_lost_checkpoints_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS lost_checkpoints(body INTEGER PRIMARY KEY, at INTEGER NOT NULL)"
      " STRICT");
}

void note_lost_checkpoints(Connection& connection, BodyNo body, Moment at) {
  create_lost_checkpoints_schema(connection);
  connection.statement("INSERT OR IGNORE INTO lost_checkpoints(body, at) VALUES(?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, at.microseconds)
      .run();
}

void settle_lost_checkpoints(Connection& connection, BodyNo body) {
  if (!is_any_noted(connection)) return;
  connection.statement("DELETE FROM lost_checkpoints WHERE body = ?")
      .bind(1, static_cast<std::int64_t>(body))
      .run();
}

std::vector<BodyNo> lost_checkpoints(Connection& connection) {
  std::vector<BodyNo> bodies;
  if (!is_any_noted(connection)) return bodies;
  Statement& find = connection.statement("SELECT body FROM lost_checkpoints ORDER BY body");
  const ResetAtEnd reset(find);
  while (find.step()) bodies.push_back(static_cast<BodyNo>(find.integer(0)));
  return bodies;
}

}  // namespace chuangyou
