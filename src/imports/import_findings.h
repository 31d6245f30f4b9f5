// What is found in a file, as somebody reads it: a thousand equal faults are one line with a count,
// and faults of one kind that are not equal a line each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/refusal.h"
#include "core/words.h"

namespace chuangyou {

// What breaks no law and is told all the same.
enum class ImportRemark : std::uint8_t {
  none,
  column_is_left_out,          // worked out by the program, or by acts of its own (Law 2)
  row_is_a_total,              // passed over
  formula_is_not_worked_out,   // the value that was saved with it is taken
  number_is_taken_as_id,       // `101,001,420,956` or `7.0`: its digits
  date_form_is_guessed,        // from the whole column; the form is told
  header_is_further_down,      // title lines above it are passed over
  other_sheet_has_columns,     // and is not read
  name_is_meant,               // beside an id that says otherwise
  id_is_meant,                 // beside a name that says otherwise, as programs write it
  row_was_opened_before,       // one without an id that says the same; passed over
  row_is_the_key,              // of this file alone
  empty_cell_changes_nothing,  // though the record holds something
  joined_row_is_missing,       // on the second sheet
  joined_row_fits_none,        // of the first sheet
  date_has_no_time,            // a deadline ends with that day, other times are compared by the day
  ditto_is_filled,             // `同上`: what stands above it
  column_is_not_used,          // of a list of units: nothing of a unit stands in it
  date_is_told_in_part,        // a year or a month alone: its first day, of an end its last
  row_is_hidden,               // by hand or by a filter, and read as the others
  column_is_hidden,            // likewise
  sheet_is_hidden,             // and is not read, unless somebody has named it
  format_is_not_drawn,         // a number is taken as it is, not as the sheet shows it
  more_units_are_left_out,     // of several in a cell all but the first
  settled_row_is_passed_over,  // it says of a record what can be said there no longer
  several_units_may_be_meant,  // no note: the unit is unknown, and there are signs in its cell
  state_takes_no_change,       // no note: by no act where the record stands
  unit_stands_already,         // what a list of units says otherwise of it changes nothing
  namesake_is_not_told_apart,  // no note: whether it is the same person is asked
  what_stands_stays,           // a list of people changes nobody and no post that is there
};
std::string_view name_of(ImportRemark remark);

struct ImportFinding {
  std::int64_t row = 0;  // as a spreadsheet shows it, of the first; 0 = the file or its header
  std::string column;
  Refused refused;
  bool is_note = false;  // imported all the same, flagged
  ImportRemark remark = ImportRemark::none;
  std::int64_t count = 1;  // so many rows, of which these are the next ones
  std::vector<std::int64_t> more_rows = {};
};
std::string_view code_of(const ImportFinding& finding);  // of the law, or of the remark
std::string_view words_of(Language language, const ImportFinding& finding);

class TableReader;

class ImportFindings {
 public:
  void add(ImportFinding finding);
  // What whoever looks at a workbook does not see: its sheets and columns that are hidden, and the
  // row that was read last, if it is.
  void add_hidden(const TableReader& table, const std::vector<std::string>& titles);
  void add_hidden_row(const TableReader& table);
  std::int64_t refused() const { return refused_; }  // of rows and columns, without notes
  std::int64_t in_all() const { return in_all_; }
  bool is_told(Refusal law, std::string_view column) const;
  // In the order of their rows, what is wrong with the file as a whole in front; those beyond the
  // first thousand are left out.
  std::vector<ImportFinding> listed() const;
  bool are_cut() const;

 private:
  struct Group {
    std::int64_t count = 0;
    std::size_t first = 0;  // among `found_`
  };
  using Key = std::pair<std::string, std::string>;  // column and code
  std::string told_apart_by(const Key& kind, const ImportFinding& finding);

  // Of each kind the faults that are equal, by their detail.
  std::map<Key, std::map<std::string, Group>> groups_;
  bool are_folded_ = false;           // those of a kind that has too many that differ
  std::vector<ImportFinding> found_;  // those of a group that became one have no count
  std::int64_t refused_ = 0, in_all_ = 0;
};

}  // namespace chuangyou
