// The flows of a unit step by step, and of the open work what ran out in each step: whether more
// comes in than is done, and what became overdue this week.
#pragma once

#include <vector>

#include "campaign/find_flows.h"

namespace chuangyou {

enum class TrendStep : std::uint8_t { week, month };
inline constexpr std::string_view trend_step_names[] = {"week", "month"};
inline constexpr std::size_t trend_steps_max = 60;

struct TrendOf {
  PeriodOfDays period;
  // By ledger: the flows, and `fell_due`: open, and overdue since a moment of these days.
  std::vector<LedgerOverview> ledgers;
};
// From the earliest on; a step that the period cuts is shorter. nothing_is_there where he does not
// see all of the unit; number_is_out_of_range where the steps are too many.
Result<std::vector<TrendOf>> find_trend(const Reader&, const Uuid& unit, const PeriodOfDays&,
                                        TrendStep);

}  // namespace chuangyou
