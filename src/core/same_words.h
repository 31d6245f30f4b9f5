// Whether two texts say the same, however they were typed.
#pragma once

#include <string>
#include <string_view>

namespace chuangyou {

// As NFKC has it and without blanks of any kind: what differs only in the width of its characters
// or in how it is set is the same.
std::string words_alone(std::string_view utf8);
bool are_the_same_words(std::string_view, std::string_view);
// Of nothing but what is written in one way alone: plain Han characters, letters and digits.
bool is_written_plainly(std::string_view utf8);
// From 0 (nothing in common) to 1 (the same), by the characters and pairs of characters of words
// that stand alone already.
double likeness(std::string_view words, std::string_view other_words);

}  // namespace chuangyou
