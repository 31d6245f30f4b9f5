#include "storage/unfinished_successions.h"

namespace chuangyou {

void create_unfinished_successions_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS unfinished_successions(body INTEGER NOT NULL, seq INTEGER NOT "
      "NULL, PRIMARY KEY(body, seq)) STRICT, WITHOUT ROWID");
}

std::vector<std::pair<BodyNo, std::int64_t>> unfinished_successions(Connection& connection) {
  Statement& find = connection.statement("SELECT body, seq FROM unfinished_successions");
  const ResetAtEnd reset(find);
  std::vector<std::pair<BodyNo, std::int64_t>> found;
  while (find.step()) found.emplace_back(static_cast<BodyNo>(find.integer(0)), find.integer(1));
  return found;
}

void mark_succession(Connection& connection, BodyNo body, std::int64_t seq, bool is_unfinished) {
  const char* sql = is_unfinished ? "INSERT INTO unfinished_successions(body, seq) VALUES(?, ?)"
                                  : "DELETE FROM unfinished_successions WHERE body = ? AND seq = ?";
  connection.statement(sql).bind(1, static_cast<std::int64_t>(body)).bind(2, seq).run();
}

}  // namespace chuangyou
