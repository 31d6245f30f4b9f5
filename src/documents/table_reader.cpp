#include "documents/table_reader.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/text.h"
#include "documents/held_rows.h"
#include "documents/table_limits.h"

namespace chuangyou {
namespace {

constexpr std::size_t rows_searched_max = 40;

bool is_zip(const std::filesystem::path& file) {
  std::array<char, 4> first{};
  std::ifstream input(file, std::ios::binary);
  input.read(first.data(), first.size());
  return input.gcount() == std::ssize(first) &&
         std::string_view(first.data(), first.size()) == "PK\x03\x04";
}

// Of signs that are drawn and not read: `-----`, `=====`, `———`.
bool is_ruler(std::string_view cell) {
  if (character_count(cell) < 3) return false;
  while (!cell.empty()) {
    const std::string_view first = beginning_of(cell, 1);
    constexpr std::string_view signs[] = {"-", "=", "_", "*", "—", "─", "━", "－", "＝", "＿"};
    if (std::ranges::find(signs, first) == std::end(signs)) return false;
    cell.remove_prefix(first.size());
  }
  return true;
}

bool holds_nothing(const TableReader::Cells& cells) {
  return std::ranges::all_of(cells, [](const std::string& cell) {
    const std::string_view text = trimmed(cell);
    return text.empty() || is_ruler(text);
  });
}

Result<void> choose_sheet(XlsxReader& workbook, const std::string& wanted) {
  if (wanted.empty()) return {};
  std::string known;
  for (std::size_t i = 0; i < workbook.sheets().size(); ++i) {
    const std::string& name = workbook.sheets()[i].name;
    if (name == wanted) return workbook.choose(i);
    known += (known.empty() ? "" : ", ") + name;
  }
  return refuse(Refusal::sheet_is_unknown, wanted, known);
}

bool ends_it(Refusal law) {
  return law == Refusal::workbook_is_malformed || law == Refusal::workbook_is_too_large ||
         law == Refusal::file_cannot_be_read;
}

}  // namespace

Result<TableReader> TableReader::open(std::istream& input, const std::filesystem::path& file,
                                      const TableLayout& layout) {
  if (!file.empty() && is_zip(file)) {
    auto workbook = XlsxReader::open(file);
    if (!workbook) return std::unexpected(workbook.error());
    if (auto chosen = choose_sheet(*workbook, layout.sheet); !chosen)
      return std::unexpected(chosen.error());
    return TableReader(std::move(*workbook), layout);
  }
  CsvReader csv(input, layout.charset, layout.separator);
  if (const auto begun = csv.begin(); !begun) return std::unexpected(begun.error());
  return TableReader(std::move(csv), layout);
}

bool TableReader::File::read(TableRow& row) {
  row.fault.reset();
  if (is_over) return false;
  auto* its_workbook = std::get_if<XlsxReader>(&reader);
  while (true) {
    const auto next =
        std::visit([&](auto& its) -> Result<bool> { return its.next(row.cells); }, reader);
    row.number = std::visit([](const auto& its) { return its.row(); }, reader);
    if (its_workbook) {
      row.formulas = its_workbook->formulas();
      row.unsaved = its_workbook->unsaved();
      row.numbers = its_workbook->numbers();
      row.is_hidden = its_workbook->is_row_hidden();
    }
    row.bytes_read = std::visit([](const auto& its) { return its.bytes_read(); }, reader);
    is_over = next ? !*next : ends_it(next.error().law);
    if (!next) row.fault = next.error();
    if (next && !*next) return false;
    if (!next || !holds_nothing(row.cells) || !row.unsaved.empty()) return true;
  }
}

void TableReader::read_ahead() {
  if (!file_->ahead)
    file_->ahead.emplace([file = file_.get()](TableRow& row) { return file->read(row); });
}

bool TableReader::hold() {
  TableRow row;
  if (!file_->read(row)) return false;
  held_bytes_ += size_bytes(row.cells);
  held_.push_back(std::move(row));
  return true;
}

// What stands over several columns stands in the first of them alone, or, of a merged cell, in all.
TableReader::Cells TableReader::titles_at(std::size_t at) const {
  Cells titles = held_[at].cells;
  for (std::string& title : titles) title = trimmed(title);
  if (layout_.head_rows < 2 || at + 1 >= held_.size()) return titles;
  const Cells& below = held_[at + 1].cells;
  titles.resize(std::max(titles.size(), below.size()));
  std::string upper;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::string lower(i < below.size() ? trimmed(below[i]) : std::string_view());
    if (!titles[i].empty()) upper = titles[i];
    if (lower.empty() || lower == titles[i]) continue;
    titles[i] = upper.empty() ? lower : upper + "/" + lower;
  }
  return titles;
}

Result<std::size_t> TableReader::find_header(const Known& known, std::size_t wanted) {
  const std::size_t heads = std::max<std::size_t>(layout_.head_rows, 1);
  const auto has_heads_at = [&](std::size_t at) {
    while (held_.size() < at + heads && hold()) {}
    return at < held_.size();
  };
  if (layout_.header_row > 0) {
    for (; has_heads_at(0); held_.pop_front())
      if (held_.front().number == layout_.header_row) return 0;
    return refuse(Refusal::row_is_unknown, {}, std::to_string(layout_.header_row));
  }
  std::size_t best = 0, best_known = 0;
  const auto may_be_further_down = [&](std::size_t at) {
    return at < rows_searched_max && (at == 0 || held_bytes_ < row_bytes_max);
  };
  for (std::size_t at = 0; may_be_further_down(at) && has_heads_at(at); ++at) {
    if (!known) return 0;
    const std::size_t count = held_[at].fault ? 0 : known(titles_at(at));
    if (count > best_known) best = at;
    best_known = std::max(best_known, count);
    if (count >= wanted) break;
  }
  if (held_.empty()) return refuse(Refusal::file_is_empty);
  return best;
}

