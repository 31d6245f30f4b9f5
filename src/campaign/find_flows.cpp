#include "campaign/find_flows.h"

#include <algorithm>
#include <unordered_map>

#include "campaign/sight_of_lists.h"
#include "journal/happening.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// The flows of one ledger in the rows of an overview, as its reader sees them.
class LedgerFlows {
 public:
  LedgerFlows(const Reader& reader, const Ledger& ledger, const PeriodOfDays& period)
      : reader_(reader), ledger_(ledger), period_(period) {}

  // Whatever memory does not tell; the body is not locked by the caller.
  void read() {
    {
      const auto turn = reader_.turn();
      held_from_ = std::max(reader_.body.roll_up->flows_from(), period_.from);
    }
    const Date last{std::min(period_.until.days, held_from_.days - 1)};
    if (period_.from <= last)
      each_happened(reader_.connection, reader_.body.no, ledger_, period_.from, last,
                    [&](const HappenedRow& row, std::string_view path) {
                      count(number_in_path(path), row.bits, 1);
                    });
    for (const Record& kept : kept_from(reader_, LedgerTable(ledger_)).records) {
      const auto turn = reader_.turn();
      for (const HappenedRow& row : happenings_of(reader_.connection, ledger_, reader_.body.no,
                                                  kept.id, INT64_MAX, reader_.body.circumstances()))
        if (row.day >= period_.from && row.day <= period_.until)
          count(number_in_path(kept.path), row.bits, -1);
    }
  }

  // By unit, for these units; the body is locked.
  std::unordered_map<UnitNo, FlowCounts> of(std::span<const UnitOverview> rows) {
    const RollUp& roll_up = *reader_.body.roll_up;
    const bool asks_memory = held_from_ <= period_.until;
    for (const UnitOverview& row : rows)
      sums_[row.unit] = asks_memory
                            ? roll_up.flows(ledger_.name, row.unit, held_from_, period_.until)
                            : FlowCounts{};
    for (const auto& [unit, counts] : beside_memory_) join(unit, counts, 1, Told::those_told);
    if (!asks_memory) return std::move(sums_);
    for (const auto& [merged, into] : roll_up.going_on())
      join(merged, roll_up.flows_of_unit_alone(ledger_.name, merged, held_from_, period_.until), -1,
           Told::those_not_told);
    return std::move(sums_);
  }

 private:
  enum class Told : std::uint8_t { those_told, those_not_told };

  void count(UnitNo unit, HappenedBits bits, std::int64_t times) {
    FlowCounts& counts = beside_memory_[unit];
    for (std::size_t kind = 0; kind < happened_kinds; ++kind)
      if (bits >> kind & 1U) counts[kind] += times;
  }
  // What a merged unit has brought along is told to who sees that unit, and in rows above it.
  void join(UnitNo unit, const FlowCounts& counts, std::int64_t times, Told which) {
    const Tree& tree = reader_.body.tree;
    const auto& going_on = reader_.body.roll_up->going_on();
    const auto merged = going_on.find(unit);
    const bool is_merged = merged != going_on.end();
    const bool sees_it = !is_merged || sees_all(reader_, ledger_, tree.path_of(unit));
    for (const UnitNo no : tree.line_of(is_merged ? merged->second : unit)) {
      const auto sum = sums_.find(no);
      if (sum == sums_.end()) continue;
      const bool is_told = sees_it || covers(tree.path_of(no), tree.path_of(unit));
      if (is_told != (which == Told::those_told)) continue;
      for (std::size_t kind = 0; kind < happened_kinds; ++kind)
        sum->second[kind] += times * counts[kind];
    }
  }

  const Reader& reader_;
  const Ledger& ledger_;
  PeriodOfDays period_;
  Date held_from_;  // of the period, by memory
  std::unordered_map<UnitNo, FlowCounts> beside_memory_, sums_;
};

std::vector<Figure> figures_of(const Ledger& ledger, const FlowCounts& counts, const Unit& unit,
                               const PeriodOfDays& period) {
  std::vector<Figure> figures;
  const bool is_asked = std::ranges::any_of(ledger.states, &State::is_contested);
  for (std::size_t kind = 0; kind < happened_kinds; ++kind) {
    if (static_cast<Happened>(kind) == Happened::contested && !is_asked) continue;
    figures.push_back({happened_names[kind], counts[kind], std::nullopt,
                       "/api/" + std::string(ledger.name) + "?unit=" + to_text(unit.id) +
                           "&happened=" + std::string(happened_names[kind]) +
                           "&from=" + to_text(period.from) + "&until=" + to_text(period.until)});
  }
  return figures;
}

}  // namespace

Result<void> check_period(const PeriodOfDays& period, Date today) {
  if (period.until < period.from)
    return refuse(Refusal::end_is_before_the_beginning, "until", to_text(period.until));
  if (period.from < earliest_date)
    return refuse(Refusal::date_is_out_of_range, "from", to_text(period.from));
  if (period.until > today)
    return refuse(Refusal::number_is_out_of_range, "until", to_text(period.until));
  if (period.until.days - period.from.days >= period_days_max)
    return refuse(Refusal::number_is_out_of_range, "from", std::to_string(period_days_max));
  return {};
}

void add_flows(const Reader& reader, std::vector<UnitOverview>& overview,
               const PeriodOfDays& period) {
  for (std::size_t i = 0; i < all_ledgers().size(); ++i) {
    const Ledger& ledger = *all_ledgers()[i];
    LedgerFlows flows(reader, ledger, period);
    flows.read();
    const auto turn = reader.turn();
    const auto sums = flows.of(overview);
    for (UnitOverview& row : overview)
      row.ledgers[i].flows =
          figures_of(ledger, sums.at(row.unit), reader.body.tree.unit(row.unit), period);
  }
}

void place_happenings(const Reader& reader, const Ledger& ledger, ListQuery& query) {
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  for (const auto& [merged, into] : reader.body.roll_up->going_on()) {
    const std::string path = tree.path_of(merged);
    const bool lies_below = covers(query.path, path);
    const bool counts_below = covers(query.path, tree.path_of(into));
    if (lies_below && !counts_below) query.happened->went.push_back(tree.unit(merged).id);
    if (lies_below || !counts_below || !sees_all(reader, ledger, path)) continue;
    // A list that is read without a look at each record stays within what is read whole.
    if (reads_all(reader, ledger, query.path) && !reads_all(reader, ledger, path)) continue;
    query.happened->came.push_back(tree.unit(merged).id);
  }
}

}  // namespace chuangyou
