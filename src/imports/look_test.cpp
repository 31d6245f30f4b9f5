#include "imports/look.h"

#include <gtest/gtest.h>

#include <sstream>

#include "campaign/cells_in_words.h"
#include "documents/csv_reader.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;

TEST(Look, TellsWhatAFileHoldsBeforeAnybodySaysWhatItMeans) {
  std::istringstream file(
      "市民来信台账;;\n\n编号;text;received_at\n1;路灯不亮;03/06/2019\n2;路灯不亮;04/06/2019\n");
  const auto seen = look_at(file, {}, {}, find_ledger("feedback"));
  ASSERT_TRUE(seen) << name_of(seen.error().law);
  EXPECT_FALSE(seen->is_workbook);
  EXPECT_EQ(seen->separator, ';');
  EXPECT_EQ(seen->header_row, 3);
  ASSERT_EQ(seen->columns.size(), 3u);
  EXPECT_EQ(seen->columns[0].guess.is, GuessedColumn::Is::source);
  EXPECT_EQ(seen->columns[1].guess.field, "text");
  EXPECT_EQ(seen->columns[1].samples, Texts{"路灯不亮"});
  EXPECT_EQ(seen->columns[2].guess.field, "received_at");
  EXPECT_EQ(seen->columns[2].forms, (Texts{"%d/%m/%Y", "%m/%d/%Y"}));
  EXPECT_EQ(seen->rows_read, 2);
  EXPECT_TRUE(seen->is_read_to_its_end);
  EXPECT_EQ(seen->row_numbers, (std::vector<std::int64_t>{4, 5}));
}

TEST(Look, AsksInWhichEncodingItIsWritten) {
  std::istringstream file("id,text\n1,\xC2\xA9\xCB\xAE\n");
  const auto seen = look_at(file, {}, {}, nullptr);
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().law, Refusal::encoding_is_ambiguous);
}

TEST(Look, KnowsTheTitlesUnderWhichTheProgramGivesALedgerOut) {
  const Ledger& feedback = *find_ledger("feedback");
  for (const Language language : {Language::zh, Language::en}) {
    std::istringstream file(csv_row({ColumnTitles(feedback).of(language, "text"),
                                     ColumnTitles(feedback).of(language, "kind")}) +
                            "a,b\n");
    const auto seen = look_at(file, {}, {}, &feedback);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->columns.at(0).guess.field, "text");
    EXPECT_EQ(seen->columns.at(1).guess.field, "kind");
  }
}

TEST(Look, GivesOutAllWordsOfAColumn) {
  std::string text = "kind,id\n";
  for (int i = 0; i < 400; ++i)
    text += "word " + std::to_string(i % 40) + "," + std::to_string(i) + "\n";
  std::istringstream file(text);
  const auto seen = look_at(file, {}, {}, find_ledger("feedback"));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->columns.at(0).words.size(), 40u);
  EXPECT_FALSE(seen->columns.at(0).words_are_cut);
  EXPECT_TRUE(seen->columns.at(1).words.empty());
  EXPECT_TRUE(seen->columns.at(1).words_are_cut);
}

TEST(Look, CountsRowsThatCannotBeReadAndComesToAnEnd) {
  std::string text = "id,text,place,kind\n1,路灯不亮,东街,批评\n";
  for (int i = 0; i < 20'000; ++i) text += "2,路灯\n";
  std::istringstream file(text);
  const auto seen = look_at(file, {}, {}, find_ledger("feedback"));
  ASSERT_TRUE(seen);
  ASSERT_TRUE(seen->first_fault);
  EXPECT_EQ(seen->first_fault->law, Refusal::row_is_cut_short);
  EXPECT_EQ(seen->first_fault_row, 3);
  EXPECT_EQ(seen->rows_read, 5'000);
  EXPECT_EQ(seen->rows_refused, 4'999);
  EXPECT_FALSE(seen->is_read_to_its_end);
}

TEST(Look, TellsHowFarEachWordOfAColumnSaysThatItIs) {
  std::istringstream file(
      "编号,问题描述,状态\n1,窗口排队,整改中\n2,材料太多,已整改\n3,无人接听,搁置\n");
  const auto seen = look_at(file, {}, {}, find_ledger("problems"));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->columns.at(2).guess.is, GuessedColumn::Is::state);
  EXPECT_EQ(seen->columns.at(2).words, (Texts{"整改中", "已整改", "搁置"}));
  EXPECT_EQ(seen->columns.at(2).stages, (Texts{"open", "claimed", ""}));
}

TEST(Look, TakesATitleThatIsMergedOverAllColumnsForATitle) {
  std::istringstream file("重点任务,重点任务,重点任务\n任务,责任单位,时限\n甲,财政部,2019-12-31\n");
  const auto seen = look_at(file, {}, {}, find_ledger("tasks"));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->header_row, 2);
  EXPECT_EQ(seen->columns.at(1).name, "责任单位");
}

}  // namespace
}  // namespace chuangyou
