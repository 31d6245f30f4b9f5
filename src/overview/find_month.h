// A month of regular work at a unit and below it (S75): its meetings, what falls due of the
// campaign beside them, where they meet or crowd, and which branches have none in the quarter
// (R3.9).
#pragma once

#include <map>

#include "overview/pages_read.h"

namespace chuangyou {

struct DayOfMonth {
  PagesRead meetings;
  std::int64_t tasks_due = 0, promises_due = 0;
};
struct MonthOfWork {
  Date first, last;
  std::map<Date, DayOfMonth> days;             // those on which there is anything
  std::vector<Uuid> branches_without_meeting;  // neither held nor announced in the quarter
  bool is_complete = true;
};
inline constexpr std::size_t crowded_from = 4;  // meetings and due days of one day
// `first` is the first day of the month. nothing_is_there.
Result<MonthOfWork> find_month(const Reader&, const Uuid& unit, Date first);

}  // namespace chuangyou
