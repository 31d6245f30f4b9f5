#include "documents/workbook_values.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "core/date.h"

namespace chuangyou {
namespace {

// The first part holds for positive numbers. What stands in quotes, in brackets or behind a
// backslash is shown and means nothing, but [h] counts hours beyond a day.
std::string meaningful(std::string_view code) {
  std::string letters;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size() - 1);
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size() - 1);
      const char first = code[i + 1 < code.size() ? i + 1 : i];
      if (std::string_view("hHmMsS").contains(first)) letters += first;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      letters += c;
    }
  }
  for (char& c : letters)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return letters;
}

constexpr std::int64_t seconds_a_day = 86'400;
constexpr double last_day = 2'958'465;  // 9999-12-31

std::string time_in_words(std::int64_t second) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return text.data();
}

std::string plain_number(double number) {
  constexpr double whole_max = 1e15;
  std::array<char, 64> text{};
  const bool is_whole = std::abs(number) < whole_max && number == std::trunc(number);
  const auto end = is_whole ? std::to_chars(text.data(), text.data() + text.size(),
                                            static_cast<std::int64_t>(number))
                            : std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

// The day 60 of the older system is 29 February 1900, which never was: before it the count is one
// behind.
Date day_of(std::int64_t serial, bool counts_from_1904) {
  if (counts_from_1904) return make_date(1904, 1, 1) + NaturalDays{static_cast<int>(serial)};
  const Date zero = serial < 60 ? make_date(1899, 12, 31) : make_date(1899, 12, 30);
  return zero + NaturalDays{static_cast<int>(serial)};
}

}  // namespace

NumberForm form_of_builtin(int format) {
  using enum NumberForm;
  if (format == 22) return day_and_time;
  if ((format >= 18 && format <= 21) || (format >= 45 && format <= 47)) return time;
  if ((format >= 32 && format <= 35) || format == 55 || format == 56) return time;
  const bool is_day = (format >= 14 && format <= 17) || (format >= 27 && format <= 31) ||
                      format == 36 || (format >= 50 && format <= 54) || format == 57 ||
                      format == 58;
  return is_day ? day : number;
}

NumberForm form_of_code(std::string_view code) {
  using enum NumberForm;
  const std::string letters = meaningful(code);
  if (letters.contains("general") || letters.contains("g/") || letters.contains("e+") ||
      letters.contains("e-0") || letters.contains('@'))
    return number;
  const bool has_time = letters.find_first_of("hs") != std::string::npos;
  const bool has_day =
      letters.find_first_of("ydeg") != std::string::npos || (!has_time && letters.contains('m'));
  if (has_day) return has_time ? day_and_time : day;
  return has_time ? time : number;
}

std::string number_in_words(std::string_view text, NumberForm form, bool counts_from_1904) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
    return std::string(text);
  const bool was_never = !counts_from_1904 && form != NumberForm::time &&
                         (number < 1 || (number >= 60 && number < 61));
  if (form == NumberForm::number || number < 0 || number > last_day || was_never)
    return plain_number(number);
  auto day = static_cast<std::int64_t>(number);
  auto second = static_cast<std::int64_t>(
      std::llround((number - std::floor(number)) * static_cast<double>(seconds_a_day)));
  if (second == seconds_a_day) {
    second = 0;
    ++day;
  }
  if (form == NumberForm::time)
    return time_in_words(number < 1 ? second : day * seconds_a_day + second);
  const std::string date = to_text(day_of(day, counts_from_1904));
  return form == NumberForm::day ? date : date + " " + time_in_words(second);
}

}  // namespace chuangyou
