// docs/reference/security.md promises a test for each threat; a promise whose test has gone, or has
// another name by now, fails here.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
const fs::path root = CHUANGYOU_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Row {
  std::string threat, done, tests;
};

// The rows of all tables of the page, without their heads.
std::vector<Row> rows_of(const std::string& page) {
  static const std::regex row(R"(^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$)", std::regex::multiline);
  std::vector<Row> rows;
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at)
    if ((*at)[1] != "threat") rows.push_back({(*at)[1], (*at)[2], (*at)[3]});
  return rows;
}

// `path` or `path::what is written there`, between backquotes.
std::string fault_of(const std::string& reference) {
  const std::size_t colons = reference.find("::");
  const fs::path path = root / reference.substr(0, colons);
  if (!fs::exists(path)) return "there is no such file";
  if (colons == std::string::npos) return "";
  if (!fs::is_regular_file(path)) return "this is no file";
  return text_of(path).contains(reference.substr(colons + 2)) ? "" : "the file does not say so";
}

TEST(References, OfTheSecurityPageLeadToTests) {
  const std::vector<Row> rows = rows_of(text_of(root / "docs/reference/security.md"));
  EXPECT_GE(rows.size(), 60u) << "the page is not read as it is written";
  static const std::regex quoted("`([^`]+)`");
  for (const Row& row : rows) {
    std::sregex_iterator at(row.tests.begin(), row.tests.end(), quoted), end;
    EXPECT_NE(at, end) << row.threat << ": no test";
    for (; at != end; ++at) {
      const std::string reference = (*at)[1];
      EXPECT_EQ(fault_of(reference), "") << row.threat << ": " << reference;
    }
  }
}

TEST(References, ThatAreDeadAreNoticed) {
  EXPECT_NE(fault_of("tests/no_such_test.cpp"), "");
  EXPECT_NE(fault_of("tests/tidy_test.cpp::TEST(Tidy, SaysWhatNobody"
                     "Wrote)"),
            "");
  EXPECT_EQ(fault_of("tests/tidy_test.cpp::NoClockBelowMain"), "");
}

}  // namespace
}  // namespace chuangyou
