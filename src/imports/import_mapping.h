// How the columns of a file become fields of a ledger: campaigns/imports/<name>.yaml, so that
// another city's file needs another mapping and no code.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/zone.h"
#include "documents/table_reader.h"
#include "record/ledger.h"

namespace chuangyou {

class DataMap;  // packs/data_map.h

// The keys of the file, all others are refused:
//   ledger; sheet, header_row, head_rows, delimiter, charset: where the table stands;
//   source_column, or key: {columns: […], prefix, row: true}; id_column;
//   unit_column, unit_also: […], unit_words: {file's word: unit}, unit_separator;
//   zone, null_words: […], unknown_units_are_founded (true | false),
//   settled_rows_are_passed_over (true | false),
//   columns: [{column, also, field, choices: {file's word: wire name}, separator, form, part,
//              otherwise}],
//   constants: {field: text}, ignored: [column], join: {sheet, on},
//   acts: [{column, equals, filled, blank, act}]
struct ImportMapping {
  std::string ledger;
  TableLayout layout = {};
  // Key of the row, by which a later import knows it again: of one column or several, behind the
  // prefix; or the row's number behind it.
  std::string source_column = {};
  std::vector<std::string> more_source_columns = {};
  std::string source_prefix = {};
  bool source_is_row = false;
  // The record's own id: what this program gave out comes back by it.
  std::string id_column = {};
  std::string unit_column = {};             // unit by code, name or alias
  std::vector<std::string> unit_also = {};  // the same column in other files
  std::map<std::string, std::string> unit_words = {};
  std::string unit_separator = {};           // of several units in the cell the first is meant
  std::optional<Zone> zone = {};             // of times without one; without it they are refused
  std::vector<std::string> null_words = {};  // `NULL`, `-`, `无`: they say nothing
  struct Column {
    std::string column, field;
    std::map<std::string, std::string> choices = {};  // file's word → wire name
    // Of lists, each sign of `any`: `、；;/，,`; between columns that one text field joins
    // (default: blank).
    std::string separator = {};
    // Empty: ISO, or guessed from the whole column and told; or chinese_deadline: `2019年6月底前` is
    // its last day; or how its days and times are written: `%m/%d/%y %H:%M`, `epoch`
    // (documents/date_forms.h).
    std::string form = {};
    std::vector<std::string> also = {};  // the same column in other files
    // Of what the separator parts the one of this number, counted from 1; negative: all from it on.
    int part = 0;
    std::string otherwise = {};  // where the cell says nothing
  };
  std::vector<Column> columns = {};
  std::map<std::string, std::string> constants = {};  // field → wire text
  std::vector<std::string> ignored = {};  // columns known and left out; others are refused
  // A second sheet whose rows name a key of the first: its columns stand behind the first's.
  struct Join {
    std::string sheet, on;
  };
  std::optional<Join> join = {};
  // The opening act by which a row is entered: the first whose column holds the value, and whose
  // other columns are filled or blank as it says. A row that none of them fits is refused.
  struct ActChoice {
    std::string column, equals, act;
    std::string filled = {}, blank = {};  // columns
  };
  std::vector<ActChoice> acts = {};
  bool unknown_units_are_founded = false;
  // A row that would change what can be changed no longer is told, and holds up no other.
  bool settled_rows_are_passed_over = false;
  // What this program gave out itself: its columns are the ledger's, those that are not there are
  // none, and what no act takes is left out with a note (Law 2).
  bool is_own_export = false;
};
Result<ImportMapping> read_import_mapping(std::string_view yaml);

// What the language has in common for ledgers and for other lists: where the table stands, and its
// columns, of which the caller knows whether there is such a field.
void read_layout(const DataMap& file, TableLayout& layout);
using TakeColumn = std::function<void(const DataMap&, ImportMapping::Column)>;
void read_columns(const DataMap& file, const TakeColumn& take);

// Of what the program gave out of a ledger.
ImportMapping mapping_of_export(const Ledger& ledger);

}  // namespace chuangyou
