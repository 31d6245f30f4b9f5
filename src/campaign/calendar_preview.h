// What another calendar would move, shown before it is adopted: which days are off or worked that
// were not, and which open deadlines fall on another day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/find.h"
#include "core/working_calendar.h"

namespace chuangyou {

// A notice that says nothing of a year leaves it as it is: the rows of the years that it does not
// name are taken from the text that the body holds. Both with the same heading, and with nothing in
// quotes; else the text is taken as it was given.
std::string with_years_held(std::string_view held, std::string_view given);
// The text that was adopted last; empty where the body keeps plain weeks.
std::string calendar_text_held(Connection&, const Body&);

struct DayBrought {
  Date date;
  DayNature was, is;
  std::string name;
};
struct DeadlineMoved {
  const Ledger* ledger;
  Record record;  // as far as the reader sees it
  Moment was, is;
};
struct CalendarPreview {
  std::vector<DayBrought> days;  // from today on, days_shown_max of them
  struct OfLedger {
    const Ledger* ledger;
    std::int64_t moved = 0;
  };
  std::vector<OfLedger> moved;      // without those of which none moves
  std::vector<DeadlineMoved> seen;  // of these the ones that the reader may see
  std::int64_t looked_at = 0;
  bool is_complete = true;  // else more are open than were looked at
};
// Reads on while others write: for a thread of its own.
CalendarPreview preview_calendar(const Reader&, const WorkingCalendar& next);

}  // namespace chuangyou
