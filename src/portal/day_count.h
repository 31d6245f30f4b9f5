// 日期推算: which day it is so many working or natural days after another, or how many lie between
// two, with every day that does not count (R6.7). Over sums: no question costs more than another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.h"
#include "core/working_calendar.h"

namespace chuangyou {

enum class Counting : std::uint8_t { working, natural };

// The most days that a question counts on or back: a promise of ten years.
inline constexpr std::int32_t days_counted_max = 3660;

struct DaysAsked {
  Date from;                       // itself not counted
  std::optional<Date> until = {};  // given: how many lie between, and `days` says nothing
  std::int32_t days = 0;           // below zero: counted back
  Counting counting = Counting::working;
};

struct DaysCounted {
  Date from, until;
  std::int32_t working_days = 0, natural_days = 0;  // below zero where `until` lies before
  // A limit in natural days that ends on a day off moves to the next working day: from here.
  std::optional<Date> moved_from = {};
  bool provisional = false;  // a notice that is to come may change it
  // Of working days those between that do not count, of natural days those that it was moved over.
  std::vector<SkippedDay> skipped = {};  // the first `skipped_listed_max`, in order
  std::int32_t skipped_count = 0;
};

DaysCounted count_days(const DaysAsked&, const WorkingCalendar&);

// Days in a row that are alike, as a reader says them: 国庆节, 1 to 7 October.
struct DaysInARow {
  Date first, last;
  DayNature nature;
  std::string name;
  bool provisional;
};
std::vector<DaysInARow> in_rows(const std::vector<SkippedDay>&);
// What differs from the plain week in a year, in order: days off, and weekends that are worked.
std::vector<DaysInARow> listed_days(const WorkingCalendar&, int year);
// 国庆节 as the reader calls it; a name that only a notice knows is kept as it is.
std::string festival_in(Language, std::string_view name);

}  // namespace chuangyou
