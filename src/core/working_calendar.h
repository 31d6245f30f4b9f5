// Working days of a body (R6.7). The State Council's yearly notices list only the days that differ
// from the plain week; make-up days may lie in the year before the notice's own (31 Dec 2011).
// A year without a notice yet is provisional: plain weeks are assumed and the answer says so. So
// are the last days of December before the next year's notice.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"

namespace chuangyou {

enum class DayNature : std::uint8_t { working, make_up_working, weekend, holiday };

// One day that a clock stepped over, with why it did not count.
struct SkippedDay {
  Date date;
  DayNature nature;  // weekend or holiday
  std::string name;  // 国庆节, empty for a plain weekend
  bool provisional;  // a notice that may change it is not published yet
};

struct DueDate {
  Date date;
  bool provisional = false;  // some day on the way waits for a notice that is to come
};

inline constexpr std::size_t skipped_listed_max = 366;

class WorkingCalendar {
 public:
  // Plain weeks for every year, none provisional: for bodies that keep no holiday table.
  static WorkingCalendar plain_weeks(std::string version);
  // CSV with the columns notice_year, date, name, kind (off | work) in any order; refuses with the
  // column in `field` and the row in `detail`, as `12: 2012,2011-02-30,元旦,work`.
  static Result<WorkingCalendar> from_csv(std::string version, std::string_view csv);

  const std::string& version() const { return version_; }
  bool is_published(int year) const;
  // Its notice is published, and for the last days of December that of the next year.
  bool is_settled(Date) const;
  bool is_working(Date) const;
  DayNature nature_of(Date) const;
  std::string_view name_of(Date) const;  // 国庆节, empty for a plain day

  // The start day is not counted; a negative number of days counts back. All of these are
  // arithmetic over sums: a day in the year 9999 costs what one in the next week does.
  DueDate add(Date start, WorkingDays) const;
  // A natural-day limit that ends on a day off moves to the next working day.
  DueDate add(Date start, NaturalDays) const;
  // Working days in (after, until]; negative when `until` lies before.
  WorkingDays between(Date after, Date until) const;
  // Of the days in (after, until] that do not count the first `skipped_listed_max`, in order: no
  // screen shows more. How many there are in all follows from `between`.
  std::vector<SkippedDay> skipped(Date after, Date until) const;
  // Whether one of the days in (after, until] that do not count is not settled.
  bool skips_a_provisional_day(Date after, Date until) const;

 private:
  struct Listed {
    bool off;
    std::string name;
  };
  std::string version_;
  bool plain_ = false;
  std::vector<int> published_years_;  // in order, each once
  std::map<Date, Listed> listed_;
  // What each day from `first_` on is, as far as the listed days reach: clocks step over days far
  // more often than anyone asks for a name. Beside it, how many more days count up to and with that
  // day than plain weeks would have.
  Date first_;
  std::vector<DayNature> natures_;
  std::vector<std::int32_t> more_than_plain_;

  bool is_settled(Date first, Date last) const;  // every day from one to the other
  std::int64_t counted_until(std::int64_t day) const;
  Date first_day_with(std::int64_t counted) const;
  void spread();
};

}  // namespace chuangyou
