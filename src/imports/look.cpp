#include "imports/look.h"

#include <algorithm>

#include "campaign/cells_in_words.h"
#include "campaign/record_cells.h"
#include "core/text.h"
#include "documents/date_forms.h"

namespace chuangyou {
namespace {

constexpr std::int64_t rows_read_max = 5'000;
constexpr std::size_t rows_shown = 20, samples_shown = 5, sample_characters = 60;
constexpr std::size_t shown_characters = 300;  // of a cell of the rows shown

using CellsOfRow = TableReader::Cells;

// By what the program calls it, or what it is called on the wire; of two that fit the first.
std::string field_called(const Ledger& ledger, const std::string& title) {
  const auto is_called = [&](std::string_view place) {
    return title == place || is_title_of_column(ledger, place, title);
  };
  for (const FieldSpec& field : ledger.fields) {
    if (!is_told(field) || field.is_retired) continue;
    if (field.kind != Kind::rows && is_called(field.name)) return std::string(field.name);
    for (const FieldSpec& column : field.columns()) {
      const std::string place = std::string(field.name) + "." + std::string(column.name);
      if (is_told(column) && is_called(place)) return place;
    }
  }
  return {};
}

// Where nobody has said what is wanted, the first row of which no cell is blank and that is no
// title of the whole: one as wide as any of the first twenty.
std::size_t width_of(const CellsOfRow& titles) {
  return static_cast<std::size_t>(
      std::ranges::count_if(titles, [](const std::string& cell) { return !is_blank(cell); }));
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
      : seen_(seen), forms_(header.size()) {
    for (const std::string& title : header)
      seen_.columns.push_back({title, {}, ledger ? field_called(*ledger, title) : "", {}});
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
    }
  }
  void end() {
    for (std::size_t i = 0; i < forms_.size(); ++i)
      for (const DateForm& form : forms_[i].that_fit()) {
        seen_.columns[i].forms.push_back(form.pattern());
        if (forms_[i].are_alike()) break;
      }
  }

 private:
  LookedAt& seen_;
  std::vector<FormsOfColumn> forms_;
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
  while (seen.rows_read < rows_read_max) {
    const auto next = reader->next(cells);
    if (next && !*next) {
      seen.is_read_to_its_end = true;
      break;
    }
    if (next) looking.take(cells, reader->row());
  }
  looking.end();
  return seen;
}

}  // namespace chuangyou
