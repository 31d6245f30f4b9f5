#include "core/date_in_part.h"

#include <algorithm>

namespace chuangyou {
namespace {

constexpr std::size_t year_length = 4, month_length = 7;  // of `2011` and `2011-05`

bool all_are_figures(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char one) { return one >= '0' && one <= '9'; });
}

}  // namespace

std::optional<std::string> part_of_a_date(std::string_view text) {
  constexpr std::string_view year_sign = "年", month_sign = "月", share_sign = "份";
  const std::string_view year = text.substr(0, std::min(year_length, text.size()));
  if (year.size() < year_length || !all_are_figures(year)) return std::nullopt;
  std::string_view rest = text.substr(year_length);
  if (rest.empty() || rest == year_sign) return std::string(year);
  if (rest.starts_with(year_sign)) {
    rest.remove_prefix(year_sign.size());
    if (rest.ends_with(share_sign)) rest.remove_suffix(share_sign.size());
    if (!rest.ends_with(month_sign)) return std::nullopt;
    rest.remove_suffix(month_sign.size());
  } else if (rest.front() == '-' || rest.front() == '.' || rest.front() == '/') {
    rest.remove_prefix(1);
  } else {
    return std::nullopt;
  }
  if (!all_are_figures(rest) || rest.size() > 2) return std::nullopt;
  return std::string(year) + (rest.size() == 1 ? "-0" : "-") + std::string(rest);
}

std::optional<DaysOfPart> days_of_part(std::string_view part) {
  if (part.size() != year_length && part.size() != month_length) return std::nullopt;
  const bool is_year = part.size() == year_length;
  const Result<Date> first = parse_date(std::string(part) + (is_year ? "-01-01" : "-01"));
  if (!first) return std::nullopt;
  if (is_year) return DaysOfPart{*first, make_date(year_of(*first), 12, 31)};
  const Date next = month_of(*first) == 12 ? make_date(year_of(*first) + 1, 1, 1)
                                           : make_date(year_of(*first), month_of(*first) + 1, 1);
  return DaysOfPart{*first, next + NaturalDays{-1}};
}

}  // namespace chuangyou
