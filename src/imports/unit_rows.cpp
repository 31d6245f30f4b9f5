#include "imports/unit_rows.h"

#include <algorithm>

#include "core/date_in_part.h"
#include "core/text.h"
#include "core/words.h"
#include "documents/date_forms.h"
#include "documents/held_rows.h"
#include "imports/import_cell.h"
#include "imports/list_days.h"

namespace chuangyou {
namespace {

using Cells = std::vector<std::string>;
constexpr std::size_t day_length = 10;  // of `2015-07-01`

// Where a file has the columns that were asked for; an optional one that it lacks stands nowhere.
class Columns {
 public:
  explicit Columns(const Cells& header) : header_(header) {}

  bool has(const std::string& name) const {
    return std::ranges::find(header_, name) != header_.end();
  }
  std::string cell(const Cells& cells, const std::string& name) const {
    const auto found = std::ranges::find(header_, name);
    if (name.empty() || found == header_.end()) return {};
    return std::string(trimmed(cells[static_cast<std::size_t>(found - header_.begin())]));
  }

 private:
  const Cells& header_;
};

// By the file's word for it where one is given, `委办局=department`; what it is called otherwise is
// refused by name.
std::string named_by(const std::vector<std::string>& file_words, std::string_view cell) {
  for (const std::string& word : file_words) {
    const std::size_t equals = word.rfind('=');
    if (word.substr(0, equals) == cell) return word.substr(equals + 1);
  }
  return std::string(cell);
}

constexpr Language languages[] = {Language::zh, Language::en};

// The wire name of what the cell says in the file's words, in the program's or by the wire name
// itself; nullopt where it is none of them.
std::optional<std::string> chosen(const std::vector<std::string>& file_words,
                                  std::span<const std::string_view> choices, std::string_view list,
                                  const std::string& cell) {
  const std::string named = named_by(file_words, cell);
  for (const std::string_view choice : choices) {
    if (named == choice) return named;
    for (const Language language : languages)
      if (words(language, std::string(list).append(".").append(choice)) == named)
        return std::string(choice);
  }
  return std::nullopt;
}

constexpr std::string_view says_closed[] = {"true", "yes", "1", "closed", "是", "已撤销", "撤销"};
constexpr std::string_view says_open[] = {"false", "no", "0", "open", "live", "否", "在用", "正常"};

class Reading {
 public:
  Reading(const UnitReading& asked, const Cells& header, UnitFile& units)
      : asked_(asked), columns_(header), units_(units) {}

  void add(const Cells& cells, std::int64_t at) {
    row_ = at;
    const UnitColumns& of = asked_.columns;
    UnitRow row;
    row.row = at;
    row.name = columns_.cell(cells, of.name);
    row.code = of.code.empty() ? row.name : columns_.cell(cells, of.code);
    row.type = asked_.unit_type;
    const std::string type = columns_.cell(cells, of.type);
    if (!type.empty())
      row.type = word("type", of.type, asked_.type_words, unit_type_names, "unit_types", type);
    row.level = word("level", of.level, asked_.level_words, unit_level_names, "unit_levels",
                     columns_.cell(cells, of.level));
    row.closed = is_closed(columns_.cell(cells, of.closed));
    row.closed_on = columns_.cell(cells, of.closed_on);
    row.founded_on = columns_.cell(cells, of.founded_on);
    row.sector = columns_.cell(cells, of.sector);
    row.order_number = plain_id(columns_.cell(cells, of.order_number));
    row.party_parent = columns_.cell(cells, of.party_parent);
    add_lists(cells, row);
    units_.rows.push_back(std::move(row));
    units_.type_is_told.push_back(!type.empty());
    units_.ids.push_back(columns_.cell(cells, of.id));
  }

