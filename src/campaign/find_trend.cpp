#include "campaign/find_trend.h"

#include <algorithm>

#include "campaign/sight_of_lists.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// Weeks end where the period does, months with the calendar's.
Date first_of_step(Date until, TrendStep step) {
  if (step == TrendStep::week) return Date{until.days - 6};
  return Date{until.days - day_of_month(until) + 1};
}

std::vector<PeriodOfDays> steps_of(const PeriodOfDays& period, TrendStep step) {
  std::vector<PeriodOfDays> steps;
  for (Date until = period.until; until >= period.from && steps.size() <= trend_steps_max;) {
    const Date from = std::max(period.from, first_of_step(until, step));
    steps.push_back({from, until});
    until = Date{from.days - 1};
  }
  std::ranges::reverse(steps);
  return steps;
}

// Of what is open the reader's part that ran out in these days; the figure opens the same list.
Figure fell_due(const Reader& reader, const Ledger& ledger, const Page& kept, UnitNo unit,
                const PeriodOfDays& days) {
  const Zone& zone = reader.body.zone;
  const Moment after{zone.end_of(Date{days.from.days - 1}).microseconds - 1};
  const Moment until = std::min(reader.now, Moment{zone.end_of(days.until).microseconds - 1});
  const std::string path = reader.body.tree.path_of(unit);
  auto count = std::ssize(
      LedgerTable(ledger).fell_due(reader.connection, reader.body.no, path, after, until));
  for (std::size_t i = 0; i < kept.records.size(); ++i) {
    const Standing& standing = kept.standings[i];
    if (standing.stage == Stage::open && standing.due_at && *standing.due_at > after &&
        *standing.due_at <= until && covers(path, kept.records[i].path))
      --count;
  }
  return {"fell_due", count, std::nullopt,
          "/api/" + std::string(ledger.name) + "?unit=" + to_text(reader.body.tree.unit(unit).id) +
              "&overdue=true&due_at.from=" + to_text(days.from) +
              "&due_at.until=" + to_text(days.until)};
}

}  // namespace

Result<std::vector<TrendOf>> find_trend(const Reader& reader, const Uuid& unit,
                                        const PeriodOfDays& period, TrendStep step) {
  const std::vector<PeriodOfDays> steps = steps_of(period, step);
  if (steps.size() > trend_steps_max)
    return refuse(Refusal::number_is_out_of_range, "step", std::to_string(trend_steps_max));
  UnitOverview row;
  {
    const auto turn = reader.turn();
    row.unit = reader.body.tree.number_of(unit);
    if (row.unit == no_unit || !sees_all_below(reader, reader.body.tree.path_of(unit)))
      return refuse(Refusal::nothing_is_there);
  }
  std::vector<Page> kept;
  for (const Ledger* ledger : all_ledgers()) {
    kept.push_back(kept_from(reader, LedgerTable(*ledger)));
    row.ledgers.push_back({ledger, {}, {}});
  }
  std::vector<TrendOf> trend;
  for (const PeriodOfDays& days : steps) {
    std::vector<UnitOverview> rows{row};
    add_flows(reader, rows, days);
    const auto turn = reader.turn();
    for (std::size_t i = 0; i < all_ledgers().size(); ++i)
      rows.front().ledgers[i].figures.push_back(
          fell_due(reader, *all_ledgers()[i], kept[i], row.unit, days));
    trend.push_back({days, std::move(rows.front().ledgers)});
  }
  return trend;
}

}  // namespace chuangyou
