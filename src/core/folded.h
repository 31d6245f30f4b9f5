// Text as it is searched: small letters without their marks, Simplified characters, plain width,
// and one blank for whatever stands between words. What is written as 「電梯」 is found by 电梯.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chuangyou {

struct FoldedText {
  std::u32string text;
  // Where in the bytes of the original each character comes from, and the end of the original.
  std::vector<std::uint32_t> places;
};
FoldedText folded(std::string_view utf8);
void fold(std::string_view utf8, FoldedText& into);  // in the room that it has already
std::string folded_utf8(std::string_view utf8);
void append_utf8(std::string& text, char32_t character);
char32_t next_character(std::string_view utf8, std::size_t& at);  // `at` goes on behind it

// Scripts that leave no blank between words: there two neighbours are what is looked up.
bool is_unspaced(char32_t folded);

// What somebody looks for: its words as they were parted by blanks, each folded. A word of letters
// is found where one begins with it, one of Han characters wherever it stands.
inline constexpr std::size_t searched_words_max = 8, searched_characters_max = 64;  // of a word
struct SearchedWords {
  std::vector<std::u32string> words;
  bool empty() const { return words.empty(); }
};
SearchedWords searched_words(std::string_view utf8);

// From `after` on, where the word stands; npos where it does not.
std::size_t find_word(std::u32string_view folded_text, std::u32string_view word,
                      std::size_t after = 0);

// By which a text is looked up: what stands in it, or, of a word, what must stand where it stands.
// `is_beginning`: of what stands there it is only the beginning.
struct SearchToken {
  std::string text;
  bool is_beginning = false;
};
inline constexpr char32_t tag_mark = 0xE000;  // no folded text holds it: before a token of our own
std::vector<SearchToken> tokens_for(std::u32string_view word);
// Calls `take` with each token of a folded text.
template <class Take>
void each_token(std::u32string_view folded_text, Take take);

// Whether the letters are the first ones of neighbouring Han characters: `gdj` of 广电局. Characters
// that are read in several ways begin with each of them.
bool is_initials(std::string_view text);  // two small letters or more, and nothing else
bool has_initials(std::u32string_view folded_text, std::string_view letters);
// A bit for each letter: of all that a text may begin with, and of those that are looked for.
std::uint32_t initials_in(std::u32string_view folded_text);
std::uint32_t bits_of_initials(std::string_view letters);

// A name that is looked for by parts of it, or by the initials of their pinyin.
struct SoughtName {
  struct Word {
    std::u32string text;
    std::string initials;  // the same as these, where it can be some
  };
  explicit SoughtName(std::string_view part);
  bool is_in(std::string_view name) const;
  bool is_in_folded(std::u32string_view name) const;
  bool is_empty() const { return text.empty(); }
  std::u32string text;
  std::vector<Word> words;        // as blanks part them, searched_words_max at most
  std::u32string without_blanks;  // of several words
};

// The tables, written while building (tools/characters.cpp): by code, and from U+3400 on.
extern const char16_t folded_characters[0x10001];
extern const char16_t initials_of_han[0x6C01];
char32_t folded_character(char32_t);  // 0: it goes; U+FFFF: it becomes several

namespace folding {
// One stretch of a folded text: of letters, of an unspaced script, a tag or blanks.
std::size_t end_of_stretch(std::u32string_view text, std::size_t from);
std::string utf8_of(std::u32string_view text);
}  // namespace folding

inline constexpr std::size_t beginning_max = 4;  // so long are those that have a token of their own

template <class Take>
void each_token(std::u32string_view text, Take take) {
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = folding::end_of_stretch(text, from);
    const std::u32string_view all = text.substr(from, to - from);
    from = to;
    if (all.front() == U' ') continue;
    if (all.front() == tag_mark) {
      take(folding::utf8_of(all));
    } else if (is_unspaced(all.front())) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        take(folding::utf8_of(all.substr(i, 1)));
        if (i + 1 < all.size()) take(folding::utf8_of(all.substr(i, 2)));
      }
    } else {
      for (std::size_t size = 1; size <= beginning_max && size <= all.size(); ++size)
        take(folding::utf8_of(all.substr(0, size)));
      if (all.size() > beginning_max)
        take(folding::utf8_of(all.substr(0, searched_characters_max)));
    }
  }
}

}  // namespace chuangyou
