#include "record/rows.h"

#include <algorithm>
#include <set>

namespace chuangyou {
namespace {

bool says_something(const Row& row) {
  return std::ranges::any_of(row.cells, [](const Value& cell) { return !is_empty(cell); });
}

Refused at_cell(Refused refused, const FieldSpec& field, std::size_t place,
                std::string_view column) {
  refused.field = place_of_cell(field, place, column);
  return refused;
}

// A cell that nobody may write, or of which nothing is said, stays as it was.
Row as_it_shall_stand(const FieldSpec& field, const Row& asked, const Row* before) {
  Row row = asked;
  row.cells.resize(field.column_count);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const bool stays =
        ((asked.unnamed >> i) & 1U) != 0 || field.columns()[i].visibility == Visibility::sealed;
    if (stays) row.cells[i] = before && i < before->cells.size() ? before->cells[i] : Value{};
  }
  row.unnamed = 0;
  return row;
}

// In which order the rows stand after a change that says nothing of it.
std::vector<std::int64_t> numbers_in(const Rows& held, const Rows& changed) {
  Value after = held;
  change_rows(after, changed);
  std::vector<std::int64_t> numbers;
  for (const Row& row : std::get<Rows>(after).all) numbers.push_back(row.id);
  return numbers;
}

// Those of which nothing is said stand at the end.
void put_in_order(Rows& rows, const std::vector<std::int64_t>& numbers) {
  const auto place = [&](const Row& row) {
    return std::ranges::find(numbers, row.id) - numbers.begin();
  };
  std::ranges::stable_sort(rows.all, {}, place);
}

std::optional<Refused> fault_of(const FieldSpec& field, const Row& row, const Row* before,
                                std::size_t place, const FaultOfCell& fault) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const FieldSpec& column = field.columns()[i];
    const Value& cell = row.cells[i];
    if (before && i < before->cells.size() && before->cells[i] == cell) continue;
    if (column.is_retired && !is_empty(cell))
      return at_cell({Refusal::field_is_unknown, {}, {}}, field, place, column.name);
    if (column.required && is_empty(cell))
      return at_cell({Refusal::field_is_missing, {}, {}}, field, place, column.name);
    if (std::optional<Refused> found = fault ? fault(column, cell) : std::nullopt)
      return at_cell(std::move(*found), field, place, column.name);
  }
  return std::nullopt;
}

}  // namespace

std::string place_of_cell(const FieldSpec& field, std::size_t place, std::string_view column) {
  return std::string(field.name) + "." + std::to_string(place + 1) + "." + std::string(column);
}

const Row* row_in(const Rows& rows, std::int64_t id) {
  const auto found = std::ranges::find(rows.all, id, &Row::id);
  return found != rows.all.end() ? &*found : nullptr;
}

std::vector<std::int64_t> order_in(const Rows& change) {
  std::vector<std::int64_t> numbers;
  const Row* order = row_in(change, row_of_order);
  if (!order) return numbers;
  for (const Value& cell : order->cells)
    if (const auto* number = std::get_if<std::int64_t>(&cell)) numbers.push_back(*number);
  return numbers;
}

Result<Rows> rows_that_change(const FieldSpec& field, const Value& before, const Value& asked,
                              std::int64_t last_row, const FaultOfCell& fault, RowNumbers numbers) {
  static const Rows none;
  const Rows* held = std::get_if<Rows>(&before);
  const Rows* wanted = std::get_if<Rows>(&asked);
  if (!held) held = &none;
  if (!wanted) wanted = &none;
  Rows changed;
  std::vector<std::int64_t> order;
  std::set<std::int64_t> kept;
  for (std::size_t place = 0; place < wanted->all.size(); ++place) {
    const Row& one = wanted->all[place];
    const Row* stands = one.id == 0 ? nullptr : row_in(*held, one.id);
    const bool is_known = stands || numbers == RowNumbers::are_brought;
    if (one.id != 0 && (!is_known || kept.contains(one.id)))
      return refuse(Refusal::row_is_unknown, std::string(field.name), std::to_string(one.id));
    Row row = as_it_shall_stand(field, one, stands);
    if (!says_something(row)) continue;  // a row that says nothing is none
    if (std::optional<Refused> found = fault_of(field, row, stands, place, fault))
      return std::unexpected(std::move(*found));
    if (row.id == 0) row.id = ++last_row;
    last_row = std::max(last_row, row.id);
    kept.insert(row.id);
    order.push_back(row.id);
    if (!stands || *stands != row) changed.all.push_back(std::move(row));
  }
  if (kept.size() > rows_max)
    return refuse(Refusal::rows_are_too_many, std::string(field.name), std::to_string(rows_max));
  for (const Row& row : held->all)
    if (!kept.contains(row.id)) changed.all.push_back({row.id, {}, 0});
  // The highest number that was given where they come from is not given again here.
  if (numbers == RowNumbers::are_brought && wanted->last_id > last_row)
    changed.all.push_back({wanted->last_id, {}, 0});
  std::ranges::sort(changed.all, {}, &Row::id);
  if (Row said; numbers_in(*held, changed) != order) {
    said.id = row_of_order;
    said.cells.assign(order.begin(), order.end());
    changed.all.push_back(std::move(said));
  }
  return changed;
}

std::vector<RowDifference> differences(const Value& before, const Value& after) {
  static const Rows none;
  const Rows* old_rows = std::get_if<Rows>(&before);
  const Rows* new_rows = std::get_if<Rows>(&after);
  if (!old_rows) old_rows = &none;
  if (!new_rows) new_rows = &none;
  std::vector<RowDifference> found;
  for (const Row& row : old_rows->all)
    if (const Row* stands = row_in(*new_rows, row.id); !stands || *stands != row)
      found.push_back({row.id, &row, stands});
  for (const Row& row : new_rows->all)
    if (!row_in(*old_rows, row.id)) found.push_back({row.id, nullptr, &row});
  std::ranges::sort(found, {}, &RowDifference::id);
  return found;
}

void empty_columns(const FieldSpec& field, Value& value,
                   const std::function<bool(const FieldSpec& column)>& which) {
  Rows* rows = std::get_if<Rows>(&value);
  if (!rows) return;
  for (Row& row : rows->all)
    for (std::size_t i = 0; row.id != row_of_order && i < row.cells.size(); ++i)
      if (which(field.columns()[i])) row.cells[i] = {};
}

void change_rows(Value& held, const Value& change) {
  const Rows* changed = std::get_if<Rows>(&change);
  if (!changed) return;
  if (!std::holds_alternative<Rows>(held)) held.emplace<Rows>();
  Rows& rows = std::get<Rows>(held);
  for (const Row& row : changed->all) {
    if (row.id == row_of_order) continue;
    const auto place = std::ranges::find(rows.all, row.id, &Row::id);
    rows.last_id = std::max(rows.last_id, row.id);
    if (place == rows.all.end()) {
      if (!row.cells.empty()) rows.all.push_back(row);
    } else if (row.cells.empty()) {
      rows.all.erase(place);
    } else {
      *place = row;
    }
  }
  if (const std::vector<std::int64_t> order = order_in(*changed); !order.empty())
    put_in_order(rows, order);
}

}  // namespace chuangyou
