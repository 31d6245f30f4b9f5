#include "core/fixed.h"

#include <limits>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::int64_t one = 1'000'000;
constexpr std::int64_t largest_whole = 9'000'000'000'000;

__extension__ typedef __int128 WideInteger;

constexpr bool is_digit(char character) { return character >= '0' && character <= '9'; }

// How many digits stand at `from`.
std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - from;
}

}  // namespace

Result<Fixed> parse_fixed(std::string_view text) {
  const auto refused = [text](Refusal law) { return refuse(law, {}, std::string(text)); };
  const bool negative = text.starts_with('-');
  const std::size_t start = negative ? 1 : 0;
  const std::size_t whole_digits = digits_at(text, start);
  const std::size_t point = start + whole_digits;
  const bool has_point = point < text.size() && text[point] == '.';
  const std::size_t decimals = has_point ? digits_at(text, point + 1) : 0;
  const std::size_t end = point + (has_point ? 1 + decimals : 0);
  if (whole_digits == 0 || (has_point && decimals == 0) || end != text.size()) {
    return refused(Refusal::field_has_wrong_kind);
  }
  if (decimals > 6) return refused(Refusal::number_is_out_of_range);

  std::int64_t whole = 0;
  for (const char digit : text.substr(start, whole_digits)) {
    whole = whole * 10 + (digit - '0');
    if (whole > largest_whole) return refused(Refusal::number_is_out_of_range);
  }
  std::int64_t part = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    part = part * 10 + (i < decimals ? text[point + 1 + i] - '0' : 0);
  }
  const std::int64_t millionths = whole * one + part;
  if (millionths > largest_whole * one) return refused(Refusal::number_is_out_of_range);
  return Fixed{negative ? -millionths : millionths};
}

std::string to_text(Fixed number) {
  const bool negative = number.millionths < 0;
  // The magnitude is taken without a sign, because the smallest number has no positive partner.
  std::uint64_t rest = static_cast<std::uint64_t>(number.millionths);
  if (negative) rest = 0 - rest;
  char text[24];
  char* const end = text + sizeof text;
  char* begin = end;
  int decimals = 6;
  for (; decimals > 0 && rest % 10 == 0; --decimals) rest /= 10;
  for (; decimals > 0; --decimals, rest /= 10) {
    *--begin = static_cast<char>('0' + rest % 10);
    if (decimals == 1) *--begin = '.';
  }
  do {
    *--begin = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (negative) *--begin = '-';
  return std::string(begin, end);
}

Fixed ratio(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) throw std::domain_error("a ratio to nothing was asked for");
  const bool negative = (numerator < 0) != (denominator < 0);
  const WideInteger top = WideInteger{numerator} * (numerator < 0 ? -one : one);
  const WideInteger bottom = denominator < 0 ? -WideInteger{denominator} : WideInteger{denominator};
  const WideInteger rounded = (top * 2 + bottom) / (bottom * 2);
  if (rounded > std::numeric_limits<std::int64_t>::max()) {
    throw std::overflow_error("a ratio does not fit into 64 bits");
  }
  return {static_cast<std::int64_t>(negative ? -rounded : rounded)};
}

}  // namespace chuangyou
