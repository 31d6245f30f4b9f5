// Workbooks made here part by part, as the programs of offices write them and as nobody should, and
// what goes out read again.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "documents/number_formats.h"
#include "documents/workbook_values.h"
#include "documents/xlsx_reader.h"
#include "documents/xlsx_writer.h"

namespace chuangyou {
namespace {

using Table = std::vector<std::vector<std::string>>;
using Parts = std::vector<std::pair<std::string, std::string>>;

class Xlsx : public ::testing::Test {
 protected:
  std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / ("book" + std::to_string(::getpid()) + ".xlsx");
  ~Xlsx() override { std::filesystem::remove(file); }

  void write(const Parts& parts) {
    std::filesystem::remove(file);
    zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
    for (const auto& [name, text] : parts)
      zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0),
                   0);
    ASSERT_EQ(zip_close(archive), 0);
  }
  Table rows(XlsxReader& reader, std::vector<std::int64_t>* numbers = nullptr) {
    Table table;
    std::vector<std::string> cells;
    for (;;) {
      const auto next = reader.next(cells);
      EXPECT_TRUE(next) << name_of(next.error().law) << " " << next.error().detail;
      if (!next || !*next) return table;
      table.push_back(cells);
      if (numbers) numbers->push_back(reader.row());
    }
  }
  Refusal refusal_of_opening() {
    const auto reader = XlsxReader::open(file);
    return reader ? Refusal::none : reader.error().law;
  }
};

std::size_t resident_bytes() {
  std::size_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * static_cast<std::size_t>(::getpagesize());
}

const std::string types = R"(<Types xmlns="t"><Default Extension="xml" ContentType="x"/></Types>)";
const std::string top =
    R"(<Relationships xmlns="r"><Relationship Id="rId1" )"
    R"(Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" )"
    R"(Target="xl/workbook.xml"/></Relationships>)";

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"http://o/relationships/" + type + "\" Target=\"" +
         target + "\"/>";
}
std::string workbook(const std::string& sheets, const std::string& properties = "") {
  return "<workbook xmlns:r=\"r\">" + properties + "<sheets>" + sheets + "</sheets></workbook>";
}
Parts book(const std::string& sheet, const std::string& properties = "",
           const std::string& strings = "<sst/>", const std::string& styles = "<styleSheet/>") {
  return {
      {"[Content_Types].xml", types},
      {"_rels/.rels", top},
      {"xl/workbook.xml", workbook(R"(<sheet name="表一" sheetId="1" r:id="rId1"/>)", properties)},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships>" + relation("rId1", "worksheet", "worksheets/sheet1.xml") +
           relation("rId2", "sharedStrings", "sharedStrings.xml") +
           relation("rId3", "styles", "/xl/styles.xml") + "</Relationships>"},
      {"xl/sharedStrings.xml", strings},
      {"xl/styles.xml", styles},
      {"xl/worksheets/sheet1.xml", sheet}};
}
std::string sheet_of(const std::string& rows, const std::string& behind = "") {
  return "<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>";
}

// What somebody has hidden, and how much of a sheet is read by now.
TEST_F(Xlsx, TellsHiddenRowsAndColumnsAndHowFarItIs) {
  std::string rows;
  for (int row = 1; row <= 20'000; ++row)
    rows += "<row r=\"" + std::to_string(row) + "\"" + (row == 2 ? " hidden=\"1\"" : "") +
            "><c r=\"A" + std::to_string(row) + "\"><v>7</v></c></row>";
  write(
      book("<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/>"
           "<col min=\"4\" max=\"4\" width=\"9\"/></cols><sheetData>" +
           rows + "</sheetData></worksheet>"));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::string> cells;
  std::vector<std::int64_t> hidden;
  std::int64_t half = 0;
  for (int row = 1; *reader->next(cells); ++row) {
    if (reader->is_row_hidden()) hidden.push_back(reader->row());
    if (row == 10'000) half = reader->bytes_read();
  }
  EXPECT_EQ(hidden, std::vector<std::int64_t>{2});
  EXPECT_EQ(reader->hidden_columns(), (std::vector<std::pair<std::size_t, std::size_t>>{{1, 2}}));
  EXPECT_EQ(reader->bytes_read(), reader->bytes_in_all());
  EXPECT_GT(half, reader->bytes_in_all() / 3);
  EXPECT_LT(half, reader->bytes_in_all() * 2 / 3);
}

TEST_F(Xlsx, SharedAndInlineStringsAreReadAlike) {
  write(book(sheet_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
                      "<c r=\"B1\" t=\"inlineStr\"><is><r><t>综合</t></r><r><t>处</t></r></is></c>"
                      "<c r=\"D1\" t=\"str\"><f>A1&amp;B1</f><v>办公室综合处</v></c></row>"),
             "", "<sst><si><r><t>办公</t></r><r><t>室</t></r><rPh><t>ban</t></rPh></si></sst>"));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  EXPECT_EQ(rows(*reader), (Table{{"办公室", "综合处", "", "办公室综合处"}}));
}

TEST_F(Xlsx, RowsHaveTheNumbersThatTheSheetShowsAndEmptyCellsHaveTheirPlace) {
  write(
      book(sheet_of("<row r=\"3\"><c r=\"B3\"><v>1</v></c></row><row r=\"4\"/>"
                    "<row r=\"9\"><c><v>2</v></c><c><v>0.1</v></c><c r=\"F9\"><v></v></c></row>")));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::int64_t> numbers;
  EXPECT_EQ(rows(*reader, &numbers), (Table{{"", "1"}, {}, {"2", "0.1"}}));
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{3, 4, 9}));
}

