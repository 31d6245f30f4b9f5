#include "core/same_words.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(SameWords, AreThoseThatDifferInWidthAndBlanksAlone) {
  EXPECT_TRUE(
      are_the_same_words("每季度报送（窗口）情况，１次", "每季度报送 (窗口)\u3000情况,1次 \u200b"));
  EXPECT_FALSE(are_the_same_words("每季度报送。", "每月报送。"));
  EXPECT_EQ(words_alone(" \u00a0\n甲 乙\t"), "甲乙");
  EXPECT_EQ(words_alone(""), "");
}

TEST(SameWords, AreMoreOrLessAlike) {
  EXPECT_EQ(likeness("甲乙丙", "甲乙丙"), 1);
  EXPECT_EQ(likeness("甲乙丙", "丁戊"), 0);
  EXPECT_EQ(likeness("", ""), 1);
  EXPECT_EQ(likeness("", "甲"), 0);
  EXPECT_GT(likeness("每季度报送窗口情况。", "每月报送窗口情况。"), 0.7);
  EXPECT_LT(likeness("完成窗口整改。", "建立首问负责制。"), 0.3);
}

}  // namespace
}  // namespace chuangyou
