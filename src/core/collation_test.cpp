#include "core/collation.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(Collation, IsTheOrderInWhichPeopleLookNamesUp) {
  const char* in_order[] = {"第2支部", "第10支部", "广电局", "环保厅", "气象局", "卫生厅"};
  for (std::size_t i = 1; i < std::size(in_order); ++i)
    EXPECT_LT(collation_key(in_order[i - 1]), collation_key(in_order[i])) << in_order[i];
  EXPECT_LT(collation_key("apple"), collation_key("Banana"));
  EXPECT_LT(collation_key("Banana"), collation_key("cherry"));
}

TEST(Collation, OfLongTextsTheBeginningCounts) {
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "长";
  EXPECT_LE(collation_key(text).size(), 256u);
  EXPECT_EQ(collation_key(text), collation_key(text + "的"));
}

}  // namespace
}  // namespace chuangyou
