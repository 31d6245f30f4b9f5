#include "documents/csv_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace chuangyou {
namespace {

using Cells = std::vector<std::string>;

// The whole file as rows; what is refused stands there as `!law:row`.
std::vector<Cells> read_all(std::istream& input) {
  CsvReader reader(input);
  std::vector<Cells> rows;
  const auto header = reader.header();
  if (!header) return {{"!" + std::string(name_of(header.error().law))}};
  rows.push_back(*header);
  Cells cells;
  while (true) {
    const auto read = reader.next(cells);
    if (!read) {
      rows.push_back({"!" + std::string(name_of(read.error().law)) + ":" + read.error().detail});
      continue;
    }
    if (!*read) return rows;
    rows.push_back(cells);
  }
}

std::vector<Cells> read_all(std::string_view text) {
  std::istringstream input{std::string(text)};
  return read_all(input);
}

// A stream that can be read once, as from a pipe.
class Once : public std::streambuf {
 public:
  explicit Once(std::string text) : text_(std::move(text)) {
    setg(text_.data(), text_.data(), text_.data() + text_.size());
  }

 private:
  std::string text_;
};

// `repeat` copies of a row, made while they are read: a file larger than the memory.
class Endless : public std::streambuf {
 public:
  Endless(std::string header, std::string row, std::int64_t repeat)
      : text_(std::move(header)), row_(std::move(row)), left_(repeat) {
    setg(text_.data(), text_.data(), text_.data() + text_.size());
  }

