#include "imports/people_rows.h"

#include <algorithm>
#include <set>

#include "core/date_in_part.h"
#include "core/text.h"
#include "core/words.h"
#include "documents/held_rows.h"
#include "imports/list_days.h"
#include "imports/people_mapping.h"

namespace chuangyou {
namespace {

constexpr std::size_t rows_most = 20'000, sheets_most = 20;
constexpr std::size_t day_length = 10;  // of `2015-07-01`
constexpr std::string_view every_other = "*";

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

// `魏　强` is written wide to fill a column, and means 魏强; what cannot be seen goes. Between letters
// of the Latin alphabet one blank stays.
std::string name_told(std::string_view said) {
  constexpr std::string_view blanks[] = {" ", "\t", "\u00a0", "\u3000"};
  std::string name;
  bool is_apart = false;
  for (std::string_view rest = trimmed(said); !rest.empty();) {
    const std::string_view letter = beginning_of(rest, 1);
    rest.remove_prefix(letter.size());
    if (is_blank(letter)) {
      is_apart = is_apart || std::ranges::find(blanks, letter) != std::end(blanks);
      continue;
    }
    const bool is_latin = letter.size() == 1 && !name.empty() && (name.back() & '\x80') == 0;
    if (std::exchange(is_apart, false) && is_latin) name += ' ';
    name += letter;
  }
  return name;
}

void take(PersonSaid& said, std::string_view field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (field == "person" && text) said.person = plain_id(*text);
  if (field == "name" && text) said.name = name_told(*text);
  if (field == "account" && text) said.account = folded_account_name(*text);
  if (field == "serves" && text) said.serves = *text;
  if (field == "member_kind") said.member_kind = one_of<MemberKind>(member_kind_names, value);
  if (const auto* unit = std::get_if<Uuid>(&value)) said.unit = UnitId(*unit);
  const auto* date = std::get_if<Date>(&value);
  if (field == "from" && date) said.from = *date;
  if (field == "until" && date) said.until = *date;
  if (const auto* yes = std::get_if<bool>(&value)) said.accountable = *yes;
}

// The posts that one cell tells of: `处长、支部书记`, `副处长兼组织委员`. A word that the mapping
// knows whole is one.
std::vector<std::string_view> posts_in(const ImportMapping::Column& column, std::string_view cell) {
  constexpr std::string_view beside = "兼";
  if (column.choices.contains(std::string(cell))) return {cell};
  const std::string separator = column.separator.empty() ? "any" : column.separator;
  std::vector<std::string_view> parts;
  for (const std::string_view part : parts_of_list(cell, separator)) {
    const bool is_one = column.choices.contains(std::string(part));
    for (const std::string_view post : parts_of_list(part, is_one ? "" : beside))
      parts.push_back(post);
  }
  return parts;
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
  const auto known = [&](const Cells& titles) { return known_in(titles); };
  auto header = table->header(known, mapping_.columns.size());
  if (!header) return refuse_file(header.error());
  header_ = std::move(*header);
  plan_.titles = header_;
  tell_sheets(file, *table, layout);
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

std::size_t PeopleRows::known_in(const Cells& titles) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      mapping_.columns,
      [&](const ImportMapping::Column& column) { return place_of(titles, column).has_value(); }));
}

// Where nobody said which sheet is meant: others on which the columns stand as well.
void PeopleRows::tell_sheets(std::istream& file, const TableReader& table,
                             const TableLayout& layout) {
  for (const XlsxReader::Sheet& sheet : table.sheets()) plan_.sheets.push_back(sheet.name);
  if (plan_.sheets.size() < 2 || !layout.sheet.empty()) return;
  const std::vector<XlsxReader::Sheet> sheets = table.sheets();
  const auto read = std::ranges::find(sheets, false, &XlsxReader::Sheet::is_hidden);
  std::string names;
  for (const XlsxReader::Sheet& sheet :
       std::span(sheets).first(std::min(sheets.size(), sheets_most))) {
    if (sheet.is_hidden || (read != sheets.end() && sheet.name == read->name)) continue;
    TableLayout other = layout;
    other.sheet = sheet.name;
    auto opened = TableReader::open(file, asked_.path, other);
    if (!opened) continue;
    const auto titles = opened->header([&](const Cells& cells) { return known_in(cells); },
                                       mapping_.columns.size());
    if (titles && known_in(*titles) >= std::max<std::size_t>(known_in(header_), 1))
      names += (names.empty() ? "" : "、") + sheet.name;
  }
  if (!names.empty())
    findings_.add({0, {}, {Refusal::none, {}, names}, true, ImportRemark::other_sheet_has_columns});
}