TEST_F(Xlsx, DaysFollowTheirFormatInBothSystems) {
  const std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"176\" "
      "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"
      "<xf numFmtId=\"22\"/><xf numFmtId=\"31\"/></cellXfs></styleSheet>";
  const std::string row =
      "<row r=\"1\"><c s=\"0\"><v>40725</v></c><c s=\"1\"><v>40725</v></c>"
      "<c s=\"2\"><v>40725</v></c><c s=\"3\"><v>40725.354166666664</v></c>"
      "<c s=\"4\"><v>1</v></c><c s=\"1\"><v>60</v></c><c t=\"d\"><v>2011-07-01T08:30:00</v></c>"
      "</row>";
  write(book(sheet_of(row), "", "<sst/>", styles));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  EXPECT_EQ(rows(*reader), (Table{{"40725", "2011-07-01", "2011-07-01", "2011-07-01 08:30:00",
                                   "1900-01-01", "60", "2011-07-01 08:30:00"}}));
  write(book(sheet_of("<row r=\"1\"><c s=\"1\"><v>39263</v></c></row>"),
             "<workbookPr date1904=\"1\"/>", "<sst/>", styles));
  reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  EXPECT_EQ(rows(*reader), (Table{{"2011-07-01"}}));
}

TEST(WorkbookValues, FormatsAreToldApart) {
  for (const std::string_view day : {"yyyy-mm-dd", "d/m/yy", "[$-804]yyyy\"年\"m\"月\";@",
                                     "m\\月d\\日", "[Red]dd-mmm", "[$-411]ggge\"年\""})
    EXPECT_EQ(form_of_code(day), NumberForm::day) << day;
  for (const std::string_view time : {"h:mm", "[h]:mm:ss", "mm:ss.0"})
    EXPECT_EQ(form_of_code(time), NumberForm::time) << time;
  for (const std::string_view both : {"yyyy/m/d h:mm", "m/d/yyyy hh:mm AM/PM"})
    EXPECT_EQ(form_of_code(both), NumberForm::day_and_time) << both;
  for (const std::string_view number :
       {"General", "0.00", "#,##0\"元\"", "0.00E+00", "@", "[Red]0;[Blue]yyyy", "G/通用格式", "0%"})
    EXPECT_EQ(form_of_code(number), NumberForm::number) << number;
}

TEST(WorkbookValues, NumbersAreWrittenAsTheyAreSeen) {
  EXPECT_EQ(number_in_words("1.0142E+11", NumberForm::number, false), "101420000000");
  EXPECT_EQ(number_in_words("101001420956", NumberForm::number, false), "101001420956");
  EXPECT_EQ(number_in_words("0.1", NumberForm::number, false), "0.1");
  EXPECT_EQ(number_in_words("3.0", NumberForm::number, false), "3");
  EXPECT_EQ(number_in_words("1.5", NumberForm::time, false), "36:00:00");
  EXPECT_EQ(number_in_words("40724.9999999", NumberForm::day_and_time, false),
            "2011-07-01 00:00:00");
  EXPECT_EQ(number_in_words("-1", NumberForm::day, false), "-1");
  EXPECT_EQ(number_in_words("never", NumberForm::day, false), "never");
}

std::string shown(double number, std::string_view code) {
  return shown_number(number, code, false).value_or("not drawn");
}

