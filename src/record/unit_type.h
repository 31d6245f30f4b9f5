// What a unit is (S9–S26): by it audiences are chosen and the thresholds of R3.8 apply.
#pragma once

#include <cstdint>
#include <string_view>

namespace chuangyou {

// The order is permanent: it is stored in units.
enum class UnitType : std::uint8_t {
  works_committee,
  party_group,
  organ_committee,
  general_branch,
  branch,
  department,
  division,
  region,
  collective,  // 各有关部门和单位: a collective name in a document, no unit that acts
};
inline constexpr std::string_view unit_type_names[] = {
    "works_committee", "party_group", "organ_committee", "general_branch", "branch",
    "department",      "division",    "region",          "collective"};
constexpr std::string_view name_of(UnitType type) {
  return unit_type_names[static_cast<std::size_t>(type)];
}

}  // namespace chuangyou
