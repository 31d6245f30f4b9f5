// The table of a ledger, derived from its declaration: one row a record, `body` first in every key.
// A declaration that changes needs a rebuild, not a migration.
//
// Columns common to all: row_no (body and opened_by_entry packed into the key, so that records
// opened later come later), body, id, unit, path, state, stage, version, opened_by_entry, author,
// created_at, state_since, closed_at, deadline, clock_started, due_at, pauses, signatures,
// opened_at (from Ledger::opened_at, else created_at), on_time (closed_at <= due_at where the work
// is closed, by the limit of the first round; null where either is missing, the record closed
// before it opened, is unconfirmed history, or was taken back in time), kept_first (likewise by the
// first promised date, where the work is done), word (of the served, the last one), implausible
// (a time that cannot be, see record/times.h), source (key in an imported file), import; then the
// declared fields by their own names. Ids are 16-byte blobs, dates and moments integers, numbers
// millionths, lists and rows JSON text. Links stand in a table of all ledgers as well, see
// storage/links.h.
//
// Beside it lies the ledger's work list, `<ledger>_open`: for each open record a row for every unit
// on its line, in the order of due moments and last those without one, so that the 25 next due of
// any subtree are 25 index steps whatever the size of the table.
#pragma once

#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "record/decide.h"
#include "storage/happened.h"
#include "storage/sqlite.h"

namespace chuangyou {

std::string create_table_sql(const Ledger& ledger);  // with work list and indexes, where not there
// Without the indexes that keep an order of their own: whoever writes many rows makes them
// afterwards, by create_table_sql.
std::string create_rows_sql(const Ledger& ledger);

// What stands beside a record and is derived from it, kept so that lists need not derive it again.
struct Standing {
  std::optional<Moment> due_at;
  std::optional<Moment> closed_at;
  Moment opened_at;
  std::optional<bool> on_time;
  std::optional<bool> kept_first;  // the date that was promised first
  std::optional<bool> word;        // the last one of the served
  bool implausible = false;
  Stage stage = Stage::open;
  // In a list of happenings: this one of the record's.
  std::optional<HappenedRow> happened = {};
};
Standing standing_of(const Record& record, const Circumstances& circumstances);

// A condition beside the others: of a declared field, of a column of its rows as `team.who`, or of
// what stands in every row: due_at, opened_at, created_at, closed_at, state_since, source.
enum class Compare : std::uint8_t { is, from, until, contains, is_there };
struct Condition {
  std::string place;
  Compare compare = Compare::is;
  std::vector<Value> values;  // `is`: any of them; `is_there`: yes or no; else one
};
// By a column that no index has in order: the reader sorts what is not too much for that.
struct SortedBy {
  std::string column;  // a declared field, or unit, state, and the moments above
  bool is_descending = false;
};

struct ListQuery {
  std::string path;  // subtree; never empty
  std::optional<std::string> state;
  std::optional<Stage> stage;
  std::optional<bool> on_time;  // true or false: closed with a clock
  std::optional<bool> kept_first;
  std::optional<bool> word;          // the last word of the served is yes, or no
  bool with_word = false;            // they said either
  std::optional<Moment> judged_at;   // on time or not, or open and due at or before
  std::optional<bool> history;       // entered late, and confirmed by nobody yet
  bool with_clock = false;           // only records that have a due moment
  bool with_signatures = false;      // a joint act waits for others
  std::optional<Moment> overdue_at;  // open and due at or before
  std::optional<bool> implausible;
  std::optional<UnitId> own_unit;  // this unit alone, without those below
  std::optional<PersonId> author;  // opened by this person
  bool with_source = false;        // came in under a key of another system
  std::optional<std::pair<std::string, Value>> field_equals;  // one declared field
  std::vector<Condition> conditions;
  std::optional<SortedBy> sorted;      // of campaign/find_sorted.h; a list here leaves it alone
  std::optional<HappenedIn> happened;  // then the list is one of happenings, `by_due` false
  std::vector<std::int64_t> without;   // records left out, by the entry that opened them
  bool by_due = true;                  // else last received first
  std::string cursor;                  // opaque; from the page before
  std::size_t limit = 25;
};
struct Page {
  std::vector<Record> records;
  std::vector<Standing> standings;
  std::string next_cursor;  // empty = the end
};

// The cursor of a page that ends with this record.
std::string cursor_after(const Record&, const Standing&, BodyNo, bool by_due);
// Where the order is not the table's: the record alone. cursor_is_malformed.
std::string cursor_at(std::int64_t opened_by_entry, BodyNo);
Result<std::int64_t> row_at(std::string_view cursor, BodyNo);

class LedgerTable {
 public:
  explicit LedgerTable(const Ledger& ledger);
  const Ledger& ledger() const { return *ledger_; }

