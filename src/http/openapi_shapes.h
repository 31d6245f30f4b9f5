// The shapes that follow from declarations: what a field holds, the fields of an act, a ledger's
// fields and record, each written once. openapi.cpp puts them into the document.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/json.h"

namespace chuangyou {

// `not_confirmed` → `NotConfirmed`.
std::string camel(std::string_view name);

// {"$ref":"#/components/<kind>/<name>"}
void write_ref(Json& json, std::string_view kind, std::string_view name);

// What a field holds, as a schema.
void write_kind(Json& json, const FieldSpec& field, bool nullable);

// The members of `components.schemas` that follow from declarations, without their braces.
std::string derived_schemas();

}  // namespace chuangyou
