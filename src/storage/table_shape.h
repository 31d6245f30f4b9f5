// What a database is apart from its rows: tables with their columns, indexes, triggers, views. Two
// that were made by the same declarations have the same.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

// As a table, and not as a view of that name.
bool is_a_table(Connection&, std::string_view name);

struct ShapeDifference {
  std::string table;
  std::string what;  // table_is_missing, column_is_missing, index_was_changed, trigger_was_added …
  std::string name;  // of the column, index, trigger or view; empty: the table itself
};
struct ShapeDifferences {
  std::vector<ShapeDifference> all;
  std::set<std::string> tables_unlike;  // their rows cannot be held against rows of ours
};
// Of a database against one just made. A table that nobody makes is no finding; a trigger or a view
// is wherever it is, for we make none. `must_be_there`: the others are made when they are needed.
ShapeDifferences differences(Connection& made, Connection& found,
                             std::span<const std::string> must_be_there);

}  // namespace chuangyou
