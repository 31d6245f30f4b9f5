#include "documents/date_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/date.h"
#include "core/text.h"
#include "documents/workbook_values.h"

namespace chuangyou {
namespace {

constexpr std::string_view epoch = "epoch", epoch_ms = "epoch_ms";
// Days since 1900 or 1904, as a spreadsheet keeps them.
constexpr std::string_view serial = "serial", serial_1904 = "serial_1904";
constexpr std::string_view said_in_a_word[] = {epoch, epoch_ms, serial, serial_1904};
constexpr std::string_view signs = "YymdHIMSp";

// In which they are tried; of two that fit the first is the likelier one.
constexpr std::string_view usual_days[] = {"%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日",
                                           "%Y%m%d",   "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y",
                                           "%d-%m-%Y", "%m/%d/%y", "%d/%m/%y"};
constexpr std::string_view usual_times[] = {
    "",          " %H:%M:%S",   " %H:%M",   "T%H:%M:%S", " %I:%M:%S %p",
    " %I:%M %p", " %p%I:%M:%S", " %p%I:%M", " %H时%M分"};

struct Parts {
  std::optional<int> year, month, day, hour, minute, second;
  std::optional<bool> is_afternoon;
  bool hour_of_twelve = false;
};

// Up to so many figures at the front of a text, which loses them.
std::optional<int> take_figures(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  if (count < least) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + count, number);
  text.remove_prefix(count);
  return number;
}

bool take_word(std::string_view& text, std::string_view word) {
  const auto same = [](char a, char b) { return a == b || (a | 0x20) == (b | 0x20); };
  if (text.size() < word.size() || !std::ranges::equal(text.substr(0, word.size()), word, same))
    return false;
  text.remove_prefix(word.size());
  return true;
}

std::optional<bool> take_half_of_day(std::string_view& text) {
  for (const std::string_view word : {"AM", "a.m.", "上午", "凌晨", "早上"})
    if (take_word(text, word)) return false;
  for (const std::string_view word : {"PM", "p.m.", "下午", "晚上"})
    if (take_word(text, word)) return true;
  return std::nullopt;
}

bool take_sign(char sign, std::string_view& text, Parts& parts, bool figures_follow) {
  // `20150701` has no place where a number could end but the second figure.
  const std::size_t least = figures_follow ? 2 : 1;
  switch (sign) {
    case 'Y':
      return (parts.year = take_figures(text, 4, 4)).has_value();
    case 'y':
      parts.year = take_figures(text, 2, 2);
      if (parts.year) *parts.year += *parts.year < 69 ? 2000 : 1900;
      return parts.year.has_value();
    case 'm':
      return (parts.month = take_figures(text, least, 2)).has_value();
    case 'd':
      return (parts.day = take_figures(text, least, 2)).has_value();
    case 'H':
      return (parts.hour = take_figures(text, least, 2)).has_value();
    case 'I':
      parts.hour_of_twelve = true;
      return (parts.hour = take_figures(text, least, 2)).has_value();
    case 'M':
      return (parts.minute = take_figures(text, 2, 2)).has_value();
    case 'S':
      return (parts.second = take_figures(text, 2, 2)).has_value();
    case 'p':
      return (parts.is_afternoon = take_half_of_day(text)).has_value();
    default:
      return false;
  }
}

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
}

std::optional<Parts> parts_of(std::string_view pattern, std::string_view text) {
  Parts parts;
  while (!pattern.empty()) {
    if (pattern[0] == '%') {
      const bool figures_follow = pattern.size() > 3 && pattern[2] == '%' && pattern[3] != 'p';
      if (!take_sign(pattern[1], text, parts, figures_follow)) return std::nullopt;
      pattern.remove_prefix(2);
    } else if (pattern[0] == ' ') {
      skip_blanks(text);
      pattern.remove_prefix(1);
    } else {
      if (text.empty() || text[0] != pattern[0]) return std::nullopt;
      text.remove_prefix(1);
      pattern.remove_prefix(1);
    }
  }
  if (!text.empty()) return std::nullopt;
  return parts;
}

// Twelve in the morning is midnight, twelve in the afternoon is noon.
bool set_hour(Parts& parts) {
  if (!parts.hour_of_twelve) return true;
  if (!parts.hour || *parts.hour < 1 || *parts.hour > 12) return false;
  parts.hour = *parts.hour % 12 + (parts.is_afternoon.value_or(false) ? 12 : 0);
  return true;
}

