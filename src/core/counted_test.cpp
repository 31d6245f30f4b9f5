#include "core/counted.h"

#include <gtest/gtest.h>

#include <string_view>

namespace chuangyou {
namespace {

TEST(Counted, HasANumberWhereItCountsSomething) {
  for (std::string_view target : {"95%", "平均 5 天", "９０ 分", "百分之九十五", "三个工作日内办结",
                                  "走访二十余户", "每月一次", "培训一百五十人", "压减三成",
                                  "两小时内到场", "a 3rd", "帮扶十几户", "办好十件实事"})
    EXPECT_TRUE(has_number(target)) << target;
}

TEST(Counted, HasNoNumberInAPhrase) {
  for (std::string_view target :
       {"", "明显提高", "进一步提高满意度", "统一标准", "一定办好", "万众一心", "第一时间响应",
        "千方百计", "一律公开", "一切为了群众", "more and better", "Größe wächst", "🙂 更好",
        "百", "二〇"})
    EXPECT_FALSE(has_number(target)) << target;
}

TEST(Counted, IsReadEvenWhenItsBytesAreBroken) {
  EXPECT_FALSE(has_number("\xE4\xB8"));
  EXPECT_FALSE(has_number("\x80\xBF"));
  EXPECT_TRUE(has_number("\xE4 7"));
}

}  // namespace
}  // namespace chuangyou
