#include "documents/xlsx_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "documents/number_formats.h"
#include "documents/shared_strings.h"
#include "documents/table_limits.h"
#include "documents/workbook.h"
#include "documents/xml_stream.h"

namespace chuangyou {
namespace {

constexpr std::int64_t last_row_of_a_sheet = 1'048'576;  // ECMA-376 part 1, 18.3.1.73

// A whole number that stands in an attribute or a cell; `otherwise` where none does.
std::int64_t number_of(std::string_view text, std::int64_t otherwise) {
  std::int64_t number = otherwise;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size() ? number : otherwise;
}

// `2011-07-01T08:30:00` and its like, which only ISO's own files write.
std::string day_in_words(std::string text) {
  std::ranges::replace(text, 'T', ' ');
  while (text.ends_with('Z')) text.pop_back();
  return text;
}

// A merged cell of which some rows are still to come, with what its first cell holds.
struct Filling {
  Merged merged;
  std::string text;
  std::optional<XlsxReader::NumberCell> number = {};
};

}  // namespace

struct XlsxReader::State {
  State(WorkbookParts its_parts, const std::filesystem::path& file)
      : parts(std::move(its_parts)), shared(file) {}

  WorkbookParts parts;
  SharedStrings shared;
  Workbook workbook;
  std::vector<Sheet> sheets;
  std::vector<NumberStyle> styles;

  // Of the sheet that is read.
  std::optional<XmlStream> xml;
  std::size_t chosen = 0;
  std::optional<std::size_t> merged_of;  // the sheet that these are of
  std::vector<Merged> merged;
  std::size_t next_merged = 0;
  std::vector<Filling> fillings;
  std::vector<std::pair<std::size_t, std::size_t>> hidden_columns;

  // Of the row that is read.
  std::int64_t row = 0;
  std::vector<std::string> cells;
  std::vector<std::size_t> formulas, unsaved;
  std::vector<NumberCell> numbers;
  std::size_t row_bytes = 0;
  bool is_row_over = false, is_row_hidden = false;
  std::optional<Refused> fault;
  bool goes_where_none_is = false;  // backwards, or behind the last row that a sheet can have

  // Of the cell that is read.
  std::size_t column = 0;
  std::string type, text, style;
  bool is_text = false, is_phonetic = false, is_formula = false;

  void begin(std::string_view element, const XmlAttributes& attributes);
  void end(std::string_view element);
  void hear(std::string_view piece);
  void begin_row(const XmlAttributes& attributes);
  void begin_cell(const XmlAttributes& attributes);
  void begin_column(const XmlAttributes& attributes);
  void end_cell();
  std::string cell_in_words();
  void add_number(std::size_t number_of_style);
  void refuse_row(Refusal law) {
    if (!fault) fault = Refused{law, {}, std::to_string(row)};
  }
  void fill_merged();
  Result<void> choose(std::size_t sheet);
};

void XlsxReader::State::begin(std::string_view element, const XmlAttributes& attributes) {
  if (element == "row") return begin_row(attributes);
  if (element == "c") return begin_cell(attributes);
  if (element == "col") return begin_column(attributes);
  if (element == "rPh") is_phonetic = true;
  if (element == "f") is_formula = true;
  is_text = (element == "v" || element == "t") && !is_phonetic;
}

void XlsxReader::State::end(std::string_view element) {
  if (element == "v" || element == "t") is_text = false;
  if (element == "rPh") is_phonetic = false;
  if (element == "c") end_cell();
  if (element != "row") return;
  is_row_over = true;
  xml->pause();
}

void XlsxReader::State::hear(std::string_view piece) {
  if (!is_text) return;
  if (text.size() + piece.size() > cell_bytes_max) return refuse_row(Refusal::field_is_too_long);
  text += piece;
}

void XlsxReader::State::begin_row(const XmlAttributes& attributes) {
  const std::int64_t number = number_of(attributes["r"], row + 1);
  goes_where_none_is = goes_where_none_is || number <= row || number > last_row_of_a_sheet;
  row = goes_where_none_is ? row : number;
  is_row_hidden = attributes.says_yes("hidden");
  column = 0;
  cells.clear();
  formulas.clear();
  unsaved.clear();
  numbers.clear();
  row_bytes = 0;
  fault.reset();
}

// How wide columns are shown: a stretch that goes to the end of the sheet holds nothing there.
void XlsxReader::State::begin_column(const XmlAttributes& attributes) {
  const std::int64_t first = number_of(attributes["min"], 0),
                     last = number_of(attributes["max"], 0);
  const bool is_hidden = attributes.says_yes("hidden") || attributes["width"] == "0";
  if (!is_hidden || first < 1 || last < first || hidden_columns.size() == columns_max) return;
  hidden_columns.emplace_back(static_cast<std::size_t>(first - 1),
                              static_cast<std::size_t>(last - 1));
}

void XlsxReader::State::begin_cell(const XmlAttributes& attributes) {
  const std::size_t named = place_of_cell(attributes["r"]).column;
  column = named > 0 ? named : column + 1;
  type = attributes["t"];
  style = attributes["s"];
  text.clear();
  is_formula = false;
}

// What somebody sees in it.
std::string XlsxReader::State::cell_in_words() {
  if (type == "s") {
    const std::string* held = shared.at(static_cast<std::uint64_t>(number_of(text, -1)));
    if (!held) refuse_row(Refusal::workbook_is_malformed);
    return held ? *held : std::string();
  }
  if (type == "str" || type == "inlineStr") return text.contains("_x") ? unescaped(text) : text;
  if (type == "b") return text == "1" ? "TRUE" : "FALSE";
  if (type == "e") return text;
  if (type == "d") return day_in_words(text);
  const auto number = static_cast<std::size_t>(number_of(style, 0));
  add_number(number);
  const NumberForm form = number < styles.size() ? styles[number].form : NumberForm::number;
  return number_in_words(text, form, workbook.counts_from_1904);
}

void XlsxReader::State::add_number(std::size_t number_of_style) {
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(number))
    numbers.push_back({column - 1, number, number_of_style});
}

