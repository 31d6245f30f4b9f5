// One file on its way into a ledger: read, checked row by row exactly as the writer will, applied.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <vector>

#include "documents/date_forms.h"
#include "imports/import.h"
#include "imports/import_amend.h"
#include "imports/import_cell.h"
#include "imports/import_columns.h"
#include "imports/import_sheets.h"
#include "imports/rows_behind.h"
#include "imports/seen_sources.h"

namespace chuangyou {

class KeptActs;

class ImportRun {
 public:
  ImportRun(const ImportMapping& mapping, Body& body, Connection& connection, const Actor& actor,
            RandomSource& random, Moment now, ImportClick click);

  // What is read is to be applied: its acts lie there until they are.
  void keep_in(const std::filesystem::path& folder);
  // Reads the whole file and decides about each row.
  void read(std::istream& file, const ImportProgress& progress);
  // All of it is written, or nothing.
  void apply(Writer& writer, const ImportProgress& progress);

  bool is_clean() const { return findings_.refused() == 0 && !report_.was_cancelled; }
  ImportReport take_report();

 private:
  using Cells = std::vector<std::string>;

  void find(std::int64_t row, std::string column, Refused refused, bool is_note = false);
  void remark(std::int64_t row, std::string column, ImportRemark remark, std::string detail = {});
  void find_as(ImportRemark remark, std::int64_t row, std::string column, Refused refused);
  bool refuse_file(const Refused& refused);  // false
  bool begin(std::istream& file);
  bool open_table(std::istream& file);
  bool read_joined(std::istream& file);
  void read_constants();
  struct Guess {
    const BoundColumn* bound;
    FormsOfColumn forms = {};
    bool is_iso = true;
    std::int64_t iso_cells = 0;
  };
  bool guess_date_forms(std::istream& file);
  bool goes_on(std::int64_t rows_done);
  void read_rows();
  void see(Guess& guess, std::string_view text) const;
  void take(const Guess& guess);
  void add_joined(Cells& cells) const;
  bool is_passed_over(const Cells& cells, std::int64_t row);
  void read_row(const Cells& cells, std::int64_t row);

  // import_apply.cpp
  void give(ActRequest request, std::int64_t row);
  ImportBegun begun() const;
  void tell_what_stays();

  // import_written.cpp: how a cell is written, before anybody asks what it says
  enum class Taken : std::uint8_t { as_it_is, as_shown, with_its_time };
  void bind_cells();
  void take_as_written(Cells& cells, std::int64_t row);
  void take_number(const XlsxReader::NumberCell& number, Cells& cells, std::int64_t row);
  void fill_from_above(Cells& cells, std::int64_t row);
  void find_unread(std::int64_t row, const Refused& refused);
  void show_joined(const TableReader& second, Cells& cells, std::int64_t row);
  void compare_by_day(const std::optional<Record>& record, RowSaid& said);
  std::vector<std::string_view> earlier_than(std::string_view field) const;

  // import_row.cpp
  void tell_formulas(std::int64_t row);
  void check_nameless(const Cells& cells, std::int64_t row);
  const Act* act_of(const Cells& cells, std::int64_t row);
  std::optional<UnitId> unit_of(const Cells& cells, std::int64_t row);
  std::optional<UnitId> found_unit(const std::string& name, std::int64_t row);
  void tell_units_left_out(std::string_view cell, std::int64_t row);
  void find_unit_unknown(std::string column, std::string_view cell, const Refused&,
                         std::int64_t row);
  std::string source_of(const Cells& cells, std::int64_t row);
  std::string part_of_source(const Cells& cells, std::size_t cell, std::int64_t row);
  void fields_of(const Cells& cells, std::int64_t row, RowSaid& said);
  void add_field(const BoundColumn&, std::string_view cell, std::int64_t row, RowSaid& said);
  void add_parts(std::vector<FieldChange>& fields, const BoundColumn&, std::string_view cell,
                 std::int64_t row);
  std::string_view cell_text(const Cells& cells, const BoundColumn& bound, std::string& room) const;

  // import_names.cpp: names beside the ids of what they name
  void take_names(const Record* record, const Cells& cells, RowSaid& said, std::int64_t row);
  void take_name(const BoundColumn&, const Record* record, const Cells& cells, FieldChange& change,
                 std::int64_t row);
  std::string_view unit_said(const Cells& cells, std::int64_t row);
  void tell_unit_that_differs(const Record& record, const Cells& cells, std::int64_t row);
  Result<Value> value_called(const FieldSpec&, const ImportMapping::Column&,
                             std::string_view names);
  Result<Value> person_called(std::string_view name) const;
  void keep_what_is_out_of_sight(const Record& record, RowSaid& said);
  std::string names_of(Kind kind, const Value& value) const;
  std::string in_words(const FieldSpec&, const Value& value) const;

