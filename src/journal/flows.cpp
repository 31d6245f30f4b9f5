#include "journal/flows.h"

#include <algorithm>

namespace chuangyou {

void Flows::forget_before(Date day) {
  if (day <= first_day_) return;
  first_day_ = day;
  days_.erase(days_.begin(), days_.lower_bound(day));
}

void Flows::add(std::string_view ledger, UnitNo unit, Date day, HappenedBits bits,
                std::int32_t times, const LineOf& line_of) {
  if (day < first_day_) return;
  Day& of_day = days_[day];
  auto found = of_day.find(ledger);
  if (found == of_day.end()) found = of_day.emplace(std::string(ledger), OfLedger()).first;
  const auto count = [&](ByUnit& by_unit, UnitNo no) {
    auto& counts = by_unit[no];
    for (std::size_t kind = 0; kind < happened_kinds; ++kind)
      if (bits >> kind & 1U) counts[kind] += times;
  };
  count(found->second.own, unit);
  for (const UnitNo no : line_of(unit)) count(found->second.sums, no);
}

FlowCounts Flows::counted(std::string_view ledger, UnitNo unit, Date from, Date until,
                          ByUnit OfLedger::*which) const {
  FlowCounts counts{};
  for (auto day = days_.lower_bound(from); day != days_.end() && day->first <= until; ++day) {
    const auto found = day->second.find(ledger);
    if (found == day->second.end()) continue;
    const ByUnit& by_unit = found->second.*which;
    const auto of_unit = by_unit.find(unit);
    if (of_unit == by_unit.end()) continue;
    for (std::size_t kind = 0; kind < happened_kinds; ++kind) counts[kind] += of_unit->second[kind];
  }
  return counts;
}

FlowCounts Flows::of_subtree(std::string_view ledger, UnitNo unit, Date from, Date until) const {
  return counted(ledger, unit, from, until, &OfLedger::sums);
}

FlowCounts Flows::of_unit_alone(std::string_view ledger, UnitNo unit, Date from, Date until) const {
  return counted(ledger, unit, from, until, &OfLedger::own);
}

void Flows::sum_up(const LineOf& line_of) {
  for (auto& [day, of_day] : days_)
    for (auto& [ledger, counts] : of_day) {
      counts.sums.clear();
      for (const auto& [unit, own] : counts.own)
        for (const UnitNo no : line_of(unit)) {
          auto& sums = counts.sums[no];
          for (std::size_t kind = 0; kind < happened_kinds; ++kind) sums[kind] += own[kind];
        }
    }
}

void Flows::each(const Each& use) const {
  for (const auto& [day, of_day] : days_)
    for (const auto& [ledger, counts] : of_day)
      for (const auto& [unit, own] : counts.own) {
        if (std::ranges::all_of(own, [](std::int32_t count) { return count == 0; })) continue;
        FlowCounts wide;
        std::ranges::copy(own, wide.begin());
        use(ledger, day, unit, wide);
      }
}

void Flows::put(std::string_view ledger, Date day, UnitNo unit, const FlowCounts& own) {
  auto& counts = days_[day][std::string(ledger)].own[unit];
  for (std::size_t kind = 0; kind < happened_kinds; ++kind)
    counts[kind] = static_cast<std::int32_t>(own[kind]);
}

std::size_t Flows::size() const {
  std::size_t held = 0;
  for (const auto& [day, of_day] : days_)
    for (const auto& [ledger, counts] : of_day) held += counts.own.size() + counts.sums.size();
  return held;
}

}  // namespace chuangyou
