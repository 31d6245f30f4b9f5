#include "core/working_calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>

namespace chuangyou {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(std::string(CHUANGYOU_SOURCE_DIR) + "/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

const WorkingCalendar& china() {
  static const WorkingCalendar calendar =
      WorkingCalendar::from_csv("cn-2026", content_of("campaigns/calendars/cn/days.csv")).value();
  return calendar;
}

Date day(std::string_view text) {
  const auto date = parse_date(text);
  EXPECT_TRUE(date) << text;
  return date.value_or(Date{});
}

// The rows below the head, each split at its commas.
std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::istringstream file(content_of(path));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    auto& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

TEST(WorkingCalendar, AddsAsTheReferenceDoes) {
  const auto rows = rows_of("tests/data/holidays-cn/add-workdays-cases.csv");
  EXPECT_EQ(rows.size(), 120u);
  for (const auto& row : rows) {
    const WorkingDays days{std::stoi(row.at(1))};
    const Date start = day(row.at(0));
    const DueDate due = china().add(start, days);
    EXPECT_EQ(to_text(due.date), row.at(2)) << row.at(0) << " + " << row.at(1);
    EXPECT_EQ(due.provisional, due.date >= day("2026-12-26")) << row.at(0);
    EXPECT_EQ(china().between(start, due.date), days) << row.at(0);
  }
}

TEST(WorkingCalendar, HasTheWorkingDaysOfEachYear) {
  const auto rows = rows_of("tests/data/holidays-cn/workdays-per-year.csv");
  EXPECT_EQ(rows.size(), 20u);
  for (const auto& row : rows) {
    const int year = std::stoi(row.at(0));
    const Date before = make_date(year - 1, 12, 31);
    const Date last = make_date(year, 12, 31);
    EXPECT_EQ(china().between(before, last).count, std::stoi(row.at(1))) << year;
    int off = 0;
    int make_up = 0;
    for (Date date = before + NaturalDays{1}; date <= last; date = date + NaturalDays{1}) {
      off += china().nature_of(date) == DayNature::holiday;
      make_up += china().nature_of(date) == DayNature::make_up_working;
    }
    EXPECT_EQ(off, std::stoi(row.at(2))) << year;
    EXPECT_EQ(make_up, std::stoi(row.at(3))) << year;
  }
}

TEST(WorkingCalendar, StepsOverMakeUpDays) {
  const struct {
    const char* start;
    int days;
    const char* due;
  } cases[] = {{"2011-12-30", 1, "2011-12-31"},
               {"2011-09-29", 5, "2011-10-11"},
               {"2010-09-17", 5, "2010-09-26"},
               {"2012-01-20", 5, "2012-02-01"}};
  for (const auto& one : cases) {
    const DueDate due = china().add(day(one.start), WorkingDays{one.days});
    EXPECT_EQ(to_text(due.date), one.due);
    EXPECT_FALSE(due.provisional);
  }
  EXPECT_EQ(china().between(day("2022-05-06"), day("2022-05-12")).count, 5);
  EXPECT_EQ(china().between(day("2022-05-12"), day("2022-05-06")).count, -5);
}

TEST(WorkingCalendar, ExplainsTheDaysThatDoNotCount) {
  const auto skipped = china().skipped(day("2011-09-29"), day("2011-10-11"));
  ASSERT_EQ(skipped.size(), 7u);
  EXPECT_EQ(skipped.front().date, day("2011-10-01"));
  EXPECT_EQ(skipped.back().date, day("2011-10-07"));
  for (const SkippedDay& one : skipped) {
    EXPECT_EQ(one.nature, DayNature::holiday);
    EXPECT_EQ(one.name, "国庆节");
    EXPECT_FALSE(one.provisional);
  }
  EXPECT_EQ(china().nature_of(day("2011-10-08")), DayNature::make_up_working);
  EXPECT_EQ(china().name_of(day("2011-10-08")), "国庆节");
  EXPECT_EQ(china().nature_of(day("2011-10-16")), DayNature::weekend);
  EXPECT_EQ(china().name_of(day("2011-10-16")), "");
  EXPECT_TRUE(china().skipped(day("2011-10-11"), day("2011-09-29")).empty());
}

TEST(WorkingCalendar, YearsWithoutANoticeAreProvisional) {
  EXPECT_TRUE(china().is_published(2007));
  EXPECT_TRUE(china().is_published(2026));
  EXPECT_FALSE(china().is_published(2027));
  EXPECT_FALSE(china().is_published(2006));
  EXPECT_TRUE(china().add(day("2026-12-30"), WorkingDays{2}).provisional);
  EXPECT_EQ(to_text(china().add(day("2026-12-31"), WorkingDays{1}).date), "2027-01-01");
  EXPECT_TRUE(china().add(day("2027-05-01"), WorkingDays{-200}).provisional);
  EXPECT_TRUE(china().add(day("2026-12-20"), NaturalDays{30}).provisional);
  const auto skipped = china().skipped(day("2026-12-19"), day("2027-01-02"));
  ASSERT_EQ(skipped.size(), 4u);
  EXPECT_FALSE(skipped.front().provisional);
  EXPECT_TRUE(skipped.back().provisional);
}

// The notice for 2019 changed 29 and 31 December 2018; that for 2027 may change these.
TEST(WorkingCalendar, TheLastDaysOfDecemberWaitForTheNextNotice) {
  EXPECT_FALSE(china().add(day("2026-12-16"), WorkingDays{7}).provisional);
  EXPECT_TRUE(china().add(day("2026-12-16"), WorkingDays{10}).provisional);
  EXPECT_TRUE(china().add(day("2026-12-30"), WorkingDays{1}).provisional);
  EXPECT_TRUE(china().add(day("2026-12-31"), WorkingDays{-10}).provisional);
  EXPECT_FALSE(china().add(day("2025-12-16"), WorkingDays{10}).provisional);
  EXPECT_FALSE(china().add(day("2026-12-15"), NaturalDays{10}).provisional);
  EXPECT_TRUE(china().add(day("2026-12-15"), NaturalDays{11}).provisional);
  EXPECT_TRUE(china().skips_a_provisional_day(day("2026-12-25"), day("2026-12-28")));
  EXPECT_FALSE(china().skips_a_provisional_day(day("2026-12-18"), day("2026-12-25")));
  EXPECT_TRUE(china().is_settled(day("2026-12-25")));
  EXPECT_FALSE(china().is_settled(day("2026-12-26")));
  EXPECT_FALSE(china().is_settled(day("2027-06-01")));
  EXPECT_TRUE(china().is_settled(day("2025-12-31")));
  EXPECT_TRUE(WorkingCalendar::plain_weeks("plain").is_settled(day("2026-12-31")));
}

TEST(WorkingCalendar, NaturalDaysEndOnAWorkingDay) {
  const DueDate moved = china().add(day("2011-09-21"), NaturalDays{10});  // 1 October
  EXPECT_EQ(to_text(moved.date), "2011-10-08");
  EXPECT_EQ(to_text(china().add(day("2011-09-19"), NaturalDays{10}).date), "2011-09-29");
  EXPECT_EQ(to_text(china().add(day("2011-12-30"), NaturalDays{1}).date), "2011-12-31");
}

TEST(WorkingCalendar, NoDaysAreTheStartDay) {
  EXPECT_EQ(china().add(day("2011-10-01"), WorkingDays{0}).date, day("2011-10-01"));
}

TEST(WorkingCalendar, PlainWeeksAreNeverProvisional) {
  const auto plain = WorkingCalendar::plain_weeks("weeks");
  EXPECT_EQ(plain.version(), "weeks");
  EXPECT_EQ(to_text(plain.add(day("2027-09-30"), WorkingDays{2}).date), "2027-10-04");
  EXPECT_FALSE(plain.add(day("2027-09-30"), WorkingDays{2}).provisional);
  EXPECT_EQ(plain.nature_of(day("2011-12-31")), DayNature::weekend);
}

Refused refusal_of(std::string_view csv) {
  const auto calendar = WorkingCalendar::from_csv("test", csv);
  return calendar ? Refused{} : calendar.error();
}

TEST(WorkingCalendar, ReadsWhatOfficesSave) {
  const auto calendar = WorkingCalendar::from_csv("own",
                                                  "\xEF\xBB\xBFkind,date,name,notice_year\r\n\r\n"
                                                  "off,2030-01-01,\"New \"\"Year\"\", x\",2030");
  ASSERT_TRUE(calendar);
  EXPECT_EQ(calendar->name_of(day("2030-01-01")), "New \"Year\", x");
  EXPECT_FALSE(calendar->is_working(day("2030-01-01")));
  EXPECT_EQ(refusal_of("notice_year,date,name,kind\n").law, Refusal::none);
}

TEST(WorkingCalendar, RefusesWithColumnAndRow) {
  const std::string head = "notice_year,date,name,kind\n2012,2011-12-31,元旦,work\n";
  const struct {
    std::string csv;
    Refusal law;
    const char* field;
    const char* detail;
  } cases[] = {
      {"", Refusal::file_is_empty, "", ""},
      {"notice_year,date,kind\n", Refusal::column_is_missing, "name", ""},
      {"notice_year,date,name,kind,colour\n", Refusal::column_is_unknown, "colour", ""},
      {head + "2012,2011-02-30,a,off\n", Refusal::date_is_not_iso, "date",
       "3: 2012,2011-02-30,a,off"},
      {head + "2012,2012-01-02,a,rest", Refusal::choice_is_unknown, "kind",
       "3: 2012,2012-01-02,a,rest"},
      {head + "2O12,2012-01-02,a,off", Refusal::field_has_wrong_kind, "notice_year",
       "3: 2O12,2012-01-02,a,off"},
      {head + "2012,2021-01-02,a,off", Refusal::number_is_out_of_range, "date",
       "3: 2012,2021-01-02,a,off"},
      {head + "\n2012,2012-01-02,a", Refusal::row_is_cut_short, "", "4: 2012,2012-01-02,a"},
      {head + "2012,2012-01-02,a,off,", Refusal::row_has_too_many_cells, "",
       "3: 2012,2012-01-02,a,off,"},
      {head + "2012,2012-01-02,\"a,off", Refusal::quote_is_not_closed, "",
       "3: 2012,2012-01-02,\"a,off"},
      {head + "2011,2011-12-31,元旦,off", Refusal::id_is_there_twice, "date",
       "3: 2011,2011-12-31,元旦,off"},
  };
  for (const auto& one : cases) {
    const Refused refused = refusal_of(one.csv);
    EXPECT_EQ(refused.law, one.law) << name_of(refused.law);
    EXPECT_EQ(refused.field, one.field);
    EXPECT_EQ(refused.detail, one.detail);
  }
}

RC_GTEST_PROP(WorkingCalendar, CountingUndoesAdding, ()) {
  const Date start{*rc::gen::inRange(make_date(2005, 1, 1).days, make_date(2028, 1, 1).days)};
  const WorkingDays days{*rc::gen::inRange(-300, 300)};
  const DueDate due = china().add(start, days);
  // Counting back stops at a working day, which `between` then leaves out as its first.
  const int expected = days.count < 0 ? days.count + 1 - china().is_working(start) : days.count;
  RC_ASSERT(china().between(start, due.date).count == expected);
  RC_ASSERT(days.count == 0 || china().is_working(due.date));
}

// The day-by-day walk, which is what the words say.
std::int32_t walked(Date after, Date until) {
  std::int32_t days = 0;
  for (Date day = after; day < until;) {
    day = day + NaturalDays{1};
    days += china().is_working(day);
  }
  return days;
}

Date walked(Date start, WorkingDays days) {
  const NaturalDays step{days.count < 0 ? -1 : 1};
  Date day = start;
  for (std::int32_t left = days.count; left != 0;) {
    day = day + step;
    if (china().is_working(day)) left -= step.count;
  }
  return day;
}

Date any_day() {
  return {*rc::gen::inRange(make_date(1949, 1, 1).days, make_date(2090, 1, 1).days)};
}

RC_GTEST_PROP(WorkingCalendar, SumsEqualTheDayByDayWalk, ()) {
  const Date one = any_day();
  const Date other{one.days + *rc::gen::inRange(0, 3000)};
  RC_ASSERT(china().between(one, other).count == walked(one, other));
  RC_ASSERT(china().between(other, one).count == -walked(one, other));
  const WorkingDays days{*rc::gen::inRange(-2000, 2000)};
  RC_ASSERT(china().add(one, days).date == walked(one, days));
}

RC_GTEST_PROP(WorkingCalendar, WhatIsProvisionalEqualsTheDayByDayWalk, ()) {
  const Date after{*rc::gen::inRange(make_date(2004, 1, 1).days, make_date(2029, 1, 1).days)};
  const Date until{after.days + *rc::gen::inRange(0, 400)};
  bool provisional = false;
  for (Date day = after; day < until;) {
    day = day + NaturalDays{1};
    provisional = provisional || (!china().is_working(day) && !china().is_settled(day));
  }
  RC_ASSERT(china().skips_a_provisional_day(after, until) == provisional);
}

// A record of before, when no date was out of range, must not cost a second at each look.
TEST(WorkingCalendar, TheYear9999CostsWhatNextWeekDoes) {
  const auto begun = std::chrono::steady_clock::now();
  const Date start = day("2020-01-31"), last = day("9999-12-31");
  constexpr int times = 1000;
  std::int64_t sum = 0;
  for (int i = 0; i < times; ++i) {
    sum += china().between(start, last).count;
    sum += china().add(start, WorkingDays{2'000'000}).date.days;
    sum += china().skips_a_provisional_day(start, last);
    sum += static_cast<std::int64_t>(china().skipped(start, last).size());
  }
  EXPECT_GT(sum, 0);
  EXPECT_EQ(china().skipped(start, last).size(), skipped_listed_max);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  EXPECT_LT(took.count() / times, 0.002);  // a walk took 0.9 s
}

}  // namespace
}  // namespace chuangyou
