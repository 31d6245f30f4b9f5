// A date of which a year or a month alone is told, as offices write when somebody came to a post or
// a unit was founded: `2011`, `2011年5月`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"

namespace chuangyou {

// `2011`, `2011年`, `2011-5`, `2011.05`, `2011/5`, `2011年5月` and `2011年5月份` as `2011` and
// `2011-05`; nullopt where a day is told, or nothing of the kind.
std::optional<std::string> part_of_a_date(std::string_view text);

// Of such a part; nullopt where it is none, or of no calendar.
struct DaysOfPart {
  Date first, last;
};
std::optional<DaysOfPart> days_of_part(std::string_view part);

}  // namespace chuangyou
