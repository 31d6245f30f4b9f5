// Values as JSON, in the form that API, journal and tables share: dates ISO, moments UTC, numbers
// as decimal strings, ids as text, {"ledger":…,"record":…,"row":3} where a link may lead to a row,
// and rows as [{"row":1,"<column>":…},…], a row that goes as {"row":1} alone.
#pragma once

#include <simdjson.h>

#include <stdexcept>
#include <string>

#include "core/json_text.h"
#include "record/field.h"

namespace chuangyou {

// What we wrote ourselves reads back; anything else is damage, and the caller says of what.
struct ValueIsMalformed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void write_value(std::string& json, const FieldSpec& field, const Value& value);
// Throws ValueIsMalformed or what the parser throws.
Value read_value(const FieldSpec& field, simdjson::ondemand::value json);

}  // namespace chuangyou
