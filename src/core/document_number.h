// 文号, the number of a document, in the ways in which people type one: with the brackets of the
// standard, with others or none, with 年, 第 or blanks between.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuangyou {

// As the standard writes it: `国发[2018]38号` and `国发2018年第38号` are 国发〔2018〕38号. nullopt: it is
// none.
std::optional<std::string> read_document_number(std::string_view utf8);

}  // namespace chuangyou
