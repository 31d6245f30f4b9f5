// Text as people count it: characters (code points), not bytes; UTF-8 inside, GB18030 at the door.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

namespace chuangyou {

bool is_utf8(std::string_view);
std::size_t character_count(std::string_view utf8);
std::string_view trimmed(std::string_view);  // ASCII blanks and U+3000
// Returns the text in UTF-8, converting from GB18030 where it is no UTF-8; drops a byte order mark.
// Neither: text_is_neither_utf8_nor_gb18030.
Result<std::string> to_utf8(std::string_view bytes);
// The same where it is known not to be UTF-8: some words in GB18030 happen to be well-formed UTF-8.
Result<std::string> gb18030_to_utf8(std::string_view bytes);
bool is_gb18030(std::string_view bytes);

}  // namespace chuangyou
