#include "http/list_json.h"

#include <simdjson.h>

#include <optional>

namespace chuangyou {
namespace {

std::optional<TextLines> lines_in(std::string_view text) {
  TextLines lines;
  if (text.empty()) return lines;
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  simdjson::dom::array all, parts;
  if (parser.parse(padded).get(all) != simdjson::SUCCESS) return std::nullopt;
  for (const simdjson::dom::element line : all) {
    if (line.get(parts) != simdjson::SUCCESS) return std::nullopt;
    std::vector<std::string>& read = lines.emplace_back();
    for (const simdjson::dom::element part : parts) {
      std::string_view words;
      if (part.get(words) != simdjson::SUCCESS) return std::nullopt;
      read.emplace_back(words);
    }
  }
  return lines;
}

}  // namespace

TextLines take_lines(QueryString& query, std::string_view name) {
  auto lines = lines_in(query.take(name).value_or(""));
  if (!lines) query.refuse(Refusal::json_is_malformed, name);
  return lines.value_or(TextLines());
}

void write_texts(Json& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).list();
  for (const std::string& text : texts) json.put(text);
  json.end_list();
}

void write_words(Json& json, std::string_view name, const ListWords& words) {
  json.key(name).list();
  for (const ListWord& word : words.all()) {
    json.object()
        .member("field", word.field)
        .member("column", word.column)
        .member("word", word.word)
        .member("rows", word.rows)
        .member("means", word.means)
        .end_object();
  }
  json.end_list();
}

}  // namespace chuangyou
