// How sure a share of a count is (R11.3): Wilson's interval at 95 %. Of a group under five nothing
// is said and it stands in no order; of fewer than ten the two numbers stand for themselves.
#pragma once

#include <optional>

#include "core/fixed.h"

namespace chuangyou {

inline constexpr std::int64_t group_min = 5, sample_min = 10;

struct Interval {
  Fixed low, high;
};
// `numerator` is a part of `denominator`, which is at least 1.
Interval wilson(std::int64_t numerator, std::int64_t denominator);

// What may be shown beside a share: nullopt where the sample is too small.
std::optional<Interval> interval_shown(std::int64_t numerator, std::int64_t denominator);
// By which shares are put in order, never by themselves: nullopt where the group is too small.
std::optional<Fixed> bound_of(std::int64_t numerator, std::int64_t denominator);

}  // namespace chuangyou
