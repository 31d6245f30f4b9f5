// By when something is to be done, as documents say it: 6月30日前, 2011年六月底前, by 30 June 2011.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/date.h"

namespace chuangyou {

// The day of the text where it names one alone; of several that differ a person chooses. A day
// without a year is that of the year that `from` stands in, or of the next where it is long over;
// without `from` it is none.
std::optional<Date> day_by_which(std::string_view text, std::optional<Date> from);

// On which day a document was signed.
std::optional<Date> day_of_signature(std::span<const std::string_view> lines);

}  // namespace chuangyou
