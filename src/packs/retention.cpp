#include "packs/retention.h"

#include <algorithm>

namespace chuangyou {
namespace {

constexpr std::int64_t one = 1'000'000;
constexpr int months_of_year = 12;

// The same day of a later month, or the last one that it has.
Date months_after(Date day, int months) {
  const auto first_of = [](int month) {
    return make_date(month / months_of_year, month % months_of_year + 1, 1);
  };
  const int month = year_of(day) * months_of_year + month_of(day) - 1 + months;
  const Date last = first_of(month + 1) + NaturalDays{-1};
  return std::min(first_of(month) + NaturalDays{day_of_month(day) - 1}, last);
}

}  // namespace

const RetentionTerm* find_retention_term(std::string_view policy) {
  const auto* found = std::ranges::find(retention_terms, policy, &RetentionTerm::policy);
  return found == std::end(retention_terms) ? nullptr : found;
}

std::optional<Date> kept_until(const PolicyPack& pack, std::string_view policy, Date since,
                               Date today) {
  const std::optional<Fixed> months = pack.value(policy, today);
  if (!months) return std::nullopt;
  return months_after(since, static_cast<int>(months->millionths / one));
}

// The months of a year differ by three days, so that the day lies within as many of them.
std::optional<Date> let_go_until(const PolicyPack& pack, std::string_view policy, Date today) {
  constexpr int longest_month = 31;
  const std::optional<Fixed> months = pack.value(policy, today);
  if (!months) return std::nullopt;
  const int number = static_cast<int>(months->millionths / one);
  Date day = today + NaturalDays{-longest_month * number - 1};
  while (months_after(day + NaturalDays{1}, number) < today) day = day + NaturalDays{1};
  return day;
}

bool is_too_short_for_logs(std::string_view policy, Fixed months) {
  return policy == log_retention && months.millionths < logs_kept_months_least * one;
}

}  // namespace chuangyou
