// JSON out onto a string, with the few words that the doors need. Dates,
// moments and numbers of a field go through storage/value_json.h, so that API, journal and export
// agree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/json_text.h"
#include "core/uuid.h"
#include "storage/value_json.h"

namespace chuangyou {

class Json : private JsonText {
 public:
  using JsonText::JsonText;

  Json& object() { return StartObject(), *this; }
  Json& end_object() { return EndObject(), *this; }
  Json& list() { return StartArray(), *this; }
  Json& end_list() { return EndArray(), *this; }
  Json& null() { return Null(), *this; }

  Json& key(std::string_view name) {
    put_key(name);
    return *this;
  }
  Json& put(std::string_view text) {
    put_text(text);
    return *this;
  }
  Json& put(const std::string& text) { return put(std::string_view(text)); }
  Json& put(const char* text) { return put(std::string_view(text)); }
  Json& put(bool value) { return Bool(value), *this; }
  Json& put(std::int64_t value) { return Int64(value), *this; }
  Json& put(std::int32_t value) { return Int(value), *this; }
  Json& put(std::size_t value) { return Uint64(value), *this; }
  Json& put(const Uuid& id) { return put(to_text(id)); }
  Json& put(Date date) { return put(to_text(date)); }
  Json& put(Fixed number) { return raw(to_text(number)); }
  Json& put(Moment moment) { return put(to_text(moment)); }
  template <class T>
  Json& put(const std::optional<T>& value) {
    return value ? put(*value) : null();
  }

  template <class T>
  Json& member(std::string_view name, const T& value) {
    return key(name).put(value);
  }

  // What a field holds.
  Json& value(const FieldSpec& field, const Value& value) {
    put_json({});
    write_value(text(), field, value);
    return *this;
  }
  // JSON that is written already.
  Json& raw(std::string_view json) {
    put_json(json);
    return *this;
  }
};

}  // namespace chuangyou