 private:
  void add_lists(const Cells& cells, UnitRow& row) {
    const UnitColumns& of = asked_.columns;
    for (const std::string& parent : of.parents) {
      if (!columns_.has(parent)) continue;
      const std::string cell = columns_.cell(cells, parent);
      for (const std::string_view part : parts_of_list(cell, asked_.parent_separator))
        row.parents.emplace_back(part);
      break;
    }
    for (const std::string& column : of.aliases) {
      const std::string cell = columns_.cell(cells, column);
      for (const std::string_view name : parts_of_list(cell, asked_.alias_separator))
        row.aliases.emplace_back(name);
    }
    const std::string exposure = columns_.cell(cells, of.exposure);
    for (const std::string_view one : parts_of_list(exposure, "any"))
      row.exposure.push_back(word("exposure", of.exposure, asked_.exposure_words, exposure_names,
                                  "exposures", std::string(one)));
  }
  // As it stands where nobody knows it: the planning refuses it by name.
  std::string word(std::string_view field, const std::string& column,
                   const std::vector<std::string>& file_words,
                   std::span<const std::string_view> choices, std::string_view list,
                   const std::string& cell) {
    if (cell.empty()) return cell;
    if (auto known = chosen(file_words, choices, list, cell)) return *known;
    units_.unknown_words.push_back({field, column, cell, row_});
    return named_by(file_words, cell);
  }
  bool is_closed(const std::string& cell) {
    if (!asked_.closed_word.empty()) return cell == asked_.closed_word;
    if (cell.empty()) return false;
    const std::string named = named_by(asked_.closed_words, cell);
    if (std::ranges::find(says_closed, named) != std::end(says_closed)) return true;
    if (std::ranges::find(says_open, named) == std::end(says_open))
      units_.unknown_words.push_back({"closed", asked_.columns.closed, cell, row_});
    return false;
  }

