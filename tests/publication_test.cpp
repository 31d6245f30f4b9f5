// To be published is no merit (product law 3, R9): whatever counts, rates or scores cannot read the
// ledger of exemplars, and nobody is led to believe that it does.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledgers/all.h"
#include "record/well_formed.h"

namespace chuangyou {
namespace {

const Ledger& exemplars() { return *find_ledger("exemplars"); }

// What is counted as solved is confirmed by the served, and a rate is of what has a day.
TEST(Publication, IsNothingThatIsConfirmedOrOnTime) {
  for (const State& state : exemplars().states) {
    EXPECT_NE(state.stage, Stage::claimed) << state.name;
    EXPECT_NE(state.stage, Stage::confirmed) << state.name;
  }
  EXPECT_TRUE(exemplars().deadlines.empty());
  EXPECT_EQ(exemplars().measures, nullptr);
  EXPECT_TRUE(exemplars().closed_at.empty());
}

// Where what a story rests on is said no to, the story says so. It goes this one way alone.
constexpr std::string_view comes_into_doubt = "come_into_doubt", casts_doubt = "told_in_stories";

// No other record follows from a story, and none leads to one: no rule can ask how many there are.
TEST(Publication, MovesNoOtherLedgerAndIsReadByNone) {
  for (const Act& act : exemplars().acts) EXPECT_TRUE(act.causes.empty()) << act.name;
  for (const Ledger* ledger : all_ledgers()) {
    if (ledger == &exemplars()) continue;
    for (const FieldSpec& field : ledger->fields) {
      EXPECT_TRUE(field.links_to.find("exemplars").empty()) << ledger->name << "." << field.name;
      for (const FieldSpec& column : field.columns())
        EXPECT_TRUE(column.links_to.find("exemplars").empty()) << ledger->name << "." << field.name;
    }
    for (const Act& act : ledger->acts)
      for (const Cause& cause : act.causes) {
        EXPECT_TRUE(cause.ledger != "exemplars" || cause.act == comes_into_doubt) << act.name;
      }
  }
}

// Nor does the program name it anywhere but in its own file and where the demonstration tells some:
// there is no figure of it to be made.
TEST(Publication, IsNamedByNothingThatCounts) {
  namespace fs = std::filesystem;
  const fs::path source = fs::path(CHUANGYOU_SOURCE_DIR) / "src";
  std::size_t read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    const fs::path& path = entry.path();
    const bool is_code = path.extension() == ".h" || path.extension() == ".cpp";
    const std::string stem = path.stem();
    if (!is_code || stem == "exemplars" || stem == casts_doubt || stem.starts_with("demo_"))
      continue;
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    ++read;
    EXPECT_EQ(text.find("exemplars"), text.npos) << path << " reads the stories";
  }
  EXPECT_GT(read, 200u);
}

}  // namespace
}  // namespace chuangyou
