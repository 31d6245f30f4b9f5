// What is said and told of a list of units or people that comes in, besides its findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/json.h"
#include "imports/list_words.h"
#include "net/query.h"

namespace chuangyou {

void write_texts(Json& json, std::string_view name, const std::vector<std::string>& texts);
// What each word was taken for; null where it is asked.
void write_words(Json& json, std::string_view name, const ListWords& words);
// Lists of texts in a list, as `[["code","编号"]]`; json_is_malformed where it is something else.
using TextLines = std::vector<std::vector<std::string>>;
TextLines take_lines(QueryString& query, std::string_view name);

}  // namespace chuangyou
