// Which open records a unit has itself with a date in one of several spans of days. The work list
// holds those of the units below it too: so many of its rows are walked and no more.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "record/ledger.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct DueAtUnit {
  std::vector<RecordId> records;
  std::int64_t walked = 0;
  bool is_complete = true;  // else there are more rows than were walked
};
using SpanOfDays = std::pair<Date, Date>;  // both with them

// `path` is that of the unit, `date` a field of dates.
DueAtUnit due_at_unit(Connection&, const Ledger&, BodyNo, const UnitId& unit, std::string_view path,
                      std::string_view date, std::span<const SpanOfDays> spans,
                      std::int64_t walked_at_most);

}  // namespace chuangyou
