#include "imports/look.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "documents/date_forms.h"

namespace chuangyou {
namespace {

constexpr std::int64_t rows_read_max = 5'000;
constexpr std::size_t rows_shown = 20, samples_shown = 5, sample_characters = 60;
constexpr std::size_t shown_characters = 300;  // of a cell of the rows shown
constexpr std::size_t words_max = 300, word_characters = 100;
constexpr std::size_t bytes_read_max = 50'000'000;

using CellsOfRow = TableReader::Cells;

// Where nobody has said what is wanted, the first row of which no cell is blank and that is no
// title of the whole: one as wide as any of the first twenty. What is merged over several columns
// stands in each of them and is one.
std::size_t width_of(const CellsOfRow& titles) {
  std::size_t width = 0;
  const std::string* before = nullptr;
  for (const std::string& cell : titles) {
    if (!is_blank(cell) && (!before || *before != cell)) ++width;
    before = &cell;
  }
  return width;
}

// Asked of each of the first rows, whichever is taken: so the widest of them is known.
std::size_t widest_of(std::istream& file, const std::filesystem::path& path,
                      const TableLayout& layout) {
  std::size_t widest = 0;
  if (auto reader = TableReader::open(file, path, layout)) {
    const auto see = [&](const CellsOfRow& titles) {
      widest = std::max(widest, width_of(titles));
      return std::size_t{0};
    };
    [[maybe_unused]] const auto none_is_taken = reader->header(see, SIZE_MAX);
  }
  file.clear();
  file.seekg(0);
  return widest;
}

class Looking {
 public:
  Looking(LookedAt& seen, const CellsOfRow& header, const Ledger* ledger)
      : seen_(seen), ledger_(ledger), forms_(header.size()), words_(header.size()) {
    const std::vector<GuessedColumn> guessed =
        ledger ? guess_columns(*ledger, header) : std::vector<GuessedColumn>(header.size());
    for (std::size_t i = 0; i < header.size(); ++i)
      seen_.columns.push_back(
          {.name = header[i], .samples = {}, .words = {}, .guess = guessed[i], .forms = {}});
  }
  void take(const CellsOfRow& cells, std::int64_t row) {
    ++seen_.rows_read;
    if (seen_.rows.size() < rows_shown) {
      CellsOfRow& shown = seen_.rows.emplace_back();
      for (const std::string& cell : cells)
        shown.emplace_back(beginning_of(cell, shown_characters));
      seen_.row_numbers.push_back(row);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (is_blank(cells[i])) continue;
      forms_[i].see(cells[i]);
      std::vector<std::string>& samples = seen_.columns[i].samples;
      const std::string sample(beginning_of(cells[i], sample_characters));
      const bool is_new = std::ranges::find(samples, sample) == samples.end();
      if (is_new && samples.size() < samples_shown) samples.push_back(sample);
      take_word(i, cells[i]);
    }
  }
  void refuse(const Refused& refused, std::int64_t row) {
    ++seen_.rows_read;
    if (++seen_.rows_refused > 1) return;
    seen_.first_fault = refused;
    seen_.first_fault_row = row;
  }
  void end() {
    for (std::size_t i = 0; i < forms_.size(); ++i)
      for (const DateForm& form : forms_[i].that_fit()) {
        seen_.columns[i].forms.push_back(form.pattern());
        if (forms_[i].are_alike()) break;
      }
    for (LookedAtColumn& column : seen_.columns)
      if (column.guess.is == GuessedColumn::Is::state)
        for (const std::string& word : column.words)
          column.stages.emplace_back(stage_called(*ledger_, word));
  }

 private:
  // Where more of them differ than anybody says the meaning of, none is kept.
  void take_word(std::size_t column, std::string_view cell) {
    LookedAtColumn& of_column = seen_.columns[column];
    const std::string word(trimmed(cell));
    if (of_column.words_are_cut && of_column.words.empty()) return;
    if (beginning_of(word, word_characters).size() < word.size()) {
      of_column.words_are_cut = true;
      return;
    }
    if (!words_[column].insert(word).second) return;
    of_column.words.push_back(word);
    if (of_column.words.size() <= words_max) return;
    of_column.words_are_cut = true;
    of_column.words.clear();
    words_[column].clear();
  }

  LookedAt& seen_;
  const Ledger* ledger_;
  std::vector<FormsOfColumn> forms_;
  std::vector<std::set<std::string>> words_;
};

}  // namespace

Result<LookedAt> look_at(std::istream& file, const std::filesystem::path& path,
                         const TableLayout& layout, const Ledger* ledger) {
  const std::size_t widest = layout.header_row > 0 ? 0 : widest_of(file, path, layout);
  auto reader = TableReader::open(file, path, layout);
  if (!reader) return std::unexpected(reader.error());
  const auto header = reader->header(width_of, widest);
  if (!header) return std::unexpected(header.error());
  LookedAt seen;
  seen.is_workbook = reader->is_workbook();
  seen.was_gb18030 = reader->was_gb18030();
  seen.separator = reader->separator();
  seen.header_row = reader->header_row();
  seen.sheets = reader->sheets();
  Looking looking(seen, *header, ledger);
  CellsOfRow cells;
  std::size_t bytes = 0;
  while (seen.rows_read < rows_read_max && bytes < bytes_read_max) {
    const auto next = reader->next(cells);
    if (next && !*next) {
      seen.is_read_to_its_end = true;
      break;
    }
    if (!next) {
      looking.refuse(next.error(), reader->row());
      continue;
    }
    for (const std::string& cell : cells) bytes += cell.size();
    looking.take(cells, reader->row());
  }
  looking.end();
  return seen;
}

}  // namespace chuangyou
