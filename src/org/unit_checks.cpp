#include "org/unit_checks.h"

#include <algorithm>
#include <utility>

#include "core/same_words.h"

namespace chuangyou {

Result<void> check_days(const Unit& unit, Date today) {
  for (const auto& [field, day] : {std::pair("from", unit.from), std::pair("until", unit.until)}) {
    if (!day) continue;
    if (!is_in_range(*day, today))
      return refuse(Refusal::date_is_out_of_range, field, to_text(*day));
    if (*day > today) return refuse(Refusal::day_is_still_to_come, field, to_text(*day));
  }
  if (unit.from && unit.until && *unit.until < *unit.from)
    return refuse(Refusal::unit_ends_before_it_began, "until", to_text(*unit.until));
  return {};
}

bool is_name_taken(const Tree& tree, UnitNo parent, const Unit& unit) {
  return std::ranges::any_of(tree.children_of(parent), [&](UnitNo no) {
    const Unit& other = tree.unit(no);
    return other.id != unit.id && !other.is_closed && are_the_same_words(other.name, unit.name);
  });
}

}  // namespace chuangyou
