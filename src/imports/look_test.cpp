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
  EXPECT_EQ(seen->columns[0].field, "");
  EXPECT_EQ(seen->columns[1].field, "text");
  EXPECT_EQ(seen->columns[1].samples, Texts{"路灯不亮"});
  EXPECT_EQ(seen->columns[2].field, "received_at");
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
    std::istringstream file(csv_row({title_of_column(language, feedback, "text"),
                                     title_of_column(language, feedback, "kind")}) +
                            "a,b\n");
    const auto seen = look_at(file, {}, {}, &feedback);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->columns.at(0).field, "text");
    EXPECT_EQ(seen->columns.at(1).field, "kind");
  }
}

}  // namespace
}  // namespace chuangyou
