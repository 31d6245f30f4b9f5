// What a unit is at, works in and faces (S20): its level, its sector, its exposure and its place in
// the order in which the units of the body are listed (建制顺序). Each holds from a day on, and what
// held before stays.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/date.h"

namespace chuangyou {

using UnitNo = std::int32_t;  // org/tree.h
class Tree;

// The order is permanent: it is stored in unit_descriptions.
enum class UnitLevel : std::uint8_t { none, province, city, county, township };
inline constexpr std::string_view unit_level_names[] = {"none", "province", "city", "county",
                                                        "township"};
// Whom its work meets; a bit for each where it is stored, in this order.
inline constexpr std::string_view exposure_names[] = {"window", "grass_roots", "policy"};

using Exposure = std::uint8_t;
std::vector<std::string> names_of(Exposure exposure);
// nullopt where one of them is no exposure.
std::optional<Exposure> exposure_of(std::span<const std::string> names);

inline constexpr std::int64_t order_number_max = 9'999'999;

struct UnitDescription {
  Date from;
  UnitLevel level = UnitLevel::none;
  std::string sector = {};
  Exposure exposure = 0;
  std::optional<std::int64_t> order_number = {};

  bool says_the_same_as(const UnitDescription& other) const;
};

// Few units are described in a small body, all in a large one: they lie beside the units.
class UnitDescriptions {
 public:
  void put(UnitNo unit, UnitDescription description);      // in the place of one from the same day
  std::span<const UnitDescription> of(UnitNo unit) const;  // by their days
  const UnitDescription* on(UnitNo unit, Date day) const;  // nullptr: nothing was said by then
  bool is_empty() const { return of_unit_.empty(); }

 private:
  std::unordered_map<UnitNo, std::vector<UnitDescription>> of_unit_;
};

// By their order numbers on a day, those without one behind, each as they stood among themselves.
std::vector<UnitNo> in_order(const Tree&, std::vector<UnitNo> units, Date on);

}  // namespace chuangyou
