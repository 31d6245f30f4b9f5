#include "core/folded.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace chuangyou {
namespace {

constexpr char32_t becomes_several = 0xFFFF, last_in_table = 0xFFFF, first_han = 0x3400;
constexpr std::size_t han_in_table = 0x6C00;

// Those in the names of places and offices that are read in two ways, with both letters.
constexpr std::pair<char32_t, std::string_view> two_readings[] = {
    {U'重', "cz"}, {U'行', "hx"}, {U'长', "cz"}, {U'厦', "sx"}, {U'会', "hk"}, {U'乐', "ly"},
    {U'朝', "cz"}, {U'单', "ds"}, {U'藏', "cz"}, {U'调', "dt"}, {U'系', "jx"}, {U'校', "jx"},
    {U'传', "cz"}, {U'曾', "cz"}, {U'解', "jx"}, {U'盛', "cs"}, {U'查', "cz"}, {U'车', "cj"},
    {U'参', "cs"}, {U'降', "jx"}, {U'强', "jq"}, {U'省', "sx"}, {U'种', "cz"}, {U'折', "sz"},
    {U'沈', "cs"}, {U'率', "ls"}, {U'宿', "sx"}, {U'番', "fp"},
};

bool is_word(char32_t code) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_MC_MASK)) !=
         0;
}

// Blanks follow each other never, and none stands at the beginning.
void append(FoldedText& folded, char32_t character, std::size_t place) {
  if (character == U' ' && (folded.text.empty() || folded.text.back() == U' ')) return;
  folded.text += character;
  folded.places.push_back(static_cast<std::uint32_t>(place));
}

// What the table has no room for: characters of several letters, and those beyond the first plane.
void append_folded_by_icu(FoldedText& folded, UChar32 code, std::size_t place) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const small = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* const apart = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no data for NFKC");
  const icu::UnicodeString text =
      apart->normalize(small->normalize(icu::UnicodeString(code), status), status);
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto each = static_cast<char32_t>(text.char32At(i));
    const char32_t one = folded_character(each);
    if (one == becomes_several)
      append(folded, each > last_in_table && is_word(each) ? each : U' ', place);
    else if (one != 0)
      append(folded, one, place);
  }
}

bool is_white(UChar32 code) { return u_isUWhiteSpace(code) != 0; }

// A word of letters, where it goes on or where another begins.
bool is_letter(char32_t folded) { return folded != U' ' && !is_unspaced(folded); }

std::uint32_t bit_of(char letter) { return std::uint32_t{1} << (letter - 'a'); }

// The letters with which the readings of each Han character begin, a bit for each.
std::vector<std::uint32_t> all_initials() {
  std::vector<std::uint32_t> all;
  for (std::size_t i = 0; i < han_in_table; ++i)
    all.push_back(bit_of(static_cast<char>(initials_of_han[i])));
  for (const auto& [read_so, both] : two_readings)
    all[read_so - first_han] = bit_of(both[0]) | bit_of(both[1]);
  return all;
}

std::uint32_t initials(char32_t character) {
  static const std::vector<std::uint32_t> all = all_initials();
  const bool is_han = character >= first_han && character - first_han < han_in_table;
  return is_han ? all[character - first_han] : 0;
}

}  // namespace

char32_t folded_character(char32_t code) {
  return code <= last_in_table ? folded_characters[code] : becomes_several;
}

// Of text that a door has found to be UTF-8; what is none all the same ends as one strange letter.
char32_t next_character(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(utf8[at]);
  const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  constexpr unsigned bits_of_lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t code = lead & bits_of_lead[size];
  for (std::size_t i = 1; i < size && at + i < utf8.size(); ++i)
    code = code << 6 | (static_cast<unsigned char>(utf8[at + i]) & 0x3Fu);
  at = std::min(at + size, utf8.size());
  constexpr char32_t last = 0x10FFFF, replacement = 0xFFFD;
  return code <= last ? code : replacement;
}

void fold(std::string_view utf8, FoldedText& folded) {
  folded.text.clear();
  folded.places.clear();
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t place = at;
    const char32_t code = next_character(utf8, at);
    const char32_t one = folded_character(code);
    if (one == becomes_several)
      append_folded_by_icu(folded, static_cast<UChar32>(code), place);
    else if (one != 0)
      append(folded, one, place);
  }
  if (!folded.text.empty() && folded.text.back() == U' ') {
    folded.text.pop_back();
    folded.places.pop_back();
  }
  folded.places.push_back(static_cast<std::uint32_t>(utf8.size()));
}

FoldedText folded(std::string_view utf8) {
  FoldedText into;
  fold(utf8, into);
  return into;
}

void append_utf8(std::string& text, char32_t character) {
  const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  const std::uint32_t code = character;
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0u | code >> 6);
  } else if (code < 0x10000) {
    put(0xE0u | code >> 12);
    put(0x80u | (code >> 6 & 0x3Fu));
  } else {
    put(0xF0u | code >> 18);
    put(0x80u | (code >> 12 & 0x3Fu));
    put(0x80u | (code >> 6 & 0x3Fu));
  }
  put(0x80u | (code & 0x3Fu));
}

