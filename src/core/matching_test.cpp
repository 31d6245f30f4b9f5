#include "core/matching.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace chuangyou {
namespace {

using May = std::vector<std::set<std::size_t>>;

// Which places are open to one more, and how many have nobody: `0,2 of 2`.
std::string left(std::size_t places, const May& may) {
  const PlacesLeft left = places_left(places, may.size(), [&](std::size_t who, std::size_t place) {
    return may[who].contains(place);
  });
  std::string text;
  for (std::size_t place = 0; place < places; ++place)
    if (left.is_open[place]) text += (text.empty() ? "" : ",") + std::to_string(place);
  return text + " of " + std::to_string(left.count);
}

TEST(Matching, LeavesThePlaceThatOnlyAnotherCanTake) {
  EXPECT_EQ(left(2, {}), "0,1 of 2");
  EXPECT_EQ(left(2, {{0}}), "1 of 1");
  EXPECT_EQ(left(2, {{0, 1}}), "0,1 of 1") << "he can stand at either";
  EXPECT_EQ(left(2, {{0, 1}, {0}}), " of 0");
  EXPECT_EQ(left(2, {{0}, {0}}), "1 of 1") << "two at one place are one";
  EXPECT_EQ(left(3, {{0, 1}, {1, 2}}), "0,1,2 of 1") << "each moves on for the next";
  EXPECT_EQ(left(3, {{0, 1}, {0, 1}}), "2 of 1");
  EXPECT_EQ(left(3, {{0, 1}, {1, 2}, {0}}), " of 0");
}

}  // namespace
}  // namespace chuangyou
