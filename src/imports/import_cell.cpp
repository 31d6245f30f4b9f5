#include "imports/import_cell.h"

#include <algorithm>
#include <charconv>

#include "campaign/cells_in_words.h"
#include "core/folded.h"
#include "core/text.h"
#include "documents/date_forms.h"
#include "ledgers/all.h"
#include "record/times.h"

namespace chuangyou {
namespace {

bool is_error_value(std::string_view cell) {
  constexpr std::string_view errors[] = {"#N/A",   "#REF!",   "#VALUE!",      "#DIV/0!",
                                         "#NAME?", "#NUM!",   "#NULL!",       "#SPILL!",
                                         "#CALC!", "#FIELD!", "#GETTING_DATA"};
  return std::ranges::find(errors, cell) != std::end(errors);
}

// The number at the front of a text, which loses it; nullopt where none is.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// As ISO has it, where the mapping says how the column is written, or nobody need say it.
Result<std::string> in_iso(const ImportMapping::Column& column, std::string_view cell) {
  if (column.form.empty() || column.form == "chinese_deadline")
    return day_with_its_year_first(cell).value_or(std::string(cell));
  const Result<DateForm> form = DateForm::named(column.form);
  return form ? form->iso(cell) : std::unexpected(form.error());
}

// Of a day with its time the day alone.
Result<Value> read_date(const CellReading& reading, const ImportMapping::Column& column,
                        std::string_view cell) {
  constexpr std::size_t day_length = 10;
  if (reading.is_workbook)
    if (const auto date = parse_date(cell.substr(0, day_length)); date && is_typed_time(cell))
      return *date;
  Result<std::string> iso = in_iso(column, cell);
  if (!iso) return std::unexpected(iso.error());
  if (!column.form.empty()) iso->resize(std::min(iso->size(), day_length));
  Result<Date> date = parse_date(*iso);
  if (!date && column.form == "chinese_deadline") date = read_chinese_deadline(cell);
  if (!date) return std::unexpected(date.error());
  return *date;
}

// The hour that autumn repeats is marked, the one that spring leaves out was never.
Result<Moment> read_local(const CellReading& reading, const std::string& iso) {
  constexpr std::size_t day_length = 10, to_the_minute = 16;
  constexpr std::int64_t hour_microseconds = 3'600'000'000;
  const Zone& zone = *reading.zone;
  const Result<Moment> moment = zone.parse_local(iso);
  if (!moment) return moment;
  const auto wall = [&](std::int64_t later) {
    std::string text = zone.local_text(Moment{moment->microseconds + later});
    text[day_length] = iso[day_length];
    return text.substr(0, to_the_minute);
  };
  if (iso.size() >= to_the_minute && wall(0) != iso.substr(0, to_the_minute))
    return refuse(Refusal::time_was_left_out);
  if (reading.comes_twice && wall(0) == wall(hour_microseconds)) *reading.comes_twice = true;
  return moment;
}

bool is_deadline(const CellReading& reading, const FieldSpec& field) {
  const Ledger* ledger = find_ledger(reading.mapping.ledger);
  return ledger && ledger->field(field.name) == &field && ends_with_its_day(*ledger, field.name);
}

// Of a day alone its first moment; of a limit the moment in which it is over.
Result<Value> read_moment(const CellReading& reading, const FieldSpec& field,
                          const ImportMapping::Column& column, std::string_view cell) {
  const bool is_typed = reading.is_workbook && is_typed_time(cell);
  Result<std::string> iso = is_typed ? std::string(cell) : in_iso(column, cell);
  if (!iso) return std::unexpected(iso.error());
  if (const Result<Date> day = parse_date(*iso)) {
    if (!reading.zone) return refuse(Refusal::time_has_no_zone);
    if (reading.is_day_alone) *reading.is_day_alone = true;
    if (is_deadline(reading, field)) return reading.zone->end_of(*day);
    *iso += " 00:00:00";
  }
  Result<Moment> moment = parse_moment(*iso);
  if (!moment && moment.error().law == Refusal::time_has_no_zone && reading.zone)
    moment = read_local(reading, *iso);
  if (!moment) return std::unexpected(moment.error());
  return *moment;
}

Result<Value> read_integer(std::string_view written) {
  const std::string cell = plain_id(plain_figures(written));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error == std::errc::result_out_of_range) return refuse(Refusal::number_is_out_of_range);
  if (error != std::errc() || end != cell.data() + cell.size())
    return refuse(Refusal::field_has_wrong_kind);
  return number;
}

Result<Value> read_yes_no(std::string_view cell) {
  constexpr std::string_view yes[] = {"yes", "true", "TRUE", "1", "是"};
  constexpr std::string_view no[] = {"no", "false", "FALSE", "0", "否"};
  if (std::ranges::find(yes, cell) != std::end(yes)) return true;
  if (std::ranges::find(no, cell) != std::end(no)) return false;
  return refuse(Refusal::field_has_wrong_kind);
}

// By what the mapping calls it, by its wire name, or as this program calls it in either language.
Result<std::string> read_choice(const CellReading& reading, const FieldSpec& field,
                                const ImportMapping::Column& column, std::string_view cell) {
  const auto found = column.choices.find(std::string(cell));
  const std::string wire_name = found == column.choices.end() ? std::string(cell) : found->second;
  const CampaignList list = field.choices_from;
  if (wire_name.empty() || reading.body.frame.campaign.has(list, wire_name) ||
      std::ranges::find(field.choices, wire_name) != field.choices.end())
    return wire_name;
  const Ledger* ledger = find_ledger(reading.mapping.ledger);  // null: of no ledger
  if (ledger)
    if (auto called = choice_called(reading.body, *ledger, column.field, field, wire_name))
      return *std::move(called);
  if (list != CampaignList::none) return wire_name;  // decide() knows what it has
  return refuse(Refusal::choice_is_unknown);
}

Result<Value> read_text(const FieldSpec& field, const ImportMapping::Column& column,
                        std::string_view cell) {
  const auto found = column.choices.find(std::string(cell));
  std::string text = found == column.choices.end() ? std::string(cell) : found->second;
  if (is_blank(text)) return Value{};
  if (field.length_max && character_count(text) > field.length_max)
    return refuse(Refusal::field_is_too_long, {}, std::to_string(field.length_max));
  return Value{std::move(text)};
}

// What the mapping says that the file's word means.
std::string_view in_other_words(const ImportMapping::Column& column, std::string_view cell) {
  const auto found = column.choices.find(std::string(cell));
  return found == column.choices.end() ? cell : std::string_view(found->second);
}

Result<Value> read_units(const CellReading& reading, const ImportMapping::Column& column,
                         std::string_view cell) {
  std::vector<Uuid> units;
  for (const std::string_view part : parts_of_list(cell, column.separator)) {
    const Result<const Unit*> unit =
        read_unit(reading.body.tree, in_other_words(column, part), reading.look_alikes);
    if (!unit) return std::unexpected(unit.error());
    units.push_back((*unit)->id);
  }
  if (units.empty()) return Value{};
  return Value{std::move(units)};
}

Result<Value> read_choices(const CellReading& reading, const FieldSpec& field,
                           const ImportMapping::Column& column, std::string_view cell) {
  std::vector<std::string> wire_names;
  for (const std::string_view part : parts_of_list(cell, column.separator)) {
    Result<std::string> wire_name = read_choice(reading, field, column, part);
    if (!wire_name) return refuse(wire_name.error().law, {}, std::string(part));
    if (!wire_name->empty()) wire_names.push_back(std::move(*wire_name));
  }
  if (wire_names.empty()) return Value{};
  return Value{std::move(wire_names)};
}

// A record by its id, or by the key under which it was entered itself.
std::optional<Uuid> find_linked(const CellReading& reading, std::string_view ledger,
                                std::string_view cell) {
  const LedgerTable& table = *std::ranges::find(
      reading.tables, ledger, [](const LedgerTable& t) { return t.ledger().name; });
  if (const Result<Uuid> id = parse_uuid(cell); id) {
    if (is_there(reading, table, *id)) return *id;
  } else if (const auto found = table.find_by_source(reading.connection, reading.body.no, cell);
             found && is_there(reading, table, *found)) {
    return Uuid(*found);
  }
  return std::nullopt;
}

// `国发〔2018〕38号#12`: the twelfth row of it, and without a number the record itself.
std::optional<std::int64_t> row_named(std::string_view& cell) {
  const std::size_t mark = cell.rfind('#');
  if (mark == std::string_view::npos) return 0;
  std::string_view number = cell.substr(mark + 1);
  const std::optional<int> row = take_number(number);
  if (!row || *row == 0 || !number.empty()) return std::nullopt;
  cell = trimmed(cell.substr(0, mark));
  return *row;
}

Result<Value> read_link(const CellReading& reading, const FieldSpec& field, std::string_view cell) {
  const bool may_name_row = field.kind == Kind::row_link;
  const std::optional<std::int64_t> row = may_name_row ? row_named(cell) : 0;
  for (std::size_t i = 0; row && i < field.links_to.size(); ++i)
    if (const auto found = find_linked(reading, field.links_to[i], cell)) {
      if (!may_name_row) return Value{*found};
      return Value{Link{field.links_to[i], *found, *row}};
    }
  return refuse(Refusal::record_is_linked_wrongly);
}

Result<Value> read_person(const People& people, std::string_view cell) {
  const Result<Uuid> id = parse_uuid(cell);
  if (id && people.find(*id)) return Value{*id};
  return refuse(Refusal::person_is_unknown);
}

Result<Value> as_value(Result<Fixed> number) {
  if (!number) return std::unexpected(number.error());
  return Value{*number};
}

Result<Value> as_value(Result<std::string> text) {
  if (!text) return std::unexpected(text.error());
  return text->empty() ? Value{} : Value{std::move(*text)};
}

Result<Value> as_value(Result<const Unit*> unit) {
  if (!unit) return std::unexpected(unit.error());
  return Value{Uuid((*unit)->id)};
}

Result<Value> read_kind(const CellReading& reading, const FieldSpec& field,
                        const ImportMapping::Column& column, std::string_view cell) {
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
      return read_text(field, column, cell);
    case Kind::integer:
      return read_integer(cell);
    case Kind::number:
      return as_value(parse_fixed(plain_figures(cell)));
    case Kind::date:
      return read_date(reading, column, cell);
    case Kind::moment:
      return read_moment(reading, field, column, cell);
    case Kind::choice:
      return as_value(read_choice(reading, field, column, cell));
    case Kind::choices:
      return read_choices(reading, field, column, cell);
    case Kind::yes_no:
      return read_yes_no(cell);
    case Kind::unit:
      return as_value(
          read_unit(reading.body.tree, in_other_words(column, cell), reading.look_alikes));
    case Kind::units:
      return read_units(reading, column, cell);
    case Kind::person:
      return read_person(reading.body.people, cell);
    case Kind::link:
    case Kind::row_link:
      return read_link(reading, field, cell);
    case Kind::rows:
      break;  // rows come by their columns, `team.who`
  }
  return refuse(Refusal::field_has_wrong_kind);
}

