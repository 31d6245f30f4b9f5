#include "storage/row_values.h"

#include <simdjson.h>
#include <sqlite3.h>

#include <functional>

#include "core/json_text.h"
#include "storage/value_json.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

Uuid id_of(std::string_view text) {
  const Result<Uuid> id = parse_uuid(text);
  if (!id) throw StorageError("an id in a list is malformed", SQLITE_CORRUPT);
  return *id;
}

// Calls `use` with each item of a JSON array.
template <class Use>
void for_each_item(std::string_view json, Use use) {
  if (json.empty()) return;
  thread_local ondemand::parser parser;
  thread_local std::string padded;
  padded.assign(json);
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  ondemand::document document = parser.iterate(padded.data(), json.size(), padded.size());
  for (ondemand::value item : document.get_array()) use(item);
}

// Rows stand with the highest number that was given, which a row that has gone does not tell.
constexpr std::string_view last_number = "last";

std::string text_of_rows(const FieldSpec& field, const Rows& rows) {
  std::string json = "{\"last\":" + std::to_string(rows.last_id) + ",\"rows\":";
  write_value(json, field, rows);
  return json += '}';
}

struct BindValue {
  Statement& statement;
  int position;
  const FieldSpec& field;
  std::deque<std::string>& kept;

  void operator()(std::monostate) const {}  // what nobody has bound is NULL
  void operator()(const std::string& text) const { statement.bind(position, text); }
  void operator()(std::int64_t number) const { statement.bind(position, number); }
  void operator()(Fixed number) const { statement.bind(position, number.millionths); }
  void operator()(Date date) const { statement.bind(position, std::int64_t{date.days}); }
  void operator()(Moment moment) const { statement.bind(position, moment.microseconds); }
  void operator()(bool yes) const { statement.bind(position, std::int64_t{yes}); }
  void operator()(const Uuid& id) const { statement.bind_lasting(position, id); }
  template <class Item>
  void operator()(const std::vector<Item>& items) const {
    keep_json(items);
  }
  void operator()(const Link& link) const { keep_json(link); }
  void operator()(const Rows& rows) const {
    statement.bind(position, kept.emplace_back(text_of_rows(field, rows)));
  }
  void keep_json(const Value& value) const {
    std::string& json = kept.emplace_back();
    write_value(json, field, value);
    statement.bind(position, json);
  }
};

// One JSON text of a row, read within a list as the parser likes it; what cannot be read was not
// written by us.
Value read_json(std::string_view json, const std::function<Value(ondemand::value)>& read) {
  thread_local ondemand::parser parser;
  thread_local std::string padded;
  padded.assign("[").append(json).append("]");
  const std::size_t size = padded.size();
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  try {
    ondemand::document document = parser.iterate(padded.data(), size, padded.size());
    return read(document.get_array().at(0).value());
  } catch (const simdjson::simdjson_error& error) {
    throw StorageError(error.what(), SQLITE_CORRUPT);
  } catch (const ValueIsMalformed& error) {
    throw StorageError(error.what(), SQLITE_CORRUPT);
  }
}

Value read_rows(const FieldSpec& field, ondemand::object object) {
  const std::int64_t last = object[last_number].get_int64();
  Value value = read_value(field, object["rows"].value());
  Rows& rows = std::get<Rows>(value);
  rows.last_id = last;
  return value;
}

}  // namespace

std::string_view column_type(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::long_text:
    case Kind::choice:
    case Kind::choices:
    case Kind::units:
    case Kind::row_link:
    case Kind::rows:
      return "TEXT";
    case Kind::integer:
    case Kind::number:
    case Kind::date:
    case Kind::moment:
    case Kind::yes_no:
      return "INTEGER";
    case Kind::unit:
    case Kind::person:
    case Kind::link:
      return "BLOB";
  }
  return {};
}

bool has_index(const Ledger& ledger, const FieldSpec& field) {
  return field.kind == Kind::unit || field.kind == Kind::person ||
         (field.kind == Kind::link && field.name == ledger.once_for);
}

