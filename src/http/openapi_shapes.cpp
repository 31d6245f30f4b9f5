#include "http/openapi_shapes.h"

#include <algorithm>

#include "ledgers/all.h"
#include "org/tree.h"
#include "record/describe.h"

namespace chuangyou {
namespace {

void write_type(Json& json, std::string_view name, bool nullable) {
  json.key("type");
  if (nullable)
    json.list().put(name).put("null").end_list();
  else
    json.put(name);
}

void write_choices(Json& json, std::span<const std::string_view> of, bool nullable) {
  if (of.empty()) return;  // the campaign's own list
  json.key("enum").list();
  for (const std::string_view choice : of) json.put(choice);
  if (nullable) json.null();
  json.end_list();
}

void write_names(Json& json, std::string_view name, std::span<const std::string_view> of) {
  json.key(name).object().member("type", "string");
  write_choices(json, of, false);
  json.end_object();
}

// A shape that stands among the common ones, or nothing in its place.
void write_shared(Json& json, std::string_view name, bool nullable) {
  std::string shape = std::string("#/components/schemas/").append(name);
  if (nullable) shape += "OrNull";
  json.member("$ref", shape);
}

void write_items(Json& json, const FieldSpec& field, bool nullable) {
  write_type(json, "array", nullable);
  json.key("items").object();
  if (field.kind == Kind::units) {
    write_shared(json, "Id", false);
  } else {
    json.member("type", "string");
    write_choices(json, field.choices, false);
  }
  json.end_object();
}

void write_link(Json& json, const FieldSpec& field, bool nullable) {
  write_type(json, "object", nullable);
  json.key("required").raw(R"(["ledger","record"])").key("properties").object();
  json.key("ledger").object().member("type", "string").key("enum").list();
  for (std::size_t i = 0; i < field.links_to.size(); ++i) json.put(field.links_to[i]);
  json.end_list().end_object();
  json.key("record").raw(R"({"$ref":"#/components/schemas/Id"})");
  json.key("row").raw(R"({"type":"integer","minimum":0})").end_object();
}

void write_rows(Json& json, const FieldSpec& field, bool nullable) {
  write_type(json, "array", nullable);
  json.member("maxItems", rows_max).key("items").object().member("type", "object");
  json.key("properties").object().key(row_number).raw(R"({"type":"integer","minimum":1})");
  for (const FieldSpec& column : field.columns()) {
    if (column.visibility == Visibility::sealed) continue;
    json.key(column.name);
    write_kind(json, column, true);
  }
  json.end_object().end_object();
}

void write_kind_members(Json& json, const FieldSpec& field, bool nullable) {
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
      write_type(json, "string", nullable);
      if (field.length_max > 0)
        json.member("maxLength", static_cast<std::int64_t>(field.length_max));
      break;
    case Kind::integer:
      write_type(json, "integer", nullable);
      break;
    case Kind::number:
      write_type(json, "string", nullable);
      json.member("pattern", R"(^-?[0-9]+(\.[0-9]{1,6})?$)");
      break;
    case Kind::date:
      write_shared(json, "Day", nullable);
      break;
    case Kind::moment:
      write_shared(json, "Moment", nullable);
      break;
    case Kind::choice:
      write_type(json, "string", nullable);
      write_choices(json, field.choices, nullable);
      break;
    case Kind::choices:
    case Kind::units:
      write_items(json, field, nullable);
      break;
    case Kind::yes_no:
      write_type(json, "boolean", nullable);
      break;
    case Kind::unit:
    case Kind::person:
    case Kind::link:
      write_shared(json, "Id", nullable);
      break;
    case Kind::row_link:
      write_link(json, field, nullable);
      break;
    case Kind::rows:
      write_rows(json, field, nullable);
      break;
  }
  if (field.is_retired) json.member("deprecated", true);
  if (field.visibility == Visibility::sealed) json.member("writeOnly", true);
}

// All that the ledger's acts take and its records show, in whatever act or record it stands.
void write_fields(Json& json, const Ledger& ledger) {
  json.object().member("type", "object").member("additionalProperties", false);
  json.key("properties").object();
  for (const FieldSpec& field : ledger.fields) {
    json.key(field.name);
    write_kind(json, field, true);
  }
  json.end_object().end_object();
}

// What a record has beside that which all records have.
void write_record(Json& json, const Ledger& ledger) {
  json.object().key("allOf").list();
  write_ref(json, "schemas", "Record");
  json.object().member("type", "object").key("required").raw(R"(["ledger","state","fields"])");
  json.key("properties").object();
  json.key("ledger").object().member("type", "string").member("const", ledger.name).end_object();
  json.key("state").object().member("type", "string").key("enum").list();
  for (const State& state : ledger.states) json.put(state.name);
  json.end_list().end_object();
  json.key("fields");
  write_ref(json, "schemas", camel(ledger.name) + "Fields");
  json.end_object().end_object().end_list().end_object();
}

// One of what each ledger has.
void write_any(Json& json, std::string_view name, std::string_view of) {
  json.key(name).object().key("anyOf").list();
  for (const Ledger* ledger : all_ledgers())
    write_ref(json, "schemas", camel(ledger->name).append(of));
  json.end_list().end_object();
}

}  // namespace

std::string camel(std::string_view name) {
  std::string text;
  bool starts = true;
  for (const char symbol : name) {
    if (symbol == '_') {
      starts = true;
      continue;
    }
    text +=
        starts && symbol >= 'a' && symbol <= 'z' ? static_cast<char>(symbol - 'a' + 'A') : symbol;
    starts = false;
  }
  return text;
}

void write_ref(Json& json, std::string_view kind, std::string_view name) {
  json.object();
  json.member("$ref", std::string("#/components/").append(kind).append("/").append(name));
  json.end_object();
}

void write_kind(Json& json, const FieldSpec& field, bool nullable) {
  json.object();
  write_kind_members(json, field, nullable);
  json.end_object();
}

std::string derived_schemas() {
  std::string text;
  Json json(text);
  json.object();
  write_names(json, "Refusal", refusal_names().subspan(1));
  write_names(json, "Role", role_names);
  write_names(json, "Kind", kind_names);
  write_names(json, "Stage", stage_names);
  write_names(json, "UnitType", unit_type_names);
  write_any(json, "AnyRecord", "Record");
  write_any(json, "AnyFields", "Fields");
  for (const Ledger* ledger : all_ledgers()) {
    json.key(camel(ledger->name) + "Record");
    write_record(json, *ledger);
    json.key(camel(ledger->name) + "Fields");
    write_fields(json, *ledger);
  }
  json.end_object();
  return text.substr(1, text.size() - 2);
}

}  // namespace chuangyou
