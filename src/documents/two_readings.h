// Short text may be well-formed in two encodings and say other words in each: 漏水 as GBK has it is
// `©ˮ` as UTF-8 has it. By its form alone nobody can tell which was written.
#pragma once

#include <string_view>

namespace chuangyou {

// Of a line that is well-formed UTF-8: whether it could as well be the everyday characters of
// GB2312. No word of a Latin script with its accents is taken for any: in `Montaña` no single 帽
// stands between the letters.
bool could_be_gb2312(std::string_view line);

}  // namespace chuangyou