void XlsxReader::State::end_cell() {
  if (text.empty()) {
    if (is_formula && type != "str" && column <= columns_max) unsaved.push_back(column - 1);
    return;
  }
  if (column > columns_max) return refuse_row(Refusal::file_is_too_large);
  std::string words = cell_in_words();
  row_bytes += words.size();
  if (row_bytes > row_bytes_max) return refuse_row(Refusal::field_is_too_long);
  if (cells.size() < column) cells.resize(column);
  cells[column - 1] = std::move(words);
  if (is_formula) formulas.push_back(column - 1);
}

void XlsxReader::State::fill_merged() {
  std::erase_if(fillings, [&](const Filling& one) { return one.merged.last_row < row; });
  for (; next_merged < merged.size() && merged[next_merged].first_row <= row; ++next_merged) {
    const Merged& one = merged[next_merged];
    const bool holds_something =
        one.first_row == row && one.first_column <= cells.size() && one.last_row >= row;
    if (!holds_something || cells[one.first_column - 1].empty()) continue;
    // Merged cells never lie upon each other, so that a row meets fewer of them than it has cells.
    if (fillings.size() == columns_max) return refuse_row(Refusal::workbook_is_malformed);
    fillings.push_back({one, cells[one.first_column - 1]});
    const auto number = std::ranges::find(numbers, one.first_column - 1, &NumberCell::column);
    if (number != numbers.end()) fillings.back().number = *number;
  }
  for (const Filling& one : fillings) {
    const std::size_t last = std::min(one.merged.last_column, columns_max);
    if (one.merged.first_column > last) continue;
    row_bytes += one.text.size() * (last - one.merged.first_column + 1);
    if (row_bytes > row_bytes_max) return refuse_row(Refusal::field_is_too_long);
    if (cells.size() < last) cells.resize(last);
    for (std::size_t i = one.merged.first_column; i <= last; ++i) {
      cells[i - 1] = one.text;
      const bool is_first = one.merged.first_row == row && i == one.merged.first_column;
      if (one.number && !is_first)
        numbers.push_back({i - 1, one.number->number, one.number->style});
    }
  }
}

Result<void> XlsxReader::State::choose(std::size_t sheet) {
  const std::string& name = workbook.sheets.at(sheet).part;
  if (merged_of != sheet) {
    auto found = read_merged(parts, name);
    if (!found) return std::unexpected(found.error());
    merged = std::move(*found);
    merged_of = sheet;
  }
  auto part = parts.part(name);
  if (!part) return std::unexpected(part.error());
  chosen = sheet;
  next_merged = 0;
  fillings.clear();
  hidden_columns.clear();
  is_row_hidden = false;
  row = 0;
  goes_where_none_is = false;
  xml.emplace(std::move(*part),
              XmlStream::Hears{.begin = [this](std::string_view element,
                                               const XmlAttributes& its) { begin(element, its); },
                               .end = [this](std::string_view element) { end(element); },
                               .text = [this](std::string_view piece) { hear(piece); }});
  return {};
}

