#include "http/list_json.h"

namespace chuangyou {

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
        .key("means");
    if (word.means)
      json.put(*word.means);
    else
      json.null();
    json.end_object();
  }
  json.end_list();
}

}  // namespace chuangyou
