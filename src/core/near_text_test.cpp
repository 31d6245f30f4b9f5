// Shows: S68 S77
#include "core/near_text.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/folded.h"

namespace chuangyou {
namespace {

NearParts parts_of(std::string_view text) { return near_parts(folded_utf8(text)); }

bool share_a_key(std::string_view one, std::string_view other) {
  const auto keys = near_keys(parts_of(one)), others = near_keys(parts_of(other));
  return std::ranges::any_of(
      keys, [&](std::int64_t key) { return std::ranges::find(others, key) != others.end(); });
}

constexpr std::string_view last_year =
    "深入开展学习型党组织创建活动，每月组织一次集中学习，围绕三网融合和广播影视改革发展开展专题"
    "研讨，年底前形成调研报告三篇，报局党组研究。";
constexpr std::string_view this_year =
    "深入开展学习型党组织创建活动，每月组织一次集中学习，围绕三网融合和广播影视改革发展开展专题"
    "研讨，年底前形成调研报告四篇，报局党组研究。";
constexpr std::string_view another =
    "公共服务处党支部到青芦乡上门检修接收设施，逐户登记收看情况，五月底前更换老旧天线一百三十副，"
    "由乡政府逐户确认。";

TEST(NearText, ACopyWithAnotherNumberIsNear) {
  EXPECT_GT(nearness(parts_of(last_year), parts_of(this_year)), 0.9);
  EXPECT_TRUE(share_a_key(last_year, this_year));
}

TEST(NearText, WhatSaysSomethingElseIsNot) {
  EXPECT_LT(nearness(parts_of(last_year), parts_of(another)), 0.1);
  EXPECT_FALSE(share_a_key(last_year, another));
}

TEST(NearText, HowItWasTypedMakesNoDifference) {
  EXPECT_EQ(parts_of("電梯 停運，已有三天"), parts_of("电梯停运,已有三天"));
  EXPECT_EQ(parts_of("Repair the lift, please"), parts_of("repair  THE lift — please"));
  EXPECT_NE(parts_of("the lift repair"), parts_of("repair the lift"));
}

TEST(NearText, AShortTextIsNoCopyOfAnything) {
  EXPECT_TRUE(near_keys(parts_of("已办结")).empty());
  EXPECT_TRUE(near_keys(parts_of("")).empty());
  EXPECT_EQ(near_keys(parts_of("群众来电当日答复并登记")).size(), near_bands);
  EXPECT_EQ(nearness({}, {}), 0);
}

// Two halves of made-up characters, of which so many are common.
std::string made_up(std::uint64_t seed, std::size_t from, std::size_t until) {
  std::string text;
  for (std::size_t i = from; i < until; ++i) {
    std::uint64_t state = (seed * 1'000'003 + i) * 6364136223846793005ULL + 1442695040888963407ULL;
    state ^= state >> 29;
    append_utf8(text, 0x4E00 + static_cast<char32_t>((state * 0xBF58476D1CE4E5B9ULL >> 33) % 6000));
  }
  return text;
}

// As many of a hundred pairs as the header promises, and hardly one of those that are far apart.
TEST(NearText, ThatTwoShareAKeySaysThatTheyAreNear) {
  int near_found = 0, far_found = 0;
  for (std::uint64_t pair = 0; pair < 200; ++pair) {
    const std::string common = made_up(pair, 0, 170);
    near_found += share_a_key(common + made_up(pair + 1000, 0, 30),
                              common + made_up(pair + 2000, 0, 30));  // nearness about 0.74
    const std::string little = made_up(pair, 0, 36);
    far_found += share_a_key(little + made_up(pair + 3000, 0, 164),
                             little + made_up(pair + 4000, 0, 164));  // about 0.1
  }
  EXPECT_GE(near_found, 186);
  EXPECT_LE(far_found, 4);
}

}  // namespace
}  // namespace chuangyou
