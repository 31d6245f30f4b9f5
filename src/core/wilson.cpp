#include "core/wilson.h"

#include <algorithm>
#include <cmath>

namespace chuangyou {

// Square roots and the four operations are exact to the last bit on every machine, so that a figure
// recomputed elsewhere is the same.
Interval wilson(std::int64_t numerator, std::int64_t denominator) {
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(denominator);
  const double share = static_cast<double>(numerator) / n;
  const double middle = share + z * z / (2 * n);
  const double spread = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const auto fixed = [whole = 1 + z * z / n](double part) {
    return Fixed{std::llround(std::clamp(part / whole, 0.0, 1.0) * 1e6)};
  };
  return {fixed(middle - spread), fixed(middle + spread)};
}

std::optional<Interval> interval_shown(std::int64_t numerator, std::int64_t denominator) {
  if (denominator < sample_min) return std::nullopt;
  return wilson(numerator, denominator);
}

std::optional<Fixed> bound_of(std::int64_t numerator, std::int64_t denominator) {
  if (denominator < group_min) return std::nullopt;
  return wilson(numerator, denominator).low;
}

}  // namespace chuangyou
