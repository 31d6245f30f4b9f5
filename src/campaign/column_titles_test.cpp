// What goes out under a title comes back by it: no two columns of a ledger share one.
#include "campaign/column_titles.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "campaign/cells_in_words.h"
#include "campaign/record_cells.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::array languages = {Language::zh, Language::en};

TEST(ColumnTitles, OfEveryLedgerNoTwoAreAlikeInEitherLanguage) {
  for (const Ledger* ledger : all_ledgers())
    for (const Language language : languages) {
      const std::vector<std::string> header = CellsInWords(*ledger, {}, language).header();
      std::set<std::string> seen;
      for (const std::string& title : header) {
        EXPECT_NE(title, "") << ledger->name;
        EXPECT_TRUE(seen.insert(title).second) << ledger->name << " " << title;
      }
      std::set<std::string> of_programs;
      for (const std::string& title : Cells(*ledger).header())
        EXPECT_TRUE(of_programs.insert(title).second) << ledger->name << " " << title;
    }
}

TEST(ColumnTitles, OfEveryLedgerLeadBackToTheirOwnColumnAndNoOther) {
  for (const Ledger* ledger : all_ledgers()) {
    const ColumnTitles titles(*ledger);
    for (const Language language : languages)
      for (const auto& [column, title] : titles.all(language))
        for (const auto& [other, its_title] : titles.all(language)) {
          const bool is_it = other == column;
          EXPECT_EQ(titles.is_of(other, title), is_it) << ledger->name << " " << title;
          EXPECT_FALSE(titles.is_of_ids(other, title)) << ledger->name << " " << title;
          EXPECT_FALSE(titles.is_in_utc(other, title)) << ledger->name << " " << title;
          EXPECT_EQ(titles.is_of_ids(other, titles.of_ids(language, column)), is_it)
              << ledger->name << " " << title;
          EXPECT_EQ(titles.is_in_utc(other, titles.in_utc(language, column)), is_it)
              << ledger->name << " " << title;
        }
  }
}

// However few of the columns a list shows, each has the title that it always has.
TEST(ColumnTitles, DoNotHangOnWhatIsShownBesideThem) {
  const Ledger& interventions = *find_ledger("interventions");
  const std::array<std::string, 1> due{"due"}, due_at{"due_at"};
  for (const Language language : languages) {
    const std::string of_field = CellsInWords(interventions, due, language).header().at(0);
    const std::string of_clock = CellsInWords(interventions, due_at, language).header().at(0);
    EXPECT_NE(of_field, of_clock);
    EXPECT_TRUE(ColumnTitles(interventions).is_of("due", of_field));
    EXPECT_TRUE(ColumnTitles(interventions).is_of("due_at", of_clock));
  }
}

}  // namespace
}  // namespace chuangyou
