// 工作日历 `/calendar`: what somebody asked, the answer with each day that does not count, and the
// months of a year. One form, no script; read aloud and printed as it stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.h"
#include "portal/day_count.h"

namespace chuangyou {

// What stood in the form, kept as it was typed, also where it cannot be read.
struct CalendarForm {
  std::string body, from, until, days;
  Counting counting = Counting::working;
};

struct BodyNamed {
  std::string key, name;
};

struct CalendarPage {
  Language language;
  const WorkingCalendar& calendar;
  std::string_view source;  // of the calendar, in the words of whoever adopted it
  Date today;
  int year;  // whose months are shown
  CalendarForm form;
  std::vector<BodyNamed> bodies;  // a choice only where there are several
  std::optional<DaysCounted> counted;
  std::vector<Refused> refused;
};

std::string calendar_page(const CalendarPage&);
// The style sheet of all such pages: the desk's colours and type, and what is theirs alone.
std::string portal_style();

}  // namespace chuangyou
