// Days and moments, as distinct types. A Date is a civil day without a zone; a Moment is a point in
// time in UTC, microseconds since 1970. Natural days and working days never mix (R6.7).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace chuangyou {

struct Date {
  std::int32_t days = 0;  // since 1970-01-01, proleptic Gregorian
  auto operator<=>(const Date&) const = default;
};

struct Moment {
  std::int64_t microseconds = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Moment&) const = default;
};

struct NaturalDays {
  std::int32_t count = 0;
  auto operator<=>(const NaturalDays&) const = default;
};

struct WorkingDays {
  std::int32_t count = 0;
  auto operator<=>(const WorkingDays&) const = default;
};

// Days that a door takes: from the founding of the People's Republic's first year to so many years
// ahead of the day on which one is entered. Beyond lie slips of the pen, and clocks that nobody
// will see run out. It binds what is decided and never what the journal holds.
inline constexpr Date earliest_date{-7670};  // 1949-01-01
inline constexpr int years_ahead_max = 50;
bool is_in_range(Date, Date today);

constexpr Date operator+(Date date, NaturalDays days) { return {date.days + days.count}; }

Date make_date(int year, int month, int day);  // the caller vouches that the day exists
int year_of(Date);
int month_of(Date);
int day_of_month(Date);
int weekday_of(Date);  // 1 = Monday … 7 = Sunday
// The first day of the month, and of the quarter of the year, in which a day lies.
Date first_of_month(Date);
Date first_of_quarter(Date);

// ISO 8601 only: `2011-07-01`. `2011/7/1`, `20110701` and days that do not exist are refused with
// date_is_not_iso, the text in `detail`.
Result<Date> parse_date(std::string_view);
std::string to_text(Date);

// RFC 3339 with a zone: `2015-01-01T00:20:09Z`, `…+08:00`, a blank instead of T allowed, up to six
// decimals. Without a zone: time_has_no_zone. Otherwise malformed: time_is_not_iso.
Result<Moment> parse_moment(std::string_view);
std::string to_text(Moment);  // UTC, `2015-01-01T00:20:09Z`, decimals only where there are some

}  // namespace chuangyou
