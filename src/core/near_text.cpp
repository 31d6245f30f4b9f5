#include "core/near_text.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/folded.h"

namespace chuangyou {
namespace {

// splitmix64: every bit of what goes in moves half of those that come out.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

constexpr std::uint64_t nothing_before = 0;

}  // namespace

NearParts near_parts(std::string_view folded_utf8) {
  NearParts parts;
  std::uint64_t before = nothing_before, word = nothing_before;
  const auto take = [&](std::uint64_t unit) {
    if (before != nothing_before) parts.push_back(mixed(before * 31 + unit));
    before = unit;
  };
  const auto end_word = [&] {
    if (word != nothing_before) take(word);
    word = nothing_before;
  };
  for (std::size_t at = 0; at < folded_utf8.size();) {
    const char32_t character = next_character(folded_utf8, at);
    if (character == U' ') {
      end_word();
    } else if (is_unspaced(character)) {
      end_word();
      take(mixed(character));
    } else {
      word = mixed(word ^ character);
    }
  }
  end_word();
  std::ranges::sort(parts);
  const auto twice = std::ranges::unique(parts);
  parts.erase(twice.begin(), twice.end());
  return parts;
}

double nearness(const NearParts& one, const NearParts& other) {
  std::size_t common = 0;
  for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
    if (*a == *b) ++common;
    const bool is_before = *a < *b, is_behind = *b < *a;
    if (!is_behind) ++a;
    if (!is_before) ++b;
  }
  const std::size_t of_either = one.size() + other.size() - common;
  return of_either == 0 ? 0 : static_cast<double>(common) / static_cast<double>(of_either);
}

std::vector<std::int64_t> near_keys(const NearParts& parts) {
  if (parts.size() < near_parts_least) return {};
  std::array<std::uint64_t, near_bands * near_rows> least;
  least.fill(std::numeric_limits<std::uint64_t>::max());
  for (const std::uint64_t part : parts) {
    std::uint64_t shuffled = part;
    for (std::uint64_t& one : least) {
      shuffled = mixed(shuffled);
      one = std::min(one, shuffled);
    }
  }
  std::vector<std::int64_t> keys;
  for (std::size_t band = 0; band < near_bands; ++band) {
    std::uint64_t key = band;
    for (std::size_t row = 0; row < near_rows; ++row)
      key = mixed(key ^ least[band * near_rows + row]);
    keys.push_back(static_cast<std::int64_t>(key >> 17));  // in six bytes where it is kept
  }
  return keys;
}

}  // namespace chuangyou
