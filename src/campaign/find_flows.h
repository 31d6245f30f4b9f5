// Flows beside the stocks: what happened in a period, in the same units and to the same reader.
#pragma once

#include <vector>

#include "campaign/find.h"

namespace chuangyou {

struct PeriodOfDays {
  Date from, until;
};
inline constexpr std::int32_t period_days_max = 1'100;  // a campaign of two and a half years

// end_is_before_the_beginning; date_is_out_of_range where nobody has counted yet;
// number_is_out_of_range where it is too long or still to come.
Result<void> check_period(const PeriodOfDays&, Date today);

// Of each row of an overview what happened in the period: the last days from memory, older ones
// from the disk, O(what happened in the body in these).
void add_flows(const Reader&, std::vector<UnitOverview>&, const PeriodOfDays&);

// What a list of happenings in the query's subtree leaves out, and what it has from elsewhere, for
// units were merged; as far as the reader sees it.
void place_happenings(const Reader&, const Ledger&, ListQuery&);

}  // namespace chuangyou
