// What a number in a workbook means to whoever looks at it: a day, a time, or a number
// (ECMA-376 part 1, 18.8.30 and 18.17.4).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chuangyou {

enum class NumberForm : std::uint8_t { number, day, day_and_time, time };

// Of a format that every program knows by its number, those of East Asia among them.
NumberForm form_of_builtin(int format);
// Of one that is written out: `yyyy"年"m"月"d"日"`, `[$-804]e-mm-dd`, `0.00E+00`.
NumberForm form_of_code(std::string_view code);

// `2015-07-01`, `2015-07-01 08:30:00`, `08:30:00`, `101001420956`, `0.1`. What cannot be a day
// stays the number that it is. The text as it stood where it is no number.
std::string number_in_words(std::string_view text, NumberForm form, bool counts_from_1904);

}  // namespace chuangyou