TEST(WorkbookValues, NumbersAreShownAsTheirFormatHasThem) {
  EXPECT_EQ(shown(123, "000000"), "000123");
  EXPECT_EQ(shown(38, "\"第\"0\"号\""), "第38号");
  EXPECT_EQ(shown(12345678, "0000-0000"), "1234-5678");
  EXPECT_EQ(shown(123456789, "000\\-00\\-0000"), "123-45-6789");
  EXPECT_EQ(shown(0.85, "0%"), "85%");
  EXPECT_EQ(shown(0.8567, "0.00%"), "85.67%");
  EXPECT_EQ(shown(1234567.891, "#,##0.00"), "1,234,567.89");
  EXPECT_EQ(shown(1234, "#,##0"), "1,234");
  EXPECT_EQ(shown(12, "#,##0"), "12");
  EXPECT_EQ(shown(0, "#,##0"), "0");
  EXPECT_EQ(shown(7, "#,##0_);(#,##0)"), "7 ");
  EXPECT_EQ(shown(-7, "#,##0_);(#,##0)"), "(7)");
  EXPECT_EQ(shown(-7, "0.0"), "-7.0");
  EXPECT_EQ(shown(0.125, "0.00"), "0.13");
  EXPECT_EQ(shown(0.995, "0.00"), "1.00");
  EXPECT_EQ(shown(99.95, "0.0"), "100.0");
  EXPECT_EQ(shown(0.5, "#.##"), ".5");
  EXPECT_EQ(shown(12300000, "0.0,,\"百万\""), "12.3百万");
  EXPECT_EQ(shown(5, "[Red][$¥-804]0.00"), "¥5.00");
  EXPECT_EQ(shown(5, "General\"件\""), "5件");
  EXPECT_EQ(shown(0.30000000000000004, "General"), "0.3");
  EXPECT_EQ(shown(101001420956, "0.00E+00"), "101001420956");
  EXPECT_EQ(shown(42186, "yyyy\"年\"m\"月\"d\"日\""), "2015年7月1日");
  EXPECT_EQ(shown(42186, "[$-804]yyyy/m/d;@"), "2015/7/1");
  EXPECT_EQ(shown(42186.375, "yyyy-mm-dd h:mm"), "2015-07-01 9:00");
  EXPECT_EQ(shown(42186.6, "m/d/yy h:mm:ss AM/PM"), "7/1/15 2:24:00 PM");
  EXPECT_EQ(shown(0.375, "hh:mm"), "09:00");
  for (const std::string_view code : {"", "# ?/?", "[>100]0", "[DBNum1]0", ";;;"})
    EXPECT_EQ(shown(38, code), "not drawn") << code;
  for (const std::string_view code : {"d-mmm-yy", "yyyy/m/d aaaa", "[h]:mm", "[$-F800]dddd"})
    EXPECT_EQ(shown(42186, code), "not drawn") << code;
}