  // import_told.cpp: what is not taken is told, and rows without a number of their own are known
  // again
  void tell_other_sheets(std::istream& file);
  void tell_emptied(const Record& record, const Cells& cells, const RowSaid& said,
                    std::int64_t row);
  void tell_join(const Cells& cells, std::int64_t row);
  void tell_rows_joined_to_nothing();
  bool mark_rows(std::istream& file);
  std::string key_of_new_row(const RowSaid& said, std::int64_t row);

  // import_sheets.cpp: the rows of fields, which stand on sheets of their own
  void read_rows_sheets(std::istream& file);
  bool read_rows_sheet(std::istream& file, const FieldSpec& field, const std::string& name);
  void add_rows_of_sheets(const Record& record, RowSaid& said);
  void add_rows_of(const RowsSheet& sheet, const Record& record, RowSaid& said);
  Value cell_of_sheet(const RowsSheet& sheet, const RowsSheet::Part& part, const Cells& cells,
                      std::int64_t row);
  void tell_rows_of_nothing();

  // import_check.cpp
  std::optional<Record> record_of(const Cells& cells, const std::string& source, std::int64_t row);
  std::optional<Record> record_seen_whole(const RecordId& id) const;
  void enter(RowSaid said, std::int64_t row);
  // On the thread behind the reading; so are the next three.
  void decide_about(RowsBehind::Rows& rows);
  void decide_about(RowSaid& said, std::int64_t row, const Circumstances&);
  bool check_opening(RowSaid& said, std::int64_t row, const Circumstances&);
  Result<Record> opened_by(const Act& act, const std::vector<FieldChange>& fields, const RowSaid&,
                           const Circumstances&) const;
  void tell_early_times(const RowSaid& said, std::int64_t row);
  const Act* draft_act_of(const RowSaid& said, std::int64_t row);
  void tell_too_late(const Record& record, const std::vector<FieldChange>& said, const Refused&,
                     std::int64_t row);
  void amend(const Record& record, RowSaid& said, std::int64_t row);
  std::optional<Record> record_seen(const RecordId& id);
  Sight sight_of_row(const Record& record) const;
  void pass_over(const Record& record, RowSaid& said, std::int64_t row);
  std::optional<Date> first_day() const;
  Circumstances circumstances(Connection& connection) const;
  CellReading cell_reading();

  ImportMapping mapping_;  // with the forms of days that were guessed
  Body& body_;
  Connection& connection_;
  const Actor& actor_;
  RandomSource& random_;
  Moment now_;
  const Ledger& ledger_;
  LedgerTable table_;
  std::vector<LedgerTable> tables_;
  RecordId import_;
  ImportClick click_;
  bool is_signed_;
  bool is_read_whole_ = false;
  ImportReport report_;
  ImportFindings findings_;

  LookAlikes look_alikes_;
  std::optional<TableReader> table_file_;
  ImportColumns columns_;
  Cells header_;
  std::vector<FieldChange> constants_;
  std::unordered_map<std::string, Cells> joined_;  // of the second sheet, by its key
  Cells joined_titles_;
  std::map<std::string, std::int64_t> joined_rows_;  // of these, those that no row has named yet
  std::vector<RowsSheet> rows_sheets_;
  std::optional<std::size_t> join_cell_;
  const ImportProgress* progress_ = nullptr;  // of the reading that is under way
  std::int64_t bytes_before_ = 0;             // of a reading of the same file before this one
  SeenSources sources_;
  bool comes_twice_ = false, may_read_twice_ = false, is_day_alone_ = false,
       is_seen_in_part_ = false, empties_something_ = false;
  std::vector<Taken> taken_;  // of each column of the file
  std::vector<std::size_t> columns_unread_;
  std::vector<bool> says_ditto_;       // the mapping gives 同上 another meaning there
  Cells above_;                        // the row before, as it was taken
  std::set<std::string> told_by_day_;  // columns
  std::string mark_of_rows_;           // of this file and sheet, where its rows have no other key
  std::unordered_map<std::string, std::int64_t> new_rows_;  // by what they say, the first such row

  // Units that the import would found, by the name in the file, in the order of their rows; and
  // their paths as the tree will give them, as far as a check can know.
  std::unordered_map<std::string, UnitId> planned_;
  std::vector<Unit> planned_units_;
  std::unordered_map<Uuid, std::string> planned_paths_;
  mutable std::mutex planned_lock_;  // of these paths

  std::shared_ptr<KeptActs> kept_;       // null in a dry run
  std::int64_t journal_read_until_ = 0;  // before the first key was looked up
  bool is_key_hidden_ = false;           // a record with the key of a row is beyond his sight
  std::vector<std::uint32_t> row_of_act_;

  RowToDecide reading_;                 // the row that is being read
  std::optional<Connection> deciding_;  // of the thread behind
  // While rows are read, and the last to come: it makes use of all the others.
  std::optional<RowsBehind> behind_;
};

bool read_from_its_beginning(std::istream& file);  // false for a pipe

}  // namespace chuangyou
