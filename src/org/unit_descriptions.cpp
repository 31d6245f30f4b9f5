// Realises: S4 S24 — level, sector and exposure of a unit, from a day on
#include "org/unit_descriptions.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>

#include "org/tree.h"

namespace chuangyou {

std::vector<std::string> names_of(Exposure exposure) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::size(exposure_names); ++i)
    if (exposure >> i & 1) names.emplace_back(exposure_names[i]);
  return names;
}

std::optional<Exposure> exposure_of(std::span<const std::string> names) {
  unsigned exposure = 0;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(exposure_names, name);
    if (found == std::end(exposure_names)) return std::nullopt;
    exposure |= 1u << (found - std::begin(exposure_names));
  }
  return static_cast<Exposure>(exposure);
}

bool UnitDescription::says_the_same_as(const UnitDescription& other) const {
  return std::tie(level, sector, exposure, order_number) ==
         std::tie(other.level, other.sector, other.exposure, other.order_number);
}

void UnitDescriptions::put(UnitNo unit, UnitDescription description) {
  std::vector<UnitDescription>& all = of_unit_[unit];
  const auto place = std::ranges::lower_bound(all, description.from, {}, &UnitDescription::from);
  if (place != all.end() && place->from == description.from)
    *place = std::move(description);
  else
    all.insert(place, std::move(description));
}

std::span<const UnitDescription> UnitDescriptions::of(UnitNo unit) const {
  const auto found = of_unit_.find(unit);
  return found == of_unit_.end() ? std::span<const UnitDescription>() : found->second;
}

const UnitDescription* UnitDescriptions::on(UnitNo unit, Date day) const {
  const std::span<const UnitDescription> all = of(unit);
  const auto after = std::ranges::upper_bound(all, day, {}, &UnitDescription::from);
  return after == all.begin() ? nullptr : &*std::prev(after);
}

std::vector<UnitNo> in_order(const Tree& tree, std::vector<UnitNo> units, Date on) {
  const UnitDescriptions& descriptions = tree.descriptions();
  if (descriptions.is_empty()) return units;
  std::ranges::stable_sort(units, {}, [&](UnitNo unit) {
    const UnitDescription* said = descriptions.on(unit, on);
    return said && said->order_number ? *said->order_number
                                      : std::numeric_limits<std::int64_t>::max();
  });
  return units;
}

}  // namespace chuangyou
