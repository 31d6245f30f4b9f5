// Which open records of a unit have a date between two days: read from the unit's own part of the
// work list, however many records the others have.
#pragma once

#include <string_view>
#include <vector>

#include "record/ledger.h"
#include "storage/sqlite.h"

namespace chuangyou {

// `path` is that of the unit, `date` a field of dates.
std::vector<RecordId> due_at_unit(Connection&, const Ledger&, BodyNo, std::string_view path,
                                  std::string_view date, Date from, Date until,
                                  std::int64_t at_most);

}  // namespace chuangyou