// What lies before any beginning is entered and flagged, as other times that cannot be.
bool is_in_range(const Value& value, const CellReading& reading) {
  if (is_before_any_beginning(value, reading.body.zone)) return true;
  if (const Date* date = std::get_if<Date>(&value)) return is_in_range(*date, reading.today);
  const Moment* moment = std::get_if<Moment>(&value);
  return !moment || is_in_range(reading.body.zone.date_at(*moment), reading.today);
}

}  // namespace

bool is_there(const CellReading& reading, const LedgerTable& table, const Uuid& id) {
  const std::optional<Record> record = table.get(reading.connection, reading.body.no, id);
  if (!record) return false;
  const PathOfUnit path_of = [&tree = reading.body.tree](const Uuid& unit) {
    return tree.path_of(unit);
  };
  return sight_of(reading.actor, *record, reading.today, path_of) != Sight::nothing;
}

bool leads_out_of_sight(const CellReading& reading, const FieldSpec& field, const Value& held) {
  if (is_empty(held)) return false;
  const Link* link = field.kind == Kind::row_link ? std::get_if<Link>(&held) : nullptr;
  const Uuid* record = field.kind == Kind::link ? std::get_if<Uuid>(&held) : nullptr;
  if (!link && !record) return false;
  const std::string_view name = link ? link->ledger : field.links_to[0];
  const auto table = std::ranges::find_if(
      reading.tables, [&](const LedgerTable& one) { return one.ledger().name == name; });
  return table == reading.tables.end() || !is_there(reading, *table, link ? link->record : *record);
}

