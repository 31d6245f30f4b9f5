#include "core/date.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace chuangyou {
namespace {

Refusal law_of_date(std::string_view text) {
  const auto date = parse_date(text);
  return date ? Refusal::none : date.error().law;
}

Refusal law_of_moment(std::string_view text) {
  const auto moment = parse_moment(text);
  return moment ? Refusal::none : moment.error().law;
}

std::string in_utc(std::string_view text) {
  const auto moment = parse_moment(text);
  return moment ? to_text(*moment) : std::string(name_of(moment.error().law));
}

TEST(Date, CountsFrom1970) {
  EXPECT_EQ(make_date(1970, 1, 1).days, 0);
  EXPECT_EQ(make_date(1969, 12, 31).days, -1);
  EXPECT_EQ(make_date(2000, 2, 29).days, 11'016);
  EXPECT_EQ(make_date(2012, 12, 31) + NaturalDays{1}, make_date(2013, 1, 1));
}

TEST(Date, KnowsItsWeekday) {
  EXPECT_EQ(weekday_of(make_date(1970, 1, 1)), 4);
  EXPECT_EQ(weekday_of(make_date(1969, 12, 28)), 7);
  EXPECT_EQ(weekday_of(make_date(2011, 12, 31)), 6);
  EXPECT_EQ(weekday_of(make_date(2026, 11, 23)), 1);
}

TEST(Date, IsInRangeFrom1949ToFiftyYearsAhead) {
  EXPECT_EQ(earliest_date, make_date(1949, 1, 1));
  const Date today = make_date(2028, 2, 29);
  EXPECT_TRUE(is_in_range(make_date(1949, 1, 1), today));
  EXPECT_FALSE(is_in_range(make_date(1948, 12, 31), today));
  EXPECT_TRUE(is_in_range(make_date(2078, 2, 28), today));
  EXPECT_FALSE(is_in_range(make_date(2078, 3, 2), today));
  EXPECT_FALSE(is_in_range(make_date(9999, 12, 31), today));
  EXPECT_FALSE(is_in_range(Date{std::numeric_limits<std::int32_t>::max()}, today));
}

TEST(Date, ReadsIsoOnly) {
  EXPECT_EQ(parse_date("2011-07-01"), make_date(2011, 7, 1));
  EXPECT_EQ(parse_date("2012-02-29"), make_date(2012, 2, 29));
  for (const char* text : {"2013/1/22", "2011-02-30", "#N/A", "", "20110701", "2011-7-1",
                           "1900-02-29", "2011-00-01", "2011-13-01", "2011-01-00", "2011-07-01 ",
                           "２０１１-07-01", "+011-07-01", "2011-07-0/", "2011-07-0:"}) {
    EXPECT_EQ(law_of_date(text), Refusal::date_is_not_iso) << text;
  }
  EXPECT_EQ(parse_date("2013/1/22").error().detail, "2013/1/22");
}

TEST(Date, WritesYearsBeyondFourDigitsWithASign) {
  EXPECT_EQ(to_text(make_date(12'345, 6, 7)), "+12345-06-07");
  EXPECT_EQ(to_text(make_date(-1, 3, 1)), "-0001-03-01");
  EXPECT_EQ(to_text(make_date(0, 3, 1)), "0000-03-01");
  EXPECT_EQ(to_text(Date{std::numeric_limits<std::int32_t>::max()}), "+5881580-07-11");
}

RC_GTEST_PROP(Date, SurvivesBeingWrittenAndRead, ()) {
  const Date first = make_date(0, 1, 1);
  const Date last = make_date(9'999, 12, 31);
  const Date date{*rc::gen::inRange(first.days, last.days + 1)};
  RC_ASSERT(parse_date(to_text(date)).value() == date);
  RC_ASSERT(make_date(year_of(date), month_of(date), day_of_month(date)) == date);
  RC_ASSERT(weekday_of(date + NaturalDays{1}) == weekday_of(date) % 7 + 1);
}

TEST(Moment, ReadsAZone) {
  EXPECT_EQ(parse_moment("1970-01-01T00:00:00Z"), Moment{0});
  EXPECT_EQ(in_utc("2015-01-01T00:20:09Z"), "2015-01-01T00:20:09Z");
  EXPECT_EQ(in_utc("2015-01-01 00:20:09+08:00"), "2014-12-31T16:20:09Z");
  EXPECT_EQ(in_utc("2015-01-01T00:20:09-05:00"), "2015-01-01T05:20:09Z");
  EXPECT_EQ(in_utc("2015-01-01t00:20:09z"), "2015-01-01T00:20:09Z");
  EXPECT_EQ(in_utc("1969-12-31T23:59:59.5Z"), "1969-12-31T23:59:59.5Z");
}

TEST(Moment, KeepsUpToSixDecimals) {
  EXPECT_EQ(in_utc("2015-01-01T00:20:09.250Z"), "2015-01-01T00:20:09.25Z");
  EXPECT_EQ(in_utc("2015-01-01T00:20:09.000001+00:00"), "2015-01-01T00:20:09.000001Z");
  EXPECT_EQ(in_utc("2015-01-01T00:20:09.000Z"), "2015-01-01T00:20:09Z");
  EXPECT_EQ(law_of_moment("2015-01-01T00:20:09.0000001Z"), Refusal::time_is_not_iso);
  EXPECT_EQ(law_of_moment("2015-01-01T00:20:09.Z"), Refusal::time_is_not_iso);
}

TEST(Moment, NeedsAZone) {
  EXPECT_EQ(law_of_moment("2015-01-01T00:20:09"), Refusal::time_has_no_zone);
  EXPECT_EQ(law_of_moment("2015-01-01 00:20:09"), Refusal::time_has_no_zone);
  EXPECT_EQ(law_of_moment("2015-01-01T00:20:09.5"), Refusal::time_has_no_zone);
}

TEST(Moment, RefusesWhatIsMalformed) {
  for (const char* text :
       {"", "#N/A", "2015-01-01", "2015-02-29T00:00:00Z", "2015-01-01T24:00:00Z",
        "2015-01-01T23:60:00Z", "2015-01-01T23:59:60Z", "2015-01-01_00:20:09Z",
        "2015-01-01T00:20:09+0800", "2015-01-01T00:20:09+08", "2015-01-01T00:20:09+24:00",
        "2015-01-01T00:20:09+08:60", "2015-01-01T00:20:09ZZ", "2015-01-01T00:20:09 Z",
        "2015/01/01T00:20:09Z", "2015-01-01T00:20Z", "2015-01-01T00.20.09Z"}) {
    EXPECT_EQ(law_of_moment(text), Refusal::time_is_not_iso) << text;
  }
}

TEST(Date, LiesInAMonthAndInAQuarter) {
  EXPECT_EQ(to_text(first_of_month(make_date(2012, 2, 29))), "2012-02-01");
  EXPECT_EQ(to_text(first_of_quarter(make_date(2011, 1, 1))), "2011-01-01");
  EXPECT_EQ(to_text(first_of_quarter(make_date(2011, 3, 31))), "2011-01-01");
  EXPECT_EQ(to_text(first_of_quarter(make_date(2011, 12, 31))), "2011-10-01");
}

RC_GTEST_PROP(Moment, SurvivesBeingWrittenAndRead, ()) {
  const std::int64_t first = std::int64_t{make_date(0, 1, 1).days} * 86'400'000'000;
  const std::int64_t last = std::int64_t{make_date(10'000, 1, 1).days} * 86'400'000'000;
  const Moment moment{*rc::gen::inRange(first, last)};
  RC_ASSERT(parse_moment(to_text(moment)).value() == moment);
}

}  // namespace
}  // namespace chuangyou
