#include "http/list_conditions.h"

#include <algorithm>

#include "campaign/find.h"
#include "core/text.h"
#include "http/decode.h"
#include "ledgers/all.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

constexpr std::size_t values_max = 50, part_characters_max = 100;

constexpr std::string_view due_at = "due_at";
// What stands in every row, as fields would be declared.
constexpr FieldSpec in_every_row[] = {
    {.name = due_at, .kind = Kind::moment},        {.name = "opened_at", .kind = Kind::moment},
    {.name = "created_at", .kind = Kind::moment},  {.name = "closed_at", .kind = Kind::moment},
    {.name = "state_since", .kind = Kind::moment}, {.name = "source", .kind = Kind::text}};

struct Ending {
  std::string_view text;
  Compare compare;
};
constexpr Ending endings[] = {{".from", Compare::from},
                              {".until", Compare::until},
                              {".contains", Compare::contains},
                              {".there", Compare::is_there}};

// A parameter's name in its two parts; nullptr where it names nothing by which a list is narrowed.
struct NarrowedBy {
  const FieldSpec* field = nullptr;
  std::string place;
  Compare compare = Compare::is;
};

const FieldSpec* found(const Ledger& ledger, std::string_view place) {
  const FieldSpec* field = ledger.field_or_column(place);
  if (!field) {
    const auto common = std::ranges::find(in_every_row, place, &FieldSpec::name);
    return common == std::end(in_every_row) ? nullptr : &*common;
  }
  const FieldSpec* whole = ledger.field(place.substr(0, place.find('.')));
  const bool is_sealed =
      field->visibility == Visibility::sealed || whole->visibility == Visibility::sealed;
  return is_sealed ? nullptr : field;
}

NarrowedBy asked_by(const Ledger& ledger, const std::string& name) {
  if (const FieldSpec* field = found(ledger, name)) return {field, name, Compare::is};
  for (const Ending& ending : endings) {
    if (!name.ends_with(ending.text)) continue;
    const std::string place = name.substr(0, name.size() - ending.text.size());
    return {found(ledger, place), place, ending.compare};
  }
  return {};
}

bool leads_to_records(Kind kind) { return kind == Kind::link || kind == Kind::row_link; }
bool is_id(Kind kind) {
  return kind == Kind::unit || kind == Kind::person || leads_to_records(kind);
}
bool has_an_order(Kind kind) {
  return kind == Kind::date || kind == Kind::moment || kind == Kind::integer ||
         kind == Kind::number;
}

// In a column of rows the values lie as JSON, where numbers and moments have no order.
bool may_compare(const NarrowedBy& asked) {
  const Kind kind = asked.field->kind;
  const bool is_text = kind == Kind::text || kind == Kind::long_text;
  const bool is_in_rows = asked.place.contains('.');
  switch (asked.compare) {
    case Compare::is:
      return is_id(kind) || kind == Kind::choice || kind == Kind::yes_no ||
             (!is_in_rows && (kind == Kind::choices || kind == Kind::units)) ||
             asked.field->name == "source";
    case Compare::from:
    case Compare::until:
      return is_in_rows ? kind == Kind::date : has_an_order(kind);
    case Compare::contains:
      return is_text;
    case Compare::is_there:  // a link would tell of what is kept from the asker
      return kind != Kind::rows && !leads_to_records(kind);
  }
  return false;
}

// A day stands for all of its moments.
Result<Value> moment_of(const Visit& visit, const FieldSpec& field, Compare compare,
                        std::string_view text) {
  const Result<Date> day = parse_date(text);
  if (!day) return value_from_text(field, text);
  const Zone& zone = visit.body->zone;
  const Moment begins = zone.end_of({day->days - 1}), ends = zone.end_of(*day);
  // What is due on a day is due at its end, which is the moment at which the next one begins.
  const std::int64_t later = field.name == due_at ? 1 : 0;
  if (compare == Compare::from) return Value(Moment{begins.microseconds + later});
  return Value(Moment{ends.microseconds - 1 + later});
}

Result<Value> value_of(const Visit& visit, const NarrowedBy& asked, std::string_view text) {
  FieldSpec field = *asked.field;
  if (asked.compare == Compare::is_there) field.kind = Kind::yes_no;
  if (asked.compare == Compare::contains) {
    if (character_count(text) > part_characters_max)
      return refuse(Refusal::field_is_too_long, {}, std::to_string(part_characters_max));
    return Value(std::string(trimmed(text)));
  }
  if (field.kind == Kind::moment) return moment_of(visit, field, asked.compare, text);
  return value_from_text(field, text);
}

// To what is kept from the asker nothing leads, as to what is not there.
Value as_he_sees_it(const Visit& visit, const FieldSpec& field, Value value) {
  if (!leads_to_records(field.kind)) return value;
  const Link* link = std::get_if<Link>(&value);
  const Uuid* id = link ? &link->record : std::get_if<Uuid>(&value);
  bool is_seen = false;
  for (std::size_t i = 0; id && !is_seen && i < field.links_to.size(); ++i) {
    const Ledger* ledger = find_ledger(field.links_to[i]);
    is_seen = ledger && find_record(visit.reader(), *ledger, *id).has_value();
  }
  return is_seen ? value : Value(Uuid());
}

void take_values(Visit& visit, const NarrowedBy& asked, const QueryString::Parameter& parameter,
                 std::vector<Value>& values) {
  const bool is_list = asked.compare == Compare::is && asked.field->kind != Kind::text;
  std::string_view left = parameter.value;
  while (!left.empty()) {
    const std::string_view one = is_list ? left.substr(0, left.find(',')) : left;
    left.remove_prefix(std::min(one.size() + 1, left.size()));
    Result<Value> value = value_of(visit, asked, one);
    if (!value) {
      visit.query.refuse(value.error().law, parameter.name, value.error().detail);
      return;
    }
    values.push_back(asked.compare == Compare::is
                         ? as_he_sees_it(visit, *asked.field, std::move(*value))
                         : std::move(*value));
  }
  if (values.size() > values_max)
    visit.query.refuse(Refusal::number_is_out_of_range, parameter.name, std::to_string(values_max));
}

// The one that an index answers is read by it; storage knows it by a name of its own.
bool is_found_by_index(const Ledger& ledger, const NarrowedBy& asked, const ListQuery& query,
                       const std::vector<Value>& values) {
  return !query.field_equals && asked.compare == Compare::is && values.size() == 1 &&
         ledger.field_or_column(asked.place) && is_id(asked.field->kind);
}

}  // namespace

void take_conditions(Visit& visit, const Ledger& ledger, ListQuery& query) {
  for (QueryString::Parameter* parameter : visit.query.left()) {
    const NarrowedBy asked = asked_by(ledger, parameter->name);
    if (!asked.field || !may_compare(asked)) continue;
    parameter->is_taken = true;
    std::vector<Value> values;
    take_values(visit, asked, *parameter, values);
    if (values.empty()) continue;
    if (is_found_by_index(ledger, asked, query, values))
      query.field_equals = std::pair(asked.place, std::move(values[0]));
    else
      query.conditions.push_back({asked.place, asked.compare, std::move(values)});
  }
}

}  // namespace chuangyou
