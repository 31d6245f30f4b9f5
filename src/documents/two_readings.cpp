#include "documents/two_readings.h"

#include <algorithm>
#include <cstdint>

#include "core/text.h"

namespace chuangyou {
namespace {

bool is_letter(std::string_view line, std::size_t at) {
  if (at >= line.size()) return false;
  const char lower = static_cast<char>(line[at] | 0x20);
  return lower >= 'a' && lower <= 'z';
}

// Signs and Hanzi of GB2312, which are all that an office writes most days.
bool is_pair(std::string_view line, std::size_t at) {
  if (at + 1 >= line.size()) return false;
  const auto lead = static_cast<std::uint8_t>(line[at]);
  const auto trail = static_cast<std::uint8_t>(line[at + 1]);
  const bool is_sign = lead >= 0xA1 && lead <= 0xA9, is_hanzi = lead >= 0xB0 && lead <= 0xF7;
  return (is_sign || is_hanzi) && trail >= 0xA1 && trail <= 0xFE;
}

// U+00C0 to U+027F as UTF-8 has them.
bool begins_latin_letter(char lead) {
  const auto byte = static_cast<std::uint8_t>(lead);
  return byte >= 0xC3 && byte <= 0xC9;
}

}  // namespace

bool could_be_gb2312(std::string_view line) {
  bool is_any = false;
  for (std::size_t at = 0; at < line.size();) {
    if (static_cast<std::uint8_t>(line[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t first = at;
    while (at < line.size() && static_cast<std::uint8_t>(line[at]) >= 0x80) {
      if (!is_pair(line, at)) return false;
      at += 2;
    }
    const bool is_in_a_word = at - first == 2 && begins_latin_letter(line[first]) &&
                              ((first > 0 && is_letter(line, first - 1)) || is_letter(line, at));
    is_any = is_any || !is_in_a_word;
  }
  return is_any;
}

// A letter with its accent stands alone between the letters of its word; a pair that it begins
// takes one of them for its second half.
bool could_be_windows_1252(std::string_view line) {
  std::size_t in_words = 0, others = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto byte = static_cast<std::uint8_t>(line[at]);
    if (byte < 0x80) continue;
    const bool is_alone = at + 1 >= line.size() || static_cast<std::uint8_t>(line[at + 1]) < 0x80;
    const bool is_behind = at > 0 && is_letter(line, at - 1);
    const bool is_before = is_letter(line, at + 1);
    const bool is_within = byte >= 0xC0 ? is_behind || is_before : is_behind && is_before;
    ++(is_alone && is_within ? in_words : others);
    if (!is_alone) ++at;  // the second half of a pair
  }
  return in_words > others;
}

std::string around_difference(std::string_view reading, std::string_view other,
                              std::size_t length) {
  const auto [differs, beside] = std::ranges::mismatch(reading, other);
  const auto begins = [&](std::size_t at) {
    return at == 0 || at >= reading.size() ||
           (static_cast<std::uint8_t>(reading[at]) & 0xC0) != 0x80;
  };
  auto first = static_cast<std::size_t>(differs - reading.begin());
  while (!begins(first)) --first;
  for (std::size_t before = 0; first > 0 && before < length / 3; ++before) do
      --first;
    while (!begins(first));
  return (first > 0 ? "…" : "") + std::string(beginning_of(reading.substr(first), length));
}

}  // namespace chuangyou
