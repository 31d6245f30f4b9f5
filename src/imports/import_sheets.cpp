// The rows of fields come back from the sheets on which they went out, and become the act that
// would make the record's rows stand so.
#include "imports/import_sheets.h"

#include <algorithm>

#include "campaign/cells_in_words.h"
#include "campaign/record_cells.h"
#include "core/text.h"
#include "documents/held_rows.h"
#include "documents/xlsx_writer.h"
#include "imports/import_run.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

constexpr std::int64_t rows_read_max = 200'000;

std::string place_of(const FieldSpec& field, const FieldSpec& column) {
  return std::string(field.name) + "." + std::string(column.name);
}

// As programs have it, or by the field's name in either language.
std::optional<std::string> sheet_of(const Ledger& ledger, const FieldSpec& field,
                                    const std::vector<XlsxReader::Sheet>& sheets) {
  const ColumnTitles titles(ledger);
  std::vector<std::string> names{name_of_sheet(field.name)};
  for (const Language language : {Language::zh, Language::en})
    names.push_back(name_of_sheet(titles.of(language, field.name)));
  for (const XlsxReader::Sheet& sheet : sheets)
    if (std::ranges::find(names, sheet.name) != names.end()) return sheet.name;
  return std::nullopt;
}

std::optional<std::size_t> find_title(const std::vector<std::string>& titles, const auto& fits) {
  const auto found = std::ranges::find_if(titles, fits);
  if (found == titles.end()) return std::nullopt;
  return static_cast<std::size_t>(found - titles.begin());
}

// Where the columns of the field stand; one that is not there stays as it was.
void bind(const ColumnTitles& known, RowsSheet& sheet) {
  for (std::size_t i = 0; i < sheet.field->columns().size(); ++i) {
    const FieldSpec& column = sheet.field->columns()[i];
    if (!is_told(column) || column.is_retired) continue;
    const std::string place = place_of(*sheet.field, column);
    RowsSheet::Part part{i};
    part.names = find_title(sheet.titles, [&](const std::string& title) {
      return title == column.name || known.is_of(place, title);
    });
    part.ids = find_title(sheet.titles,
                          [&](const std::string& title) { return known.is_of_ids(place, title); });
    if (!part.names && !part.ids) continue;
    part.read.column = sheet.titles[part.names.value_or(part.ids.value_or(0))];
    part.read.field = place;
    if (column.kind == Kind::units || column.kind == Kind::choices) part.read.separator = ";";
    sheet.parts.push_back(std::move(part));
  }
}

}  // namespace

void ImportRun::read_rows_sheets(std::istream& file) {
  if (!mapping_.is_own_export || !table_file_->is_workbook()) return;
  const std::vector<XlsxReader::Sheet> sheets = table_file_->sheets();
  for (const FieldSpec& field : ledger_.fields) {
    if (field.kind != Kind::rows || field.is_retired || !is_told(field)) continue;
    const auto name = sheet_of(ledger_, field, sheets);
    if (name && !read_rows_sheet(file, field, *name)) return;
  }
}

bool ImportRun::read_rows_sheet(std::istream& file, const FieldSpec& field,
                                const std::string& name) {
  const auto refuse_it = [&](const Refused& refused) {
    find(0, name, refused);
    return false;
  };
  auto table = TableReader::open(file, click_.path, {.sheet = name});
  if (!table) return refuse_it(table.error());
  const auto titles = table->header();
  if (!titles) return refuse_it(titles.error());
  RowsSheet sheet{&field, name, *titles};
  const ColumnTitles known(ledger_);
  const auto called = [&](std::string_view place) {
    return find_title(*titles, [&](const std::string& title) {
      return title == place || known.is_of(place, title);
    });
  };
  const auto id = called("id"), row = called(row_number);
  if (!id || !row)
    return refuse_it({Refusal::column_is_missing, id ? std::string(row_number) : "id", name});
  sheet.id = *id;
  sheet.row = *row;
  bind(known, sheet);
  std::int64_t count = 0;
  std::size_t bytes = 0;
  for (Cells cells;;) {
    const auto next = table->next(cells);
    if (!next) return refuse_it({next.error().law, {}, std::to_string(table->row())});
    if (!*next) break;
    if (++count > rows_read_max)
      return refuse_it({Refusal::rows_are_too_many, {}, std::to_string(rows_read_max)});
    bytes += size_bytes(cells);
    if (bytes > held_bytes_max)
      return refuse_it({Refusal::file_is_too_large, {}, std::to_string(held_bytes_max)});
    sheet.rows[std::string(trimmed(cells[sheet.id]))].emplace_back(table->row(), std::move(cells));
  }
  rows_sheets_.push_back(std::move(sheet));
  return true;
}

