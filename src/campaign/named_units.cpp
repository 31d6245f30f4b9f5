#include "campaign/named_units.h"

#include <algorithm>

namespace chuangyou {
namespace {

bool named_before(const Value& before, const Uuid& unit) {
  const auto* units = std::get_if<std::vector<Uuid>>(&before);
  return before == Value(unit) || (units && std::ranges::find(*units, unit) != units->end());
}

// A single unit at which somebody's right to act begins: that one must be able to.
bool has_something_to_do(const Ledger& ledger, const FieldSpec& field) {
  return field.kind == Kind::unit && std::ranges::any_of(ledger.acts, [&](const Act& act) {
           return std::ranges::any_of(
               act.may, [&](const Right& right) { return right.field == field.name; });
         });
}

struct Check {
  const Ledger& ledger;
  const Tree& tree;
  bool was_over;

  Result<void> operator()(const FieldSpec& field, const Uuid& id) const {
    const Unit* unit = tree.find(id);
    if (!unit) return refuse(Refusal::unit_is_unknown, std::string(field.name), to_text(id));
    const Result<void> takes = check_takes_work(*unit, field.name, was_over);
    const bool may_be_cited = !takes && takes.error().law == Refusal::unit_takes_no_work &&
                              !has_something_to_do(ledger, field);
    return may_be_cited ? Result<void>() : takes;
  }
};

}  // namespace

Result<void> check_units_named(const Asked& asked, const Record& before, const Tree& tree,
                               bool is_from_a_source) {
  const Ledger& ledger = before.ledger();
  const State* after = ledger.state(asked.act.to);
  const bool was_over = is_from_a_source && after && after->stage != Stage::open;
  const Check check{ledger, tree, was_over};
  for (const FieldChange& wanted : asked.fields) {
    const FieldSpec& field = ledger.fields[wanted.field];
    const Value& held = before.value_at(wanted.field);
    std::vector<Uuid> ids;
    if (const auto* id = std::get_if<Uuid>(&wanted.value); id && field.kind == Kind::unit)
      ids.push_back(*id);
    if (const auto* units = std::get_if<std::vector<Uuid>>(&wanted.value);
        units && field.kind == Kind::units)
      ids = *units;
    for (const Uuid& id : ids)
      if (!named_before(held, id))
        if (Result<void> checked = check(field, id); !checked) return checked;
  }
  const Unit* own = asked.unit ? tree.find(*asked.unit) : nullptr;
  return own ? check_takes_work(*own, "unit", was_over) : Result<void>();
}

}  // namespace chuangyou
