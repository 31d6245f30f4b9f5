// What a sheet shows of a number: `000123` of 123, `第38号` of 38, `1234-5678` of 12345678, `85%` of
// 0.85, `2015/7/1` of 42186 (ECMA-376 part 1, 18.8.31).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuangyou {

// Of a format that every program knows by its number and shows alike; empty where each has its own
// way, as of days.
std::string_view code_of_builtin(int format);

// nullopt: a format that is not drawn here, as months by their name, fractions and conditions. A
// number that a sheet would shorten to `1.01E+11` has its digits.
std::optional<std::string> shown_number(double number, std::string_view code,
                                        bool counts_from_1904);

}  // namespace chuangyou
