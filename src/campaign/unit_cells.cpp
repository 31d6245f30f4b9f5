#include "campaign/unit_cells.h"

#include <ranges>

namespace chuangyou {
namespace {

std::string superior_of(const Tree& tree, const UnitId& id) {
  const Unit* unit = tree.find(id);
  if (!unit) return {};
  return unit->code.empty() ? unit->name : unit->code;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ";") + part;
  return text;
}

std::string day(const std::optional<Date>& date) { return date ? to_text(*date) : std::string(); }

}  // namespace

std::string wire_name(std::string_view, std::string_view name) { return std::string(name); }

std::vector<UnitNo> units_from_the_root(const Tree& tree, Date on) {
  std::vector<UnitNo> all, waiting;
  for (UnitNo no = tree.size() - 1; no >= 0; --no)
    if (tree.parent_of(no) == no_unit) waiting.push_back(no);
  while (!waiting.empty()) {
    all.push_back(waiting.back());
    waiting.pop_back();
    const auto below = tree.children_of(all.back());
    for (const UnitNo child :
         in_order(tree, {below.begin(), below.end()}, on) | std::views::reverse)
      if (!was_taken_back(tree.unit(child))) waiting.push_back(child);
  }
  return all;
}

std::vector<std::string> unit_cells(const Tree& tree, const Unit& unit, Date on,
                                    const WordOf& word) {
  const UnitDescription* said = tree.descriptions().on(unit.no, on);
  const UnitDescription description = said ? *said : UnitDescription();
  std::vector<std::string> exposure = names_of(description.exposure);
  for (std::string& one : exposure) one = word("exposures", one);
  const bool has_level = description.level != UnitLevel::none;
  const std::string_view level = unit_level_names[static_cast<std::size_t>(description.level)];
  return {to_text(unit.id),
          unit.code,
          unit.name,
          word("unit_types", name_of(unit.type)),
          superior_of(tree, unit.administrative_parent),
          superior_of(tree, unit.party_parent),
          day(unit.from),
          day(unit.until),
          unit.is_closed ? "true" : "",
          joined(unit.aliases),
          has_level ? word("unit_levels", level) : std::string(),
          description.sector,
          joined(exposure),
          description.order_number ? std::to_string(*description.order_number) : std::string()};
}

}  // namespace chuangyou
