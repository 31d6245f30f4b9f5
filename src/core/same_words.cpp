#include "core/same_words.h"

#include <algorithm>
#include <iterator>
#include <vector>

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

// Each character, and each with the next one.
std::vector<std::string_view> parts_of(std::string_view words) {
  std::vector<std::string_view> parts = characters_of(words);
  const std::size_t characters = parts.size();
  for (std::size_t i = 0; i + 1 < characters; ++i)
    parts.emplace_back(parts[i].data(), parts[i].size() + parts[i + 1].size());
  std::ranges::sort(parts);
  return parts;
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

double likeness(std::string_view words, std::string_view other_words) {
  const std::vector<std::string_view> one = parts_of(words), other = parts_of(other_words);
  if (one.empty() || other.empty()) return one.empty() && other.empty() ? 1 : 0;
  std::vector<std::string_view> common;
  std::ranges::set_intersection(one, other, std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(one.size() + other.size());
}

}  // namespace chuangyou
