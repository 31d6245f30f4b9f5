// What is told of a list of units or people that came in, besides its findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/json.h"
#include "imports/list_words.h"

namespace chuangyou {

void write_texts(Json& json, std::string_view name, const std::vector<std::string>& texts);
// What each word was taken for; null where it is asked.
void write_words(Json& json, std::string_view name, const ListWords& words);

}  // namespace chuangyou
