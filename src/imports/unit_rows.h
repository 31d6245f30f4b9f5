// A file of units, read: which of its columns says what, and each row as the planning of units
// takes it (org/unit_import.h).
#pragma once

#include <filesystem>
#include <istream>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "documents/table_reader.h"
#include "imports/import_findings.h"
#include "org/unit_import.h"

namespace chuangyou {

// Titles of columns; empty: the file has none for it. Whatever is named must be there.
struct UnitColumns {
  std::string id;    // this program's own, by which what it gave out is known again
  std::string code;  // none: the name is the key, and is so in the columns of superiors
  std::string name, type, closed, closed_on, founded_on, level, sector, exposure, order_number;
  std::string party_parent;          // the superior on the Party line, where that is another
  std::vector<std::string> parents;  // a file's first of them counts
  std::vector<std::string> aliases;
};

// What the file's words mean, `委办局=department`; and what is said of the file as a whole.
struct UnitReading {
  UnitColumns columns;
  std::string unit_type = "department";  // of all, where no column tells it
  std::string closed_word = {};          // what says in that column that a unit has ended
  std::vector<std::string> type_words = {}, level_words = {}, exposure_words = {},
                           closed_words = {};
  std::string parent_separator = ";", alias_separator = {};
  std::string day_form = {};  // of the columns of days; empty: it tells by itself
  std::string sheet = {}, charset = {};
};

// A word that stands for nothing that is known, where one of a few things must stand.
struct UnknownUnitWord {
  std::string_view field;  // type, level, exposure, closed
  std::string column, word;
  std::int64_t row = 0;
};

struct UnitFile {
  std::vector<UnitRow> rows;
  std::vector<std::string> header;
  std::vector<std::string> ids;      // of each row, where the file has them
  std::vector<bool> type_is_told;    // of each row: its own cell says it
  std::vector<std::int64_t> filled;  // of each column, rows that hold something there
  std::vector<UnknownUnitWord> unknown_words;
  std::vector<std::pair<std::string, std::string>> forms;  // of days that were guessed, by column
  std::int64_t header_row = 1;
  bool was_gb18030 = false;
};

// `path`: where the file lies, for a workbook is read from its
// end. A column that is named and not there is column_is_missing with its name as the field.
// date_form_is_ambiguous with those that fit. Among `notes` stands what is hidden in a workbook
// or stands on another sheet of it, and what is wrong with each row that is not among the rows.
Result<void> read_units(std::istream& file, const std::filesystem::path& path,
                        const UnitReading& reading, UnitFile& units, ImportFindings& notes);
// The titles alone, and which of them are known to mean what: in this program's own words, and as
// offices usually call it.
Result<std::vector<std::string>> unit_titles(std::istream& file, const std::filesystem::path& path,
                                             const UnitReading& reading, ImportFindings& notes);
UnitColumns usual_unit_columns(const std::vector<std::string>& titles);

// What somebody says of a column, by the names that taken_as() tells, and of a word of type, level,
// exposure or closed; false: there is no such thing. Of several superiors and other names each
// column is added.
bool say_column(UnitColumns& columns, std::string_view field, std::string_view title);
bool say_word(UnitReading& reading, std::string_view field, std::string_view word,
              std::string_view means);

// Each column that says something, with what it says: for whoever is told.
std::vector<std::pair<std::string, std::string_view>> taken_as(const UnitColumns& columns);

}  // namespace chuangyou