  const UnitReading& asked_;
  Columns columns_;
  UnitFile& units_;
  std::int64_t row_ = 0;
};

// Whatever is named is there once; of the columns of units above it is enough that a file has one.
Result<void> check_columns(const UnitColumns& of, const Cells& header) {
  std::vector<std::string> named{of.id,       of.code,       of.name,         of.type,
                                 of.closed,   of.closed_on,  of.level,        of.sector,
                                 of.exposure, of.founded_on, of.order_number, of.party_parent};
  named.insert(named.end(), of.aliases.begin(), of.aliases.end());
  for (const std::string& column : named)
    if (!column.empty() && std::ranges::find(header, column) == header.end())
      return refuse(Refusal::column_is_missing, column);
  const bool has_parent = std::ranges::any_of(of.parents, [&](const std::string& parent) {
    return std::ranges::find(header, parent) != header.end();
  });
  if (!of.parents.empty() && !has_parent)
    return refuse(Refusal::column_is_missing, of.parents.front());
  for (auto column = header.begin(); column != header.end(); ++column)
    if (!column->empty() && std::find(header.begin(), column, *column) != column)
      return refuse(Refusal::column_is_there_twice, *column);
  return {};
}

bool is_day(const UnitColumns& of, const std::string& column) {
  return column == of.founded_on || column == of.closed_on;
}

// A workbook keeps 001 as the number 1: what its sheet shows is meant.
Result<void> show_codes(const UnitColumns& of, const TableReader& reader, const Cells& header,
                        Cells& cells) {
  for (const XlsxReader::NumberCell& number : reader.numbers()) {
    if (number.column >= header.size()) continue;
    if (is_day(of, header[number.column])) {
      if (const Result<void> shown = show_day(reader, number, cells); !shown)
        return refuse(shown.error().law, header[number.column], shown.error().detail);
      continue;
    }
    if (reader.written(number).lost_its_digits && header[number.column] == of.code)
      return refuse(Refusal::number_lost_its_digits, header[number.column]);
    cells[number.column] = reader.as_shown(cells, number.column);
  }
  return {};
}

// `2016.1` that is typed nowhere, as a spreadsheet writes 2016.10 into a text file.
bool may_be_october(std::string_view cell) {
  constexpr std::size_t year_and_one_figure = 6;
  return cell.size() == year_and_one_figure && cell.ends_with(".1") && part_of_a_date(cell);
}

// Where another month of the column has its nought, `2016.10` or `2016.01`, none was dropped.
void ask_about_noughts(const std::string& column, std::string UnitRow::*day,
                       std::span<UnitRow> rows, ImportFindings& notes) {
  constexpr std::size_t with_both_figures = 7, of_year = 4;
  const bool keeps_noughts = std::ranges::any_of(rows, [&](const UnitRow& row) {
    const std::string& cell = row.*day;
    return cell.size() == with_both_figures && cell[of_year] == '.' && part_of_a_date(cell) &&
           (cell.ends_with("0") || cell[of_year + 1] == '0');
  });
  if (keeps_noughts) return;
  for (UnitRow& row : rows) {
    if (!may_be_october(row.*day)) continue;
    const std::string year = (row.*day).substr(0, of_year);
    notes.add(
        {row.row, column, {Refusal::date_form_is_ambiguous, {}, year + "-01 | " + year + "-10"}});
    (row.*day).clear();
  }
}

// Days as their whole column is written, a year or a month alone as it is.
Result<void> read_days(const UnitReading& asked, const std::string& column,
                       std::string UnitRow::*day, std::span<UnitRow> rows, UnitFile& units) {
  if (column.empty()) return {};
  DaysOfColumn days;
  for (UnitRow& row : rows) {
    std::string& text = row.*day;
    days.see(text);
    if (is_typed_time(text)) text.resize(std::min(text.size(), day_length));
    if (auto part = part_of_a_date(text)) text = std::move(*part);
    if (!asked.day_form.empty()) continue;
    if (auto iso = day_with_its_year_first(text)) text = std::move(*iso);
  }
  Result<std::string> form = asked.day_form;
  if (form->empty()) {
    form = days.form();
    if (!form) return refuse(form.error().law, column, form.error().detail);
    if (form->empty()) return {};
    units.forms.emplace_back(column, *form);
  }
  const Result<DateForm> named = DateForm::named(*form);
  if (!named) return refuse(named.error().law, column, *form);
  for (UnitRow& row : rows)
    if (const auto iso = named->iso(row.*day)) (row.*day) = iso->substr(0, day_length);
  return {};
}

Result<TableReader> opened(std::istream& file, const std::filesystem::path& path,
                           const UnitReading& reading) {
  if (!file) return refuse(Refusal::file_cannot_be_read, "file", path.string());
  auto table = TableReader::open(file, path, {.sheet = reading.sheet, .charset = reading.charset});
  if (!table) return refuse(table.error().law, "file", path.string() + " " + table.error().detail);
  return table;
}

// Where nobody said which sheet is meant: others on which as many of the columns stand, or more.
void tell_other_sheets(std::istream& file, const std::filesystem::path& path,
                       const UnitReading& reading, const TableReader& table,
                       const TableReader::Known& known, const Cells& titles,
                       ImportFindings& notes) {
  constexpr std::size_t sheets_most = 20, any_number = 1000;
  const std::vector<XlsxReader::Sheet> sheets = table.sheets();
  if (sheets.size() < 2 || !reading.sheet.empty()) return;
  const auto read = std::ranges::find(sheets, false, &XlsxReader::Sheet::is_hidden);
  std::string names;
  for (const XlsxReader::Sheet& sheet :
       std::span(sheets).first(std::min(sheets.size(), sheets_most))) {
    if (sheet.is_hidden || (read != sheets.end() && sheet.name == read->name)) continue;
    auto other = TableReader::open(file, path, {.sheet = sheet.name, .charset = reading.charset});
    if (!other) continue;
    const auto its_titles = other->header(known, any_number);
    if (its_titles && known(*its_titles) >= std::max<std::size_t>(known(titles), 1))
      names += (names.empty() ? "" : "、") + sheet.name;
  }
  if (!names.empty())
    notes.add({0, {}, {Refusal::none, {}, names}, true, ImportRemark::other_sheet_has_columns});
}

void count_filled(const Cells& cells, std::vector<std::int64_t>& filled) {
  for (std::size_t i = 0; i < std::min(cells.size(), filled.size()); ++i)
    if (!is_blank(cells[i])) ++filled[i];
}

// Codes as the sheet shows them, and no cell with what no field holds.
Result<void> fits_units(const UnitColumns& of, const TableReader& reader, const Cells& header,
                        Cells& cells) {
  if (const Result<void> shown = show_codes(of, reader, header, cells); !shown) return shown;
  const auto wrong = std::ranges::find_if(cells, holds_control_characters);
  if (wrong == cells.end()) return {};
  return refuse(Refusal::field_has_wrong_kind,
                header[static_cast<std::size_t>(wrong - cells.begin())]);
}

}  // namespace

Result<void> read_units(std::istream& file, const std::filesystem::path& path,
                        const UnitReading& asked, UnitFile& units, ImportFindings& notes) {
  auto table = opened(file, path, asked);
  if (!table) return std::unexpected(table.error());
  TableReader& reader = *table;
  const UnitColumns& of = asked.columns;
  const auto wanted = taken_as(of);
  const TableReader::Known known = [&](const Cells& titles) {
    return static_cast<std::size_t>(std::ranges::count_if(wanted, [&](const auto& column) {
      return std::ranges::find(titles, column.first) != titles.end();
    }));
  };
  Result<Cells> header = reader.header(known, wanted.size());
  if (!header) return refuse(header.error().law, "file", header.error().detail);
  tell_other_sheets(file, path, asked, reader, known, *header, notes);
  if (Result<void> checked = check_columns(of, *header); !checked) return checked;
  units.header = std::move(*header);
  units.header_row = reader.header_row();
  units.was_gb18030 = reader.was_gb18030();
  notes.add_hidden(reader, units.header);
  std::size_t rows = 0, bytes = 0;
  units.filled.assign(units.header.size(), 0);
  Reading reading(asked, units.header, units);
  for (Cells cells;;) {
    const Result<bool> read = reader.next(cells);
    if (read && !*read) break;
    ++rows;
    bytes += size_bytes(cells);
    if (bytes > held_bytes_max)
      return refuse(Refusal::file_is_too_large, "file", std::to_string(held_bytes_max));
    if (read && is_total_row(cells)) {
      notes.add({reader.row(), {}, {}, true, ImportRemark::row_is_a_total});
      continue;
    }
    const Result<void> fits = read ? fits_units(of, reader, units.header, cells)
                                   : Result<void>(std::unexpected(read.error()));
    if (!fits) {
      notes.add({reader.row(), fits.error().field, fits.error()});
      continue;
    }
    notes.add_hidden_row(reader);
    count_filled(cells, units.filled);
    reading.add(cells, reader.row());
  }
  if (rows == 0) return refuse(Refusal::file_is_empty, "file");
  for (const auto& [column, day] : {std::pair(of.founded_on, &UnitRow::founded_on),
                                    std::pair(of.closed_on, &UnitRow::closed_on)}) {
    if (!reader.is_workbook()) ask_about_noughts(column, day, units.rows, notes);
    if (auto days = read_days(asked, column, day, units.rows, units); !days) return days;
  }
  return {};
}

Result<Cells> unit_titles(std::istream& file, const std::filesystem::path& path,
                          const UnitReading& asked, ImportFindings& notes) {
  auto table = opened(file, path, asked);
  if (!table) return std::unexpected(table.error());
  constexpr std::size_t all_of_them = 4;
  const TableReader::Known known = [](const Cells& titles) {
    return taken_as(usual_unit_columns(titles)).size();
  };
  Result<Cells> header = table->header(known, all_of_them);
  if (!header) return refuse(header.error().law, "file", header.error().detail);
  // Where the names stand here, the reading tells of the others.
  if (usual_unit_columns(*header).name.empty())
    tell_other_sheets(file, path, asked, *table, known, *header, notes);
  return header;
}

}  // namespace chuangyou
