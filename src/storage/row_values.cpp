#include "storage/row_values.h"

#include <simdjson.h>
#include <sqlite3.h>

#include "core/json_text.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

void put_item(JsonText& writer, const std::string& text) { writer.put_text(text); }
void put_item(JsonText& writer, const Uuid& id) { writer.put_text(to_text(id)); }

template <class Items>
std::string list_text(const Items& items) {
  std::string json;
  JsonText writer(json);
  writer.StartArray();
  for (const auto& item : items) put_item(writer, item);
  writer.EndArray();
  return json;
}

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

struct BindValue {
  Statement& statement;
  int position;
  std::deque<std::string>& kept;

  void operator()(std::monostate) const { statement.bind_null(position); }
  void operator()(const std::string& text) const { statement.bind(position, text); }
  void operator()(std::int64_t number) const { statement.bind(position, number); }
  void operator()(Fixed number) const { statement.bind(position, number.millionths); }
  void operator()(Date date) const { statement.bind(position, std::int64_t{date.days}); }
  void operator()(Moment moment) const { statement.bind(position, moment.microseconds); }
  void operator()(bool yes) const { statement.bind(position, std::int64_t{yes}); }
  void operator()(const Uuid& id) const { statement.bind(position, id); }
  template <class Item>
  void operator()(const std::vector<Item>& items) const {
    statement.bind(position, kept.emplace_back(list_text(items)));
  }
};

}  // namespace

std::string_view column_type(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::long_text:
    case Kind::choice:
    case Kind::choices:
    case Kind::units:
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

bool has_index(const FieldSpec& field) {
  return field.kind == Kind::unit || field.kind == Kind::person || field.kind == Kind::link;
}

void RowBinder::bind_kept(int position, std::string text) {
  statement_.bind(position, kept_.emplace_back(std::move(text)));
}

void RowBinder::bind(int position, const Value& value) {
  std::visit(BindValue{statement_, position, kept_}, value);
}

void RowBinder::bind(int position, const std::optional<Moment>& moment) {
  if (moment) {
    statement_.bind(position, moment->microseconds);
  } else {
    statement_.bind_null(position);
  }
}

void RowBinder::bind(int position, const std::vector<PauseInterval>& pauses) {
  if (pauses.empty()) {
    statement_.bind_null(position);
    return;
  }
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
  if (signatures.empty()) {
    statement_.bind_null(position);
    return;
  }
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

Value read_value(const Statement& row, int column, Kind kind) {
  if (row.is_null(column)) return {};
  switch (kind) {
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
    case Kind::choices: {
      std::vector<std::string> texts;
      for_each_item(row.text(column), [&](ondemand::value item) {
        texts.emplace_back(std::string_view(item.get_string()));
      });
      return texts;
    }
    case Kind::units: {
      std::vector<Uuid> ids;
      for_each_item(row.text(column),
                    [&](ondemand::value item) { ids.push_back(id_of(item.get_string())); });
      return ids;
    }
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