bool ends_with_its_day(const Ledger& ledger, std::string_view field) {
  return std::ranges::any_of(ledger.deadlines, [&](const Deadline& deadline) {
    return deadline.field == field || deadline.first_field == field;
  });
}

bool is_typed_time(std::string_view cell) {
  constexpr std::size_t day_length = 10, time_length = 19;
  if (cell.size() == day_length) return parse_date(cell).has_value();
  return cell.size() == time_length && cell[day_length] == ' ' &&
         parse_date(cell.substr(0, day_length)).has_value();
}

Result<Date> read_chinese_deadline(std::string_view text) {
  const std::string narrow = compatibility_folded(trimmed(text));
  std::string_view rest = narrow;
  const Refused wrong{Refusal::date_is_not_iso, {}, std::string(text)};
  const auto is_over = [&] {
    [[maybe_unused]] const bool says_before = take(rest, "前");
    return rest.empty();
  };
  const std::optional<int> year = take_number(rest);
  if (!year || *year < 1900 || *year > 2999 || !take(rest, "年")) return std::unexpected(wrong);
  if (take(rest, "年底") || take(rest, "底") || take(rest, "年末"))
    return is_over() ? Result<Date>(make_date(*year, 12, 31)) : std::unexpected(wrong);
  const std::optional<int> month = take_number(rest);
  if (!month || *month < 1 || *month > 12 || !take(rest, "月")) return std::unexpected(wrong);
  const Date first = make_date(*year, *month, 1);
  const Date last = (*month == 12 ? make_date(*year + 1, 1, 1) : make_date(*year, *month + 1, 1)) +
                    NaturalDays{-1};
  if (take(rest, "底") || take(rest, "末"))
    return is_over() ? Result<Date>(last) : std::unexpected(wrong);
  const std::optional<int> day = take_number(rest);
  if (!day || *day < 1 || *day > day_of_month(last) || !take(rest, "日") || !is_over())
    return std::unexpected(wrong);
  return first + NaturalDays{*day - 1};
}