void ImportRun::add_rows_of_sheets(const Record& record, RowSaid& said) {
  for (RowsSheet& sheet : rows_sheets_) {
    add_rows_of(sheet, record, said);
    sheet.in_list.insert(to_text(record.id));  // the rows stay: the list is read twice
  }
}

// What the ids say, unless a name beside them was written anew.
Value ImportRun::cell_of_sheet(const RowsSheet& sheet, const RowsSheet::Part& part,
                               const Cells& cells, std::int64_t row) {
  const FieldSpec& column = sheet.field->columns()[part.column];
  const auto read = [&](std::size_t cell) {
    Result<Value> value = read_cell(cell_reading(), column, part.read, cells[cell]);
    if (!value) find(row, sheet.name + " · " + sheet.titles[cell], value.error());
    return value ? std::move(*value) : Value{};
  };
  if (!part.ids) return read(*part.names);
  Value value = read(*part.ids);
  const bool is_named =
      column.kind == Kind::unit || column.kind == Kind::units || column.kind == Kind::person;
  const bool differs =
      part.names && is_named && names_of(column.kind, value) != trimmed(cells[*part.names]);
  if (!differs) return value;
  Result<Value> called = value_called(column, part.read, trimmed(cells[*part.names]));
  if (!called) find(row, sheet.name + " · " + sheet.titles[*part.names], called.error());
  return called ? std::move(*called) : Value{};
}

// All rows as the sheet has them: one that is not there any more goes, one without a number comes.
void ImportRun::add_rows_of(const RowsSheet& sheet, const Record& record, RowSaid& said) {
  static const Rows none;
  const Rows* held = std::get_if<Rows>(&record.value(sheet.field->name));
  if (!held) held = &none;
  Rows rows;
  rows.last_id = held->last_id;
  const auto of_record = sheet.rows.find(to_text(record.id));
  if (of_record != sheet.rows.end())
    for (const auto& [number, cells] : of_record->second) {
      const std::string_view mark = trimmed(cells[sheet.row]);
      ImportMapping::Column column;
      column.column = sheet.titles[sheet.row];
      constexpr FieldSpec whole{.name = row_number, .kind = Kind::integer};
      const Result<Value> id = read_cell(cell_reading(), whole, column, mark);
      if (!id) {
        find(number, sheet.name + " · " + column.column, id.error());
        continue;
      }
      const auto* given = std::get_if<std::int64_t>(&*id);
      const Row* stands = given ? row_in(*held, *given) : nullptr;
      Row row{given ? *given : 0, std::vector<Value>(sheet.field->column_count)};
      if (stands) std::ranges::copy(stands->cells, row.cells.begin());
      for (const RowsSheet::Part& part : sheet.parts) {
        Value value = cell_of_sheet(sheet, part, cells, number);
        if (is_empty(value) &&
            leads_out_of_sight(cell_reading(), sheet.field->columns()[part.column],
                               row.cells[part.column]))
          continue;
        if (!is_same_as_shown(row.cells[part.column], value))
          row.cells[part.column] = std::move(value);
      }
      rows.all.push_back(std::move(row));
    }
  if (rows == *held) return;
  said.fields.push_back({ledger_.index_of(*sheet.field), std::move(rows)});
}

// A row of a record that the list itself does not have.
void ImportRun::tell_rows_of_nothing() {
  static const std::vector<std::pair<std::int64_t, RowsSheet::Cells>> no_rows;
  for (const RowsSheet& sheet : rows_sheets_)
    for (const auto& [id, rows] : sheet.rows)
      for (const auto& [row, cells] : sheet.in_list.contains(id) ? no_rows : rows)
        find(row, sheet.name + " · " + sheet.titles[sheet.id],
             {Refusal::nothing_is_there, "id", id});
}

}  // namespace chuangyou
