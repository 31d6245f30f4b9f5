#include "documents/date_forms.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

std::string read(std::string_view pattern, std::string_view text) {
  const auto form = DateForm::named(pattern);
  if (!form) return "no form";
  const auto iso = form->iso(text);
  return iso ? *iso : std::string(name_of(iso.error().law));
}

TEST(DateForms, ReadWhatOfficesWrite) {
  EXPECT_EQ(read("%Y-%m-%d", "2015-7-1"), "2015-07-01");
  EXPECT_EQ(read("%Y/%m/%d", "2015/07/01"), "2015-07-01");
  EXPECT_EQ(read("%Y年%m月%d日", "2015年7月1日"), "2015-07-01");
  EXPECT_EQ(read("%Y-%m-%d", "２０１５－０７－０１"), "2015-07-01");
  EXPECT_EQ(read("%Y%m%d", "20150701"), "2015-07-01");
  EXPECT_EQ(read("%m/%d/%y %H:%M", "1/1/20 0:05"), "2020-01-01 00:05:00");
  EXPECT_EQ(read("%m/%d/%Y %I:%M:%S %p", "01/01/2010 01:26:03 PM"), "2010-01-01 13:26:03");
  EXPECT_EQ(read("%m/%d/%Y %I:%M %p", "01/01/2010 12:00 AM"), "2010-01-01 00:00:00");
  EXPECT_EQ(read("%Y/%m/%d %p%I:%M", "2015/7/1 下午3:05"), "2015-07-01 15:05:00");
  EXPECT_EQ(read("epoch", "1517065554"), "2018-01-27T15:05:54Z");
  EXPECT_EQ(read("epoch_ms", "1517065554000"), "2018-01-27T15:05:54Z");
  EXPECT_EQ(read("%d/%m/%y", "01/06/69"), "1969-06-01");
  EXPECT_EQ(read("%d/%m/%y", "01/06/68"), "2068-06-01");
  EXPECT_EQ(read("serial", "43636"), "2019-06-20");
  EXPECT_EQ(read("serial", "43636.375"), "2019-06-20 09:00:00");
  EXPECT_EQ(read("serial_1904", "42174"), "2019-06-20");
}

TEST(DateForms, RefuseWhatIsNoDayOrOfAnotherForm) {
  for (const std::string_view text : {"2015-02-29", "2015-13-01", "2015-7", "1/7/2015", "",
                                      "2015-07-01 ", "2015-07-01x", "15-07-01"})
    EXPECT_EQ(read("%Y-%m-%d", text), text == "2015-07-01 " ? "2015-07-01" : "date_is_not_iso")
        << text;
  EXPECT_EQ(read("%Y-%m-%d %H:%M", "2015-07-01 24:00"), "date_is_not_iso");
  // Midnight to one, noon to another.
  EXPECT_EQ(read("%Y/%m/%d %p%I:%M", "2015/7/1 晚上12:30"), "date_is_not_iso");
  EXPECT_EQ(read("%Y/%m/%d %p%I:%M", "2015/7/1 晚上11:30"), "2015-07-01 23:30:00");
  EXPECT_EQ(read("%Y年%m月%d日 %H:%M", "2015年7月1"), "date_is_not_iso");
  EXPECT_EQ(read("%m/%d/%Y %I:%M %p", "01/01/2010 13:00 PM"), "date_is_not_iso");
  EXPECT_EQ(read("epoch", "-1"), "date_is_not_iso");
  for (const std::string_view number :
       {"4363", "436361", "43636.3.7", "04363", "43636年", "-43636"})
    EXPECT_EQ(read("serial", number), "date_is_not_iso") << number;
  for (const std::string_view pattern :
       {"%Y-%m", "%Y-%m-%d-%d", "%Q", "%", "%Y-%m-%d %I:%M", "%Y-%y-%m-%d", "%Y-%m-%d %H", ""})
    EXPECT_EQ(read(pattern, "2015-07-01"), "no form") << pattern;
}

// Nobody can mean another day by it, so it is read in a column of whatever form.
TEST(DateForms, ADayWithItsYearFirstIsReadBesideAnyForm) {
  for (const std::string_view text :
       {"2019-5-8", "2019/05/08", "2019.5.8", "2019年5月8日", "２０１９年５月８日", " 2019/5/8 "}) {
    EXPECT_EQ(day_with_its_year_first(text), "2019-05-08") << text;
    for (const std::string_view pattern : {"%Y-%m-%d", "%Y年%m月%d日", "%d/%m/%Y", "serial"})
      EXPECT_EQ(read(pattern, text), "2019-05-08") << text << pattern;
  }
  for (const std::string_view text :
       {"2019-5", "2019年5月", "8/5/2019", "19-5-8", "2019/2/29", "2019-5/8", "2019年12月底前",
        "2019/5/8 8:05", "20190508", ""})
    EXPECT_EQ(day_with_its_year_first(text), std::nullopt) << text;
  EXPECT_EQ(read("%Y-%d-%m", "2019-05-08"), "2019-08-05") << "somebody has said so";
}