bool stands_in_index(const Ledger& ledger, const FieldSpec& field) {
  return has_index(ledger, field) || field.name == ledger.once_for;
}

void RowBinder::bind_kept(int position, std::string text) {
  statement_.bind(position, kept_.emplace_back(std::move(text)));
}

void RowBinder::bind(int position, const FieldSpec& field, const Value& value) {
  std::visit(BindValue{statement_, position, field, kept_}, value);
}

void RowBinder::bind(int position, const Value& value) {
  static constexpr FieldSpec no_field;
  bind(position, no_field, value);
}

void RowBinder::bind(int position, const std::optional<Moment>& moment) {
  if (moment) statement_.bind(position, moment->microseconds);
}

void RowBinder::bind(int position, const std::vector<PauseInterval>& pauses) {
  if (pauses.empty()) return;
  std::string json;
  JsonText writer(json);
  writer.StartArray();
  for (const PauseInterval& pause : pauses) {
    writer.StartArray();
    writer.Int64(pause.from.microseconds);
    if (pause.until) writer.Int64(pause.until->microseconds);
    writer.EndArray();
  }
  writer.EndArray();
  bind_kept(position, std::move(json));
}

void RowBinder::bind(int position, const std::vector<Signature>& signatures) {
  if (signatures.empty()) return;
  std::string json;
  JsonText writer(json);
  writer.StartArray();
  for (const Signature& signature : signatures) {
    writer.StartArray();
    writer.put_text(signature.act);
    writer.Uint64(signature.right);
    writer.put_text(to_text(signature.person));
    writer.Int64(signature.at.microseconds);
    writer.EndArray();
  }
  writer.EndArray();
  bind_kept(position, std::move(json));
}

std::optional<Moment> read_moment(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Moment{row.integer(column)};
}

Value read_value(const Statement& row, int column, const FieldSpec& field) {
  if (row.is_null(column)) return {};
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
    case Kind::choice:
      return std::string(row.text(column));
    case Kind::integer:
      return row.integer(column);
    case Kind::number:
      return Fixed{row.integer(column)};
    case Kind::date:
      return Date{static_cast<std::int32_t>(row.integer(column))};
    case Kind::moment:
      return Moment{row.integer(column)};
    case Kind::yes_no:
      return row.integer(column) != 0;
    case Kind::unit:
    case Kind::person:
    case Kind::link:
      return row.uuid(column);
    case Kind::choices:
    case Kind::units:
    case Kind::row_link:
      return read_json(row.text(column),
                       [&](ondemand::value json) { return read_value(field, json); });
    case Kind::rows:
      return read_json(row.text(column),
                       [&](ondemand::value json) { return read_rows(field, json.get_object()); });
  }
  return {};
}

std::vector<PauseInterval> read_pauses(const Statement& row, int column) {
  std::vector<PauseInterval> pauses;
  for_each_item(row.text(column), [&](ondemand::value item) {
    std::vector<Moment> ends;
    for (ondemand::value end : item.get_array()) ends.push_back(Moment{end.get_int64()});
    PauseInterval pause{ends.at(0), std::nullopt};
    if (ends.size() > 1) pause.until = ends[1];
    pauses.push_back(pause);
  });
  return pauses;
}

std::vector<Signature> read_signatures(const Statement& row, int column) {
  std::vector<Signature> signatures;
  for_each_item(row.text(column), [&](ondemand::value item) {
    Signature signature;
    int part = 0;
    for (ondemand::value value : item.get_array()) {
      if (part == 0) signature.act = std::string_view(value.get_string());
      if (part == 1) signature.right = std::uint64_t{value.get_uint64()};
      if (part == 2) signature.person = PersonId(id_of(value.get_string()));
      if (part == 3) signature.at = Moment{value.get_int64()};
      ++part;
    }
    signatures.push_back(std::move(signature));
  });
  return signatures;
}

}  // namespace chuangyou
