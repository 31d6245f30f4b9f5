#include "documents/date_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>

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
constexpr std::string_view usual_days[] = {
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d",      "%d/%m/%Y", "%m/%d/%Y",
    "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%y/%m/%d",     "%y-%m-%d",    "%y.%m.%d", "%m/%d/%y",
    "%d/%m/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y",     "%y年%m月%d日"};
constexpr std::string_view usual_times[] = {
    "",          " %H:%M:%S",   " %H:%M",   "T%H:%M:%S", " %I:%M:%S %p",
    " %I:%M %p", " %p%I:%M:%S", " %p%I:%M", " %H时%M分"};

struct Parts {
  std::optional<int> year, month, day, hour, minute, second;
  std::optional<bool> is_afternoon;
  bool hour_of_twelve = false, is_noon_unclear = false;
  bool is_cut = false;  // the text ends before the form does
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

// Twelve in the evening is midnight to one and noon to another, and so is twelve in the early hours
// of the working day: which day it is nobody can say.
std::optional<bool> take_half_of_day(std::string_view& text, bool& is_noon_unclear) {
  for (const std::string_view word : {"AM", "a.m.", "上午", "凌晨"})
    if (take_word(text, word)) return false;
  for (const std::string_view word : {"PM", "p.m.", "下午"})
    if (take_word(text, word)) return true;
  is_noon_unclear = true;
  if (take_word(text, "早上")) return false;
  if (take_word(text, "晚上")) return true;
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
      return (parts.is_afternoon = take_half_of_day(text, parts.is_noon_unclear)).has_value();
    default:
      return false;
  }
}

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
}

// Of `2015/7/1` beside `2015/7/2 8:05`, and of `8:05` beside `8:05:30`.
bool may_end_before(std::string_view rest, const Parts& parts) {
  if (!parts.year || !parts.month || !parts.day) return false;
  if (parts.minute) return rest == ":%S";
  const bool is_time_alone = rest.starts_with(' ') || rest.starts_with('T') ||
                             rest.starts_with("%H") || rest.starts_with("%I");
  return is_time_alone && !parts.hour && !parts.is_afternoon && rest.contains('%');
}

// What stands in front of a text, which loses it; false where something else does.
bool take_parts(std::string_view pattern, std::string_view& text, Parts& parts) {
  while (!pattern.empty()) {
    if (text.empty() && may_end_before(pattern, parts)) {
      parts.is_cut = true;
      return true;
    }
    if (pattern[0] == '%') {
      const bool figures_follow = pattern.size() > 3 && pattern[2] == '%' && pattern[3] != 'p';
      if (!take_sign(pattern[1], text, parts, figures_follow)) return false;
      pattern.remove_prefix(2);
    } else if (pattern[0] == ' ') {
      skip_blanks(text);
      pattern.remove_prefix(1);
    } else {
      if (text.empty() || text[0] != pattern[0]) return false;
      text.remove_prefix(1);
      pattern.remove_prefix(1);
    }
  }
  return true;
}

// Twelve in the morning is midnight, twelve in the afternoon is noon.
bool set_hour(Parts& parts) {
  if (!parts.hour_of_twelve || !parts.hour) return true;
  if (*parts.hour < 1 || *parts.hour > 12) return false;
  if (*parts.hour == 12 && parts.is_noon_unclear) return false;
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

// As ISO has it; nullopt where the text is of another form, or no day and no time.
std::optional<std::string> iso_of(std::string_view pattern, std::string_view text, Parts& parts) {
  if (!take_parts(pattern, text, parts) || !text.empty() || !set_hour(parts)) return std::nullopt;
  std::array<char, 16> year{};
  std::snprintf(year.data(), year.size(), "%04d", *parts.year);
  const std::string day =
      std::string(year.data()) + "-" + two(*parts.month) + "-" + two(*parts.day);
  if (!parse_date(day)) return std::nullopt;
  if (!parts.hour) return day;
  const bool is_time = *parts.hour < 24 && *parts.minute < 60 && parts.second.value_or(0) < 60;
  if (!is_time) return std::nullopt;
  return day + " " + two(*parts.hour) + ":" + two(*parts.minute) + ":" +
         two(parts.second.value_or(0));
}

}  // namespace

