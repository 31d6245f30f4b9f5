// Whether two texts say the same, however they were typed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chuangyou {

// As NFKC has it and without blanks of any kind: what differs only in the width of its characters
// or in how it is set is the same.
std::string words_alone(std::string_view utf8);
bool are_the_same_words(std::string_view, std::string_view);
// Of nothing but what is written in one way alone: plain Han characters, letters and digits.
bool is_written_plainly(std::string_view utf8);

// The characters and the pairs of neighbours of words that stand alone already. No part is
// there twice: the second of the same is another part than the first.
using WordParts = std::vector<std::uint64_t>;
WordParts parts_of_words(std::string_view words);
// From 0 (nothing in common) to 1 (the same), of two that have so many parts and so many in common.
double likeness(std::size_t common, std::size_t parts, std::size_t other_parts);

}  // namespace chuangyou
