#include "imports/people_rows.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "core/words.h"
#include "documents/date_forms.h"
#include "documents/held_rows.h"
#include "imports/people_mapping.h"

namespace chuangyou {
namespace {

constexpr std::size_t rows_most = 20'000;

template <class Enum>
std::optional<Enum> one_of(std::span<const std::string_view> names, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto found = text ? std::ranges::find(names, *text) : names.end();
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

std::optional<std::size_t> place_of(const std::vector<std::string>& titles,
                                    const ImportMapping::Column& column) {
  const auto at = [&](const std::string& name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(titles, name);
    if (found == titles.end()) return std::nullopt;
    return static_cast<std::size_t>(found - titles.begin());
  };
  if (const auto place = at(column.column)) return place;
  for (const std::string& other : column.also)
    if (const auto place = at(other)) return place;
  return std::nullopt;
}

void take(PersonSaid& said, std::string_view field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (field == "person" && text) said.person = plain_id(*text);
  if (field == "name" && text) said.name = *text;
  if (field == "account" && text) said.account = folded_account_name(*text);
  if (field == "serves" && text) said.serves = *text;
  if (field == "member_kind") said.member_kind = one_of<MemberKind>(member_kind_names, value);
  if (field == "role") said.role = one_of<Role>(role_names, value);
  if (const auto* unit = std::get_if<Uuid>(&value)) said.unit = UnitId(*unit);
  const auto* date = std::get_if<Date>(&value);
  if (field == "from" && date) said.from = *date;
  if (field == "until" && date) said.until = *date;
  if (const auto* yes = std::get_if<bool>(&value)) said.accountable = *yes;
}

}  // namespace

bool PeopleRows::refuse_file(const Refused& refused) {
  findings_.add({0, {}, refused});
  return false;
}

bool PeopleRows::read(std::istream& file) {
  if (!file) return refuse_file({Refusal::file_cannot_be_read, {}, {}});
  TableLayout layout = mapping_.layout;
  if (!asked_.charset.empty()) layout.charset = asked_.charset;
  auto table = TableReader::open(file, asked_.path, layout);
  if (!table) return refuse_file(table.error());
  plan_.was_gb18030 = table->was_gb18030();
  is_workbook_ = table->is_workbook();
  const auto known = [&](const Cells& titles) {
    return static_cast<std::size_t>(std::ranges::count_if(
        mapping_.columns,
        [&](const ImportMapping::Column& column) { return place_of(titles, column).has_value(); }));
  };
  auto header = table->header(known, mapping_.columns.size());
  if (!header) return refuse_file(header.error());
  header_ = std::move(*header);
  if (table->header_row() > 1 && mapping_.layout.header_row == 0)
    findings_.add({0,
                   {},
                   {Refusal::none, {}, std::to_string(table->header_row())},
                   true,
                   ImportRemark::header_is_further_down});
  bind();
  table->pass_over(unread());
  findings_.add_hidden(*table, header_);
  return findings_.refused() == 0 && read_rows(*table);
}

// Of our own columns those that are not there are none; of a mapping each that it names is missed.
void PeopleRows::bind() {
  std::set<std::string> known(mapping_.ignored.begin(), mapping_.ignored.end()), seen;
  for (const ImportMapping::Column& column : mapping_.columns) {
    const auto place = place_of(header_, column);
    const bool must_be_there = !mapping_.is_own_export || column.field == "name";
    if (place) {
      bound_.push_back({column, *place});
      plan_.columns.emplace_back(header_[*place], column.field);
      known.insert(header_[*place]);
    } else if (must_be_there) {
      const std::string name(mapping_.is_own_export
                                 ? title_of_people_column(Language::zh, column.field)
                                 : std::string_view(column.column));
      findings_.add({0, name, {Refusal::column_is_missing, name, {}}});
    }
  }
  for (const std::string& title : header_) {
    if (title.empty()) continue;
    if (!seen.insert(title).second)
      findings_.add({0, title, {Refusal::column_is_there_twice, title, {}}});
    if (known.contains(title)) continue;
    if (mapping_.is_own_export)
      findings_.add({0, title, {Refusal::none, title, {}}, true, ImportRemark::column_is_left_out});
    else
      findings_.add({0, title, {Refusal::column_is_unknown, title, {}}});
  }
}

std::vector<std::size_t> PeopleRows::unread() const {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < header_.size(); ++i)
    if (std::ranges::find(bound_, i, &Bound::cell) == bound_.end()) columns.push_back(i);
  return columns;
}

// A number of staff that a workbook keeps as 123 and shows as 000123 is 000123; `同上` is what
// stands above it.
void PeopleRows::take_as_written(const TableReader& table, Cells& cells) {
  for (const XlsxReader::NumberCell& number : table.numbers()) {
    const auto bound = std::ranges::find(bound_, number.column, &Bound::cell);
    if (bound == bound_.end() || people_field(bound->column.field).kind == Kind::date) continue;
    const std::string& title = header_[number.column];
    if (table.written(number).lost_its_digits)
      findings_.add({table.row(), title, {Refusal::number_lost_its_digits, title, {}}});
    cells[number.column] = table.as_shown(cells, number.column);
  }
  for (const Bound& bound : bound_) {
    std::string& cell = cells[bound.cell];
    if (!is_ditto(cell) || is_null_word(mapping_, cell)) continue;
    const std::string& title = header_[bound.cell];
    const std::string above = rows_.empty() ? "" : rows_.back().second[bound.cell];
    if (is_blank(above))
      findings_.add({table.row(), title, {Refusal::field_is_missing, title, cell}});
    else
      findings_.add(
          {table.row(), title, {Refusal::none, title, above}, true, ImportRemark::ditto_is_filled});
    cell = above;
  }
}

bool PeopleRows::read_rows(TableReader& table) {
  std::size_t bytes = 0;
  for (Cells cells;;) {
    const auto next = table.next(cells);
    if (next && !*next) break;
    if (!next) {
      const std::string& column = next.error().field;  // its letters
      findings_.add({table.row(), column, {next.error().law, column, {}}});
    } else if (is_total_row(cells)) {
      findings_.add({table.row(), {}, {}, true, ImportRemark::row_is_a_total});
    } else if (bytes += size_bytes(cells); bytes > held_bytes_max) {
      return refuse_file({Refusal::file_is_too_large, {}, std::to_string(held_bytes_max)});
    } else if (rows_.size() == rows_most) {
      return refuse_file({Refusal::rows_are_too_many, {}, std::to_string(rows_most)});
    } else {
      findings_.add_hidden_row(table);
      take_as_written(table, cells);
      rows_.emplace_back(table.row(), std::move(cells));
    }
  }
  plan_.rows = std::ssize(rows_);
  return !rows_.empty() || findings_.refused() > 0 || refuse_file({Refusal::file_is_empty, {}, {}});
}

std::string_view PeopleRows::text_at(const Cells& cells, const Bound& bound) const {
  const std::string_view text = part_named(bound.column, cells[bound.cell]);
  const bool says_nothing = is_blank(text) || is_null_word(mapping_, text);
  return says_nothing ? std::string_view(bound.column.otherwise) : text;
}

// Days whose form nobody has named, from the whole column, as an import of records does.
void PeopleRows::guess_forms() {
  for (Bound& bound : bound_)
    if (people_field(bound.column.field).kind == Kind::date && bound.column.form.empty())
      guess_form(bound);
}

void PeopleRows::guess_form(Bound& bound) {
  FormsOfColumn forms;
  bool is_iso = true;
  for (const auto& [row, cells] : rows_) {
    const std::string_view cell = trimmed(text_at(cells, bound));
    if (cell.empty() || (is_workbook_ && is_typed_time(cell))) continue;
    is_iso = is_iso && parse_date(cell).has_value();
    forms.see(cell);
  }
  if (is_iso || forms.that_fit().empty()) return;
  const std::string& title = header_[bound.cell];
  std::string known;
  for (const DateForm& form : forms.that_fit())
    known += (known.empty() ? "" : " | ") + form.pattern();
  if (!forms.are_alike())
    return findings_.add({0, title, {Refusal::date_form_is_ambiguous, title, known}});
  bound.column.form = forms.that_fit()[0].pattern();
  findings_.add({0,
                 title,
                 {Refusal::none, title, bound.column.form},
                 true,
                 ImportRemark::date_form_is_guessed});
}

CellReading PeopleRows::cell_reading() {
  CellReading reading{asked_.body, asked_.connection, mapping_, {}, {}, asked_.actor, look_alikes_};
  reading.today = asked_.body.zone.date_at(asked_.now);
  reading.is_workbook = is_workbook_;
  return reading;
}

std::vector<PersonSaid> PeopleRows::said() {
  guess_forms();
  std::vector<PersonSaid> all;
  for (const auto& [row, cells] : rows_) all.push_back(said_in(row, cells));
  return all;
}

PersonSaid PeopleRows::said_in(std::int64_t row, const Cells& cells) {
  PersonSaid said;
  said.row = row;
  const auto read = [&](const ImportMapping::Column& column, const std::string& title,
                        std::string_view cell) {
    const Result<Value> value = read_cell(cell_reading(), people_field(column.field), column, cell);
    if (value) take(said, column.field, *value);
    if (!value) findings_.add({row, title, value.error()});
  };
  for (const auto& [field, text] : mapping_.constants) {
    ImportMapping::Column column;
    column.column = column.field = field;
    read(column, field, text);
  }
  for (const Bound& bound : bound_) read(bound.column, header_[bound.cell], text_at(cells, bound));
  return said;
}

std::string PeopleRows::column_of(std::string_view field) const {
  for (const Bound& bound : bound_)
    if (bound.column.field == field) return header_[bound.cell];
  return std::string(field);
}

}  // namespace chuangyou