  std::optional<Record> get(Connection&, BodyNo, const Uuid& id) const;
  // By the number under which the table of links knows it.
  std::optional<Record> at_row(Connection&, std::int64_t row_no) const;
  // Its key in the file or system that it came from; empty where it came from none.
  std::string source_of(Connection&, BodyNo, std::int64_t opened_by_entry) const;
  // As it stands beside the record, also where it should be reckoned anew by now.
  std::optional<Standing> standing_in_row(Connection&, BodyNo, const Uuid& id) const;
  // Whether any record of any body is kept from those whom it is about: mostly none is, and then
  // nobody need look for his own.
  bool conceals_any(Connection&) const;
  // Inserts the row (`before` null) or replaces it, and keeps the work list in step. `before` tells
  // what the indexes hold now, so that an act which leaves one alone does not touch it: each one
  // touched is a page more that goes to the disk.
  struct Before {
    const Standing& standing;
    const Record& record;
  };
  struct Origin {  // of an imported row; set once, at opening
    std::string_view source;
    std::optional<RecordId> import;
  };
  void put(Connection&, BodyNo, const Record&, const Standing&, const Before* before,
           const Origin& origin = {}) const;
  // The two parts of a put that inserts, for whoever writes many and adds their work at the end.
  struct Work {
    std::array<char, 4> segment;
    std::int64_t due_at, row_no;
    auto operator<=>(const Work&) const = default;
  };
  void insert(Connection&, BodyNo, const Record&, const Standing&, const Origin& origin) const;
  static void add_work_of(BodyNo, const Record&, const Standing&, std::vector<Work>& work);
  void add(Connection&, BodyNo, std::span<const Work> work) const;
  // An imported record is taken back: the row and its work go.
  void remove(Connection&, BodyNo, const Record&, const Standing&) const;
  std::vector<RecordId> of_import(Connection&, BodyNo, const Uuid& import) const;
  // Records of the subtree, by due moment or last received first; an empty path has none. Which of
  // them the reader may see is the caller's to decide. cursor_is_malformed.
  Result<Page> list(Connection&, BodyNo, const ListQuery&) const;
  // Stops at `at_most`.
  std::int64_t count(Connection&, BodyNo, const ListQuery&, std::int64_t at_most = INT64_MAX) const;
  std::optional<RecordId> find_by_source(Connection&, BodyNo, std::string_view source) const;
  // Units and due moments of the open records of a subtree that fell due in (after, until].
  std::vector<std::pair<UnitId, Moment>> fell_due(Connection&, BodyNo, std::string_view path,
                                                  Moment after, Moment until) const;
  // What is counted of each record of the body, in no order; `state` lives as long as the call.
  struct Row {
    UnitId unit;
    Stage stage = Stage::open;
    std::string_view state;
    std::optional<Moment> opened_at, closed_at, due_at;
    std::optional<bool> on_time, kept_first, word;
    bool implausible = false;
    bool is_history = false;
    bool is_imported = false;
  };
  void each_row(Connection&, BodyNo, const std::function<void(const Row&)>& use) const;
  void move_subtree(Connection&, BodyNo, std::string_view old_path,
                    std::string_view new_path) const;

 private:
  struct Sql;
  static const Sql& sql_of(const Ledger& ledger);
  const Ledger* ledger_;
  const Sql* sql_;
};

}  // namespace chuangyou
