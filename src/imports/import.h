// Tables into ledgers: a dry run first, every error at once with row, column and what to do, then
// all or nothing, with progress, and undone as a whole if nobody has worked on it since.
#pragma once

#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "campaign/perform.h"
#include "storage/sqlite.h"

namespace chuangyou {

// How the columns of a file become fields of a ledger: campaigns/imports/<name>.yaml, so that
// another city's file needs another mapping and no code. The keys of that file, all others are
// refused:
//   ledger, source_column, unit_column, zone, unknown_units_are_founded (true | false),
//   columns: [{column, field, choices: {file's word: wire name}, separator, form}],
//   constants: {field: text}, ignored: [column], acts: [{column, equals, act}]
struct ImportMapping {
  std::string ledger;
  std::string source_column;  // key of the row: a second import of it is refused
  std::string unit_column;    // unit by code, name or alias
  std::optional<Zone> zone;   // of times without one; without it they are refused
  struct Column {
    std::string column, field;
    std::map<std::string, std::string> choices;  // file's word → wire name
    std::string separator;  // of lists; between columns that one text field joins (default: blank)
    // Empty; or chinese_deadline: `2019年6月底前` is its last day; or how its days and times are
    // written: `%m/%d/%y %H:%M`, `epoch` (documents/date_forms.h).
    std::string form;
  };
  std::vector<Column> columns;
  std::map<std::string, std::string> constants;  // field → wire text
  std::vector<std::string> ignored;              // columns known and left out; others are refused
  // The opening act by which a row is entered: the first whose column holds the value. A row that
  // none of them fits is refused.
  struct ActChoice {
    std::string column, equals, act;
  };
  std::vector<ActChoice> acts;
  bool unknown_units_are_founded = false;
};
Result<ImportMapping> read_import_mapping(std::string_view yaml);

// Whether the actor could enter a row of such a file for some unit; which rows is decided later.
bool may_import(const ImportMapping& mapping, const Actor& actor, Date today);

struct ImportFinding {
  std::int64_t row = 0;  // as a spreadsheet shows it; 0 = the file or its header
  std::string column;
  Refused refused;
  bool is_note = false;  // imported all the same, flagged
};

struct ImportReport {
  std::optional<RecordId> import;  // set once applied
  std::int64_t rows = 0, applied = 0;
  bool was_gb18030 = false, was_cancelled = false;
  std::int64_t findings_in_all = 0;
  std::vector<ImportFinding> findings;  // the first 1,000
  std::int64_t units_founded = 0;
};

// A batch is decided in memory and written in one transaction: what is larger than this is refused
// as file_is_too_large before anything is read further.
inline constexpr std::int64_t import_bytes_max = 200'000'000;

// The size of a file that can be read from anywhere, which is at its beginning; nullopt for a pipe.
std::optional<std::int64_t> size_bytes_of(std::istream& file);

// Under which id it is applied, and the click that is answered with it; both may be left out.
struct ImportClick {
  std::optional<RecordId> import = {};
  std::string key = {}, digest = {};
  std::string file = {};  // SHA-256 of what is read: with it the works committee or a hotline
                          // operator answers for the file, and its past is no history of the doers'
  std::string charset = {};  // in which it is said to be written; empty: that shows by itself
};

// progress(rows done, rows to apply) → false cancels; the latter is 0 while rows are only checked,
// which is done in a dry run exactly as before applying.
// `connection` is one of the reading pool: it tells which rows were imported before.
using ImportProgress = std::function<bool(std::int64_t, std::int64_t)>;
ImportReport import_table(std::istream& file, const ImportMapping& mapping, Body& body,
                          Connection& connection, const Actor& actor, Writer& writer,
                          RandomSource& random, Moment now, bool dry_run,
                          const ImportProgress& progress, ImportClick click = {});

// Stands for every record of the import that counts in no rate yet: by the act with which a ledger
// lets somebody outside confirm one. All are asked about before the first is written. A second
// click finds the rest, or nothing.
Result<std::int64_t> confirm_import(const RecordId& import, Body& body, Connection& connection,
                                    const Actor& actor, Writer& writer, Moment now);

// Takes every record of the import back, or none: records_changed_since_import where one was worked
// on, import_is_undone_already. Whoever may do the act by which they were entered may take them
// back.
struct Undone {
  std::int64_t records = 0;
  bool replayed = false;
};
Result<Undone> undo_import(const RecordId& import, Body& body, Connection& connection,
                           const Actor& actor, Writer& writer, Moment now,
                           const Writer::Click& click = {});

}  // namespace chuangyou
