// What one row says: its key, its unit, its fields.
#include <algorithm>

#include "core/text.h"
#include "imports/import_run.h"

namespace chuangyou {
namespace {

// What stands there already is not said twice.
template <class Item>
void add_to_list(std::vector<Item>& list, const std::vector<Item>& more) {
  for (const Item& item : more)
    if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

// Several columns may name the same text field, or the same list: it joins them in the mapping's
// order.
void join(std::vector<FieldChange>& fields, std::size_t field, const std::string& separator,
          Value value) {
  const auto held = std::ranges::find(fields, field, &FieldChange::field);
  if (held == fields.end()) {
    fields.push_back({field, std::move(value)});
    return;
  }
  if (auto* units = std::get_if<std::vector<Uuid>>(&held->value))
    return add_to_list(*units, std::get<std::vector<Uuid>>(value));
  if (auto* choices = std::get_if<std::vector<std::string>>(&held->value))
    return add_to_list(*choices, std::get<std::vector<std::string>>(value));
  std::string& text = std::get<std::string>(held->value);
  text += (separator.empty() ? " " : separator) + std::get<std::string>(value);
}

}  // namespace

// Once a column, and counted.
void ImportRun::tell_formulas(std::int64_t row) {
  for (const std::size_t cell : table_file_->formulas())
    if (cell < header_.size())
      remark(row, columns_.title(cell), ImportRemark::formula_is_not_worked_out);
}

// A column without a name is none, unless something stands in it.
void ImportRun::check_nameless(const Cells& cells, std::int64_t row) {
  for (const std::size_t cell : columns_.nameless())
    if (cell < cells.size() && !is_blank(cells[cell])) {
      const std::string letters = letters_of_column(cell);
      find(row, letters, {Refusal::column_is_unknown, letters, cells[cell]});
    }
}

const Act* ImportRun::act_of(const Cells& cells, std::int64_t row) {
  const auto is_blank_at = [&](std::size_t cell) {
    return is_blank(cells[cell]) || is_null_word(mapping_, cells[cell]);
  };
  for (std::size_t i = 0; i < mapping_.acts.size(); ++i) {
    const ImportColumns::ActCells& asked = columns_.acts()[i];
    const bool is_called =
        !asked.cell ||
        std::ranges::find(asked.called, trimmed(cells[*asked.cell])) != asked.called.end();
    const bool fits = is_called && !(asked.filled && is_blank_at(*asked.filled)) &&
                      !(asked.blank && !is_blank_at(*asked.blank));
    if (fits) return ledger_.act(mapping_.acts[i].act);
  }
  if (mapping_.is_own_export) return nullptr;
  const std::string& column = mapping_.acts.front().column;
  std::string known;
  for (const auto& choice : mapping_.acts) known += (known.empty() ? "" : ", ") + choice.equals;
  find(row, column, {Refusal::choice_is_unknown, column, known});
  return nullptr;
}

std::optional<UnitId> ImportRun::found_unit(const std::string& name, std::int64_t row) {
  if (const auto planned = planned_.find(name); planned != planned_.end()) return planned->second;
  Unit unit;
  unit.id = UnitId(make_uuid_v7(now_, random_));
  unit.no = body_.tree.size() + static_cast<UnitNo>(planned_units_.size());
  unit.name = name;
  unit.administrative_parent = body_.tree.unit(0).id;
  const Date today = body_.zone.date_at(now_);
  if (Result<void> decided = decide(FoundUnit{unit}, actor_, body_.tree, body_.people, today);
      !decided) {
    find(row, mapping_.unit_column, decided.error());
    return std::nullopt;
  }
  planned_.emplace(name, unit.id);
  const std::lock_guard lock(planned_lock_);
  planned_paths_.emplace(unit.id, body_.tree.path_of(0) + path_segment(unit.no));
  planned_units_.push_back(unit);
  ++report_.units_founded;
  return unit.id;
}

std::optional<UnitId> ImportRun::unit_of(const Cells& cells, std::int64_t row) {
  const std::string& column = mapping_.unit_column;
  const std::string_view cell = unit_said(cells, row);
  const ImportMapping::Column first{
      column, {}, {}, mapping_.unit_separator, {}, {}, mapping_.unit_separator.empty() ? 0 : 1};
  std::string name(trimmed(part_named(first, cell)));
  if (is_blank(name) || is_null_word(mapping_, name)) {
    find(row, column, {Refusal::unit_is_missing, column, {}});
    return std::nullopt;
  }
  if (holds_control_characters(cell)) {
    find(row, column, {Refusal::field_has_wrong_kind, column, {}});
    return std::nullopt;
  }
  if (const auto other = mapping_.unit_words.find(name); other != mapping_.unit_words.end())
    name = other->second;
  const Result<const Unit*> unit = read_unit(body_.tree, name, look_alikes_);
  if (unit || mapping_.unknown_units_are_founded) tell_units_left_out(cell, row);
  if (unit) return (*unit)->id;
  if (unit.error().law == Refusal::unit_is_unknown && mapping_.unknown_units_are_founded)
    return found_unit(name, row);
  if (mapping_.unit_separator.empty())
    find_unit_unknown(column, cell, unit.error(), row);
  else
    find(row, column, unit.error());
  return std::nullopt;
}

// Unless the same column is read once more, as that of the co-units.
void ImportRun::tell_units_left_out(std::string_view cell, std::int64_t row) {
  if (mapping_.unit_separator.empty()) return;
  const bool is_used_again = std::ranges::any_of(
      mapping_.columns, [&](const auto& other) { return other.column == mapping_.unit_column; });
  const std::vector<std::string_view> parts = parts_of_list(cell, mapping_.unit_separator);
  if (is_used_again || parts.size() < 2) return;
  std::string left;
  for (std::size_t i = 1; i < parts.size(); ++i)
    left.append(left.empty() ? "" : "、").append(parts[i]);
  remark(row, mapping_.unit_column, ImportRemark::more_units_are_left_out, left);
}

// Where there are signs in the cell that offices put between, it may be several.
void ImportRun::find_unit_unknown(std::string column, std::string_view cell, const Refused& refused,
                                  std::int64_t row) {
  const bool may_be_several =
      refused.law == Refusal::unit_is_unknown && parts_of_list(cell, "any").size() > 1;
  if (!may_be_several) return find(row, std::move(column), refused);
  find_as(ImportRemark::several_units_may_be_meant, row, std::move(column),
          {refused.law, refused.field, std::string(trimmed(cell))});
}

std::string ImportRun::part_of_source(const Cells& cells, std::size_t cell, std::int64_t row) {
  const std::string_view id = trimmed(cells[cell]);
  const std::string& column = columns_.title(cell);
  if (holds_control_characters(cells[cell]))
    find(row, column, {Refusal::field_has_wrong_kind, column, {}});
  switch (writing_of_id(id)) {
    case IdWriting::plain:
      return narrow_id(id);
    case IdWriting::as_number:
      remark(row, column, ImportRemark::number_is_taken_as_id, std::string(id));
      return plain_id(id);
    case IdWriting::digits_lost:
      find(row, column, {Refusal::number_lost_its_digits, column, std::string(id)});
      return std::string(id);
  }
  return {};
}

std::string ImportRun::source_of(const Cells& cells, std::int64_t row) {
  if (mapping_.source_is_row) return mapping_.source_prefix + mark_of_rows_ + std::to_string(row);
  if (columns_.source().empty()) return {};
  std::string source;
  bool is_empty = true;
  for (const std::size_t cell : columns_.source()) {
    const std::string part = part_of_source(cells, cell, row);
    is_empty = is_empty && (is_blank(part) || is_null_word(mapping_, part));
    source += (cell == columns_.source().front() ? "" : "/") + part;
  }
  source.insert(0, mapping_.source_prefix);
  const std::string& column = mapping_.source_column;
  if (is_empty) {
    find(row, column, {Refusal::field_is_missing, column, {}});
  } else if (const auto first = sources_.see(source, row)) {
    find(row, column,
         {Refusal::id_is_there_twice, column, source + " (" + std::to_string(*first) + ")"});
  }
  return source;
}

// What the cell says, or what the mapping says in its place; of an export without the apostrophe
// that keeps a spreadsheet from reckoning.
std::string_view ImportRun::cell_text(const Cells& cells, const BoundColumn& bound,
                                      std::string& room) const {
  std::string_view text = part_named(*bound.column, cells[bound.cell]);
  if (mapping_.is_own_export && !table_file_->is_workbook()) {
    room = without_apostrophe(text);
    text = room;
  }
  const std::string& otherwise = bound.column->otherwise;
  if (otherwise.empty()) return text;
  return is_blank(text) || is_null_word(mapping_, text) ? std::string_view(otherwise) : text;
}

// Of a column of rows, `steps.what`, each part of the cell is in a row of its own: the first parts
// of all such columns make the first row.
void ImportRun::add_parts(std::vector<FieldChange>& fields, const BoundColumn& bound,
                          std::string_view cell, std::int64_t row) {
  const std::vector<std::string_view> parts = parts_of_list(cell, bound.column->separator);
  if (parts.empty()) return;
  const std::string_view place = bound.column->field;
  const FieldSpec& field = *ledger_.field(place.substr(0, place.find('.')));
  const auto at = static_cast<std::size_t>(bound.field - field.columns().data());
  const std::size_t index = ledger_.index_of(field);
  auto held = std::ranges::find(fields, index, &FieldChange::field);
  if (held == fields.end()) held = fields.insert(held, {index, Rows{}});
  std::vector<Row>& rows = std::get<Rows>(held->value).all;
  if (rows.empty()) rows.resize(parts.size());
  if (rows.size() != parts.size())
    return find(row, bound.column->column, {Refusal::row_is_cut_short, bound.column->column, {}});
  for (std::size_t i = 0; i < parts.size(); ++i) {
    rows[i].cells.resize(field.column_count);
    Result<Value> value = read_cell(cell_reading(), *bound.field, *bound.column, parts[i]);
    if (value) rows[i].cells[at] = std::move(*value);
    if (!value) find(row, bound.column->column, value.error());
  }
}

void ImportRun::add_field(const BoundColumn& bound, std::string_view cell, std::int64_t row,
                          RowSaid& said) {
  comes_twice_ = is_day_alone_ = false;
  Result<Value> value = read_cell(cell_reading(), *bound.field, *bound.column, cell);
  if (!value && value.error().law == Refusal::person_is_unknown)
    value = person_called(trimmed(cell));  // offices write names
  const std::size_t index = ledger_.index_of(*bound.field);
  if (!value && bound.field->kind == Kind::unit)
    return find_unit_unknown(columns_.column_of(bound.column->field), cell, value.error(), row);
  if (!value) return find(row, columns_.column_of(bound.column->field), value.error());
  if (comes_twice_) {
    said.come_twice.push_back(index);
    find(row, columns_.column_of(bound.column->field),
         {Refusal::time_comes_twice, bound.column->column, std::string(cell)}, true);
  }
  if (is_day_alone_) said.days_alone.push_back(index);
  if (mapping_.is_own_export) {
    said.fields.push_back({index, std::move(*value)});  // what was emptied too
  } else if (!is_empty(*value)) {
    join(said.fields, index, bound.column->separator, std::move(*value));
  }
}

void ImportRun::fields_of(const Cells& cells, std::int64_t row, RowSaid& said) {
  said.fields.reserve(constants_.size() + columns_.fields().size());
  said.fields.assign(constants_.begin(), constants_.end());
  std::string room;
  for (const BoundColumn& bound : columns_.fields()) {
    const std::string_view cell = cell_text(cells, bound, room);
    if (bound.column->field.contains('.'))
      add_parts(said.fields, bound, cell, row);
    else
      add_field(bound, cell, row, said);
  }
}

}  // namespace chuangyou