XlsxReader::XlsxReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxReader::XlsxReader(XlsxReader&&) noexcept = default;
XlsxReader& XlsxReader::operator=(XlsxReader&&) noexcept = default;
XlsxReader::~XlsxReader() = default;

Result<XlsxReader> XlsxReader::open(const std::filesystem::path& file) {
  auto parts = WorkbookParts::open(file);
  if (!parts) return std::unexpected(parts.error());
  auto state = std::make_unique<State>(std::move(*parts), file);
  auto workbook = read_workbook(state->parts);
  if (!workbook) return std::unexpected(workbook.error());
  state->workbook = std::move(*workbook);
  for (const Workbook::Sheet& sheet : state->workbook.sheets)
    state->sheets.push_back({sheet.name, sheet.is_hidden});
  if (!state->workbook.styles.empty()) {
    auto styles = read_styles(state->parts, state->workbook.styles);
    if (!styles) return std::unexpected(styles.error());
    state->styles = std::move(*styles);
  }
  if (!state->workbook.shared_strings.empty()) {
    auto part = state->parts.part(state->workbook.shared_strings);
    if (!part) return std::unexpected(part.error());
    if (auto read = state->shared.read(std::move(*part)); !read)
      return std::unexpected(read.error());
  }
  const auto shown = std::ranges::find(state->sheets, false, &Sheet::is_hidden);
  const auto first = shown == state->sheets.end() ? state->sheets.begin() : shown;
  const auto chosen = state->choose(static_cast<std::size_t>(first - state->sheets.begin()));
  if (!chosen) return std::unexpected(chosen.error());
  return XlsxReader(std::move(state));
}

const std::vector<XlsxReader::Sheet>& XlsxReader::sheets() const { return state_->sheets; }
Result<void> XlsxReader::choose(std::size_t sheet) { return state_->choose(sheet); }
Result<void> XlsxReader::begin_again() { return state_->choose(state_->chosen); }
std::int64_t XlsxReader::row() const { return state_->row; }
bool XlsxReader::counts_from_1904() const { return state_->workbook.counts_from_1904; }
std::int64_t XlsxReader::bytes_read() const {
  return static_cast<std::int64_t>(state_->xml->bytes_read());
}
std::int64_t XlsxReader::bytes_in_all() const {
  return static_cast<std::int64_t>(state_->xml->bytes_said());
}
bool XlsxReader::is_row_hidden() const { return state_->is_row_hidden; }
const std::vector<std::pair<std::size_t, std::size_t>>& XlsxReader::hidden_columns() const {
  return state_->hidden_columns;
}
const std::vector<std::size_t>& XlsxReader::formulas() const { return state_->formulas; }
const std::vector<std::size_t>& XlsxReader::unsaved() const { return state_->unsaved; }
const std::vector<XlsxReader::NumberCell>& XlsxReader::numbers() const { return state_->numbers; }

XlsxReader::Written XlsxReader::written(const NumberCell& cell) const {
  constexpr double digits_kept = 1e15;
  const NumberStyle plain;
  const NumberStyle& style =
      cell.style < state_->styles.size() ? state_->styles[cell.style] : plain;
  const bool from_1904 = state_->workbook.counts_from_1904;
  Written written{shown_number(cell.number, style.code, from_1904)};
  written.lost_its_digits =
      style.form == NumberForm::number && std::abs(cell.number) >= digits_kept;
  if (style.form != NumberForm::day || cell.number == std::floor(cell.number)) return written;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.15g", cell.number);
  written.with_its_time = number_in_words(text.data(), NumberForm::day_and_time, from_1904);
  return written;
}

Result<bool> XlsxReader::next(std::vector<std::string>& cells) {
  State& at = *state_;
  at.is_row_over = false;
  while (!at.is_row_over) {
    const auto paused = at.xml->go_on();
    if (!paused) return std::unexpected(paused.error());
    if (!*paused) return false;
  }
  if (at.goes_where_none_is)
    return refuse(Refusal::workbook_is_malformed, {}, std::to_string(at.row));
  at.fill_merged();
  if (at.fault) return std::unexpected(*at.fault);
  while (!at.cells.empty() && at.cells.back().empty()) at.cells.pop_back();
  std::swap(cells, at.cells);
  return true;
}

}  // namespace chuangyou
