// A row of `entries` and its key. The key packs body and seq into one integer, body first:
// appending then costs one B-tree and no index beside it, a sixth less than a key of two columns.
#pragma once

#include <string>
#include <string_view>

#include "journal/entry.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr int seq_bits = 40;

constexpr std::int64_t place_of(BodyNo body, std::int64_t seq) {
  return (static_cast<std::int64_t>(body) << seq_bits) + seq;
}
constexpr BodyNo body_of_place(std::int64_t place) {
  return static_cast<BodyNo>(place >> seq_bits);
}
constexpr std::int64_t seq_of_place(std::int64_t place) {
  return place & ((std::int64_t{1} << seq_bits) - 1);
}

inline constexpr std::string_view entry_columns =
    "place, at, actor, role, under, ledger, record, act, changes, salt, commitment,"
    " head_salt";

// Entries about erasures begin so, and the number of the entry that they are about follows: an
// index has it, and needs no more of SQLite than it trusts in every schema.
inline constexpr std::string_view about_entry = R"({"seq":)";
inline constexpr std::string_view entry_of_erasure = "CAST(substr(changes, 8) AS INTEGER)";
static_assert(about_entry.size() == 7);

// To be written: binds `entry_columns` from a position on and returns the position behind them.
// What no entry of today may be is our bug: throws.
int bind_entry_row(Statement& statement, int position, const Entry& entry);
inline constexpr std::string_view entry_places = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

// The same of a journal that this program has perhaps not opened yet.
std::string entry_columns_in(Connection&);

// Reads `entry_columns`. False where a value cannot have been written by us. The ledger's name is
// valid until the next step.
bool read_entry_row(const Statement& row, Entry& entry);

}  // namespace chuangyou
