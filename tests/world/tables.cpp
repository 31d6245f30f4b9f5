#include "storage/sqlite.h"
#include "world.h"

namespace chuangyou::world {
namespace {

std::vector<std::string> texts(Connection& connection, const std::string& sql) {
  Statement find = connection.prepare(sql);
  std::vector<std::string> found;
  while (find.step()) found.emplace_back(find.text(0));
  return found;
}

void dump_table(Connection& connection, const std::string& table, std::string& dump) {
  std::string shown, order;
  for (const std::string& column :
       texts(connection, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid")) {
    shown += (shown.empty() ? "quote(\"" : " || ' ' || quote(\"") + column + "\")";
    order += (order.empty() ? "\"" : ", \"") + column + "\"";
  }
  dump += "# " + table + " (" + order + ")\n";
  for (const std::string& row :
       texts(connection, "SELECT " + shown + " FROM \"" + table + "\" ORDER BY " + order))
    dump += row + "\n";
}

}  // namespace

std::string dump_tables(const std::string& database) {
  Connection connection(database, OpenFor::reading);
  std::string dump;
  for (const std::string& table :
       texts(connection,
             "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE"
             " 'sqlite_%' AND name NOT IN ('figures_snapshot', 'answered_runs', 'answered_pages',"
             " 'probe') ORDER BY name"))
    dump_table(connection, table, dump);
  return dump;
}

}  // namespace chuangyou::world
