#include "core/same_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace chuangyou {
namespace {

TEST(SameWords, AreThoseThatDifferInWidthAndBlanksAlone) {
  EXPECT_TRUE(
      are_the_same_words("每季度报送（窗口）情况，１次", "每季度报送 (窗口)\u3000情况,1次 \u200b"));
  EXPECT_FALSE(are_the_same_words("每季度报送。", "每月报送。"));
  EXPECT_EQ(words_alone(" \u00a0\n甲 乙\t"), "甲乙");
  EXPECT_EQ(words_alone(""), "");
}

double likeness(std::string_view one, std::string_view other) {
  WordParts parts = parts_of_words(one), others = parts_of_words(other);
  std::ranges::sort(parts);
  std::ranges::sort(others);
  WordParts common;
  std::ranges::set_intersection(parts, others, std::back_inserter(common));
  return chuangyou::likeness(common.size(), parts.size(), others.size());
}

TEST(SameWords, AreMoreOrLessAlike) {
  EXPECT_EQ(likeness("甲乙丙", "甲乙丙"), 1);
  EXPECT_EQ(likeness("甲乙丙", "丁戊"), 0);
  EXPECT_EQ(likeness("甲甲甲", "甲"), 2.0 / 6);  // what is there twice is common twice at most
  EXPECT_EQ(likeness("甲甲甲", "甲甲"), 6.0 / 8);
  EXPECT_EQ(likeness("", ""), 1);
  EXPECT_EQ(likeness("", "甲"), 0);
  EXPECT_GT(likeness("每季度报送窗口情况。", "每月报送窗口情况。"), 0.7);
  EXPECT_LT(likeness("完成窗口整改。", "建立首问负责制。"), 0.3);
}

}  // namespace
}  // namespace chuangyou