 private:
  int_type underflow() override {
    if (left_ == 0) return traits_type::eof();
    text_.clear();
    for (int i = 0; i < 1000 && left_ > 0; ++i, --left_) text_ += row_;
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return traits_type::to_int_type(text_[0]);
  }
  std::string text_, row_;
  std::int64_t left_;
};

TEST(CsvReader, ReadsWhatRfc4180Has) {
  const std::vector<Cells> expected = {
      {"a", "b"}, {"1", "x, y"}, {"2", "say \"hi\""}, {"3", "two\nlines"}};
  EXPECT_EQ(read_all("a,b\r\n1,\"x, y\"\r\n2,\"say \"\"hi\"\"\"\r\n3,\"two\nlines\"\r\n,\r\n"),
            expected);
  EXPECT_EQ(read_all("\xEF\xBB\xBF"
                     "a,b\n1,\"x, y\"\n\n2,\"say \"\"hi\"\"\"\n3,\"two\nlines\"\n\"\","),
            expected);
}

TEST(CsvReader, KeepsAnInchMarkWithinACell) {
  EXPECT_EQ(read_all("a,b\n5\" pipe,x\n")[1], (Cells{"5\" pipe", "x"}));
}

TEST(CsvReader, NamesAnEmptyFile) {
  EXPECT_EQ(read_all("")[0], (Cells{"!file_is_empty"}));
  EXPECT_EQ(read_all("\r\n\r\n")[0], (Cells{"!file_is_empty"}));
  EXPECT_EQ(read_all("\xEF\xBB\xBF")[0], (Cells{"!file_is_empty"}));
}

TEST(CsvReader, NamesEveryMalformedRowAndGoesOn) {
  const std::vector<Cells> expected = {{"a", "b"},
                                       {"!row_is_cut_short:2"},
                                       {"2", "x"},
                                       {"!row_has_too_many_cells:4"},
                                       {"!quote_is_not_closed:5"},
                                       {"5", "y"},
                                       {"!quote_is_not_closed:7"},
                                       {"7", "z"}};
  EXPECT_EQ(read_all("a,b\n1\n2,x\n3,x,\n4,\"open\n5,\"y\"\n6,\"q\"r\n7,z"), expected);
}

TEST(CsvReader, AQuoteThatNobodyClosesCostsItsOwnRowOnly) {
  std::string text = "a,b\n1,\"open\n";
  for (int i = 2; i <= 100'000; ++i) text += std::to_string(i) + ",a row without quotes\n";
  const auto rows = read_all(text);
  ASSERT_EQ(rows.size(), 100'001u);
  EXPECT_EQ(rows[1], (Cells{"!quote_is_not_closed:2"}));
  EXPECT_EQ(rows[100'000], (Cells{"100000", "a row without quotes"}));
}

TEST(CsvReader, ACellEndsAtOneMegabyte) {
  const std::string long_cell(3 << 20, 'x');
  EXPECT_EQ(read_all("a,b\n1," + long_cell + "\n2,y\n"),
            (std::vector<Cells>{{"a", "b"}, {"!field_is_too_long:2"}, {"2", "y"}}));
  EXPECT_EQ(read_all("a,b\n1,\"" + long_cell + "\"\n2,y\n"),
            (std::vector<Cells>{{"a", "b"}, {"!field_is_too_long:2"}, {"2", "y"}}));
}

// 单位,说明 / 联通,好 in GB18030. The bytes of 联通 are well-formed UTF-8 as well.
constexpr std::string_view in_gb18030 =
    "\xB5\xA5\xCE\xBB,\xCB\xB5\xC3\xF7\n\xC1\xAA\xCD\xA8,\xBA\xC3\n\xC1\xAA\xCD\xA8,x\n";

TEST(CsvReader, ReadsGb18030AndSaysSo) {
  const std::vector<Cells> expected = {{"单位", "说明"}, {"联通", "好"}, {"联通", "x"}};
  EXPECT_EQ(read_all(in_gb18030), expected);
  Once once{std::string(in_gb18030)};
  std::istream pipe(&once);
  EXPECT_EQ(read_all(pipe), expected);

  std::istringstream input{std::string(in_gb18030)};
  CsvReader reader(input);
  ASSERT_TRUE(reader.header());
  EXPECT_TRUE(reader.was_gb18030());
}

TEST(CsvReader, FindsGb18030FarBelowAnAsciiHeader) {
  std::string text = "a,b\n";
  for (int i = 0; i < 200'000; ++i) text += "1,plain\n";
  text += "2,\xBA\xC3\n";
  EXPECT_EQ(read_all(text).back(), (Cells{"2", "好"}));
}

// Lines that UTF-8 reads as well say nothing against the one that it does not: 漏水, 山水路.
TEST(CsvReader, ReadsGb18030MostOfWhoseLinesUtf8ReadsToo) {
  EXPECT_EQ(read_all("\xB1\xE0\xBA\xC5,x\n1,\xC2\xA9\xCB\xAE\n2,\xC9\xBD\xCB\xAE\xC2\xB7\n"),
            (std::vector<Cells>{{"编号", "x"}, {"1", "漏水"}, {"2", "山水路"}}));
}

// Latin words of Windows-1252 are well-formed GB18030, and Hanzi within their words.
TEST(CsvReader, AsksWhetherLatinWordsAreMeant) {
  const std::string text =
      "id,district\n1,Gr\xE0"
      "cia\n2,Sarri\xE0-Sant Gervasi\n";
  std::istringstream input(text);
  CsvReader reader(input);
  const auto begun = reader.begin();
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().law, Refusal::encoding_is_ambiguous);
  EXPECT_TRUE(begun.error().detail.starts_with("windows-1252: 1,Gràcia")) << begun.error().detail;
  EXPECT_TRUE(begun.error().detail.contains("GB18030: 1,Gr郼ia")) << begun.error().detail;
  std::istringstream again(text);
  CsvReader named(again, "windows-1252");
  ASSERT_TRUE(named.header());
  Cells cells;
  ASSERT_TRUE(named.next(cells));
  EXPECT_EQ(cells, (Cells{"1", "Gràcia"}));
  // A name with a sign that GB2312 had not: 朱镕基.
  EXPECT_EQ(read_all("a\n\xD6\xEC\xE9\x46\xBB\xF9\n"), (std::vector<Cells>{{"a"}, {"朱镕基"}}));
}

// In English text the first sign that differs stands far behind.
TEST(CsvReader, ShowsTwoReadingsWhereTheyDiffer) {
  std::istringstream input(
      "id,text\n1,Food on the counter was held at a temperature of 50\xC2\xB0\n");
  CsvReader reader(input);
  const auto begun = reader.begin();
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().detail, "UTF-8: …erature of 50° | GB18030: …erature of 50掳");
}

TEST(CsvReader, NamesADamagedRowOfAUtf8File) {
  EXPECT_EQ(read_all("a,b\n1,好\n2,好\n3,\xE5\xA5\n4,好\n"),
            (std::vector<Cells>{{"a", "b"},
                                {"1", "好"},
                                {"2", "好"},
                                {"!text_is_neither_utf8_nor_gb18030:4"},
                                {"4", "好"}}));
}

std::string in_utf16(std::u16string_view text, bool is_big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const auto high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    bytes += is_big_endian ? high : low;
    bytes += is_big_endian ? low : high;
  }
  return bytes;
}

TEST(CsvReader, ReadsUtf16) {
  const std::vector<Cells> expected = {{"id", "说明"}, {"1", "𠮷, 好"}, {"2", "x"}};
  for (const bool is_big_endian : {false, true})
    for (const std::u16string_view mark : {u"\uFEFF", u""}) {
      const std::u16string text = std::u16string(mark) + u"id,说明\r\n1,\"𠮷, 好\"\r\n2,x\r\n";
      EXPECT_EQ(read_all(in_utf16(text, is_big_endian)), expected) << is_big_endian << mark.size();
      Once once(in_utf16(text, is_big_endian));
      std::istream pipe(&once);
      EXPECT_EQ(read_all(pipe), expected);
    }
}

TEST(CsvReader, ReadsUtf16WhoseCharactersLieAcrossBlocks) {
  std::u16string text = u"\uFEFFa,b\n";
  for (int i = 0; i < 100'000; ++i) text += u"1,好𠮷\n";
  const std::vector<Cells> rows = read_all(in_utf16(text, false));
  ASSERT_EQ(rows.size(), 100'001u);
  for (std::size_t i = 1; i < rows.size(); ++i) ASSERT_EQ(rows[i], (Cells{"1", "好𠮷"})) << i;
}

TEST(CsvReader, NamesWhatOnlyLooksLikeUtf16) {
  using namespace std::string_view_literals;
  for (const auto& bytes :
       {in_utf16(u"\uFEFFa,b\n1,\xD842\n", false), in_utf16(u"\uFEFFa,b\n1,\xDFB7\n", false),
        in_utf16(u"\uFEFFa,b\n1,x\n", false) + "x",
        std::string("\xFF\xFE\0\0a\0\0\0,\0\0\0b\0\0\0\n\0\0\0"sv),
        std::string("a\0\0\0,\0\0\0b\0\0\0\n\0\0\0"sv)}) {
    const std::vector<Cells> rows = read_all(bytes);
    EXPECT_TRUE(rows.back()[0].starts_with("!text_is_neither_utf8_nor_gb18030")) << bytes;
  }
}

TEST(CsvReader, ReadsLinesThatEndByACarriageReturnAlone) {
  const std::vector<Cells> expected = {{"id", "text"}, {"1", "a\nb, c"}, {"2", "好"}};
  EXPECT_EQ(read_all("id,text\r1,\"a\rb, c\"\r2,好\r"), expected);
  EXPECT_EQ(read_all(in_utf16(u"id,text\r1,\"a\rb, c\"\r2,好\r", false)), expected);
  std::string bytes(in_gb18030);
  std::ranges::replace(bytes, '\n', '\r');
  EXPECT_EQ(read_all(bytes).at(1), (Cells{"联通", "好"}));
}

TEST(CsvReader, BelievesWhatIsSaidOfItsEncodingOrRefusesIt) {
  const auto second = [](const std::string& bytes, std::string_view charset) -> std::string {
    std::istringstream input(bytes);
    CsvReader reader(input, charset);
    const auto header = reader.header();
    if (!header) return std::string(name_of(header.error().law)) + " " + header.error().detail;
    Cells cells;
    return reader.next(cells) ? cells[0] : "";
  };
  EXPECT_EQ(second("a\n\xba\x7c\xa4\xf4\n", "Big5"), "漏水");
  EXPECT_EQ(second("a\n\xc2\xa9\xcb\xae\n", "gb2312"), "漏水");
  EXPECT_EQ(second("a\n漏水\n", "UTF-8"), "漏水");
  EXPECT_EQ(second("\xEF\xBB\xBF"
                   "a\n漏水\n",
                   "utf-8"),
            "漏水");
  EXPECT_EQ(second("a\n\xc2\xa9\xcb\xae\xb0\n", "utf-8"), "media_type_is_wrong charset=utf-8");
  EXPECT_EQ(second("a\n漏水\n", "klingon"), "media_type_is_wrong charset=klingon");
}

TEST(CsvReader, SaysWhatIsNoTableOfText) {
  const auto law = [](const std::string& bytes) {
    std::istringstream input(bytes);
    CsvReader reader(input);
    const auto header = reader.header();
    return header ? Refusal::none : header.error().law;
  };
  EXPECT_EQ(law("PK\x03\x04\x14"), Refusal::media_type_is_wrong);
  EXPECT_EQ(law("\xD0\xCF\x11\xE0\xA1"), Refusal::media_type_is_wrong);
  EXPECT_EQ(law(std::string(100'000, ',') + "x\n"), Refusal::file_is_too_large);
  EXPECT_EQ(law("a,b\n"), Refusal::none);
}

// Of millions of cells each would have its room.
TEST(CsvReader, RefusesARowOfNothingButSeparators) {
  std::istringstream input("a,b\n" + std::string(1 << 20, ',') + "\n2,3\n");
  CsvReader reader(input);
  ASSERT_TRUE(reader.header());
  Cells cells;
  EXPECT_EQ(reader.next(cells).error().law, Refusal::field_is_too_long);
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, (Cells{"2", "3"}));
}

TEST(CsvReader, TellsACellThatIsTooLongFromAnOpenQuote) {
  std::istringstream input("a,b\n\"" + std::string(5 << 20, 'x') + "\",1\n2,3\n");
  CsvReader reader(input);
  ASSERT_TRUE(reader.header());
  Cells cells;
  EXPECT_EQ(reader.next(cells).error().law, Refusal::field_is_too_long);
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, (Cells{"2", "3"}));
}

TEST(CsvReader, StreamsAFileThatNeverLiesInMemory) {
  constexpr std::int64_t rows = 2'000'000;
  Endless endless("a,b\n", "12345,\"a cell, quoted\"\n", rows);
  std::istream input(&endless);
  CsvReader reader(input);
  ASSERT_TRUE(reader.header());
  Cells cells;
  std::int64_t count = 0;
  while (true) {
    const auto read = reader.next(cells);
    ASSERT_TRUE(read);
    if (!*read) break;
    ++count;
  }
  EXPECT_EQ(count, rows);
  EXPECT_EQ(reader.row(), rows + 1);
  EXPECT_EQ(reader.bytes_read(), 4 + rows * 23);
}

TEST(CsvRow, EscapesWhatASpreadsheetWouldRun) {
  EXPECT_EQ(csv_row({"a", "b,c", "say \"hi\"", " x"}), "a,\"b,c\",\"say \"\"hi\"\"\",\" x\"\r\n");
  EXPECT_EQ(csv_row({"=1+1", "@x", "+cmd|' /C calc'!A0", "-3.5", "-x"}),
            "'=1+1,'@x,'+cmd|' /C calc'!A0,-3.5,'-x\r\n");
  EXPECT_EQ(csv_row({"＝1+1", "＋1", "－1", "＠x", "，x", "好＝"}),
            "'＝1+1,'＋1,'－1,'＠x,，x,好＝\r\n");
}

RC_GTEST_PROP(CsvRow, IsReadBackAsItWas, (std::vector<std::vector<std::uint8_t>> cells)) {
  RC_PRE(cells.size() >= 2);
  constexpr std::string_view symbols[] = {"a", "1", ",", "\"", "\n", " ", "好", ";"};
  Cells texts;
  for (const auto& cell : cells) {
    std::string text = "x";  // starts no formula
    for (const std::uint8_t symbol : cell) text += symbols[symbol % std::size(symbols)];
    texts.push_back(text);
  }
  RC_ASSERT(read_all(csv_row(texts) + csv_row(texts))[1] == texts);
}

// What an office program leaves at the edges of a table, and what another country's writes.
TEST(CsvReader, TheSeparatorIsTheOneThatPartsTheFirstLine) {
  for (const char separator : {',', ';', '\t'}) {
    std::string text = "a|\"b;,\t\"|c\n1|\"2\n3\"|4,5\n";
    if (separator == ',') text = "a|\"b;,\t\"|c\n1|\"2\n3\"|4;5\n";
    std::ranges::replace(text, '|', separator);
    std::istringstream input(text);
    CsvReader reader(input);
    const auto header = reader.header();
    ASSERT_TRUE(header);
    EXPECT_EQ(reader.separator(), separator);
    EXPECT_EQ(header->size(), 3u);
    std::vector<std::string> cells;
    ASSERT_TRUE(reader.next(cells));
    EXPECT_EQ(cells, (std::vector<std::string>{"1", "2\n3", separator == ',' ? "4;5" : "4,5"}));
  }
}

TEST(CsvReader, RowsAndNamelessColumnsThatHoldNothingArePassedOver) {
  std::istringstream input("a,b,,\n1,2,,\n,,,\n3,4,,\n5,6,x,\n");
  CsvReader reader(input);
  ASSERT_EQ(reader.header().value(), (std::vector<std::string>{"a", "b"}));
  std::vector<std::string> cells;
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, (std::vector<std::string>{"1", "2"}));
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, (std::vector<std::string>{"3", "4"}));
  EXPECT_EQ(reader.row(), 4);
  const auto last = reader.next(cells);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().law, Refusal::row_has_too_many_cells);
}

}  // namespace
}  // namespace chuangyou