std::string two(int number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d", number);
  return text.data();
}

Result<std::string> of_epoch(std::string_view text, std::int64_t microseconds_each) {
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  constexpr std::int64_t seconds_max = 253'402'300'799;  // the year 9999
  const std::int64_t most = seconds_max * (1'000'000 / microseconds_each);
  const bool is_one =
      fault == std::errc() && end == text.data() + text.size() && count >= 0 && count <= most;
  if (!is_one) return refuse(Refusal::date_is_not_iso, {}, std::string(text));
  return to_text(Moment{count * microseconds_each});
}

// With five figures alone, which are the years 1927 to 2173: a smaller number is a number.
Result<std::string> of_serial(std::string_view text, bool counts_from_1904) {
  constexpr std::size_t figures = 5;
  const std::string_view whole = text.substr(0, text.find('.'));
  const bool is_one = whole.size() == figures && whole[0] != '0' &&
                      text.find_first_not_of("0123456789.") == text.npos &&
                      std::ranges::count(text, '.') < 2;
  if (!is_one) return refuse(Refusal::date_is_not_iso, {}, std::string(text));
  const NumberForm form = whole.size() == text.size() ? NumberForm::day : NumberForm::day_and_time;
  return number_in_words(text, form, counts_from_1904);
}

}  // namespace

Result<DateForm> DateForm::named(std::string_view pattern) {
  DateForm form;
  form.pattern_ = pattern;
  if (std::ranges::find(said_in_a_word, pattern) != std::end(said_in_a_word)) return form;
  std::string seen;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    const char sign = ++i < pattern.size() ? pattern[i] : '\0';
    if (!signs.contains(sign) || seen.contains(sign))
      return refuse(Refusal::field_has_wrong_kind, {}, std::string(pattern));
    seen += sign;
  }
  const auto has = [&](char sign) { return seen.contains(sign); };
  const bool is_whole = (has('Y') != has('y')) && has('m') && has('d') &&
                        (has('I') ? has('p') && !has('H') : !has('p')) &&
                        has('M') == (has('H') || has('I')) && (!has('S') || has('M'));
  if (!is_whole) return refuse(Refusal::field_has_wrong_kind, {}, std::string(pattern));
  return form;
}

Result<std::string> DateForm::iso(std::string_view cell) const {
  const std::string narrow = compatibility_folded(trimmed(cell));
  if (pattern_ == epoch) return of_epoch(narrow, 1'000'000);
  if (pattern_ == epoch_ms) return of_epoch(narrow, 1'000);
  if (pattern_ == serial || pattern_ == serial_1904)
    return of_serial(narrow, pattern_ == serial_1904);
  auto parts = parts_of(pattern_, narrow);
  if (!parts || !set_hour(*parts)) return refuse(Refusal::date_is_not_iso, {}, std::string(cell));
  std::array<char, 16> year{};
  std::snprintf(year.data(), year.size(), "%04d", *parts->year);
  const std::string day =
      std::string(year.data()) + "-" + two(*parts->month) + "-" + two(*parts->day);
  if (!parse_date(day)) return refuse(Refusal::date_is_not_iso, {}, std::string(cell));
  if (!parts->hour) return day;
  const bool is_time = *parts->hour < 24 && *parts->minute < 60 && parts->second.value_or(0) < 60;
  if (!is_time) return refuse(Refusal::date_is_not_iso, {}, std::string(cell));
  return day + " " + two(*parts->hour) + ":" + two(*parts->minute) + ":" +
         two(parts->second.value_or(0));
}

void FormsOfColumn::see(const std::string& cell) {
  if (is_blank(cell)) return;
  if (!std::exchange(has_begun_, true)) {
    for (const std::string_view time : usual_times)
      for (const std::string_view day : usual_days)
        if (auto form = DateForm::named(std::string(day) + std::string(time)))
          forms_.push_back(std::move(*form));
    if (auto form = DateForm::named(serial)) forms_.push_back(std::move(*form));
  }
  std::string first;
  std::erase_if(forms_, [&](const DateForm& form) {
    const auto iso = form.iso(cell);
    if (!iso) return true;
    if (first.empty()) first = *iso;
    are_alike_ = are_alike_ && *iso == first;
    return false;
  });
}

}  // namespace chuangyou
