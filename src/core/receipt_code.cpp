#include "core/receipt_code.h"

#include <array>
#include <cstdint>

namespace chuangyou {
namespace {

constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t symbol_count = 16;
constexpr std::uint8_t no_symbol = 0xff;

constexpr auto values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_symbol);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const auto value = static_cast<std::uint8_t>(i);
    const std::size_t upper = static_cast<std::uint8_t>(symbols[i]);
    table[upper] = value;
    if (symbols[i] >= 'A') table[upper + ('a' - 'A')] = value;
  }
  for (const char zero : {'O', 'o'}) table[static_cast<std::uint8_t>(zero)] = 0;
  for (const char one : {'I', 'i', 'L', 'l'}) table[static_cast<std::uint8_t>(one)] = 1;
  return table;
}();

using Values = std::array<std::uint8_t, symbol_count>;

// A symbol is an element of the field of 32 elements (x^5 + x^3 + 1), and a code is a polynomial
// that vanishes at x. Every place then weighs differently and no weight is zero, so that one wrong
// symbol and any two exchanged ones always leave a remainder.
constexpr std::uint8_t times_x(std::uint8_t value) {
  const unsigned shifted = unsigned{value} << 1;
  return static_cast<std::uint8_t>(shifted & 32u ? shifted ^ 0b101001u : shifted);
}

constexpr std::uint8_t remainder_of(const Values& code) {
  std::uint8_t remainder = 0;
  for (const std::uint8_t value : code) {
    remainder = static_cast<std::uint8_t>(times_x(remainder) ^ value);
  }
  return remainder;
}

std::string written(const Values& code) {
  std::string text;
  text.reserve(symbol_count + 3);
  for (std::size_t i = 0; i < symbol_count; ++i) {
    if (i != 0 && i % 4 == 0) text += '-';
    text += symbols[code[i]];
  }
  return text;
}

}  // namespace

std::string make_receipt_code(RandomSource& random) {
  Values code{};
  random.fill(code);
  for (std::uint8_t& value : code) value &= 31;
  code.back() = 0;
  code.back() = remainder_of(code);
  return written(code);
}

Result<std::string> parse_receipt_code(std::string_view text) {
  const auto malformed = [text] {
    return refuse(Refusal::receipt_is_malformed, {}, std::string(text));
  };
  Values code{};
  std::size_t count = 0;
  for (const char character : text) {
    // People group a code as they like when they write it down.
    if (character == '-' || character == ' ') continue;
    const std::uint8_t value = values[static_cast<std::uint8_t>(character)];
    if (value == no_symbol || count == symbol_count) return malformed();
    code[count++] = value;
  }
  if (count != symbol_count || remainder_of(code) != 0) return malformed();
  return written(code);
}

}  // namespace chuangyou
