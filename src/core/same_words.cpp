#include "core/same_words.h"

#include <algorithm>
#include <vector>

#include "core/folded.h"
#include "core/text.h"

namespace chuangyou {
namespace {

std::vector<std::string_view> characters_of(std::string_view utf8) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t end = at + 1;
    while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) ++end;
    characters.push_back(utf8.substr(at, end - at));
    at = end;
  }
  return characters;
}

}  // namespace

std::string words_alone(std::string_view utf8) {
  const std::string folded = compatibility_folded(utf8);
  std::string words;
  words.reserve(folded.size());
  for (const std::string_view character : characters_of(folded))
    if (!is_blank(character)) words += character;
  return words;
}

bool is_written_plainly(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    const auto next = static_cast<unsigned char>(at + 1 < utf8.size() ? utf8[at + 1] : 0);
    // U+4E00 to U+9FFF, of which NFKC changes none.
    const bool is_han = byte == 0xE4 ? next >= 0xB8 : byte >= 0xE5 && byte <= 0xE9;
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= 'a' && byte <= 'z');
    if (!is_han && !is_plain) return false;
    at += is_han ? 3 : 1;
  }
  return true;
}

bool are_the_same_words(std::string_view one, std::string_view other) {
  if (one == other) return true;
  if (is_written_plainly(one) && is_written_plainly(other)) return false;
  return words_alone(one) == words_alone(other);
}

// A character has 21 bits, two have 42, and what is left counts how often there was the same.
WordParts parts_of_words(std::string_view words) {
  constexpr unsigned bits_of_character = 21, bits_of_pair = 2 * bits_of_character;
  WordParts parts;
  std::uint64_t last = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::uint64_t character = next_character(words, at);
    parts.push_back(character);
    if (last != 0) parts.push_back(last << bits_of_character | character);
    last = character;
  }
  std::ranges::sort(parts);
  for (std::size_t i = 1, first = 0; i < parts.size(); ++i) {
    if (parts[i] != parts[first]) first = i;
    parts[i] |= static_cast<std::uint64_t>(i - first) << bits_of_pair;
  }
  return parts;
}

double likeness(std::size_t common, std::size_t parts, std::size_t other_parts) {
  if (parts == 0 || other_parts == 0) return parts == other_parts ? 1 : 0;
  return 2.0 * static_cast<double>(common) / static_cast<double>(parts + other_parts);
}

}  // namespace chuangyou
