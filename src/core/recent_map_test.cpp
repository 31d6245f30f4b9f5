#include "core/recent_map.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(RecentMap, HoldsWhatWasTouchedLastAndNoMoreThanTwiceThat) {
  RecentMap<int, int> map(100);
  for (int key = 0; key < 1'000'000; ++key) {
    map.touch(key) = key;
    map.touch(-1) = 7;
    ASSERT_LE(map.size(), 200u);
  }
  ASSERT_NE(map.find(-1), nullptr) << "what is touched again and again stays";
  EXPECT_EQ(*map.find(-1), 7);
  for (int key = 999'910; key < 1'000'000; ++key) {
    ASSERT_NE(map.find(key), nullptr) << key;
    EXPECT_EQ(*map.find(key), key);
  }
  EXPECT_EQ(map.find(0), nullptr);
}

TEST(RecentMap, AnErasedKeyBeginsAnew) {
  RecentMap<int, int> map(2);
  map.touch(1) = 5;
  map.touch(2) = 6;
  map.touch(3) = 7;  // 1 and 2 are old now
  map.erase(1);
  EXPECT_EQ(map.find(1), nullptr);
  EXPECT_EQ(map.touch(1), 0);
  EXPECT_EQ(map.touch(2), 6) << "an old value is carried over when it is touched";
}

}  // namespace
}  // namespace chuangyou
