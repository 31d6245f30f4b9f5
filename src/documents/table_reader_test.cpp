// One table whatever it is kept in, and what offices leave around it.
#include "documents/table_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "documents/xlsx_writer.h"

namespace chuangyou {
namespace {

using Cells = TableReader::Cells;

TableReader::Known knows(std::vector<std::string> names) {
  return [names = std::move(names)](const Cells& titles) {
    return static_cast<std::size_t>(std::ranges::count_if(
        names, [&](const auto& name) { return std::ranges::find(titles, name) != titles.end(); }));
  };
}

struct Table {
  std::vector<std::string> titles;
  std::vector<std::string> rows;  // `row:cell|cell`, and `row:!law`
};
Table read_all(Result<TableReader> reader, const TableReader::Known& known = {},
               std::size_t wanted = 0, bool is_ahead = false) {
  Table table;
  if (!reader) return {{"!" + std::string(name_of(reader.error().law)), reader.error().detail}, {}};
  const auto header = reader->header(known, wanted);
  if (!header) return {{"!" + std::string(name_of(header.error().law)), header.error().detail}, {}};
  table.titles = *header;
  if (is_ahead) reader->read_ahead();
  for (Cells cells;;) {
    const auto next = reader->next(cells);
    if (next && !*next) return table;
    std::string row = std::to_string(reader->row()) + ":";
    if (!next) row += "!" + std::string(name_of(next.error().law));
    for (std::size_t i = 0; next && i < cells.size(); ++i) row += (i ? "|" : "") + cells[i];
    table.rows.push_back(row);
  }
}
Table read_text(const std::string& text, const TableReader::Known& known = {},
                std::size_t wanted = 0, const TableLayout& layout = {}) {
  std::istringstream input(text);
  return read_all(TableReader::open(input, {}, layout), known, wanted);
}

TEST(Tables, TheTitlesNeedNotStandInTheFirstRow) {
  const std::string text =
      "市民来信台账（2011年上半年）,,\n,,\n编号,内容,单位\n-----,-----,-----\n1,路灯不亮,城管局\n,,"
      "\n"
      "合计,1,\n";
  const Table table = read_text(text, knows({"编号", "内容", "单位"}), 3);
  EXPECT_EQ(table.titles, (Cells{"编号", "内容", "单位"}));
  EXPECT_EQ(table.rows, (std::vector<std::string>{"5:1|路灯不亮|城管局", "7:合计|1|"}));
  EXPECT_EQ(read_text(text, {}, 0, {.header_row = 3}).titles, (Cells{"编号", "内容", "单位"}));
  EXPECT_EQ(read_text(text, {}, 0, {.header_row = 99}).titles, (Cells{"!row_is_unknown", "99"}));
}

TEST(Tables, WhereTitlesAreMisspeltTheRowThatHasMostIsTaken) {
  const Table table =
      read_text("台账\n编号,内溶,单位\n1,甲,乙\n", knows({"编号", "内容", "单位"}), 3);
  EXPECT_EQ(table.titles, (Cells{"编号", "内溶", "单位"}));
  EXPECT_EQ(table.rows, (std::vector<std::string>{"3:1|甲|乙"}));
}

TEST(Tables, TwoRowsOfHeadsAreNamedTogether) {
  const Table table = read_text("编号,联系方式,,期限\n,电话,地址,\n1,123,某路,2011-07-01\n", {}, 0,
                                {.head_rows = 2});
  EXPECT_EQ(table.titles, (Cells{"编号", "联系方式/电话", "联系方式/地址", "期限"}));
  EXPECT_EQ(table.rows, (std::vector<std::string>{"3:1|123|某路|2011-07-01"}));
}

TEST(Tables, TheSeparatorMayStandBelowATitleOrBeSaid) {
  EXPECT_EQ(read_text("台账\n编号;内容\n1;甲\n", knows({"编号", "内容"}), 2).titles,
            (Cells{"编号", "内容"}));
  EXPECT_EQ(read_text("a,b;c\n", {}, 0, {.separator = ';'}).titles, (Cells{"a,b", "c"}));
}

// 漏水 of 山水路, as a Chinese Excel saves it.
TEST(Tables, WhatTwoEncodingsReadIsAsked) {
  const std::string gbk = "id,text,place\n1,\xC2\xA9\xCB\xAE,\xC9\xBD\xCB\xAE\xC2\xB7\n";
  const Table asked = read_text(gbk);
  ASSERT_EQ(asked.titles.at(0), "!encoding_is_ambiguous");
  EXPECT_EQ(asked.titles.at(1), "UTF-8: 1,©ˮ,ɽˮ· | GB18030: 1,漏水,山水路");
  EXPECT_EQ(read_text(gbk, {}, 0, {.charset = "gbk"}).rows,
            (std::vector<std::string>{"2:1|漏水|山水路"}));
  EXPECT_EQ(read_text("\xEF\xBB\xBF" + gbk).rows, (std::vector<std::string>{"2:1|©ˮ|ɽˮ·"}));
  EXPECT_EQ(read_text("id,place\n1,Montaña\n2,São Paulo\n").rows,
            (std::vector<std::string>{"2:1|Montaña", "3:2|São Paulo"}));
  EXPECT_EQ(read_text("id,text\n1,漏水\n").rows, (std::vector<std::string>{"2:1|漏水"}));
}

class Workbooks : public testing::Test {
 protected:
  std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / ("table" + std::to_string(getpid()) + ".xlsx");
  ~Workbooks() override { std::filesystem::remove(file); }
  Result<TableReader> open(const TableLayout& layout = {}) {
    std::ifstream input(file, std::ios::binary);
    return TableReader::open(input, file, layout);
  }
};

TEST_F(Workbooks, ASheetIsReadThroughTheSameDoor) {
  XlsxWriter writer(file);
  const XlsxColumn title[] = {{"台账"}};
  writer.begin_sheet("说明", title);
  const XlsxColumn columns[] = {{"编号"}, {"内容"}, {"期限"}};
  writer.begin_sheet("来信", columns);
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{std::int64_t{101001420956}, "甲", Date{15156}}));
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"-----", "-----", "-----"}));
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"2", "乙", {}, "多"}));
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"3"}));
  writer.close();
  const Table table = read_all(open({.sheet = "来信"}), knows({"编号"}), 1);
  EXPECT_EQ(table.titles, (Cells{"编号", "内容", "期限"}));
  EXPECT_EQ(table.rows, (std::vector<std::string>{"2:101001420956|甲|2011-07-01",
                                                  "4:!row_has_too_many_cells", "5:3||"}));
  EXPECT_EQ(read_all(open()).titles, (Cells{"台账"}));
  EXPECT_EQ(read_all(open({.sheet = "来访"})).titles, (Cells{"!sheet_is_unknown", "说明, 来信"}));
}