std::string folding::utf8_of(std::u32string_view text) {
  std::string utf8;
  for (const char32_t character : text) append_utf8(utf8, character);
  return utf8;
}

std::string folded_utf8(std::string_view utf8) { return folding::utf8_of(folded(utf8).text); }

bool is_unspaced(char32_t c) {
  if (c < 0x0E00) return false;
  return (c >= 0x2E80 && c <= 0x9FFF) || c >= 0x20000 || (c >= 0xAC00 && c <= 0xD7AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || c <= 0x0EFF || (c >= 0x1000 && c <= 0x109F) ||
         (c >= 0x1780 && c <= 0x17FF);
}

SearchedWords searched_words(std::string_view utf8) {
  SearchedWords searched;
  std::size_t from = 0;
  const auto take = [&](std::size_t to) {
    std::u32string word = folded(utf8.substr(from, to - from)).text;
    if (word.size() > searched_characters_max) word.resize(searched_characters_max);
    const bool is_known = std::ranges::find(searched.words, word) != searched.words.end();
    if (!word.empty() && !is_known && searched.words.size() < searched_words_max)
      searched.words.push_back(std::move(word));
  };
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t before = at;
    if (!is_white(static_cast<UChar32>(next_character(utf8, at)))) continue;
    take(before);
    from = at;
  }
  take(utf8.size());
  return searched;
}

std::size_t find_word(std::u32string_view text, std::u32string_view word, std::size_t after) {
  if (word.empty()) return text.npos;
  for (std::size_t at = text.find(word, after); at != text.npos; at = text.find(word, at + 1))
    if (at == 0 || !is_letter(word.front()) || !is_letter(text[at - 1])) return at;
  return text.npos;
}

std::size_t folding::end_of_stretch(std::u32string_view text, std::size_t from) {
  const char32_t first = text[from];
  if (first == U' ') return from + 1;
  if (first == tag_mark) return std::min(text.find(U' ', from), text.size());
  std::size_t to = from + 1;
  while (to < text.size() && text[to] != U' ' && is_unspaced(text[to]) == is_unspaced(first)) ++to;
  return to;
}

std::vector<SearchToken> tokens_for(std::u32string_view word) {
  std::vector<SearchToken> tokens;
  for (std::size_t from = 0; from < word.size();) {
    const std::size_t to = folding::end_of_stretch(word, from);
    const std::u32string_view all = word.substr(from, to - from);
    from = to;
    if (all.front() == U' ') continue;
    const bool has_pairs = is_unspaced(all.front()) && all.size() > 1;
    for (std::size_t i = 0; has_pairs && i + 1 < all.size(); ++i)
      tokens.push_back({folding::utf8_of(all.substr(i, 2))});
    if (!has_pairs)
      tokens.push_back({folding::utf8_of(all.substr(0, searched_characters_max)),
                        !is_unspaced(all.front()) && all.size() > beginning_max});
  }
  return tokens;
}

bool is_initials(std::string_view text) {
  return text.size() > 1 && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has_initials(std::u32string_view text, std::string_view letters) {
  for (std::size_t from = 0; from + letters.size() <= text.size(); ++from) {
    std::size_t fitting = 0;
    while (fitting < letters.size() &&
           (initials(text[from + fitting]) & bit_of(letters[fitting])) != 0)
      ++fitting;
    if (fitting == letters.size()) return true;
  }
  return false;
}

SoughtName::SoughtName(std::string_view part) : text(folded(part).text) {
  for (std::size_t from = 0; from < text.size() && words.size() < searched_words_max;) {
    const std::size_t to = std::min(text.find(U' ', from), text.size());
    Word word{text.substr(from, to - from), {}};
    std::string letters = folding::utf8_of(word.text);
    if (is_initials(letters)) word.initials = std::move(letters);
    words.push_back(std::move(word));
    from = to + 1;
  }
  if (words.size() < 2) return;
  without_blanks = text;
  std::erase(without_blanks, U' ');
}

bool SoughtName::is_in(std::string_view name) const {
  thread_local FoldedText in;  // for one search may look at half a million names
  fold(name, in);
  return is_in_folded(in.text);
}

// Several words are parts of one name, in whatever order; but a name that is typed with blanks in
// it is meant as well, 张 三.
bool SoughtName::is_in_folded(std::u32string_view name) const {
  if (name.contains(text)) return true;
  if (!without_blanks.empty() && name.contains(without_blanks)) return true;
  return !words.empty() && std::ranges::all_of(words, [&](const Word& word) {
    return name.contains(word.text) ||
           (!word.initials.empty() && has_initials(name, word.initials));
  });
}

std::uint32_t initials_in(std::u32string_view text) {
  std::uint32_t letters = 0;
  for (const char32_t character : text) letters |= initials(character);
  return letters;
}

std::uint32_t bits_of_initials(std::string_view letters) {
  std::uint32_t bits = 0;
  for (const char letter : letters) bits |= bit_of(letter);
  return bits;
}

}  // namespace chuangyou
