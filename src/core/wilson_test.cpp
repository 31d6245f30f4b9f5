#include "core/wilson.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

std::int64_t to_four_digits(Fixed number) { return (number.millionths + 50) / 100; }

// Newcombe 1998, table I, method 3; to the digits that are printed there.
TEST(Wilson, IsAsPublished) {
  const struct {
    std::int64_t numerator, denominator, low, high;
  } published[] = {
      {81, 263, 2553, 3662}, {15, 148, 624, 1605}, {0, 20, 0, 1611}, {1, 29, 61, 1718}};
  for (const auto& [numerator, denominator, low, high] : published) {
    const Interval found = wilson(numerator, denominator);
    EXPECT_EQ(to_four_digits(found.low), low) << numerator << "/" << denominator;
    EXPECT_EQ(to_four_digits(found.high), high) << numerator << "/" << denominator;
  }
}

TEST(Wilson, MoreOfTheSameIsSurer) {
  EXPECT_LT(wilson(5, 5).low, wilson(50, 50).low);
  EXPECT_EQ(wilson(7, 7).high, Fixed{1'000'000});
  EXPECT_EQ(wilson(0, 1'000'000'000).low, Fixed{0});
}

TEST(Wilson, ASmallGroupStandsInNoOrderAndASmallSampleHasNoInterval) {
  EXPECT_FALSE(bound_of(4, 4));
  EXPECT_EQ(bound_of(4, 5), wilson(4, 5).low);
  EXPECT_FALSE(bound_of(0, 0));
  EXPECT_FALSE(interval_shown(9, 9));
  EXPECT_TRUE(interval_shown(9, 10));
}

}  // namespace
}  // namespace chuangyou
