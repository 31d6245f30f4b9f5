#include "journal/entry_row.h"

#include <cstring>
#include <stdexcept>

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

void bind_id_or_null(Statement& statement, int position, const Uuid& id) {
  if (!id.is_nil()) statement.bind_lasting(position, id);
}

}  // namespace

int bind_entry_row(Statement& add, int position, const Entry& entry) {
  const EntryHead& head = entry.head;
  if (head.seq <= 0 || head.seq >> seq_bits != 0) throw std::out_of_range("seq of an entry");
  if (entry.changes.empty())
    throw std::invalid_argument("an entry without changes is an erased one");
  if (!entry.head_salt) throw std::invalid_argument("leaves of layout 1 are no longer written");
  add.bind(position, place_of(head.body, head.seq)).bind(position + 1, head.at.microseconds);
  bind_id_or_null(add, position + 2, head.actor);
  add.bind(position + 3, static_cast<std::int64_t>(head.role));
  bind_id_or_null(add, position + 4, head.under);
  add.bind(position + 5, head.ledger);
  add.bind_lasting(position + 6, head.record);
  add.bind(position + 7, head.act).bind(position + 8, entry.changes);
  add.bind_blob(position + 9, bytes_of(entry.salt));
  add.bind_blob(position + 10, bytes_of(entry.commitment));
  add.bind_blob(position + 11, bytes_of(*entry.head_salt));
  return position + 12;
}

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
