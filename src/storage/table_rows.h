// Any table row by row, whatever its columns are, in the order of its primary key and in portions:
// so that two tables can be held against each other without a long look at either.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct Cell {
  int type = 0;  // SQLite's own
  std::int64_t integer = 0;
  std::string bytes;  // of text, a blob or a number with a point
  bool operator==(const Cell&) const = default;
  auto operator<=>(const Cell&) const = default;  // an order for maps, not SQLite's
};
using RowKey = std::vector<Cell>;
using StoredRow = std::vector<Cell>;  // all columns, in their order in the table
using StoredRows = std::map<RowKey, StoredRow>;

class TableRows {
 public:
  TableRows(Connection&, std::string_view table);

  const std::string& table() const { return table_; }
  const std::vector<std::string>& columns() const { return columns_; }
  // The next `limit` rows after the key, which becomes that of the last of them; empty: the end.
  StoredRows next(std::optional<RowKey>& after, std::int64_t limit);
  // Rows after one key and up to another; nullopt: no bound.
  StoredRows between(const std::optional<RowKey>& after, const std::optional<RowKey>& until);
  std::optional<StoredRow> at(const RowKey&);
  void remove(const RowKey&);
  void put(const StoredRow&);  // in the place of the one with its key

  // As a reader can take it up: an id where the table has one, the key otherwise.
  std::string name_of(const RowKey&, const StoredRow&) const;

 private:
  StoredRows read(const std::string& where, const RowKey* first, const RowKey* second,
                  std::int64_t limit, RowKey* last);

  Connection& connection_;
  std::string table_, name_;  // as it is, and quoted
  std::vector<std::string> columns_;
  std::vector<std::size_t> key_;  // columns of the primary key, in its order
  std::string key_names_, key_places_;
};

}  // namespace chuangyou
