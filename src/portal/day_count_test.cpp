#include "portal/day_count.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace chuangyou {
namespace {

// The notice for 2011 and 2012 in part, as the State Council published it: a made-up Saturday, the
// seven days of October, and 31 December 2011, which the notice of 2012 makes a working day.
constexpr std::string_view notices =
    "notice_year,date,name,kind\n"
    "2011,2011-10-01,国庆节,off\n2011,2011-10-02,国庆节,off\n2011,2011-10-03,国庆节,off\n"
    "2011,2011-10-04,国庆节,off\n2011,2011-10-05,国庆节,off\n2011,2011-10-06,国庆节,off\n"
    "2011,2011-10-07,国庆节,off\n2011,2011-10-08,国庆节,work\n2011,2011-10-09,国庆节,work\n"
    "2012,2011-12-31,元旦,work\n2012,2012-01-01,元旦,off\n2012,2012-01-02,元旦,off\n"
    "2012,2012-01-03,元旦,off\n";

const WorkingCalendar& calendar() {
  static const WorkingCalendar read = WorkingCalendar::from_csv("cn", notices).value();
  return read;
}
Date day(std::string_view text) { return parse_date(text).value(); }

TEST(DayCount, FiveWorkingDaysOverTheNationalDay) {
  const DaysCounted counted = count_days({.from = day("2011-09-29"), .days = 3}, calendar());
  EXPECT_EQ(to_text(counted.until), "2011-10-09");  // 30 September, 8 and 9 October
  EXPECT_EQ(counted.working_days, 3);
  EXPECT_EQ(counted.natural_days, 10);
  EXPECT_EQ(counted.skipped_count, 7);
  ASSERT_EQ(counted.skipped.size(), 7u);
  EXPECT_EQ(counted.skipped.front().name, "国庆节");
  const std::vector<DaysInARow> rows = in_rows(counted.skipped);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(to_text(rows[0].last), "2011-10-07");
  EXPECT_FALSE(counted.provisional);
}

TEST(DayCount, BackOverTheNationalDay) {
  const DaysCounted counted = count_days({.from = day("2011-10-09"), .days = -2}, calendar());
  EXPECT_EQ(to_text(counted.until), "2011-09-30");
  EXPECT_EQ(counted.working_days, -2);
  EXPECT_EQ(counted.skipped_count, 7);
}

// From a day off as well: what was asked for is what is counted, in either direction.
TEST(DayCount, BackFromADayOffTellsWhatWasAskedFor) {
  for (int days = -8; days <= 8; ++days) {
    const DaysCounted counted = count_days({.from = day("2011-10-03"), .days = days}, calendar());
    EXPECT_EQ(counted.working_days, days);
    const DaysCounted between =
        count_days({.from = counted.from, .until = counted.until}, calendar());
    EXPECT_EQ(between.working_days, days);
  }
}

TEST(DayCount, NaturalDaysThatEndOnADayOffMoveOn) {
  const DaysCounted counted =
      count_days({.from = day("2011-09-26"), .days = 6, .counting = Counting::natural}, calendar());
  EXPECT_EQ(to_text(counted.until), "2011-10-08");
  ASSERT_TRUE(counted.moved_from);
  EXPECT_EQ(to_text(*counted.moved_from), "2011-10-02");
  EXPECT_EQ(counted.skipped_count, 6);  // 2 to 7 October
}

TEST(DayCount, BetweenTwoDaysEitherWay) {
  const DaysCounted on =
      count_days({.from = day("2011-12-30"), .until = day("2012-01-04")}, calendar());
  EXPECT_EQ(on.working_days, 2);  // 31 December, worked by the next year's notice; 4 January
  EXPECT_EQ(on.natural_days, 5);
  EXPECT_EQ(on.skipped_count, 3);
  const DaysCounted back =
      count_days({.from = day("2012-01-04"), .until = day("2011-12-30")}, calendar());
  EXPECT_EQ(back.working_days, -2);
  EXPECT_EQ(back.natural_days, -5);
}

TEST(DayCount, DaysBeforeANoticeAreProvisional) {
  EXPECT_TRUE(count_days({.from = day("2012-12-20"), .days = 8}, calendar()).provisional);
  EXPECT_TRUE(
      count_days({.from = day("2012-12-20"), .until = day("2012-12-27")}, calendar()).provisional);
  EXPECT_FALSE(count_days({.from = day("2012-12-10"), .days = 3}, calendar()).provisional);
}

TEST(DayCount, OfManyDaysTheFirstYearIsListedAndAllAreCounted) {
  const DaysCounted counted = count_days({.from = day("2011-01-03"), .days = 3660}, calendar());
  EXPECT_EQ(counted.skipped.size(), skipped_listed_max);
  EXPECT_EQ(counted.skipped_count, counted.natural_days - counted.working_days);
}

RC_GTEST_PROP(DayCount, WhatIsCountedOnIsCountedBetween, ()) {
  const Date from = day("2011-01-01") + NaturalDays{*rc::gen::inRange(0, 900)};
  const std::int32_t days = *rc::gen::inRange(1, 400);
  const DaysCounted on = count_days({.from = from, .days = days}, calendar());
  const DaysCounted between = count_days({.from = from, .until = on.until}, calendar());
  RC_ASSERT(on.working_days == days);
  RC_ASSERT(between.working_days == days);
  RC_ASSERT(between.skipped_count == on.skipped_count);
}

}  // namespace
}  // namespace chuangyou
