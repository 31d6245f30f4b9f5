#include "core/date_in_part.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(DateInPart, AYearOrAMonthAloneIsToldFromADay) {
  for (const char* year : {"2011", "2011年"}) EXPECT_EQ(part_of_a_date(year), "2011") << year;
  for (const char* month : {"2011-5", "2011-05", "2011.5", "2011/05", "2011年5月", "2011年05月份"})
    EXPECT_EQ(part_of_a_date(month), "2011-05") << month;
  for (const char* other : {"", "201", "2011年5", "2011-05-01", "2011年5月1日", "5/2011", "2011-5x",
                            "201105", "2011至2012"})
    EXPECT_FALSE(part_of_a_date(other)) << other;
}

TEST(DateInPart, ItHasItsFirstDayAndItsLast) {
  EXPECT_EQ(days_of_part("2012")->first, make_date(2012, 1, 1));
  EXPECT_EQ(days_of_part("2012")->last, make_date(2012, 12, 31));
  EXPECT_EQ(days_of_part("2012-02")->last, make_date(2012, 2, 29));
  EXPECT_EQ(days_of_part("2011-12")->first, make_date(2011, 12, 1));
  EXPECT_EQ(days_of_part("2011-12")->last, make_date(2011, 12, 31));
  for (const char* none : {"", "2011-13", "2011-00", "2011-05-01"})
    EXPECT_FALSE(days_of_part(none)) << none;
}

}  // namespace
}  // namespace chuangyou
