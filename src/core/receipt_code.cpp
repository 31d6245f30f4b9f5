#include "core/receipt_code.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdint>

#include "core/text.h"

namespace chuangyou {
namespace {

constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t symbol_count = 16;
constexpr std::uint8_t no_symbol = 0xff;
constexpr std::size_t typed_bytes_max = 1000;  // whatever stands between the symbols

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

// People group a code as they like when they write it down, and keyboards have many dashes; on some
// the nearest is the mark of a long vowel, a line to draw boxes with or the Chinese one.
bool only_groups(UChar32 character) {
  constexpr std::u16string_view strokes = u"\u2212\u2043\u02d7\u00af\u2500\u2501\u30fc\u4e00\u3161";
  if (u_charType(character) == U_DASH_PUNCTUATION) return true;
  if (character <= 0xFFFF && strokes.contains(static_cast<char16_t>(character))) return true;
  std::string utf8;
  return is_blank(icu::UnicodeString(character).toUTF8String(utf8));
}

std::uint8_t value_of(UChar32 character) {
  if (character < 0x80) return values[static_cast<std::size_t>(character)];
  const std::int32_t digit = u_charDigitValue(character);
  return digit < 0 ? no_symbol : static_cast<std::uint8_t>(digit);
}

// A code is copied with the word before it and the full stop behind: 回执码：7K3M-….。
icu::UnicodeString without_what_stands_around(icu::UnicodeString text) {
  if (const std::int32_t colon = text.lastIndexOf(u':'); colon >= 0) text.remove(0, colon + 1);
  const auto is_none_of_it = [](UChar32 character) {
    return u_ispunct(character) != 0 || u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC) != 0 ||
           only_groups(character);
  };
  while (!text.isEmpty() && is_none_of_it(text.char32At(0))) text.remove(0, text.moveIndex32(0, 1));
  while (!text.isEmpty() && is_none_of_it(text.char32At(text.length() - 1)))
    text.truncate(text.moveIndex32(text.length(), -1));
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
  if (text.size() > typed_bytes_max) return malformed();
  Values code{};
  std::size_t count = 0;
  const icu::UnicodeString folded =
      without_what_stands_around(icu::UnicodeString::fromUTF8(compatibility_folded(text)));
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 character = folded.char32At(i);
    if (only_groups(character)) continue;
    const std::uint8_t value = value_of(character);
    if (value == no_symbol || count == symbol_count) return malformed();
    code[count++] = value;
  }
  if (count != symbol_count || remainder_of(code) != 0) return malformed();
  return written(code);
}

}  // namespace chuangyou
