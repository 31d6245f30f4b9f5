// Short text may be well-formed in two encodings and say other words in each: 漏水 as GBK has it is
// `©ˮ` as UTF-8 has it. By its form alone nobody can tell which was written.
#pragma once

#include <string>
#include <string_view>

namespace chuangyou {

// Of a line that is well-formed UTF-8: whether it could as well be the everyday characters of
// GB2312. No word of a Latin script with its accents is taken for any: in `Montaña` no single 帽
// stands between the letters.
bool could_be_gb2312(std::string_view line);

// Of a line that is no UTF-8: whether its bytes make Latin words as Windows-1252 has them, and
// Hanzi within these words as GB18030 has them: `Gràcia` or `Gr郼ia`. A word of GB2312 is none.
bool could_be_windows_1252(std::string_view line);

// Of two readings of one line what stands around the place from which they differ, in `length`
// characters at most.
std::string around_difference(std::string_view reading, std::string_view other, std::size_t length);

}  // namespace chuangyou
