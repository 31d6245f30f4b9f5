// The order in which people look names up: Chinese by pinyin, Latin letters whatever their case,
// and 第2支部 before 第10支部.
#pragma once

#include <string>
#include <string_view>

namespace chuangyou {

// Keys compare as bytes the way their texts do; of long texts only the beginning counts.
std::string collation_key(std::string_view utf8);

}  // namespace chuangyou