// Of our own columns those that are not there are none; of a mapping each that it names is missed.
void PeopleRows::bind() {
  const std::set<std::string> ignored(mapping_.ignored.begin(), mapping_.ignored.end());
  std::set<std::string> known, seen;
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
    if (mapping_.is_own_export || ignored.contains(title))
      findings_.add({0, title, {Refusal::none, title, {}}, true, ImportRemark::column_is_not_used});
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

// A number of staff that a workbook keeps as 123 and shows as 000123 is 000123.
void PeopleRows::take_as_written(const TableReader& table, Cells& cells) {
  for (const XlsxReader::NumberCell& number : table.numbers()) {
    const auto bound = std::ranges::find(bound_, number.column, &Bound::cell);
    if (bound == bound_.end()) continue;
    const std::string& title = header_[number.column];
    if (people_field(bound->column.field).kind == Kind::date) {
      if (const Result<void> shown = show_day(table, number, cells); !shown) {
        findings_.add({table.row(), title, {shown.error().law, title, shown.error().detail}});
        cells[number.column].clear();
      }
      continue;
    }
    if (table.written(number).lost_its_digits)
      findings_.add({table.row(), title, {Refusal::number_lost_its_digits, title, {}}});
    cells[number.column] = table.as_shown(cells, number.column);
  }
  for (const Bound& bound : bound_) fill_from_above(table.row(), bound, cells);
}

// `同上` is what stands above it; so is nothing, where the mapping says so.
void PeopleRows::fill_from_above(std::int64_t row, const Bound& bound, Cells& cells) {
  std::string& cell = cells[bound.cell];
  const bool says_nothing = is_blank(cell) || is_null_word(mapping_, cell);
  if (says_nothing ? !is_ditto(bound.column.otherwise) : !is_ditto(cell)) return;
  const std::string& title = header_[bound.cell];
  const std::string above = rows_.empty() ? "" : rows_.back().second[bound.cell];
  if (is_blank(above))
    findings_.add({row, title, {Refusal::field_is_missing, title, cell}});
  else
    findings_.add({row, title, {Refusal::none, title, above}, true, ImportRemark::ditto_is_filled});
  cell = above;
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
  DaysOfColumn days;
  for (const auto& [row, cells] : rows_) days.see(text_at(cells, bound));
  const std::string& title = header_[bound.cell];
  const Result<std::string> form = days.form();
  if (!form) {
    bound.is_asked_about = true;
    return findings_.add({0, title, {form.error().law, title, form.error().detail}});
  }
  if (form->empty()) return;
  bound.column.form = *form;
  findings_.add(
      {0, title, {Refusal::none, title, *form}, true, ImportRemark::date_form_is_guessed});
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
  const std::int64_t before = findings_.refused();
  for (const auto& [field, text] : mapping_.constants) {
    ImportMapping::Column column;
    column.column = column.field = field;
    if (text.empty()) column.choices.emplace("", "");
    read(said, {column, field, text});
  }
  for (const Bound& bound : bound_)
    if (!bound.is_asked_about)
      read(said, {bound.column, header_[bound.cell], text_at(cells, bound)});
  said.is_faulty = findings_.refused() != before;
  return said;
}

void PeopleRows::read(PersonSaid& said, const Place& place) {
  const std::string_view name = place.column.field;
  const FieldSpec& field = people_field(name);
  if (name == "role") return read_roles(said, place);
  if (field.kind == Kind::date && read_part_of_date(said, place)) return;
  const Result<Value> value = value_in(place.column, place.cell);
  const bool is_word = field.kind == Kind::unit || field.kind == Kind::choice;
  const std::string_view word = trimmed(place.cell);
  if (is_word && !word.empty())
    plan_.words.add(name, place.title, word,
                    value ? std::optional(meaning_of(*value)) : std::nullopt);
  if (!value) {
    said.has_unknown_unit |= field.kind == Kind::unit;
    return findings_.add({said.row, place.title, value.error()});
  }
  take(said, name, *value);
  const auto* text = std::get_if<std::string>(&*value);
  if (field.kind == Kind::unit && text && text->empty()) said.says_no_post = true;
}

void PeopleRows::read_roles(PersonSaid& said, const Place& place) {
  std::vector<std::string_view> posts = posts_in(place.column, trimmed(place.cell));
  if (posts.empty() && place.column.choices.contains("")) posts.emplace_back();
  for (const std::string_view post : posts) {
    const Result<Value> value = value_in(place.column, post);
    plan_.words.add("role", place.title, post,
                    value ? std::optional(meaning_of(*value)) : std::nullopt);
    if (!value) {
      said.has_unknown_post = true;
      findings_.add({said.row, place.title, value.error()});
      continue;
    }
    const auto role = one_of<Role>(role_names, *value);
    if (!role) said.says_no_post = true;
    if (role && std::ranges::find(said.roles, *role) == said.roles.end())
      said.roles.push_back(*role);
  }
}

// Of a beginning its first day, of an end its last.
bool PeopleRows::read_part_of_date(PersonSaid& said, const Place& place) {
  const std::optional<std::string> part = part_of_a_date(trimmed(place.cell));
  const std::optional<DaysOfPart> days = part ? days_of_part(*part) : std::nullopt;
  if (!days) return false;
  const std::string day = to_text(place.column.field == "until" ? days->last : days->first);
  ImportMapping::Column as_iso;
  as_iso.column = place.column.column;
  const Result<Value> value =
      read_cell(cell_reading(), people_field(place.column.field), as_iso, day);
  if (!value) return findings_.add({said.row, place.title, value.error()}), true;
  take(said, place.column.field, *value);
  findings_.add({said.row,
                 place.title,
                 {Refusal::none, place.title, std::string(trimmed(place.cell)) + " → " + day},
                 true,
                 ImportRemark::date_is_told_in_part});
  return true;
}

// Days as ISO has them are what they are beside others of the column; a word that nobody knows is
// what the mapping says of every other.
Result<Value> PeopleRows::value_in(const ImportMapping::Column& column, std::string_view cell) {
  const FieldSpec& field = people_field(column.field);
  const std::string_view text = trimmed(cell);
  if (field.kind == Kind::date && is_typed_time(text)) {
    ImportMapping::Column as_iso;
    as_iso.column = column.column;
    return read_cell(cell_reading(), field, as_iso, text.substr(0, day_length));
  }
  const auto said = column.choices.find(std::string(text));
  if (field.kind == Kind::unit && said != column.choices.end() && said->second.empty())
    return Value(std::string());
  const Result<Value> value = read_cell(cell_reading(), field, column, cell);
  const auto other = column.choices.find(std::string(every_other));
  const bool is_unknown = !value && value.error().law == Refusal::choice_is_unknown;
  if (!is_unknown || other == column.choices.end()) return value;
  return Value(other->second);
}

std::string PeopleRows::meaning_of(const Value& value) const {
  const auto* unit = std::get_if<Uuid>(&value);
  const Unit* found = unit ? asked_.body.tree.find(*unit) : nullptr;
  if (found) return found->name;
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : std::string();
}

std::string PeopleRows::column_of(std::string_view field) const {
  for (const Bound& bound : bound_)
    if (bound.column.field == field) return header_[bound.cell];
  return std::string(field);
}

}  // namespace chuangyou
