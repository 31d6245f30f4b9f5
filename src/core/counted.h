// Whether a text says how many.
#pragma once

#include <string_view>

namespace chuangyou {

// A figure: digits, 百分之, or a Chinese numeral that counts something (三个工作日, 二十余户). The
// numerals in 进一步 or 统一 count nothing, and phrases of that kind fill empty promises.
bool has_number(std::string_view utf8);

}  // namespace chuangyou
