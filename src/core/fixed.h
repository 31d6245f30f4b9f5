// A number with exactly six decimals in 64 bits. Sums never depend on threads or order, and what
// was typed is what is printed.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace chuangyou {

struct Fixed {
  std::int64_t millionths = 0;
  auto operator<=>(const Fixed&) const = default;
};

constexpr Fixed operator+(Fixed a, Fixed b) { return {a.millionths + b.millionths}; }
constexpr Fixed operator-(Fixed a, Fixed b) { return {a.millionths - b.millionths}; }

// `12`, `-3.5`, `0.000001`; more than six decimals or beyond ±9·10¹² is number_is_out_of_range,
// anything else field_has_wrong_kind.
Result<Fixed> parse_fixed(std::string_view);
std::string to_text(Fixed);                                     // shortest form: `12`, `-3.5`
Fixed ratio(std::int64_t numerator, std::int64_t denominator);  // half away from zero

}  // namespace chuangyou
