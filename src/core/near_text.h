// Whether two texts say nearly the same: copied from last year, entered twice, of one activity
// under two names. A help for whoever writes, and nothing that decides.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace chuangyou {

// The pairs of neighbours of a folded text (core/folded.h), each once: of characters where no blank
// parts words, of words elsewhere. Signs and blanks say nothing.
using NearParts = std::vector<std::uint64_t>;
NearParts near_parts(std::string_view folded_utf8);

// Jaccard's measure: what both have of all that either has. 1: the same parts.
double nearness(const NearParts&, const NearParts&);

// Keys under which a text is found by one that is near it: MinHash in bands. Two texts share a key
// by a chance that rises steeply with their nearness: 1 of 2 texts at 0.5, 93 of 100 at 0.7, all
// but one in 10,000 at 0.9, and one of 1,000 at 0.1. A text of fewer parts than `near_parts_least`
// says too little to be a copy, and has none.
inline constexpr std::size_t near_bands = 10, near_rows = 4, near_parts_least = 8;
inline constexpr double near_from = 0.6;  // from here on somebody is told
std::vector<std::int64_t> near_keys(const NearParts&);

}  // namespace chuangyou
