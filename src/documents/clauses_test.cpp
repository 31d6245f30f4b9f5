#include "documents/clauses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/text.h"

namespace chuangyou {
namespace {

std::string document(const std::string& name) {
  std::ifstream file(CHUANGYOU_SOURCE_DIR "/tests/data/text-cn-gov-docs/" + name + ".txt",
                     std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

std::vector<std::string> numbers_of(const SplitText& split) {
  std::vector<std::string> numbers;
  for (const Clause& clause : split.clauses) numbers.push_back(clause.number);
  return numbers;
}

// How many clauses say who is in charge, as the list of the demonstration counts them.
std::ptrdiff_t tasks_in(const SplitText& split) {
  return std::ranges::count_if(split.clauses, &Clause::asks_task);
}

TEST(Clauses, OfFiveRealDocumentsAreAsManyAsTheyNumber) {
  struct Expected {
    const char* name;
    std::size_t clauses;
    std::ptrdiff_t tasks;
  };
  // Chapters with their clauses: 5 + 53, 30, 5 + 9 + 21, 5 + 19, 5 + 15. Three clauses of the
  // fourth give eight things into several hands: 140 tasks in all.
  constexpr Expected documents[] = {{"2018-38", 58, 53},
                                    {"2018-117-office", 30, 30},
                                    {"2019-3", 35, 21},
                                    {"2018-121-office", 29, 21},
                                    {"2018-39", 20, 15}};
  for (const Expected& expected : documents) {
    const SplitText split = split_clauses(document(expected.name));
    EXPECT_EQ(split.clauses.size(), expected.clauses) << expected.name;
    EXPECT_EQ(tasks_in(split), expected.tasks) << expected.name;
    for (const Clause& clause : split.clauses) EXPECT_FALSE(clause.text.empty()) << clause.number;
  }
}

TEST(Clauses, AreCitedWithTheHeadingsAboveThem) {
  const std::vector<std::string> numbers = numbers_of(split_clauses(document("2019-3")));
  EXPECT_EQ(numbers[0], "一");
  EXPECT_TRUE(std::ranges::find(numbers, "四（一）1") != numbers.end());
  EXPECT_EQ(numbers.back(), "五");
  EXPECT_EQ(
      numbers_of(split_clauses("第一章 总则\n第一条 甲\n（一）乙\n第二条 丙")),
      (std::vector<std::string>{"第一章", "第一章第一条", "第一章第一条（一）", "第一章第二条"}));
}

TEST(Clauses, LoseNoLine) {
  for (const char* name : {"2018-38", "2018-117-office", "2019-3", "2018-121-office", "2018-39"}) {
    const std::string text = document(name);
    const SplitText split = split_clauses(text);
    std::string all;
    for (const std::string& line : split.left_out) all += line;
    for (const Clause& clause : split.clauses) all += clause.text;
    std::size_t kept = 0, written = 0;
    for (const char byte : all) kept += byte != '\n' && byte != ' ';
    for (const char byte : text) written += byte != '\n' && byte != ' ';
    std::size_t marks = 0;  // each clause has lost the last part of its number and no more
    for (const Clause& clause : split.clauses) marks += clause.number.size();
    EXPECT_LE(kept, written) << name;
    EXPECT_GE(kept + marks + 3 * split.clauses.size(), written) << name;
  }
}

TEST(Clauses, AreNeitherTheHeadNorTheSignature) {
  const SplitText split = split_clauses(document("2018-39"));
  EXPECT_EQ(split.left_out.front(), "国务院关于做好当前和今后一个时期");
  EXPECT_EQ(split.left_out.back(), "（此件公开发布）");
  EXPECT_TRUE(std::ranges::find(split.left_out, "2018年11月16日") != split.left_out.end());
  EXPECT_TRUE(std::ranges::find(split.left_out, "国务院") != split.left_out.end());
}

TEST(Clauses, AreReadAsTheyAreTyped) {
  const SplitText split =
      split_clauses("  一、 甲\r\n\r\n第二行\r\n2. 乙，占 3.5%\n3.5 万元\n(3)丙");
  ASSERT_EQ(split.clauses.size(), 3u);
  EXPECT_EQ(split.clauses[0].text, "甲\n第二行");
  EXPECT_EQ(split.clauses[1].number, "一2");
  EXPECT_EQ(split.clauses[1].text, "乙，占 3.5%\n3.5 万元");
  EXPECT_EQ(split.clauses[2].number, "一2(3)");
  EXPECT_TRUE(split_clauses("").clauses.empty());
  EXPECT_EQ(split_clauses("没有编号的一句话。").left_out.size(), 1u);
}

}  // namespace
}  // namespace chuangyou
