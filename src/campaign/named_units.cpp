#include "campaign/named_units.h"

#include <algorithm>
#include <set>

#include "campaign/look_ups.h"

namespace chuangyou {
namespace {

struct NamedUnit {
  std::string place;  // `beneficiary_unit`, or `findings.at`
  Kind kind;
  Uuid unit;
};

void add_named(const FieldSpec& field, const Value& value, std::string place,
               std::vector<NamedUnit>& named) {
  if (const auto* id = std::get_if<Uuid>(&value); id && field.kind == Kind::unit)
    named.push_back({place, field.kind, *id});
  if (const auto* units = std::get_if<std::vector<Uuid>>(&value);
      units && field.kind == Kind::units)
    for (const Uuid& id : *units) named.push_back({place, field.kind, id});
  if (const Rows* rows = std::get_if<Rows>(&value))
    for (const Row& row : rows->all)
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        add_named(field.columns()[i], row.cells[i],
                  place + "." + std::string(field.columns()[i].name), named);
}

std::vector<NamedUnit> named_in(const FieldSpec& field, const Value& value) {
  std::vector<NamedUnit> named;
  add_named(field, value, std::string(field.name), named);
  return named;
}

// A single unit at which somebody's right to act begins: that one must be able to.
bool has_something_to_do(const Ledger& ledger, const NamedUnit& named) {
  return named.kind == Kind::unit && std::ranges::any_of(ledger.acts, [&](const Act& act) {
           return std::ranges::any_of(
               act.may, [&](const Right& right) { return right.field == named.place; });
         });
}

struct Check {
  const Ledger& ledger;
  const Tree& tree;
  bool was_over;

  Result<void> operator()(const NamedUnit& named) const {
    const Unit* unit = tree.find(named.unit);
    if (!unit) return refuse(Refusal::unit_is_unknown, named.place, to_text(named.unit));
    const Result<void> takes = check_takes_work(*unit, named.place, was_over);
    const bool may_be_cited = !takes && takes.error().law == Refusal::unit_takes_no_work &&
                              !has_something_to_do(ledger, named);
    return may_be_cited ? Result<void>() : takes;
  }
};

bool is_collective(const Tree& tree, const Uuid& id) {
  const Unit* unit = tree.find(id);
  return unit && unit->type == UnitType::collective;
}

// Each once, and so many that whoever is too wide is seen to be: a name that stands in the list a
// thousand times, or one that stands within another, costs no more than its members.
std::vector<Uuid> with_members(const Tree& tree, const std::vector<Uuid>& units) {
  std::vector<Uuid> once;
  std::set<Uuid> seen;
  for (const Uuid& unit : units) {
    if (!seen.insert(unit).second || once.size() > counted_at_most) continue;
    if (!is_collective(tree, unit)) {
      once.push_back(unit);
      continue;
    }
    for (const Uuid& member : units_below(tree, unit, {}, counted_at_most + 1))
      if (seen.insert(member).second) once.push_back(member);
  }
  return once;
}

bool has_members(const Tree& tree, const Uuid& collective) {
  return !units_below(tree, collective, {}, 1).empty();
}

}  // namespace

Result<void> stand_for_members(Asked& asked, const Record& before, const Tree& tree) {
  for (FieldChange& wanted : asked.fields) {
    const FieldSpec& field = before.ledger().fields[wanted.field];
    const std::vector<NamedUnit> before_it = named_in(field, before.value_at(wanted.field));
    bool is_one_among_them = false;
    for (const NamedUnit& named : named_in(field, wanted.value)) {
      if (!is_collective(tree, named.unit)) continue;
      is_one_among_them = true;
      const bool stood =
          std::ranges::find(before_it, named.unit, &NamedUnit::unit) != before_it.end();
      if (!stood && !has_members(tree, named.unit))
        return refuse(Refusal::unit_takes_no_work, named.place, tree.find(named.unit)->name);
    }
    const auto* units = std::get_if<std::vector<Uuid>>(&wanted.value);
    if (units && is_one_among_them) wanted.value = with_members(tree, *units);
  }
  return {};
}

Result<void> check_somebody_is_reached(const Act& act, const Record& before, const Tree& tree) {
  const State* after = before.ledger().state(act.to);
  if (before.state.empty() || !act.takes.empty() || !after || after->stage != Stage::open)
    return {};
  for (std::size_t i = 0; i < before.ledger().fields.size(); ++i)
    for (const NamedUnit& named : named_in(before.ledger().fields[i], before.value_at(i)))
      if (is_collective(tree, named.unit) && !has_members(tree, named.unit))
        return refuse(Refusal::unit_takes_no_work, named.place, tree.find(named.unit)->name);
  return {};
}

Result<void> check_units_named(const Asked& asked, const Record& before, const Tree& tree,
                               bool is_from_a_source) {
  const Ledger& ledger = before.ledger();
  const State* after = ledger.state(asked.act.to);
  const bool was_over = is_from_a_source && after && after->stage != Stage::open;
  const Check check{ledger, tree, was_over};
  for (const FieldChange& wanted : asked.fields) {
    const FieldSpec& field = ledger.fields[wanted.field];
    const std::vector<NamedUnit> before_it = named_in(field, before.value_at(wanted.field));
    for (const NamedUnit& named : named_in(field, wanted.value))
      if (std::ranges::find(before_it, named.unit, &NamedUnit::unit) == before_it.end())
        if (Result<void> checked = check(named); !checked) return checked;
  }
  const Unit* own = asked.unit ? tree.find(*asked.unit) : nullptr;
  return own ? check_takes_work(*own, "unit", was_over) : Result<void>();
}

}  // namespace chuangyou
