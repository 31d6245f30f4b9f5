#include "campaign/look_ups.h"

#include <algorithm>

#include "ledgers/all.h"
#include "storage/look_up.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

// Whoever asks for more is told all the same that they are too many: one of them may be the unit
// that asks.
constexpr std::size_t units_below_at_most = counted_at_most + 2;
constexpr std::int64_t steps_of_a_unit = 10;

}  // namespace

std::vector<Uuid> units_below(const Tree& tree, const Uuid& below,
                              std::span<const std::string> types, std::size_t at_most,
                              const std::function<void()>& looked_at) {
  std::vector<Uuid> found;
  std::vector<UnitNo> next;
  if (const UnitNo no = tree.number_of(below); no != no_unit) next.push_back(no);
  while (!next.empty() && found.size() < at_most) {
    if (looked_at) looked_at();
    const UnitNo no = next.back();
    next.pop_back();
    const Unit& unit = tree.unit(no);
    const bool is_of_type =
        types.empty() || std::ranges::find(types, name_of(unit.type)) != types.end();
    if (unit.id != below && is_of_type && !unit.is_closed && unit.type != UnitType::collective)
      found.push_back(unit.id);
    const std::span<const UnitNo> children = tree.children_of(no);
    next.insert(next.end(), children.rbegin(), children.rend());
  }
  return found;
}

void allow_look_ups(Circumstances& circumstances, Connection& connection, const Body& body) {
  circumstances.record = [&](std::string_view ledger, const Uuid& id) {
    const Ledger* found = find_ledger(ledger);
    return found ? LedgerTable(*found).get(connection, body.no, id) : std::nullopt;
  };
  circumstances.find = [&](const Query& query, std::int64_t at_most) {
    return find_naming(connection, *find_ledger(query.ledger), body.no, query, at_most);
  };
  circumstances.find_leading = [&](const Query& query, std::int64_t at_most) {
    return chuangyou::find_leading(connection, *find_ledger(query.ledger), body.no, query, at_most);
  };
  circumstances.count = [&](const Query& query) {
    return count_naming(connection, *find_ledger(query.ledger), body.no, query, counted_at_most);
  };
  circumstances.units_below = [&](const Uuid& below, std::span<const std::string> types) {
    return chuangyou::units_below(body.tree, below, types, units_below_at_most,
                                  [&connection] { StepLimit::spend(connection, steps_of_a_unit); });
  };
}

Circumstances with_look_ups(const Body& body, Connection& connection) {
  Circumstances circumstances = body.circumstances();
  allow_look_ups(circumstances, connection, body);
  return circumstances;
}

}  // namespace chuangyou
