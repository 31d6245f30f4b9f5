#include "storage/made_by.h"

namespace chuangyou {

void create_made_by_schema(Connection& connection) {
  connection.run("CREATE TABLE IF NOT EXISTS made_by(declarations BLOB)");
}

std::string made_by(Connection& connection) {
  Statement& find = connection.statement("SELECT declarations FROM made_by");
  const ResetAtEnd reset(find);
  return find.step() ? std::string(find.blob(0)) : std::string();
}

void set_made_by(Connection& connection, std::string_view declarations) {
  connection.statement("DELETE FROM made_by").run();
  connection.statement("INSERT INTO made_by(declarations) VALUES(?)")
      .bind_blob(1, declarations)
      .run();
}

}  // namespace chuangyou
