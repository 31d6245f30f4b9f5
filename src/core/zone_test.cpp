#include "core/zone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace chuangyou {
namespace {

Zone zone(std::string_view name) {
  auto found = Zone::named(name);
  EXPECT_TRUE(found) << name;
  return *found;
}

Moment moment(std::string_view text) {
  const auto read = parse_moment(text);
  EXPECT_TRUE(read) << text;
  return *read;
}

std::string local_in_utc(const Zone& place, std::string_view text) {
  const auto read = place.parse_local(text);
  return read ? to_text(*read) : std::string(name_of(read.error().law));
}

TEST(Zone, IsFoundByItsIanaName) {
  EXPECT_EQ(zone("Asia/Shanghai").name(), "Asia/Shanghai");
  EXPECT_EQ(zone("UTC").local_text(moment("2015-01-01T00:00:00Z")), "2015-01-01T00:00:00+00:00");
  for (const char* name :
       {"", "Asia/Atlantis", "CST", "GMT+8", "asia/shanghai", "Etc/Unknown", "/"}) {
    const auto found = Zone::named(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().law, Refusal::field_has_wrong_kind);
  }
}

TEST(Zone, ShanghaiIsEightHoursAhead) {
  const Zone shanghai = zone("Asia/Shanghai");
  EXPECT_EQ(shanghai.date_at(moment("2014-12-31T16:00:00Z")), make_date(2015, 1, 1));
  EXPECT_EQ(shanghai.date_at(moment("2014-12-31T15:59:59.999999Z")), make_date(2014, 12, 31));
  EXPECT_EQ(shanghai.local_text(moment("2015-01-01T00:20:09.5Z")), "2015-01-01T08:20:09.5+08:00");
  EXPECT_EQ(to_text(shanghai.end_of(make_date(2015, 1, 1))), "2015-01-01T16:00:00Z");
  EXPECT_EQ(shanghai.local_text(moment("1988-07-01T00:00:00Z")), "1988-07-01T09:00:00+09:00");
}

TEST(Zone, NewYorkInTheSpringOf2015) {
  const Zone new_york = zone("America/New_York");
  EXPECT_EQ(new_york.local_text(moment("2015-03-08T06:59:59Z")), "2015-03-08T01:59:59-05:00");
  EXPECT_EQ(new_york.local_text(moment("2015-03-08T07:00:00Z")), "2015-03-08T03:00:00-04:00");
  EXPECT_EQ(local_in_utc(new_york, "2015-03-08 01:59:59"), "2015-03-08T06:59:59Z");
  EXPECT_EQ(local_in_utc(new_york, "2015-03-08 02:30:00"), "2015-03-08T07:30:00Z");  // runs on
  EXPECT_EQ(local_in_utc(new_york, "2015-03-08 03:00:00"), "2015-03-08T07:00:00Z");
  EXPECT_EQ(to_text(new_york.end_of(make_date(2015, 3, 7))), "2015-03-08T05:00:00Z");
  EXPECT_EQ(to_text(new_york.end_of(make_date(2015, 3, 8))), "2015-03-09T04:00:00Z");
}

TEST(Zone, NewYorkInTheAutumnOf2015) {
  const Zone new_york = zone("America/New_York");
  EXPECT_EQ(new_york.local_text(moment("2015-11-01T05:30:00Z")), "2015-11-01T01:30:00-04:00");
  EXPECT_EQ(new_york.local_text(moment("2015-11-01T06:30:00Z")), "2015-11-01T01:30:00-05:00");
  EXPECT_EQ(local_in_utc(new_york, "2015-11-01 00:59:59"), "2015-11-01T04:59:59Z");
  EXPECT_EQ(local_in_utc(new_york, "2015-11-01 01:30:00"), "2015-11-01T05:30:00Z");  // first pass
  EXPECT_EQ(local_in_utc(new_york, "2015-11-01 02:00:00"), "2015-11-01T07:00:00Z");
  EXPECT_EQ(to_text(new_york.end_of(make_date(2015, 11, 1))), "2015-11-02T05:00:00Z");
}

TEST(Zone, ReadsLocalTimeWithoutAZone) {
  const Zone new_york = zone("America/New_York");
  EXPECT_EQ(local_in_utc(new_york, "2015-01-01 00:20:09"), "2015-01-01T05:20:09Z");
  EXPECT_EQ(local_in_utc(new_york, "2015-01-01T00:20:09.25"), "2015-01-01T05:20:09.25Z");
  for (const char* text : {"", "2015-01-01", "2015-01-01 00:20:09Z", "2015-01-01 00:20:09+08:00",
                           "2015/01/01 00:20:09", "2015-02-30 00:20:09"}) {
    EXPECT_EQ(local_in_utc(new_york, text), "time_is_not_iso") << text;
  }
  EXPECT_EQ(new_york.parse_local("tomorrow").error().detail, "tomorrow");
}

TEST(Zone, DaysThatEndAtAChangeOfClocks) {
  // Midnight itself is skipped; midnight comes, and the day begins once more, at 00:01; the clock
  // goes back from midnight; a whole day is missing.
  EXPECT_EQ(to_text(zone("America/Sao_Paulo").end_of(make_date(2015, 10, 17))),
            "2015-10-18T03:00:00Z");
  EXPECT_EQ(to_text(zone("America/St_Johns").end_of(make_date(2010, 11, 6))),
            "2010-11-07T03:30:00Z");
  EXPECT_EQ(to_text(zone("America/Sao_Paulo").end_of(make_date(2015, 2, 21))),
            "2015-02-22T03:00:00Z");
  EXPECT_EQ(to_text(zone("Pacific/Apia").end_of(make_date(2011, 12, 29))), "2011-12-30T10:00:00Z");
  EXPECT_EQ(to_text(zone("Pacific/Apia").end_of(make_date(2011, 12, 30))), "2011-12-30T10:00:00Z");
}

TEST(Zone, RulesGoOnForEver) {
  const Zone new_york = zone("America/New_York");
  EXPECT_EQ(new_york.local_text(moment("2499-07-01T00:00:00Z")), "2499-06-30T20:00:00-04:00");
  EXPECT_EQ(new_york.local_text(moment("2500-07-01T00:00:00Z")), "2500-06-30T20:00:00-04:00");
  EXPECT_EQ(new_york.local_text(moment("9999-01-01T12:00:00Z")), "9999-01-01T07:00:00-05:00");
  EXPECT_EQ(local_in_utc(new_york, "9999-07-01 12:00:00"), "9999-07-01T16:00:00Z");
}

TEST(Zone, TextsFromBeforeStandardTimeNameTheSameMoment) {
  EXPECT_EQ(zone("Asia/Shanghai").local_text(moment("1899-12-31T16:00:00Z")),
            "1900-01-01T00:06:00+08:06");
}

RC_GTEST_PROP(Zone, LocalTextNamesTheSameMoment, ()) {
  static const Zone zones[] = {zone("Asia/Shanghai"), zone("America/New_York"),
                               zone("Asia/Kolkata"), zone("America/St_Johns"),
                               zone("Australia/Lord_Howe")};
  const Zone& place = zones[*rc::gen::inRange(0, 5)];
  const Moment now{*rc::gen::inRange(std::int64_t{-3'000'000'000'000'000}, std::int64_t{1} << 56)};
  RC_ASSERT(parse_moment(place.local_text(now)).value() == now);
  const Date today = place.date_at(now);
  RC_ASSERT(now < place.end_of(today));
  RC_ASSERT(place.date_at(place.end_of(today)) > today);
  const Moment last{place.end_of(today).microseconds - 1};
  RC_ASSERT(place.date_at(last) == today);
}

}  // namespace
}  // namespace chuangyou
