// JSON text onto the end of a string: RapidJSON's Writer for structure, escapes and numbers, and a
// short way for the strings that need no escape, which are nearly all.
#pragma once

#include <rapidjson/writer.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace chuangyou {

// RapidJSON writes into whatever has these two functions.
struct JsonSink {
  using Ch = char;
  std::string& text;
  void Put(char character) { text.push_back(character); }
  void Flush() {}
};

class JsonText : public rapidjson::Writer<JsonSink> {
  using Writer = rapidjson::Writer<JsonSink>;

 public:
  // Appends to `text`, which must outlive it.
  explicit JsonText(std::string& text) : Writer(sink_), sink_{text} {}

  void put_key(std::string_view name) { put_text(name); }
  void put_text(std::string_view text) {
    if (!std::ranges::all_of(text, is_written_as_it_is)) {
      String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
      return;
    }
    Prefix(rapidjson::kStringType);
    sink_.text.append(1, '"').append(text).append(1, '"');
  }
  // A value that is JSON already.
  void put_json(std::string_view json) {
    Prefix(rapidjson::kObjectType);
    sink_.text += json;
  }
  std::string& text() { return sink_.text; }

 private:
  static bool is_written_as_it_is(char character) {
    return static_cast<unsigned char>(character) >= 0x20 && character != '"' && character != '\\';
  }

  JsonSink sink_;
};

}  // namespace chuangyou