std::optional<std::string> day_with_its_year_first(std::string_view text) {
  const std::string narrow = compatibility_folded(trimmed(text));
  for (const std::string_view day : {"%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"}) {
    Parts parts;
    if (auto iso = iso_of(day, narrow, parts)) return iso;
  }
  return std::nullopt;
}

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
  // What the form itself reads goes first: a mapping may name `%Y-%d-%m`.
  Parts parts;
  const bool is_pattern = pattern_.contains('%');
  if (auto iso = is_pattern ? iso_of(pattern_, narrow, parts) : std::nullopt)
    return *std::move(iso);
  if (auto iso = day_with_its_year_first(narrow)) return *std::move(iso);
  if (pattern_ == epoch) return of_epoch(narrow, 1'000'000);
  if (pattern_ == epoch_ms) return of_epoch(narrow, 1'000);
  if (pattern_ == serial || pattern_ == serial_1904)
    return of_serial(narrow, pattern_ == serial_1904);
  return refuse(Refusal::date_is_not_iso, {}, std::string(cell));
}

// Of a form that tells days and times: most cells fit but a few of the days' forms.
void FormsOfColumn::see(std::string_view cell) {
  if (is_blank(cell)) return;
  constexpr std::size_t days = std::size(usual_days);
  if (tallies_.empty()) {
    for (const std::string_view time : usual_times)
      for (const std::string_view day : usual_days)
        tallies_.push_back({*DateForm::named(std::string(day) + std::string(time))});
    tallies_.push_back({*DateForm::named(serial)});
  }
  ++cells_;
  const std::string narrow = compatibility_folded(trimmed(cell));
  const bool has_year_first = day_with_its_year_first(narrow).has_value();
  if (has_year_first) ++with_year_first_;
  for (std::size_t day = 0; day < days; ++day) {
    std::string_view rest = narrow;
    Parts of_day;
    if (!take_parts(usual_days[day], rest, of_day)) continue;
    for (std::size_t at = day; at + 1 < tallies_.size(); at += days) {
      Parts parts;
      const auto iso = iso_of(tallies_[at].form.pattern(), narrow, parts);
      if (!iso) continue;
      if (has_year_first)
        tallies_[at].is_needed = tallies_[at].is_needed || !parts.is_cut;
      else
        count(tallies_[at], *iso, !parts.is_cut);
    }
  }
  if (has_year_first) return;
  if (const auto iso = tallies_.back().form.iso(narrow)) count(tallies_.back(), *iso, true);
}

void FormsOfColumn::count(Tally& tally, const std::string& iso, bool is_whole) const {
  constexpr std::uint64_t factor = 1'099'511'628'211;  // of FNV-1a
  ++tally.cells;
  tally.is_needed = tally.is_needed || is_whole;
  const auto cell = static_cast<std::uint64_t>(cells_);
  tally.readings = (tally.readings ^ cell ^ std::hash<std::string>()(iso)) * factor;
}

std::int64_t FormsOfColumn::cells_that_fit() const {
  std::int64_t most = 0;
  for (const Tally& tally : tallies_)
    most = std::max(most, tally.cells + (&tally == &tallies_.back() ? 0 : with_year_first_));
  return most;
}

std::vector<const FormsOfColumn::Tally*> FormsOfColumn::best() const {
  const std::int64_t most = cells_that_fit();
  std::vector<const Tally*> all;
  if (most * 2 <= cells_) return all;
  for (const Tally& tally : tallies_) {
    const bool is_serial = &tally == &tallies_.back();
    // A number of five figures is seldom a day: nearly all of them must look like one.
    const bool is_likely = !is_serial || tally.cells * 10 >= cells_ * 9;
    const std::int64_t cells = tally.cells + (is_serial ? 0 : with_year_first_);
    if (cells == most && tally.is_needed && is_likely) all.push_back(&tally);
  }
  return all;
}

std::vector<DateForm> FormsOfColumn::that_fit() const {
  std::vector<DateForm> forms;
  for (const Tally* tally : best()) forms.push_back(tally->form);
  return forms;
}

bool FormsOfColumn::are_alike() const {
  const std::vector<const Tally*> forms = best();
  return std::ranges::all_of(
      forms, [&](const Tally* tally) { return tally->readings == forms[0]->readings; });
}

}  // namespace chuangyou
