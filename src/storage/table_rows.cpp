#include "storage/table_rows.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "storage/quoted.h"

namespace chuangyou {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

[[noreturn]] void fail(Connection& connection, const std::string& doing) {
  throw StorageError(doing + ": " + sqlite3_errmsg(connection.raw()),
                     sqlite3_extended_errcode(connection.raw()));
}

Prepared prepare(Connection& connection, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(connection.raw(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
    fail(connection, sql);
  return Prepared(raw);
}

Cell cell_of(sqlite3_stmt* row, int column) {
  Cell cell;
  cell.type = sqlite3_column_type(row, column);
  if (cell.type == SQLITE_INTEGER) {
    cell.integer = sqlite3_column_int64(row, column);
  } else if (cell.type != SQLITE_NULL) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
    if (bytes)
      cell.bytes.assign(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
  }
  return cell;
}

void bind(sqlite3_stmt* statement, int position, const Cell& cell) {
  const auto size = static_cast<sqlite3_uint64>(cell.bytes.size());
  switch (cell.type) {
    case SQLITE_INTEGER:
      sqlite3_bind_int64(statement, position, cell.integer);
      break;
    case SQLITE_TEXT:
      sqlite3_bind_text64(statement, position, cell.bytes.data(), size, SQLITE_TRANSIENT,
                          SQLITE_UTF8);
      break;
    case SQLITE_BLOB:
      sqlite3_bind_blob64(statement, position, cell.bytes.data(), size, SQLITE_TRANSIENT);
      break;
    default:
      sqlite3_bind_null(statement, position);
  }
}

std::string text_of(const Cell& cell) {
  if (cell.type == SQLITE_INTEGER) return std::to_string(cell.integer);
  if (cell.type == SQLITE_TEXT) return cell.bytes;
  Uuid id;
  if (cell.bytes.size() != id.bytes.size()) return "?";
  std::memcpy(id.bytes.data(), cell.bytes.data(), id.bytes.size());
  return to_text(id);
}

}  // namespace

TableRows::TableRows(Connection& connection, std::string_view table)
    : connection_(connection), table_(table), name_(quoted(table)) {
  const Prepared find =
      prepare(connection, "SELECT name, pk FROM pragma_table_info(" + name_ + ") ORDER BY cid");
  std::vector<std::pair<int, std::size_t>> key;
  while (sqlite3_step(find.get()) == SQLITE_ROW) {
    const int place = sqlite3_column_int(find.get(), 1);
    if (place > 0) key.emplace_back(place, columns_.size());
    columns_.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(find.get(), 0)));
  }
  if (key.empty()) throw StorageError("no table with a key: " + table_, SQLITE_CORRUPT);
  std::ranges::sort(key);
  for (const auto& [place, column] : key) {
    key_.push_back(column);
    key_names_ += (key_names_.empty() ? "" : ", ") + quoted(columns_[column]);
    key_places_ += key_places_.empty() ? "?" : ", ?";
  }
}

StoredRows TableRows::read(const std::string& where, const RowKey* first, const RowKey* second,
                           std::int64_t limit, RowKey* last) {
  std::string names;
  for (const std::string& column : columns_) names += (names.empty() ? "" : ", ") + quoted(column);
  const std::string sql = "SELECT " + names + " FROM " + name_ + where + " ORDER BY " + key_names_ +
                          " LIMIT " + std::to_string(limit);
  const Prepared find = prepare(connection_, sql);
  int position = 0;
  for (const RowKey* key : {first, second})
    if (key)
      for (const Cell& cell : *key) bind(find.get(), ++position, cell);
  StoredRows rows;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(find.get())) == SQLITE_ROW) {
    StoredRow row;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      row.push_back(cell_of(find.get(), static_cast<int>(i)));
    RowKey key;
    for (const std::size_t column : key_) key.push_back(row[column]);
    if (last) *last = key;
    rows.emplace(std::move(key), std::move(row));
  }
  if (code != SQLITE_DONE) fail(connection_, sql);
  return rows;
}

StoredRows TableRows::next(std::optional<RowKey>& after, std::int64_t limit) {
  RowKey last;
  const std::string where = " WHERE (" + key_names_ + ") > (" + key_places_ + ")";
  StoredRows rows = after ? read(where, &*after, nullptr, limit, &last)
                          : read("", nullptr, nullptr, limit, &last);
  if (!rows.empty()) after = std::move(last);
  return rows;
}

StoredRows TableRows::between(const std::optional<RowKey>& after,
                              const std::optional<RowKey>& until) {
  std::string where;
  if (after) where += " WHERE (" + key_names_ + ") > (" + key_places_ + ")";
  if (until)
    where +=
        std::string(after ? " AND" : " WHERE") + " (" + key_names_ + ") <= (" + key_places_ + ")";
  return read(where, after ? &*after : nullptr, until ? &*until : nullptr, -1, nullptr);
}

std::optional<StoredRow> TableRows::at(const RowKey& key) {
  StoredRows rows =
      read(" WHERE (" + key_names_ + ") = (" + key_places_ + ")", &key, nullptr, 1, nullptr);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.begin()->second);
}

void TableRows::remove(const RowKey& key) {
  const std::string sql =
      "DELETE FROM " + name_ + " WHERE (" + key_names_ + ") = (" + key_places_ + ")";
  const Prepared remove = prepare(connection_, sql);
  int position = 0;
  for (const Cell& cell : key) bind(remove.get(), ++position, cell);
  if (sqlite3_step(remove.get()) != SQLITE_DONE) fail(connection_, sql);
}

void TableRows::put(const StoredRow& row) {
  std::string places;
  for (std::size_t i = 0; i < row.size(); ++i) places += i == 0 ? "?" : ", ?";
  const std::string sql = "INSERT OR REPLACE INTO " + name_ + " VALUES(" + places + ")";
  const Prepared add = prepare(connection_, sql);
  int position = 0;
  for (const Cell& cell : row) bind(add.get(), ++position, cell);
  if (sqlite3_step(add.get()) != SQLITE_DONE) fail(connection_, sql);
}

std::string TableRows::name_of(const RowKey& key, const StoredRow& row) const {
  for (const char* name : {"id", "record"}) {
    const auto found = std::ranges::find(columns_, name);
    if (found == columns_.end()) continue;
    return text_of(row[static_cast<std::size_t>(found - columns_.begin())]);
  }
  std::string text;
  for (const Cell& cell : key) text += (text.empty() ? "" : "/") + text_of(cell);
  return text;
}

}  // namespace chuangyou
