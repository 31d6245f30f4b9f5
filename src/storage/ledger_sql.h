// The SQL of one ledger, spelt out once from its declaration.
#pragma once

#include <string>
#include <vector>

#include "storage/ledger_table.h"

namespace chuangyou {

inline constexpr int entry_bits = 40;
constexpr std::int64_t row_no_of(BodyNo body, std::int64_t opened_by_entry) {
  return (static_cast<std::int64_t>(body) << entry_bits) + opened_by_entry;
}
constexpr BodyNo body_of_row(std::int64_t row_no) {
  return static_cast<BodyNo>(row_no >> entry_bits);
}

// Where a record without a due moment stands in the work list and in lists by due moment.
inline constexpr std::int64_t no_due_moment = INT64_MAX;

// Above every path that begins with another: the symbols of paths are ASCII letters and digits.
inline std::string end_of_subtree(std::string_view path) { return std::string(path) + '\x7f'; }

// Where records may say that they were received earlier than they were entered, the order by that
// moment has an index; elsewhere it is the order of the rows, which costs an act nothing.
inline bool has_receipt_order(const Ledger& ledger) { return !ledger.opened_at.empty(); }

// What citizens open has no author: their acts pay nothing for the index of what somebody opened.
inline constexpr std::string_view has_author = "author <> x'00000000000000000000000000000000'";

std::string quoted_name(std::string_view name);
// The record to which a column of a link leads, as text where it may lead to several ledgers.
std::string led_to(const FieldSpec& field, const std::string& column);
std::string work_list_name(const Ledger& ledger);
// by: due, path, received, implausible, author, source, import, or a field that has an index.
std::string index_name(const Ledger& ledger, std::string_view by);

// What a row says of a record, in the order in which it is read.
enum class Column : std::uint8_t {
  id,
  unit,
  path,
  state,
  stage,
  version,
  opened_by_entry,
  author,
  created_at,
  state_since,
  closed_at,
  deadline,
  clock_started,
  due_at,
  pauses,
  signatures,
  opened_at,
  on_time,
  implausible,
  kept_first,
  word,
  history,
  rounds,
  opened_under,
  claimed_by,
  course,
};
inline constexpr std::string_view column_names[] = {"id",
                                                    "unit",
                                                    "path",
                                                    "state",
                                                    "stage",
                                                    "version",
                                                    "opened_by_entry",
                                                    "author",
                                                    "created_at",
                                                    "state_since",
                                                    "closed_at",
                                                    "deadline",
                                                    "clock_started",
                                                    "due_at",
                                                    "pauses",
                                                    "signatures",
                                                    "opened_at",
                                                    "on_time",
                                                    "implausible",
                                                    "kept_first",
                                                    "word",
                                                    "history",
                                                    "rounds",
                                                    "opened_under",
                                                    "claimed_by",
                                                    "course"};
inline constexpr int column_count = 26;
constexpr int number_of(Column column) { return static_cast<int>(column); }

Record read_record(const Statement& row, const Ledger& ledger);
Standing read_standing(const Statement& row);

// A statement that writes: `columns` and `fields` in the order of its positions after the first,
// row_no.
struct WritingSql {
  std::string text;
  std::vector<Column> columns;
  std::vector<std::size_t> fields;
};

class RowBinder;
// From a position on in the order of the statement; returns the position after the last.
int bind_columns(Statement&, RowBinder&, const WritingSql&, int position, const Record&,
                 const Standing&);
int bind_fields(RowBinder&, const WritingSql&, int position, const Record&);

inline constexpr std::size_t work_rows_at_once = 32;  // of add_much_work

struct LedgerTable::Sql {
  explicit Sql(const Ledger& ledger);

  std::string table, work_list;  // quoted
  std::string columns;           // all that read_record reads, of a table called t
  bool has_links;
  WritingSql insert;  // then body, source and import
  WritingSql update;  // leaves every column alone that an index holds
  WritingSql update_all;
  std::string get, by_row_no, remove, add_work, add_much_work, remove_work, fell_due,
      find_by_source, of_import;
};

}  // namespace chuangyou
