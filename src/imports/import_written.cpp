// How the cells of a file are written: numbers as a sheet shows them, `同上`, days without a time.
#include <algorithm>
#include <array>
#include <cstdio>

#include "core/text.h"
#include "imports/import_run.h"

namespace chuangyou {
namespace {

// A number says itself; anything else says what somebody sees in the cell.
bool is_read_as_shown(Kind kind) {
  return kind != Kind::integer && kind != Kind::number && kind != Kind::date &&
         kind != Kind::moment && kind != Kind::yes_no;
}

// `1.10101199001011E+17`: what is left of it.
std::string in_powers(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.14E", number);
  return text.data();
}

}  // namespace

// A column that several fields are read from is read as it is where one of them is no text.
void ImportRun::bind_cells() {
  taken_.assign(header_.size(), Taken::as_it_is);
  says_ditto_.assign(header_.size(), false);
  std::vector<bool> is_read(header_.size(), false);
  const auto read = [&](std::optional<std::size_t> cell) {
    if (!cell) return;
    taken_[*cell] = Taken::as_shown;
    is_read[*cell] = true;
  };
  for (const std::size_t cell : columns_.source()) read(cell);
  for (const std::optional<std::size_t> cell : {columns_.id(), columns_.unit(), columns_.join()})
    read(cell);
  for (const ImportColumns::ActCells& cells : columns_.acts())
    for (const std::optional<std::size_t> cell : {cells.cell, cells.filled, cells.blank})
      read(cell);
  for (const BoundColumn& bound : columns_.fields()) {
    read(bound.cell_of_names);
    read(bound.cell);
  }
  for (const BoundColumn& bound : columns_.fields()) {
    const Kind kind = bound.field->kind;
    if (!is_read_as_shown(kind))
      taken_[bound.cell] = kind == Kind::moment ? Taken::with_its_time : Taken::as_it_is;
    const auto means_another = [](const auto& choice) { return is_ditto(choice.first); };
    if (std::ranges::any_of(bound.column->choices, means_another)) says_ditto_[bound.cell] = true;
  }
  columns_unread_.clear();
  for (std::size_t i = 0; i < is_read.size(); ++i)
    if (!is_read[i]) columns_unread_.push_back(i);
  table_file_->pass_over(columns_unread_);
}

void ImportRun::take_as_written(Cells& cells, std::int64_t row) {
  for (const XlsxReader::NumberCell& number : table_file_->numbers())
    take_number(number, cells, row);
  if (!mapping_.is_own_export) fill_from_above(cells, row);
}

// A spreadsheet keeps 000123 as 123 and 9 o'clock of a day under a format that shows the day: what
// somebody sees is an id or a text, what it keeps is a time.
void ImportRun::take_number(const XlsxReader::NumberCell& number, Cells& cells, std::int64_t row) {
  if (number.column >= cells.size() || number.column >= taken_.size()) return;
  const Taken taken = taken_[number.column];
  if (taken == Taken::as_it_is) return;
  XlsxReader::Written written = table_file_->written(number);
  std::string& cell = cells[number.column];
  if (taken == Taken::with_its_time) {
    if (!written.with_its_time.empty()) cell = std::move(written.with_its_time);
    return;
  }
  const std::string& column = header_[number.column];
  if (written.lost_its_digits) {
    // As a key it is found where keys are read, and is like no other.
    cell = in_powers(number.number);
    const auto& keys = columns_.source();
    if (std::ranges::find(keys, number.column) == keys.end())
      find(row, column, {Refusal::number_lost_its_digits, column, cell});
    return;
  }
  if (!written.shown) return remark(row, column, ImportRemark::format_is_not_drawn, cell);
  cell = *std::move(written.shown);
}

// In a row that is passed over nothing stands that the next one could mean.
void ImportRun::fill_from_above(Cells& cells, std::int64_t row) {
  for (std::size_t i = 0; i < cells.size() && i < says_ditto_.size(); ++i) {
    if (says_ditto_[i] || !is_ditto(cells[i]) || is_null_word(mapping_, cells[i])) continue;
    const std::string& column = header_[i];
    const bool is_there = i < above_.size() && !is_blank(above_[i]) && !is_ditto(above_[i]);
    if (!is_there) {
      find(row, column, {Refusal::field_is_missing, column, cells[i]});
      continue;
    }
    remark(row, column, ImportRemark::ditto_is_filled, above_[i]);
    cells[i] = above_[i];
  }
  if (mapping_.join) above_ = cells;  // before what stands beside it joins them
}

// By the title of its column, where a cell is to blame.
void ImportRun::find_unread(std::int64_t row, const Refused& refused) {
  for (std::size_t i = 0; !refused.field.empty() && i < header_.size(); ++i)
    if (letters_of_column(i) == refused.field)
      return find(row, header_[i], {refused.law, header_[i], {}});
  find(row, {}, {refused.law, {}, {}});
}

void ImportRun::show_joined(const TableReader& second, Cells& cells, std::int64_t row) {
  for (const XlsxReader::NumberCell& number : second.numbers()) {
    if (number.column >= joined_titles_.size()) continue;
    const std::string& title = joined_titles_[number.column];
    const auto column = std::ranges::find(mapping_.columns, title, &ImportMapping::Column::column);
    const FieldSpec* field =
        column == mapping_.columns.end() ? nullptr : ledger_.field_or_column(column->field);
    if (number.column != join_cell_ && !(field && is_read_as_shown(field->kind))) continue;
    if (second.written(number).lost_its_digits)
      find(row, title, {Refusal::number_lost_its_digits, title, cells[number.column]});
    cells[number.column] = second.as_shown(cells, number.column);
  }
}

std::vector<std::string_view> ImportRun::earlier_than(std::string_view field) const {
  std::vector<std::string_view> earlier;
  if (field == ledger_.closed_at) earlier.push_back(ledger_.opened_at);
  for (const InOrder& pair : ledger_.in_order)
    if (pair.later == field) earlier.push_back(pair.earlier);
  return earlier;
}

// What is told by its day alone comes behind everything of that day that it must come behind: at
// that moment, for the hour of its own nobody knows.
void ImportRun::compare_by_day(const std::optional<Record>& record, RowSaid& said) {
  const auto moment_of = [&](std::string_view name) -> const Moment* {
    const FieldSpec* field = ledger_.field(name);
    if (!field) return nullptr;
    const auto change =
        std::ranges::find(said.fields, ledger_.index_of(*field), &FieldChange::field);
    if (change != said.fields.end() && !is_empty(change->value))
      return std::get_if<Moment>(&change->value);
    return record ? std::get_if<Moment>(&record->value(name)) : nullptr;
  };
  for (const std::size_t index : said.days_alone) {
    const auto change = std::ranges::find(said.fields, index, &FieldChange::field);
    Moment* at = change == said.fields.end() ? nullptr : std::get_if<Moment>(&change->value);
    if (!at) continue;
    const std::string_view name = ledger_.fields[index].name;
    const Zone& zone = mapping_.zone ? *mapping_.zone : body_.zone;
    const Date day = zone.date_at(*at);
    bool is_told = ends_with_its_day(ledger_, name);
    for (const std::string_view other : earlier_than(name))
      if (const Moment* earlier = moment_of(other);
          earlier && *earlier > *at && zone.date_at(*earlier) == day) {
        *at = *earlier;
        is_told = true;
      }
    const std::string column = columns_.column_of(name);
    if (is_told && told_by_day_.insert(column).second)
      remark(0, column, ImportRemark::date_has_no_time);
  }
}

}  // namespace chuangyou
