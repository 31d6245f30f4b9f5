// What is said in the place of words that an erasure has taken, where an act hands them on: a field
// that must say something says this, and whoever reads it knows that nothing was forgotten.
#pragma once

#include <string>
#include <string_view>

namespace chuangyou {

inline constexpr std::string_view erased_words = "（原文已依法清除）";

// `words` is null where they were erased; `other` is what names the record as well, its number.
inline std::string words_or_erased(const std::string* words, const std::string* other = nullptr) {
  if (words) return *words;
  return other ? *other : std::string(erased_words);
}

}  // namespace chuangyou
