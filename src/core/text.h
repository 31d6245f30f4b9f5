// Text as people count it: characters (code points), not bytes; UTF-8 inside, GB18030 at the door.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace chuangyou {

bool is_utf8(std::string_view);
std::size_t character_count(std::string_view utf8);
// The first characters of it, so many at most.
std::string_view beginning_of(std::string_view utf8, std::size_t characters);
// No character of it can be seen: blanks of every width, control characters, what Unicode lets
// renderers ignore (zero-width letters, fillers, variation selectors) and marks that combine with
// no letter. What is blank is no content, at whatever door it comes in.
bool is_blank(std::string_view utf8);
// Without what cannot be seen at its ends; marks and selectors stay with the letter before them.
std::string_view trimmed(std::string_view utf8);
// As Unicode's NFKC has it: letters and digits of full width, or raised, or circled, as plain ones.
std::string compatibility_folded(std::string_view utf8);
// Of what is known not to be UTF-8 (some words in GB18030 happen to be well-formed UTF-8); drops a
// byte order mark. Not GB18030 either: text_is_neither_utf8_nor_gb18030.
Result<std::string> gb18030_to_utf8(std::string_view bytes);
bool is_gb18030(std::string_view bytes);

// UTF-16 as spreadsheets write it, in blocks that may cut a character in two.
class Utf16 {
 public:
  explicit Utf16(bool is_big_endian) : is_big_endian_(is_big_endian) {}
  // Appends the block in UTF-8; false where a half of a pair stands alone.
  bool append(std::string_view bytes, std::string& utf8);
  bool is_whole() const { return byte_ < 0 && high_half_ == 0; }  // at the end of the text

 private:
  bool is_big_endian_;
  int byte_ = -1;                // the first of two, at the end of a block
  std::uint32_t high_half_ = 0;  // of a surrogate pair, with its mark
};
bool has_many_zeroes(std::string_view bytes);  // more than any text in bytes has
// By its mark, with which the text begins, or by the zeroes beside letters of ASCII; nullopt: it is
// none.
std::optional<Utf16> utf16_of(std::string_view first_block);

}  // namespace chuangyou
