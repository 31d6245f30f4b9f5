// What happened in the last days, by day, ledger and unit: for each unit by itself, and summed up
// along the line to the root. Sparse, for on most days nothing happens in most units.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "org/tree.h"
#include "storage/happened.h"

namespace chuangyou {

using FlowCounts = std::array<std::int64_t, happened_kinds>;

class Flows {
 public:
  // Where a unit's flows count: the units of a line, itself among them or not.
  using LineOf = std::function<std::span<const UnitNo>(UnitNo)>;

  // Days before this one lie on the disk alone.
  Date first_day() const { return first_day_; }
  void forget_before(Date day);

  void add(std::string_view ledger, UnitNo unit, Date day, HappenedBits bits, std::int32_t times,
           const LineOf& line_of);
  FlowCounts of_subtree(std::string_view ledger, UnitNo unit, Date from, Date until) const;
  FlowCounts of_unit_alone(std::string_view ledger, UnitNo unit, Date from, Date until) const;
  void sum_up(const LineOf& line_of);  // anew, for the lines have changed

  // Calls with each unit's own counts; and takes them back in.
  using Each = std::function<void(std::string_view ledger, Date, UnitNo, const FlowCounts&)>;
  void each(const Each& use) const;
  void put(std::string_view ledger, Date, UnitNo, const FlowCounts&);
  std::size_t size() const;  // so many days × ledgers × units are held

 private:
  using ByUnit = std::unordered_map<UnitNo, std::array<std::int32_t, happened_kinds>>;
  struct OfLedger {
    ByUnit own, sums;
  };
  using Day = std::map<std::string, OfLedger, std::less<>>;
  FlowCounts counted(std::string_view ledger, UnitNo unit, Date from, Date until,
                     ByUnit OfLedger::*which) const;

  Date first_day_{INT32_MIN};
  std::map<Date, Day> days_;
};

}  // namespace chuangyou