Result<TableReader::Cells> TableReader::header(const Known& known, std::size_t wanted) {
  const auto at = find_header(known, wanted);
  if (!at) return std::unexpected(at.error());
  if (held_[*at].fault) return std::unexpected(*held_[*at].fault);
  Cells titles = titles_at(*at);
  header_row_ = held_[*at].number;
  const std::size_t heads =
      std::min(held_.size() - *at, std::max<std::size_t>(layout_.head_rows, 1));
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(*at + heads));
  if (titles.size() > columns_max)
    return refuse(Refusal::file_is_too_large, {},
                  std::to_string(titles.size()) + " > " + std::to_string(columns_max));
  columns_with_nameless_ = titles.size();
  while (titles.size() > 1 && titles.back().empty()) titles.pop_back();
  columns_ = titles.size();
  return titles;
}

Result<bool> TableReader::next(Cells& cells) {
  bool is_there = true;
  std::swap(row_.cells, cells);  // what is not needed any more is written over
  if (!held_.empty()) {
    row_ = std::move(held_.front());
    held_.pop_front();
  } else {
    is_there = file_->ahead ? file_->ahead->next(row_) : file_->read(row_);
  }
  std::swap(row_.cells, cells);
  if (row_.fault) return std::unexpected(*row_.fault);
  return is_there ? fitted(cells) : Result<bool>(false);
}

Result<void> TableReader::begin_again() {
  file_->ahead.reset();
  file_->is_over = false;
  held_.clear();
  held_bytes_ = 0;
  row_ = {};
  passed_over_.clear();
  return std::get<XlsxReader>(file_->reader).begin_again();
}

// A sheet has no end of its own at the right: what it leaves out is blank.
Result<bool> TableReader::fitted(Cells& cells) const {
  for (const std::size_t column : row_.unsaved)
    if (column < columns_ && std::ranges::find(passed_over_, column) == passed_over_.end())
      return refuse(Refusal::field_has_wrong_kind, letters_of_column(column),
                    std::to_string(row_.number));
  const std::size_t may_be_blank = is_workbook() ? cells.size() : columns_with_nameless_;
  while (cells.size() > columns_ && cells.size() <= may_be_blank && trimmed(cells.back()).empty())
    cells.pop_back();
  if (is_workbook() && cells.size() < columns_) cells.resize(columns_);
  if (cells.size() == columns_) return true;
  const bool is_short = cells.size() < columns_;
  return refuse(is_short ? Refusal::row_is_cut_short : Refusal::row_has_too_many_cells, {},
                std::to_string(row_.number));
}

XlsxReader::Written TableReader::written(const XlsxReader::NumberCell& cell) const {
  return is_workbook() ? workbook()->written(cell) : XlsxReader::Written{};
}

std::string TableReader::as_shown(const Cells& cells, std::size_t column) const {
  const auto found = std::ranges::find(row_.numbers, column, &XlsxReader::NumberCell::column);
  if (found == row_.numbers.end()) return cells[column];
  return written(*found).shown.value_or(cells[column]);
}

bool TableReader::counts_from_1904() const {
  return is_workbook() && workbook()->counts_from_1904();
}
std::int64_t TableReader::bytes_in_all() const {
  return is_workbook() ? workbook()->bytes_in_all() : 0;
}
bool TableReader::is_column_hidden(std::size_t column) const {
  return is_workbook() &&
         std::ranges::any_of(workbook()->hidden_columns(), [&](const auto& stretch) {
           return stretch.first <= column && column <= stretch.second;
         });
}
bool TableReader::was_gb18030() const { return csv() && csv()->was_gb18030(); }
char TableReader::separator() const { return csv() ? csv()->separator() : '\0'; }
std::vector<XlsxReader::Sheet> TableReader::sheets() const {
  return is_workbook() ? workbook()->sheets() : std::vector<XlsxReader::Sheet>();
}

bool is_total_row(const TableReader::Cells& cells) {
  const auto first =
      std::ranges::find_if(cells, [](const std::string& cell) { return !is_blank(cell); });
  if (first == cells.end()) return false;
  std::string word;
  for (const char c : compatibility_folded(*first))
    if (c != ' ' && c != ':') word += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  constexpr std::string_view totals[] = {"合计",  "总计",     "小计",      "共计",
                                         "total", "subtotal", "grandtotal"};
  // `合计：13个单位` too: what follows the word is a figure.
  return std::ranges::any_of(totals, [&](std::string_view total) {
    if (!word.starts_with(total)) return false;
    return word.size() == total.size() || (word[total.size()] >= '0' && word[total.size()] <= '9');
  });
}

std::string letters_of_column(std::size_t column) {
  constexpr std::size_t letters = 26;
  std::string name(1, static_cast<char>('A' + column % letters));
  for (std::size_t rest = column / letters; rest > 0; rest = (rest - 1) / letters)
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % letters));
  return name;
}

}  // namespace chuangyou
