// docs/reference/elements.md leaves nothing out: each element of the work plan has code and a test,
// or says which later part of the product brings it. The page is written by the program.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
const fs::path root = CHUANGYOU_SOURCE_DIR;

struct Row {
  std::string realised, shown, left;
};

std::map<std::string, Row> rows_of(const std::string& page) {
  static const std::regex line(
      R"(\n\| ([SX]\d+) \| [^|]+ \| [^|]+ \| ([^|]*) \| ([^|]*) \| ([^|]*) \|)");
  std::map<std::string, Row> rows;
  for (auto it = std::sregex_iterator(page.begin(), page.end(), line); it != std::sregex_iterator();
       ++it)
    rows[(*it)[1]] = {(*it)[2], (*it)[3], (*it)[4]};
  return rows;
}

std::map<std::string, Row> elements() {
  std::ifstream file(root / "docs" / "reference" / "elements.md", std::ios::binary);
  return rows_of({std::istreambuf_iterator<char>(file), {}});
}

// What would be wrong with a row; empty: nothing.
std::string fault_of(const Row& row) {
  static const std::set<std::string> parts{"later: listening", "later: supervision",
                                           "later: judging", "later: honours"};
  if (parts.contains(row.left)) return "";
  if (!row.left.empty()) return row.left;
  if (row.realised.empty()) return "no code realises it";
  return row.shown.empty() ? "no test shows it" : "";
}

TEST(Elements, EachIsRealisedAndShownOrComesLater) {
  const std::map<std::string, Row> rows = elements();
  for (int i = 1; i <= 112; ++i) EXPECT_TRUE(rows.contains("S" + std::to_string(i))) << i;
  for (int i = 1; i <= 12; ++i) EXPECT_TRUE(rows.contains("X" + std::to_string(i))) << i;
  EXPECT_EQ(rows.size(), 124u);
  for (const auto& [number, row] : rows) EXPECT_EQ(fault_of(row), "") << number;

  const std::map<std::string, Row> made_up = rows_of(
      "\n| S1 | a | b |  | [t](t) |  |\n| S2 | a | b | [c](c) |  |  |\n"
      "| S3 | a | b | [c](c) | [t](t) |  |\n| S4 | a | b |  |  | later: judging |\n"
      "| S5 | a | b |  |  | later: never |\n| S6 | a | b | [c](c) |  | **missing** |\n");
  EXPECT_EQ(fault_of(made_up.at("S1")), "no code realises it");
  EXPECT_EQ(fault_of(made_up.at("S2")), "no test shows it");
  EXPECT_EQ(fault_of(made_up.at("S3")), "");
  EXPECT_EQ(fault_of(made_up.at("S4")), "");
  EXPECT_EQ(fault_of(made_up.at("S5")), "later: never");
  EXPECT_EQ(fault_of(made_up.at("S6")), "**missing**");
}

// The frame, plan and do, look back and spread: none of it is left for a later part.
TEST(Elements, NothingOfTheCampaignCarriedIsLeftForLater) {
  const std::map<std::string, Row> rows = elements();
  const std::pair<int, int> carried[] = {{58, 76}, {78, 80},   {83, 91},
                                         {98, 98}, {104, 109}, {112, 112}};
  std::vector<std::string> numbers{"X1", "X3", "X4", "X6", "X9", "X10", "X12"};
  for (const auto& [first, last] : carried)
    for (int i = first; i <= last; ++i) numbers.push_back("S" + std::to_string(i));
  for (const std::string& number : numbers) {
    ASSERT_TRUE(rows.contains(number)) << number;
    EXPECT_EQ(rows.at(number).left, "") << number;
  }
}

TEST(Elements, NameFilesThatAreThere) {
  static const std::regex link(R"(\]\(\.\./\.\./([^)]+)\))");
  std::size_t named = 0;
  for (const auto& [number, row] : elements())
    for (const std::string& cell : {row.realised, row.shown})
      for (auto it = std::sregex_iterator(cell.begin(), cell.end(), link);
           it != std::sregex_iterator(); ++it, ++named)
        EXPECT_TRUE(fs::exists(root / (*it)[1].str())) << number << ": " << (*it)[1];
  EXPECT_GT(named, 100u);
}

}  // namespace
}  // namespace chuangyou