TEST(DateForms, OnlyFormsWithTheYearBehindAreAskedAbout) {
  const auto known = [](const std::vector<std::string>& cells) {
    FormsOfColumn forms;
    for (const std::string& cell : cells) forms.see(cell);
    std::string all;
    for (const DateForm& form : forms.that_fit()) all += form.pattern() + " ";
    return all + (forms.are_alike() ? "alike" : "not alike") + (forms.do_all_fit() ? "" : " some");
  };
  EXPECT_EQ(known({"2019年5月8日", "2018/9/1", "2018.9.2"}),
            "%Y/%m/%d %Y.%m.%d %Y年%m月%d日 alike");
  EXPECT_EQ(known({"2018/9/1", "2018-9-2", "13/09/2018"}), "%d/%m/%Y alike");
  EXPECT_EQ(known({"2018/9/1", "2018-9-2", "01/09/2018"}), "%d/%m/%Y %m/%d/%Y not alike");
  EXPECT_EQ(known({"2018/9/1", "2018/9/2", "soon"}), "%Y/%m/%d alike some");
}

TEST(DateForms, AColumnIsGuessedFromAllItsCells) {
  const auto seen = [](const std::vector<std::string>& cells) {
    FormsOfColumn forms;
    for (const std::string& cell : cells) forms.see(cell);
    return forms;
  };
  const auto first = [&](const std::vector<std::string>& cells) {
    const FormsOfColumn forms = seen(cells);
    return forms.that_fit().empty() ? std::string("none") : forms.that_fit()[0].pattern();
  };
  EXPECT_EQ(first({"2015-7-1", "", "2015-12-31"}), "%Y-%m-%d");
  EXPECT_EQ(first({"31/12/2015", "01/07/2015"}), "%d/%m/%Y");
  EXPECT_EQ(first({"12/31/2015", "01/07/2015"}), "%m/%d/%Y");
  EXPECT_EQ(first({"1/1/20 0:05", "1/13/20 23:59"}), "%m/%d/%y %H:%M");
  EXPECT_EQ(first({"43636", "43637.5"}), "serial");
  EXPECT_EQ(first({"43636", "2019-06-20"}), "none");
  EXPECT_EQ(first({"soon", "2015-7-1"}), "none");
  // One that is no day spoils no column.
  EXPECT_EQ(first({"soon", "2015-7-1", "2015-7-2"}), "%Y-%m-%d");
  EXPECT_FALSE(seen({"soon", "2015-7-1", "2015-7-2"}).do_all_fit());
  EXPECT_EQ(first({"31/12/2015", "01/07/2015", "soon"}), "%d/%m/%Y");
  // A day beside a day with its time, minutes beside seconds.
  EXPECT_EQ(first({"2015/7/1", "2015/12/31 8:05"}), "%Y/%m/%d %H:%M");
  EXPECT_EQ(first({"2015/7/1 8:05", "2015/12/31 8:05:30"}), "%Y/%m/%d %H:%M:%S");
  EXPECT_EQ(first({"2015/7/1 上午9:10", "2015/12/31"}), "%Y/%m/%d %p%I:%M");
  EXPECT_EQ(first({"", " "}), "none");
  EXPECT_EQ(seen({"01/07/2015", "02/03/2015"}).that_fit().size(), 2u);
  // 2013-07-01 where the year comes first, 2001-07-13 where it does not.
  const FormsOfColumn short_years = seen({"13/07/01"});
  std::string known;
  for (const DateForm& form : short_years.that_fit()) known += form.pattern() + " ";
  EXPECT_EQ(known, "%y/%m/%d %d/%m/%y ");
  EXPECT_FALSE(short_years.are_alike());
  EXPECT_FALSE(seen({"13-07-01"}).are_alike());
  EXPECT_FALSE(seen({"13.07.01"}).are_alike());
  EXPECT_FALSE(seen({"01-07-2015"}).are_alike());
  EXPECT_EQ(first({"13/07/32"}), "%d/%m/%y");
  EXPECT_FALSE(seen({"01/07/2015", "02/03/2015"}).are_alike());
  EXPECT_TRUE(seen({"07/07/2015"}).are_alike());
}

}  // namespace
}  // namespace chuangyou
