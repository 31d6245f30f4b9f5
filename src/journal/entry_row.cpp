#include "journal/entry_row.h"

#include <cstring>

namespace chuangyou {
namespace {

template <class Bytes>
bool read_exactly(std::string_view stored, Bytes& bytes) {
  if (stored.size() != bytes.size()) return false;
  std::memcpy(bytes.data(), stored.data(), bytes.size());
  return true;
}

// NULL stands for nil, and for nothing else.
bool read_id_or_nil(const Statement& row, int column, Uuid& id) {
  id = {};
  return row.is_null(column) || (read_exactly(row.blob(column), id.bytes) && !id.is_nil());
}

}  // namespace

std::string entry_columns_in(Connection& connection) {
  Statement& version = connection.statement("PRAGMA user_version");
  const ResetAtEnd reset(version);
  std::string columns(entry_columns);
  // Before version 2 no head had a salt.
  const bool is_old = version.step() && version.integer(0) < 2;
  if (is_old) columns.replace(columns.rfind("head_salt"), std::string::npos, "NULL");
  return columns;
}

bool read_entry_row(const Statement& row, Entry& entry) {
  const std::int64_t place = row.integer(0);
  entry.head.body = body_of_place(place);
  entry.head.seq = seq_of_place(place);
  entry.head.at = Moment{row.integer(1)};
  const std::int64_t role = row.integer(3);
  if (role < 0 || role >= static_cast<std::int64_t>(std::size(role_names))) return false;
  entry.head.role = static_cast<Role>(role);
  entry.head.ledger = row.text(5);
  entry.head.act = row.text(7);
  entry.changes = row.text(8);
  // Half of it proves nothing: changes without their salt are as good as none.
  const bool is_erased = row.is_null(8) || row.is_null(9);
  if (is_erased) entry.salt.fill(0);
  if (is_erased) entry.changes.clear();
  entry.erased_by.reset();
  entry.head_salt.reset();
  if (!row.is_null(11) && !read_exactly(row.blob(11), entry.head_salt.emplace())) return false;
  return read_id_or_nil(row, 2, entry.head.actor) && read_id_or_nil(row, 4, entry.head.under) &&
         read_exactly(row.blob(6), entry.head.record.bytes) &&
         read_exactly(row.blob(10), entry.commitment) &&
         (is_erased || read_exactly(row.blob(9), entry.salt));
}

}  // namespace chuangyou
