// The days off and the weekends that are worked, as iCalendar (RFC 5545): whoever subscribes to it
// sees them in the calendar that he has already.
#pragma once

#include <string>
#include <string_view>

#include "core/words.h"
#include "core/working_calendar.h"

namespace chuangyou {

struct FeedOfDays {
  const WorkingCalendar& calendar;
  std::string_view key;  // of the calendar: part of each event's permanent name
  Moment since;          // when it was adopted: the stamp of each event
  int first_year, last_year;
  Language language;
};

std::string feed_of_days(const FeedOfDays&);

}  // namespace chuangyou