// Whoever works on rows while the next are read gets the same ones, faults and numbers, and may
// stop in the middle.
TEST_F(Workbooks, IsReadAheadAsItIsReadRowByRow) {
  XlsxWriter writer(file);
  const XlsxColumn columns[] = {{"编号"}, {"内容"}};
  writer.begin_sheet("来信", columns);
  for (std::int64_t i = 0; i < 1500; ++i) {
    const bool is_too_long = i % 100 == 7;
    ASSERT_TRUE(writer.add(is_too_long   ? std::vector<XlsxCell>{i, "甲", "乙"}
                           : i % 50 == 3 ? std::vector<XlsxCell>{"----"}
                                         : std::vector<XlsxCell>{i, "甲" + std::to_string(i)}));
  }
  writer.close();
  const Table plain = read_all(open()), ahead = read_all(open(), {}, 0, true);
  EXPECT_EQ(plain.rows.size(), 1470u);
  EXPECT_EQ(ahead.rows, plain.rows);
  auto stopped = open();
  ASSERT_TRUE(stopped && stopped->header());
  stopped->read_ahead();
  Cells cells;
  ASSERT_TRUE(stopped->next(cells));
  EXPECT_EQ(stopped->numbers().size(), 1u);
  EXPECT_EQ(stopped->row(), 2);
}

TEST(Tables, ATextIsReadAheadAsItIsReadRowByRow) {
  std::string text = "编号,内容\n";
  for (int i = 0; i < 3000; ++i)
    text +=
        std::to_string(i) + (i % 90 == 5 ? "\n" : ",\"甲\n乙\"\n") + (i % 70 == 1 ? "\n,\n" : "");
  std::istringstream once(text), again(text);
  const Table plain = read_all(TableReader::open(once, {}, {}));
  const Table ahead = read_all(TableReader::open(again, {}, {}), {}, 0, true);
  EXPECT_EQ(plain.rows.size(), 3000u);
  EXPECT_EQ(ahead.rows, plain.rows);
  EXPECT_TRUE(plain.rows[5].ends_with("!row_is_cut_short"));
}

TEST_F(Workbooks, WhatIsCutShortEnds) {
  std::ofstream(file, std::ios::binary) << "PK\x03\x04 and then nothing";
  EXPECT_EQ(read_all(open()).titles.at(0), "!workbook_is_malformed");
}

TEST(Tables, TotalsAreToldByTheirFirstWord) {
  EXPECT_TRUE(is_total_row({"", "合　计", "12"}));
  EXPECT_TRUE(is_total_row({"", "合计：13个单位"}));
  EXPECT_FALSE(is_total_row({"合计处", "13"}));
  EXPECT_TRUE(is_total_row({"Total:", "12"}));
  EXPECT_TRUE(is_total_row({"小计："}));
  EXPECT_FALSE(is_total_row({"1", "合计", "12"}));
  EXPECT_FALSE(is_total_row({"合计金额不符", "12"}));
  EXPECT_FALSE(is_total_row({"", ""}));
}

TEST(Tables, ColumnsAreCalledAsASpreadsheetCallsThem) {
  EXPECT_EQ(letters_of_column(0), "A");
  EXPECT_EQ(letters_of_column(25), "Z");
  EXPECT_EQ(letters_of_column(26), "AA");
  EXPECT_EQ(letters_of_column(701), "ZZ");
  EXPECT_EQ(letters_of_column(702), "AAA");
}

}  // namespace
}  // namespace chuangyou
