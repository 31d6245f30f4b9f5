#include "core/uuid.h"

#include <algorithm>
#include <span>

namespace chuangyou {
namespace {

constexpr std::uint8_t no_digit = 0x80;

// One pair of characters for each byte, so that writing a byte is one copy.
constexpr auto pairs = [] {
  constexpr char digits[] = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> table{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    table[byte] = {digits[byte >> 4], digits[byte & 15]};
  }
  return table;
}();

constexpr auto values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::uint8_t i = 0; i < 10; ++i) table[std::size_t{'0'} + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    table[std::size_t{'a'} + i] = static_cast<std::uint8_t>(10 + i);
    table[std::size_t{'A'} + i] = static_cast<std::uint8_t>(10 + i);
  }
  return table;
}();

// Where each byte's two characters stand among the 36.
constexpr std::array<std::uint8_t, 16> places = {0,  2,  4,  6,  9,  11, 14, 16,
                                                 19, 21, 24, 26, 28, 30, 32, 34};

}  // namespace

Uuid make_uuid_v7(Moment now, RandomSource& random) {
  const auto since_1970 = static_cast<std::uint64_t>(std::max<std::int64_t>(now.microseconds, 0));
  const std::uint64_t milliseconds = since_1970 / 1'000;
  // The twelve bits after the version hold the part of the millisecond (RFC 9562, 6.2, method 3),
  // so that ids made in different microseconds sort as they were made; 62 random bits remain.
  const std::uint64_t fraction = since_1970 % 1'000 * 4'096 / 1'000;
  Uuid uuid;
  for (std::size_t i = 0; i < 6; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  }
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (fraction >> 8));
  uuid.bytes[7] = static_cast<std::uint8_t>(fraction);
  random.fill(std::span(uuid.bytes).subspan(8));
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return uuid;
}

Result<Uuid> parse_uuid(std::string_view text) {
  const auto malformed = [text] { return refuse(Refusal::id_is_malformed, {}, std::string(text)); };
  if (text.size() != 36) return malformed();
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return malformed();
  Uuid uuid;
  std::uint8_t seen = 0;  // gathers the mark of any character that is no digit
  for (std::size_t i = 0; i < 16; ++i) {
    const std::uint8_t high = values[static_cast<std::uint8_t>(text[places[i]])];
    const std::uint8_t low = values[static_cast<std::uint8_t>(text[places[i] + 1u])];
    seen = static_cast<std::uint8_t>(seen | high | low);
    uuid.bytes[i] = static_cast<std::uint8_t>((high << 4) | low);
  }
  if (seen & no_digit) return malformed();
  return uuid;
}

std::string to_text(const Uuid& uuid) {
  std::string text(36, '-');
  for (std::size_t i = 0; i < 16; ++i) {
    std::memcpy(text.data() + places[i], pairs[uuid.bytes[i]].data(), 2);
  }
  return text;
}

}  // namespace chuangyou
