#include "journal/figures_snapshot.h"

namespace chuangyou {

void create_figures_snapshot_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS figures_snapshot(body INTEGER PRIMARY KEY, seq INTEGER,"
      " figures BLOB)");
}

std::optional<FiguresSnapshot> figures_snapshot(Connection& connection, BodyNo body) {
  Statement& find =
      connection.statement("SELECT seq, figures FROM figures_snapshot WHERE body = ?");
  const ResetAtEnd reset(find);
  if (!find.bind(1, static_cast<std::int64_t>(body)).step()) return std::nullopt;
  return FiguresSnapshot{find.integer(0), std::string(find.blob(1))};
}

void keep_figures_snapshot(Connection& connection, BodyNo body, const FiguresSnapshot& snapshot) {
  connection
      .statement("INSERT OR REPLACE INTO figures_snapshot(body, seq, figures) VALUES(?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, snapshot.seq)
      .bind_blob(3, snapshot.figures)
      .run();
}

void drop_figures_snapshot(Connection& connection, BodyNo body) {
  connection.statement("DELETE FROM figures_snapshot WHERE body = ?")
      .bind(1, static_cast<std::int64_t>(body))
      .run();
}

}  // namespace chuangyou