const Unit* LookAlikes::only_one(const Tree& tree, std::string_view name) {
  const auto add = [&](std::string_view of_unit, UnitNo no) {
    const auto [found, is_new] = by_name_.emplace(folded_utf8(of_unit), no);
    if (!is_new && found->second != no) found->second = no_unit;
  };
  for (UnitNo no = 0; !is_made_ && no < tree.size(); ++no) {
    const Unit& unit = tree.unit(no);
    if (unit.is_closed && !unit.merged_into) continue;
    const UnitNo goes_on = tree.going_on(unit).no;
    add(unit.name, goes_on);
    for (const std::string& alias : unit.aliases) add(alias, goes_on);
  }
  is_made_ = true;
  const auto found = by_name_.find(folded_utf8(name));
  const bool is_one = found != by_name_.end() && !found->first.empty() && found->second != no_unit;
  return is_one ? &tree.unit(found->second) : nullptr;
}

// By its id or code as by its name, the unit that goes on for it.
Result<const Unit*> read_unit(const Tree& tree, std::string_view cell, LookAlikes& look_alikes) {
  if (const Unit* unit = tree.find_by_code(cell)) return &tree.going_on(*unit);
  if (const Result<Uuid> id = parse_uuid(cell))
    if (const Unit* unit = tree.find(*id); unit && !was_taken_back(*unit))
      return &tree.going_on(*unit);
  Result<const Unit*> unit = tree.find_by_name(cell);
  if (!unit && unit.error().law != Refusal::unit_is_unknown)
    return refuse(unit.error().law, {}, std::string(cell));
  if (!unit || !*unit) unit = look_alikes.only_one(tree, cell);
  if (!*unit) return refuse(Refusal::unit_is_unknown, {}, std::string(cell));
  return &tree.going_on(**unit);
}

Result<Value> read_cell(const CellReading& reading, const FieldSpec& field,
                        const ImportMapping::Column& column, std::string_view raw) {
  const std::string_view cell = trimmed(raw);
  if (holds_control_characters(raw))
    return refuse(Refusal::field_has_wrong_kind, column.column, std::string(cell));
  if (is_error_value(cell))
    return refuse(Refusal::cell_is_an_error_value, column.column, std::string(cell));
  if ((cell.empty() || is_null_word(reading.mapping, cell)) && !column.choices.contains(""))
    return Value{};
  Result<Value> value = read_kind(reading, field, column, cell);
  if (value && !is_in_range(*value, reading)) value = refuse(Refusal::date_is_out_of_range);
  if (value) return value;
  Refused refused = value.error();
  refused.field = column.column;
  if (refused.detail.empty()) refused.detail = cell;
  return std::unexpected(std::move(refused));
}

}  // namespace chuangyou