TEST_F(Xlsx, WhatASheetShowsOfANumberIsToldBesideIt) {
  write(book(sheet_of("<row r=\"1\"><c r=\"A1\" s=\"0\"><v>123</v></c>"
                      "<c r=\"B1\" s=\"1\"><v>42186.375</v></c>"
                      "<c r=\"C1\"><v>1.1010119900101123E+17</v></c>"
                      "<c r=\"D1\" t=\"str\"><v>7</v></c></row>"),
             "", "<sst/>",
             "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"000000\"/></numFmts>"
             "<cellXfs><xf numFmtId=\"170\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::string> cells;
  ASSERT_TRUE(reader->next(cells));
  EXPECT_EQ(cells[1], "2015-07-01");
  ASSERT_EQ(reader->numbers().size(), 3u);
  EXPECT_EQ(reader->written(reader->numbers()[0]).shown, "000123");
  const XlsxReader::Written day = reader->written(reader->numbers()[1]);
  EXPECT_EQ(day.with_its_time, "2015-07-01 09:00:00");
  EXPECT_FALSE(day.shown);
  EXPECT_FALSE(day.lost_its_digits);
  EXPECT_TRUE(reader->written(reader->numbers()[2]).lost_its_digits);
}

TEST_F(Xlsx, MergedCellsHoldWhatTheirFirstOneHolds) {
  write(
      book(sheet_of("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>联系方式</v></c></row>"
                    "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>甲</v></c><c r=\"B2\"><v>1</v></c></row>"
                    "<row r=\"3\"><c r=\"B3\"><v>2</v></c></row>"
                    "<row r=\"4\"><c r=\"B4\"><v>3</v></c></row>",
                    "<mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"A1:B1\"/>"
                    "</mergeCells>")));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  EXPECT_EQ(rows(*reader), (Table{{"联系方式", "联系方式"}, {"甲", "1"}, {"甲", "2"}, {"", "3"}}));
}

TEST_F(Xlsx, PrefixesAndOtherSheetsAreTakenAsTheyCome) {
  Parts parts = book(
      "<x:worksheet xmlns:x=\"x\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>7"
      "</x:v></x:c></x:row></x:sheetData></x:worksheet>");
  parts[2].second = workbook(R"(<sheet name="藏" r:id="rId9" state="hidden"/>)"
                             R"(<sheet name="图" r:id="rId8"/><sheet name="数" r:id="rId1"/>)");
  parts[3].second.replace(parts[3].second.find("</Relationships>"), 0,
                          relation("rId9", "worksheet", "worksheets/other.xml") +
                              relation("rId8", "chartsheet", "charts/c.xml"));
  parts.emplace_back("xl/worksheets/other.xml", sheet_of("<row><c><v>1</v></c></row>"));
  write(parts);
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  ASSERT_EQ(reader->sheets().size(), 2u);
  EXPECT_TRUE(reader->sheets()[0].is_hidden);
  EXPECT_EQ(rows(*reader), (Table{{"7"}}));
  ASSERT_TRUE(reader->choose(0));
  EXPECT_EQ(rows(*reader), (Table{{"1"}}));
}

TEST_F(Xlsx, AFormulaWithoutAValueIsNamedAndReadingGoesOn) {
  write(
      book(sheet_of("<row r=\"1\"><c r=\"A1\"><f>1+1</f></c></row>"
                    "<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c></row>")));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::string> cells;
  const auto first = reader->next(cells);
  ASSERT_TRUE(first);
  EXPECT_EQ(reader->unsaved(), std::vector<std::size_t>{0});
  EXPECT_EQ(rows(*reader), (Table{{"2"}}));
  EXPECT_TRUE(reader->unsaved().empty());
}

TEST_F(Xlsx, WhatIsNoWorkbookIsRefused) {
  std::ofstream(file) << "a,b\n1,2\n";
  EXPECT_EQ(refusal_of_opening(), Refusal::media_type_is_wrong);
  std::ofstream(file, std::ios::binary) << "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 xls";
  EXPECT_EQ(refusal_of_opening(), Refusal::media_type_is_wrong);
  std::ofstream(file, std::ios::binary) << "PK\x03\x04 and then nothing";
  EXPECT_EQ(refusal_of_opening(), Refusal::workbook_is_malformed);
  write({{"word/document.xml", "<document/>"}});
  EXPECT_EQ(refusal_of_opening(), Refusal::media_type_is_wrong);
}

TEST_F(Xlsx, EntitiesThatUnfoldAreRefused) {
  write(
      book("<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
           "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::string> cells;
  const auto next = reader->next(cells);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().law, Refusal::workbook_is_malformed);
}

TEST_F(Xlsx, AnArchiveThatUnpacksWithoutEndIsRefused) {
  write(book("<worksheet>" + std::string(200 * 1024 * 1024, ' ') + "</worksheet>"));
  EXPECT_EQ(refusal_of_opening(), Refusal::workbook_is_too_large);
}

TEST_F(Xlsx, ACutFileIsRefusedAndARowThatGoesBackToo) {
  const std::string second = "<worksheet><sheetData><row r=\"2\"><c><v>1</v></c></row>";
  const auto refusal_behind = [&](const std::string& rest) {
    write(book(second + rest));
    auto reader = XlsxReader::open(file);
    EXPECT_TRUE(reader);
    std::vector<std::string> cells;
    EXPECT_TRUE(reader->next(cells));
    const auto next = reader->next(cells);
    return next ? Refusal::none : next.error().law;
  };
  EXPECT_EQ(refusal_behind("<row r=\"3\"/></sheetData></worksheet>"), Refusal::none);
  EXPECT_EQ(refusal_behind("<row r=\"1\"/></sheetData></worksheet>"),
            Refusal::workbook_is_malformed);
  EXPECT_EQ(refusal_behind("<row r=\"9223372036854775807\"/><row/></sheetData></worksheet>"),
            Refusal::workbook_is_malformed);
  EXPECT_EQ(refusal_behind("<row r=\"3\"><c><v>1"), Refusal::workbook_is_malformed);
}

TEST_F(Xlsx, WhatNestsWithoutEndOrComesInOnePieceIsRefused) {
  const auto refusal_of = [&](const std::string& sheet) {
    write(book(sheet));
    const std::size_t before = resident_bytes();
    auto reader = XlsxReader::open(file);
    Refusal law = reader ? Refusal::none : reader.error().law;
    std::vector<std::string> cells;
    if (reader)
      if (const auto next = reader->next(cells); !next) law = next.error().law;
    EXPECT_LT(resident_bytes(), before + (20u << 20));
    return law;
  };
  std::string nested = "<worksheet><sheetData>";
  for (int i = 0; i < 2'000'000; ++i) nested += "<a>";
  EXPECT_EQ(refusal_of(nested), Refusal::workbook_is_malformed);
  const std::string piece(40 << 20, ' ');
  EXPECT_EQ(refusal_of("<worksheet a=\"" + piece + "\"><sheetData/></worksheet>"),
            Refusal::workbook_is_malformed);
  EXPECT_EQ(refusal_of("<worksheet><sheetData>" + piece + "<row/></sheetData></worksheet>"),
            Refusal::none)
      << "blanks between the elements are no piece";
}

TEST_F(Xlsx, MergedCellsThatLieUponEachOtherAreRefused) {
  std::string merges;
  for (int i = 0; i < 600; ++i) merges += "<mergeCell ref=\"A1:A1000\"/>";
  write(
      book("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>"
           "<mergeCells>" +
           merges + "</mergeCells></worksheet>"));
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::string> cells;
  const auto next = reader->next(cells);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().law, Refusal::workbook_is_malformed);
}

TEST_F(Xlsx, LongTextsAreNotKeptInMemory) {
  constexpr int texts = 1'500;
  constexpr std::size_t long_bytes = 200'000;
  std::mt19937 random(20110701);
  std::string words;  // not all alike, or the archive would be refused as one that unfolds
  for (int i = 0; i < 2'000; ++i) words += static_cast<char>('a' + random() % 26);
  std::string many_words;
  while (many_words.size() < long_bytes) many_words += words;
  std::string shared = "<sst>";
  std::string rows;
  for (int i = 0; i < texts; ++i) {
    const std::string number = std::to_string(i);
    shared += "<si><t>" + number + (i % 3 == 0 ? many_words : "xxx") + "</t></si>";
    rows += "<row><c t=\"s\"><v>" + number + "</v></c></row>";
  }
  write(book("<worksheet><sheetData>" + rows + "</sheetData></worksheet>", "", shared + "</sst>"));
  shared = {};
  const std::size_t before = resident_bytes();
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  std::vector<std::string> cells;
  for (int i = 0; i < texts; ++i) {
    ASSERT_TRUE(reader->next(cells));
    EXPECT_EQ(cells[0].size(), std::to_string(i).size() + (i % 3 == 0 ? many_words.size() : 3));
    EXPECT_TRUE(cells[0].starts_with(std::to_string(i)));
  }
  EXPECT_LT(resident_bytes(), before + (40u << 20)) << "100 MB of texts went by";
}

TEST_F(Xlsx, WhatGoesOutComesInAgain) {
  XlsxWriter writer(file);
  const XlsxColumn columns[] = {{"标题"}, {"状态", true}, {"期限"}, {"数"}};
  writer.begin_sheet("任务/2011", columns);
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"=1+1", "办理中", Date{15156}, std::int64_t{42}}));
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"a\nb <&> \x1b", {}, {}, 0.25}));
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"_x0041_b _x000D_ _x_ _x4E2D_", {}, {}, 1.0}));
  ASSERT_TRUE(writer.add(
      std::vector<XlsxCell>{"101001420956123456", {}, {}, std::int64_t{101001420956123456}}));
  writer.begin_sheet("任务/2011", columns);
  writer.close();
  auto reader = XlsxReader::open(file);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->sheets()[0].name, "任务2011");
  EXPECT_EQ(reader->sheets()[1].name, "任务2011 2");
  EXPECT_EQ(rows(*reader), (Table{{"标题", "状态", "期限", "数"},
                                  {"=1+1", "办理中", "2011-07-01", "42"},
                                  {"a\nb <&> \x1b", "", "", "0.25"},
                                  {"_x0041_b _x000D_ _x_ _x4E2D_", "", "", "1"},
                                  {"101001420956123456", "", "", "101001420956123456"}}));
}

}  // namespace
}  // namespace chuangyou
