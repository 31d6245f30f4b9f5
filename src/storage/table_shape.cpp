#include "storage/table_shape.h"

#include "storage/quoted.h"

namespace chuangyou {
namespace {

using Named = std::map<std::string, std::string>;

std::string columns_of_index(Connection& connection, const std::string& index) {
  Statement find = connection.prepare("PRAGMA index_xinfo(" + quoted(index) + ")");
  const ResetAtEnd reset(find);
  std::string text;
  while (find.step())  // column, downwards, collation, part of the key
    text.append(find.text(2))
        .append(find.integer(3) != 0 ? " desc " : " ")
        .append(find.text(4))
        .append(find.integer(5) != 0 ? ", " : "; ");
  return text;
}

Named indexes_of(Connection& connection, const std::string& name) {
  Statement find = connection.prepare("PRAGMA index_list(" + name + ")");
  const ResetAtEnd reset(find);
  Named indexes;
  while (find.step()) {
    const std::string index(find.text(1));
    std::string kind = find.integer(2) != 0 ? "unique " : "";
    if (find.integer(4) != 0) kind += "of some rows ";
    indexes[index] = kind + columns_of_index(connection, index);
  }
  return indexes;
}

void compare(const Named& made, const Named& found, const std::string& kind,
             std::vector<ShapeDifference>& all) {
  for (const auto& [name, what] : made) {
    const auto other = found.find(name);
    if (other == found.end())
      all.push_back({kind + "_is_missing", name});
    else if (other->second != what)
      all.push_back({kind + "_was_changed", name});
  }
  for (const auto& [name, what] : found)
    if (!made.contains(name)) all.push_back({kind + "_was_added", name});
}

}  // namespace

TableShape shape_of(Connection& connection, std::string_view table) {
  TableShape shape;
  Statement find = connection.prepare(
      "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ?1 AND type IN ('table',"
      " 'trigger')");
  const ResetAtEnd reset(find);
  find.bind(1, table);
  while (find.step()) {
    if (find.text(0) == "trigger")
      shape.triggers.emplace(find.text(1), find.text(2));
    else
      shape.is_there = true;
  }
  if (!shape.is_there) return shape;
  const std::string name = quoted(table);
  Statement columns = connection.prepare("PRAGMA table_xinfo(" + name + ")");
  const ResetAtEnd reset_columns(columns);
  std::map<std::int64_t, std::string> key;
  while (columns.step()) {
    const std::string column(columns.text(1));
    shape.columns.push_back(column);
    shape.kinds[column] =
        std::string(columns.text(2)).append(columns.integer(3) != 0 ? " NOT NULL" : "");
    if (columns.integer(5) != 0) key[columns.integer(5)] = column;
  }
  for (const auto& [place, column] : key) shape.key.push_back(column);
  shape.indexes = indexes_of(connection, name);
  return shape;
}

std::vector<ShapeDifference> differences(const TableShape& made, const TableShape& found) {
  if (!found.is_there) return {{"table_is_missing", {}}};
  std::vector<ShapeDifference> all;
  compare(made.kinds, found.kinds, "column", all);
  if (all.empty() && made.columns != found.columns) all.push_back({"column_order_was_changed", {}});
  if (made.key != found.key) all.push_back({"key_was_changed", {}});
  compare(made.indexes, found.indexes, "index", all);
  compare(made.triggers, found.triggers, "trigger", all);
  return all;
}

// A key that became another could not be walked in the order of ours.
bool rows_are_comparable(const TableShape& made, const TableShape& found) {
  return found.is_there && made.columns == found.columns && made.key == found.key;
}

}  // namespace chuangyou
