// What a table is apart from its rows: columns, key, indexes, triggers. Two that were made by the
// same declarations have the same.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

struct TableShape {
  bool is_there = false;  // as a table, and not as a view of that name
  std::vector<std::string> columns;
  std::map<std::string, std::string> kinds;     // of columns: type and NOT NULL
  std::vector<std::string> key;                 // columns of the primary key, in its order
  std::map<std::string, std::string> indexes;   // whether unique, of some rows only, its columns
  std::map<std::string, std::string> triggers;  // what each does
};
TableShape shape_of(Connection&, std::string_view table);

struct ShapeDifference {
  std::string what;  // table_is_missing, column_is_missing, index_was_changed, trigger_was_added …
  std::string name;  // of the column, index or trigger; empty: the table itself
};
std::vector<ShapeDifference> differences(const TableShape& made, const TableShape& found);
// Whether rows of one can be read and held against rows of the other.
bool rows_are_comparable(const TableShape& made, const TableShape& found);

}  // namespace chuangyou
