#include "portal/calendar_feed.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(CalendarFeed, HoldsEachRowOfDaysOnceAndFoldsItsLines) {
  const auto calendar = WorkingCalendar::from_csv("cn",
                                                  "notice_year,date,name,kind\n"
                                                  "2011,2011-10-01,国庆节,off\n"
                                                  "2011,2011-10-02,国庆节,off\n"
                                                  "2011,2011-10-03,国庆节,off\n"
                                                  "2012,2011-12-31,元旦,work\n")
                            .value();
  const std::string feed = feed_of_days(
      {calendar, "cn", parse_moment("2011-01-01T08:00:00Z").value(), 2011, 2012, Language::zh});
  EXPECT_TRUE(feed.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(feed.ends_with("END:VCALENDAR\r\n"));
  EXPECT_NE(feed.find("DTSTART;VALUE=DATE:20111001\r\nDTEND;VALUE=DATE:20111004\r\n"),
            std::string::npos);
  EXPECT_NE(feed.find("UID:2011-12-31-work-cn@chuangyou\r\n"), std::string::npos);
  EXPECT_NE(feed.find("DTSTAMP:20110101T080000Z\r\n"), std::string::npos);
  for (std::size_t begin = 0; begin < feed.size();) {
    const std::size_t end = feed.find("\r\n", begin);
    EXPECT_LE(end - begin, 75u);
    begin = end + 2;
  }
}

}  // namespace
}  // namespace chuangyou
