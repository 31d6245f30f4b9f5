// A file looked at before anybody says what its columns mean: what it is written in, where its
// titles stand, what each column holds and what it could be.
#pragma once

#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "documents/table_reader.h"
#include "imports/heads.h"

namespace chuangyou {

struct LookedAtColumn {
  std::string name;
  std::vector<std::string> samples;  // the first five that differ, as far as a line shows them
  std::vector<std::string> words;    // all that differ, whole; none where they are too many
  bool words_are_cut = false;        // there are more, or longer ones, than are told
  GuessedColumn guess;               // shown to whoever says what it is
  std::vector<std::string> forms;    // of days and times, as far as was read; several: to be asked
  // Of a column that says how far the work is: of each word the stage, empty where none is known.
  std::vector<std::string> stages = {};
};

struct LookedAt {
  bool is_workbook = false, was_gb18030 = false;
  char separator = '\0';
  std::int64_t header_row = 0;
  std::vector<XlsxReader::Sheet> sheets;
  std::vector<LookedAtColumn> columns;
  std::vector<std::vector<std::string>> rows;  // the first twenty
  std::vector<std::int64_t> row_numbers;       // of these
  std::int64_t rows_read = 0;
  bool is_read_to_its_end = false;
  std::int64_t rows_refused = 0;  // of those read
  std::optional<Refused> first_fault = {};
  std::int64_t first_fault_row = 0;
};

// `ledger` null: no field is guessed. What is refused is what reading refuses, for one
// encoding_is_ambiguous with both readings.
Result<LookedAt> look_at(std::istream& file, const std::filesystem::path& path,
                         const TableLayout& layout, const Ledger* ledger);

}  // namespace chuangyou
