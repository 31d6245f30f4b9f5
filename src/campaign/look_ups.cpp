#include "campaign/look_ups.h"

#include <algorithm>

#include "core/hash.h"
#include "journal/seal_after.h"
#include "ledgers/all.h"
#include "storage/look_up.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

// Whoever asks for more is told all the same that they are too many: one of them may be the unit
// that asks.
constexpr std::size_t units_below_at_most = counted_at_most + 2;
constexpr std::int64_t steps_of_a_unit = 10;

const Unit* who_goes_on(const Tree& tree, const Uuid& id) {
  const Unit* unit = tree.find(id);
  return unit ? &tree.going_on(*unit) : nullptr;
}

void go_on(const Tree& tree, const FieldSpec& field, Value& value) {
  const auto take = [&tree](Uuid& id) {
    if (const Unit* unit = who_goes_on(tree, id)) id = unit->id;
  };
  if (Uuid* id = std::get_if<Uuid>(&value); id && field.kind == Kind::unit) take(*id);
  if (auto* ids = std::get_if<std::vector<Uuid>>(&value); ids && field.kind == Kind::units)
    std::ranges::for_each(*ids, take);
  if (Rows* rows = std::get_if<Rows>(&value))
    for (Row& row : rows->all)
      for (std::size_t i = 0; i < row.cells.size() && i < field.column_count; ++i)
        go_on(tree, field.columns()[i], row.cells[i]);
}

// What is over keeps the names of units that have been merged since. Whoever compares it with what
// goes on finds the units that go on: they are the same to him.
void go_on_with_merged(Record& record, const Tree& tree) {
  if (record.stage() <= Stage::claimed) return;
  if (const Unit* unit = who_goes_on(tree, record.unit); unit && unit->id != record.unit) {
    record.unit = unit->id;
    record.path = tree.path_of(unit->id);
  }
  for (std::size_t i = 0; i < record.ledger().fields.size(); ++i)
    go_on(tree, record.ledger().fields[i], record.value_at(i));
}

// The field that a query names where it asks for all records of a unit and of those below it.
constexpr std::string_view unit_and_below = "unit";

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
    std::optional<Record> record =
        found ? LedgerTable(*found).get(connection, body.no, id) : std::nullopt;
    if (record) go_on_with_merged(*record, body.tree);
    return record;
  };
  circumstances.find = [&](const Query& query, std::int64_t at_most) {
    if (query.field == unit_and_below)
      return find_below(connection, *find_ledger(query.ledger), body.no,
                        body.tree.path_of(UnitId(query.is)), query, at_most);
    return find_naming(connection, *find_ledger(query.ledger), body.no, query, at_most);
  };
  circumstances.find_leading = [&](const Query& query, std::int64_t at_most) {
    std::vector<LeadsTo> found =
        chuangyou::find_leading(connection, *find_ledger(query.ledger), body.no, query, at_most);
    for (LeadsTo& one : found)
      if (const Unit* unit = who_goes_on(body.tree, one.unit)) one.unit = unit->id;
    return found;
  };
  circumstances.count = [&](const Query& query) {
    return count_naming(connection, *find_ledger(query.ledger), body.no, query, counted_at_most);
  };
  circumstances.first_seal_after = [&](Moment moment,
                                       std::int64_t entry) -> std::optional<SealMade> {
    const std::optional<Seal> seal =
        chuangyou::first_seal_after(connection, body.no, moment, entry);
    if (!seal) return std::nullopt;
    return SealMade{to_hex(seal->hash), seal->last};
  };
  circumstances.units_below = [&](const Uuid& below, std::span<const std::string> types) {
    // A collective name has members, and no other unit stands for others.
    const bool asks_for_members = types.size() == 1 && types[0] == name_of(UnitType::collective);
    const Unit* name = asks_for_members ? body.tree.find(below) : nullptr;
    if (asks_for_members && (!name || name->type != UnitType::collective))
      return std::vector<Uuid>();
    return chuangyou::units_below(
        body.tree, below, asks_for_members ? std::span<const std::string>() : types,
        units_below_at_most, [&connection] { StepLimit::spend(connection, steps_of_a_unit); });
  };
}

Circumstances with_look_ups(const Body& body, Connection& connection) {
  Circumstances circumstances = body.circumstances();
  allow_look_ups(circumstances, connection, body);
  return circumstances;
}

}  // namespace chuangyou
