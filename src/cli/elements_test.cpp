#include "cli/elements.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

// A tree of sources of its own.
class Sources {
 public:
  Sources() {
    std::string name = (fs::temp_directory_path() / "chuangyou-elements-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    root = name;
    write("docs/elements.tsv",
          "element\tphrase\tmeaning\tlater\nS1\t方案\tThe plan\t\nS2\t日期\tThe day\t\n"
          "S3\t单位\tUnits\t\nS4\t各行各业\tTrades\t\nX1\t九十周年\tThe 90th\tjudging\n");
  }
  ~Sources() { fs::remove_all(root); }
  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << text;
  }
  Element element(std::string_view number) const {
    const Result<std::vector<Element>> all = collect_elements(root);
    if (!all) return {};
    const auto found = std::ranges::find(*all, number, &Element::number);
    return found == all->end() ? Element{} : *found;
  }

  fs::path root;
};
using Paths = std::set<std::string>;

TEST(Elements, NumbersAreReadSinglyAndAsRanges) {
  using Numbers = std::vector<std::string>;
  EXPECT_EQ(element_numbers("任务 (S27 S32, R6.3)"), (Numbers{"S27", "S32"}));
  EXPECT_EQ(element_numbers("S58–S60 X3"), (Numbers{"S58", "S59", "S60", "X3"}));
  EXPECT_EQ(element_numbers("S9-S10"), (Numbers{"S9", "S10"}));
  EXPECT_TRUE(element_numbers("SHA256 XS1 S S1234").empty());
}

TEST(Elements, AFileSaysWhatItRealisesAndATestWhatItShows) {
  const Sources sources;
  sources.write("src/org/tree.h", "#pragma once\n  // Realises: S3 S4 — units\n// S2 is not.\n");
  sources.write("src/org/tree_test.cpp", "// Shows: S3\n// Realises: S2\n");
  sources.write("web/src/pages/Plan.vue", "<!-- Realises: S1 -->\n");
  sources.write("tests/web/plan.mjs", "// Shows: S1\nconst text = '// Shows: S4'\n");
  EXPECT_EQ(sources.element("S3").realised, Paths{"src/org/tree.h"});
  EXPECT_EQ(sources.element("S3").shown, Paths{"src/org/tree_test.cpp"});
  EXPECT_EQ(sources.element("S1").realised, Paths{"web/src/pages/Plan.vue"});
  EXPECT_FALSE(sources.element("S1").is_missing());
  EXPECT_TRUE(sources.element("S2").realised.empty());
  EXPECT_TRUE(sources.element("S4").shown.empty());
  EXPECT_TRUE(sources.element("S4").is_missing()) << "no test shows it";
  EXPECT_FALSE(sources.element("X1").is_missing()) << "it comes later";
}

TEST(Elements, ALedgerSaysItInItsHeadAndItsTableOfActsShowsIt) {
  const Sources sources;
  sources.write("src/ledgers/tasks.h",
                "// 任务 Tasks (S1 S2).\n#pragma once\n// S4\ninline constexpr Ledger ledger{};\n");
  sources.write("src/ledgers/plans.h",
                "// Plans (S3).\n#pragma once\n\ninline constexpr Ledger "
                "ledger{};\n");
  sources.write("src/ledgers/rules.h", "// Rules (S4).\n#pragma once\n");
  sources.write("tests/acts/tasks.acts", "# 任务\n");
  EXPECT_EQ(sources.element("S2").shown, Paths{"tests/acts/tasks.acts"});
  EXPECT_EQ(sources.element("S3").realised, Paths{"src/ledgers/plans.h"});
  EXPECT_TRUE(sources.element("S3").is_missing()) << "it has no table of acts yet";
  EXPECT_TRUE(sources.element("S4").realised.empty());
}

TEST(Elements, ACampaignNamesItsSources) {
  const Sources sources;
  sources.write("campaigns/a/campaign.yaml",
                "type: fixed_term  # S4\nred_line:\n  source: S1 S2\nmilestones:\n  - key: m\n"
                "    source: X1; S3 is told elsewhere\n");
  EXPECT_EQ(sources.element("S2").realised, Paths{"campaigns/a/campaign.yaml"});
  EXPECT_EQ(sources.element("S3").realised, Paths{"campaigns/a/campaign.yaml"});
  EXPECT_TRUE(sources.element("S4").realised.empty());
}

TEST(Elements, WhatIsNotInTheListIsNamed) {
  const Sources sources;
  sources.write("src/a.h", "// Realises: S5\n");
  const Result<std::vector<Element>> all = collect_elements(sources.root);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().law, Refusal::choice_is_unknown);
  EXPECT_EQ(all.error().field, "src/a.h");
  EXPECT_EQ(all.error().detail, "S5");
  EXPECT_EQ(collect_elements(sources.root / "src").error().law, Refusal::file_cannot_be_read);
}

TEST(Elements, ThePageSaysWhatIsMissing) {
  const Sources sources;
  sources.write("src/a.h", "// Realises: S1\n");
  sources.write("src/a_test.cpp", "// Shows: S1\n");
  const std::string page = elements_page(*collect_elements(sources.root));
  EXPECT_TRUE(page.contains("5 elements; 1 have a part that comes later; 3 missing."));
  EXPECT_TRUE(
      page.contains("| S1 | 方案 | The plan | [src/a.h](../../src/a.h) | "
                    "[src/a_test.cpp](../../src/a_test.cpp) |  |\n"));
  EXPECT_TRUE(page.contains("| S2 | 日期 | The day |  |  | **missing** |\n"));
  EXPECT_TRUE(page.contains("| X1 | 九十周年 | The 90th |  |  | later: judging |\n"));
}

}  // namespace
}  // namespace chuangyou
