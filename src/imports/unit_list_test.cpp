// A list of units as offices have it: which column says what, what is asked, and what is there
// already.
#include "imports/unit_list.h"

#include "campaign/unit_cells.h"
#include "core/words.h"
#include "documents/csv_reader.h"
#include "documents/xlsx_writer.h"
#include "imports/import_for_tests.h"
#include "imports/unit_mapping.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;

class UnitLists : public ImportWorld {
 protected:
  UnitReading reading_of_file_;
  bool takes_first_ = false;

  void SetUp() override {
    reading_of_file_.parent_separator = reading_of_file_.alias_separator = "any";
  }

  UnitListPlan plan(const std::string& text) {
    std::istringstream file(text);
    return plan_unit_list(file, {*body_, clerk_, random_, now, {}, reading_of_file_, takes_first_});
  }
  static Texts told(const UnitListPlan& plan) {
    Texts found;
    for (const ImportFinding& finding : plan.findings)
      found.push_back((finding.is_note ? "note " : "") + std::to_string(finding.row) + "," +
                      finding.column + "," + std::string(code_of(finding)));
    return found;
  }
  static Texts details(const UnitListPlan& plan, std::string_view code) {
    Texts found;
    for (const ImportFinding& finding : plan.findings)
      if (code_of(finding) == code) found.push_back(finding.refused.detail);
    return found;
  }
  // A workbook with a cover in front of two sheets that have the columns.
  std::string workbook_with_cover() {
    const std::string path = folder_ + "/cover.xlsx";
    XlsxWriter writer(path);
    const std::vector<XlsxColumn> cover{{"封面"}}, columns{{"单位名称"}, {"上级"}};
    writer.begin_sheet("封面", cover);
    for (const char* name : {"局", "处"}) {
      writer.begin_sheet(name, columns);
      const std::vector<XlsxCell> row{XlsxCell(std::string("新") + name), XlsxCell("税务局")};
      EXPECT_TRUE(writer.add(row));
    }
    writer.close();
    return path;
  }
  UnitListPlan plan_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return plan_unit_list(file,
                          {*body_, clerk_, random_, now, path, reading_of_file_, takes_first_});
  }
  const Unit& founded(const UnitListPlan& plan, const std::string& name) {
    static const Unit nothing;
    for (const FoundUnit& act : plan.units.acts)
      if (act.unit.name == name) return act.unit;
    ADD_FAILURE() << name;
    return nothing;
  }
};

TEST_F(UnitLists, WithoutCodesNamesAreTheKeys) {
  const UnitListPlan found = plan(
      "单位,上级,类型,成立日期,撤销日期,曾用名\n"
      "稽查局,税务局,部门,2011年,,\n"
      "稽查一科,稽查局,处室,2012.3.1,2015年6月,一科、老一科\n");
  EXPECT_EQ(told(found),
            (Texts{"note 0,成立日期,date_form_is_guessed", "note 2,成立日期,date_is_told_in_part",
                   "note 3,撤销日期,date_is_told_in_part"}));
  EXPECT_EQ(found.founded, 2);
  const Unit& office = founded(found, "稽查局");
  EXPECT_EQ(office.administrative_parent, body_->tree.unit(1).id);
  EXPECT_EQ(office.from, make_date(2011, 1, 1));
  EXPECT_TRUE(office.code.empty()) << "a name is no code";
  const Unit& section = founded(found, "稽查一科");
  EXPECT_EQ(section.administrative_parent, office.id);
  EXPECT_EQ(section.type, UnitType::division);
  EXPECT_EQ(section.from, make_date(2012, 3, 1));
  EXPECT_EQ(section.until, make_date(2015, 6, 30));
  EXPECT_EQ(section.aliases, (Texts{"一科", "老一科"}));
}

// Every row that cannot be read, each by its number, and no word of where the file lies.
TEST_F(UnitLists, EachRowThatIsWrongIsTold) {
  const UnitListPlan found = plan("name,type\n甲\x01处,处室\n乙处,处室,多\n丙处,处室\n丁处\n");
  EXPECT_EQ(told(found), (Texts{"2,name,field_has_wrong_kind", "3,,row_has_too_many_cells",
                                "5,,row_is_cut_short"}));
  EXPECT_TRUE(found.units.acts.empty());
}

// Whatever its file is packed into, a list that is held whole has an end.
TEST_F(UnitLists, NoMoreIsHeldThanAListCanBe) {
  std::string text = "name,note\n";
  const std::string long_text(1'000'000, 'x');
  for (int i = 0; i < 70; ++i) text += std::to_string(i) + "," + long_text + "\n";
  EXPECT_EQ(told(plan(text)), (Texts{"0,file,file_is_too_large"}));
}

TEST_F(UnitLists, WhatNobodyKnowsIsAskedAbout) {
  const std::string text =
      "代码,单位名称,主管,类型,状态,成立日期\n"
      "1,甲处,,委办局,筹建,01/02/2011\n"
      "2,乙处,1;3,委办局,正常,03/02/2011\n"
      "3,丙处,,处室,已撤销,05/02/2011\n";
  EXPECT_EQ(told(plan(text)), (Texts{"0,成立日期,date_form_is_ambiguous"}));
  reading_of_file_.day_form = "%d/%m/%Y";
  UnitListPlan asked = plan(text);
  EXPECT_EQ(told(asked), (Texts{"note 0,主管,column_is_not_used", "2,状态,choice_is_unknown",
                                "2,类型,choice_is_unknown", "3,类型,choice_is_unknown",
                                "note 4,,unit_closed_without_a_date"}));
  const std::vector<ListWord>& words = asked.unknown_words.all();
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[0].word + words[1].word, "委办局筹建");
  EXPECT_EQ(words[0].rows, 2);

  UnitColumns& columns = reading_of_file_.columns;
  columns.code = "代码";
  columns.name = "单位名称";
  columns.type = "类型";
  columns.closed = "状态";
  columns.founded_on = "成立日期";
  columns.parents = {"主管"};
  reading_of_file_.type_words = {"委办局=department"};
  reading_of_file_.closed_words = {"筹建=false"};
  EXPECT_EQ(told(plan(text)).front(), "3,主管,unit_has_several_parents");
  takes_first_ = true;
  const UnitListPlan clean = plan(text);
  EXPECT_TRUE(clean.is_clean());
  EXPECT_EQ(clean.founded, 3);
  EXPECT_EQ(founded(clean, "乙处").from, make_date(2011, 2, 3));
  EXPECT_TRUE(founded(clean, "丙处").is_closed);

  columns.level = "级别";
  EXPECT_EQ(told(plan(text)), Texts{"0,级别,column_is_missing"}) << "named, and not there";
}

// Two superiors, each in a column of its own: the administrative one and the one on the Party line.
TEST_F(UnitLists, ThePartySuperiorIsAColumnOfItsOwn) {
  const UnitListPlan found = plan(
      "单位名称,上级单位,党组织隶属,类型\n第一支部,税务局,机关党委,党支部\n"
      "机关党委,,,机关党委\n第二支部,税务局,财务局,党支部\n");
  EXPECT_EQ(told(found), Texts());
  EXPECT_EQ(found.columns.back().second, "parents");
  const Unit& branch = founded(found, "第一支部");
  EXPECT_EQ(branch.administrative_parent, body_->tree.unit(1).id);
  EXPECT_EQ(branch.party_parent, founded(found, "机关党委").id) << "a unit of the same file";
  EXPECT_EQ(founded(found, "第二支部").party_parent, body_->tree.unit(2).id) << "one that stands";
  EXPECT_TRUE(founded(found, "机关党委").party_parent.is_nil());
  EXPECT_EQ(told(plan("单位名称,上级党组织\n甲处,没有的党委\n")),
            Texts{"2,上级党组织,parent_is_unknown"});
  reading_of_file_.columns.name = "单位名称";
  reading_of_file_.columns.party_parent = "上级党组织";
  EXPECT_EQ(told(plan("单位名称\n甲处\n")), Texts{"0,上级党组织,column_is_missing"});
}

// The same said as data, as the desk keeps it and the command line reads it.
TEST_F(UnitLists, AMappingSaysWhatColumnsAndWordsMean) {
  const auto mapping = read_unit_mapping(
      R"({"list":"units","columns":[{"column":"单位","field":"name"},
          {"column":"甲","field":"aliases"},{"column":"乙","field":"aliases"},
          {"column":"类型","field":"type","choices":{"委办局":"department"}}],
          "unit_type":"division","day_form":"%d/%m/%Y","take_first_parent":true,
          "ignored":["备注"]})");
  ASSERT_TRUE(mapping) << mapping.error().field;
  EXPECT_TRUE(mapping->takes_first_parent);
  reading_of_file_ = mapping->reading;
  const UnitListPlan found = plan("单位,类型,甲,乙,备注\n甲局,委办局,一,二、三,\n乙处,,,,\n");
  EXPECT_EQ(told(found), Texts{"note 0,备注,column_is_not_used"});
  EXPECT_EQ(founded(found, "甲局").aliases, (Texts{"一", "二", "三"}));
  EXPECT_EQ(founded(found, "乙处").type, UnitType::division);
  const auto law_of = [](std::string_view yaml) { return read_unit_mapping(yaml).error().law; };
  EXPECT_EQ(law_of("list: units\ncolumns: [{column: 甲, field: 乙}]"), Refusal::field_is_unknown);
  EXPECT_EQ(law_of("list: units\ncolumns: [{column: 甲, field: code}]"), Refusal::field_is_missing);
  EXPECT_EQ(law_of("list: units\ncolumns: [{column: 甲, field: name}, {column: 乙, field: name}]"),
            Refusal::name_is_taken);
  EXPECT_EQ(law_of("list: units\ncolumns: [{column: 甲, field: name}]\nunit_type: 星"),
            Refusal::choice_is_unknown);
}

// What a spreadsheet has made of 2018.10 is not taken for January.
TEST_F(UnitLists, AMonthThatLostItsNoughtIsAsked) {
  const std::string path = folder_ + "/units.xlsx";
  {
    XlsxWriter writer(path);
    const std::vector<XlsxColumn> columns{{"单位名称"}, {"成立日期"}};
    writer.begin_sheet("单位", columns);
    const std::vector<XlsxCell> row{XlsxCell("甲处"), XlsxCell(2018.1)};
    ASSERT_TRUE(writer.add(row));
    writer.close();
  }
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(told(plan_unit_list(
                file, {*body_, clerk_, random_, now, path, reading_of_file_, takes_first_})),
            Texts{"2,成立日期,date_form_is_ambiguous"});
}

TEST_F(UnitLists, WhoMayNotFoundIsToldSoAtOnce) {
  clerk_ = head_;
  EXPECT_EQ(told(plan("单位名称\n甲处\n")), Texts{"2,,post_does_not_allow_this"});
}

// The whole tree goes out and comes in: nothing is founded.
TEST_F(UnitLists, WhatWentOutIsThereAlready) {
  for (const Language language : {Language::zh, Language::en}) {
    const WordOf word = [language](std::string_view kind, std::string_view name) {
      return std::string(words(language, std::string(kind) + "." + std::string(name)));
    };
    Texts titles;
    for (const std::string_view column : unit_columns)
      titles.emplace_back(words(language, "org_fields." + std::string(column)));
    std::string text = csv_row(titles);
    for (const UnitNo no : units_from_the_root(body_->tree, make_date(2019, 7, 1)))
      text += csv_row(unit_cells(body_->tree, body_->tree.unit(no), make_date(2019, 7, 1), word));
    const UnitListPlan again = plan(text);
    EXPECT_TRUE(again.is_clean());
    EXPECT_EQ(again.unchanged, body_->tree.size());
    EXPECT_EQ(again.founded, 0);
  }
}

// A list changes nothing of a unit that stands, and nothing that it says otherwise is lost.
TEST_F(UnitLists, WhatAListSaysOtherwiseOfAUnitThatStandsIsTold) {
  DescribeUnit said{body_->tree.unit(2).id, make_date(2019, 1, 1), UnitLevel::province, "财税"};
  said.order_number = 3;
  org(said, clerk_);
  const std::string head = "名称,上级,类型,层级,行业,排序,别名,成立日期,撤销日期\n";
  EXPECT_EQ(told(plan(head + "财务局,省级机关工委,部门,省级,财税,3.0,,,\n税务局,,,,,,地税局,,\n")),
            Texts());
  const UnitListPlan other = plan(head + "财务局,税务局,处室,市级,税收,4,财政局,2001,2010-01-01\n");
  EXPECT_EQ(other.unchanged, 0) << "a unit below another superior is another unit";
  const UnitListPlan found =
      plan(head + "财务局,省级机关工委,处室,市级,税收,4,财政局,2001-01-01,2010-01-01\n");
  EXPECT_TRUE(found.is_clean());
  EXPECT_EQ(found.unchanged, 1);
  EXPECT_EQ(details(found, "unit_stands_already"),
            (Texts{"财务局: 部门 department → 处室 division", "财务局: - → 财政局",
                   "财务局: - → 2001-01-01", "财务局: - → 2010-01-01",
                   "财务局: 省级 province → 市级 city", "财务局: 财税 → 税收", "财务局: 3 → 4"}));
}

// By the id under which it went out it is the same unit, whatever it is called now.
TEST_F(UnitLists, ARenamedRowOfTheExportIsTold) {
  const Unit& tax = body_->tree.unit(1);
  const std::string id = to_text(tax.id);
  const UnitListPlan found =
      plan("id,code,name,administrative_parent\n" + id + ",,国税局,财务局\n");
  EXPECT_EQ(told(found), (Texts{"note 2,name,unit_stands_already",
                                "note 2,administrative_parent,unit_stands_already"}));
  EXPECT_EQ(details(found, "unit_stands_already"),
            (Texts{"税务局: 税务局 → 国税局", "税务局: 省级机关工委 → 财务局"}));
}

// Beside a name alone no superior is left out to mean the root.
TEST_F(UnitLists, ANameThatStandsAnywhereIsThatUnit) {
  Unit deep = unit("信访科", body_->tree.unit(1).id);
  org(FoundUnit{deep}, clerk_);
  reading_of_file_.columns.name = "名称";
  const UnitListPlan found = plan("名称\n信访科\n省级机关工委\n新科\n");
  EXPECT_EQ(found.unchanged, 2);
  EXPECT_EQ(found.founded, 1);
  const UnitListPlan several = plan("名称\n办公室\n");
  EXPECT_EQ(told(several), Texts{"2,名称,name_is_ambiguous"});
  EXPECT_EQ(details(several, "name_is_ambiguous"), Texts{"办公室: 税务局;财务局"});
  reading_of_file_.columns.parents = {"上级"};
  const UnitListPlan told_apart = plan("名称,上级\n办公室,财务局\n信访科,\n信访科,财务局\n");
  EXPECT_EQ(told_apart.unchanged, 2);
  EXPECT_EQ(told_apart.founded, 1) << "one that is called so below another superior";
}

TEST_F(UnitLists, ColumnsThatAreNotUsedAreTold) {
  reading_of_file_.columns.name = "名称";
  const UnitListPlan found = plan("名称,上级,备注\n甲处,税务局,\n乙处,税务局,\n丙处,,\n");
  EXPECT_EQ(told(found),
            (Texts{"note 0,上级,column_is_not_used", "note 0,备注,column_is_not_used"}));
  EXPECT_EQ(found.findings[0].count, 2) << "so many rows hold something there";
  EXPECT_EQ(found.findings[1].refused.detail, "0");
}

TEST_F(UnitLists, OtherSheetsWithTheColumnsAreNamed) {
  const std::string path = workbook_with_cover();
  const Texts nothing_there{"note 0,,other_sheet_has_columns", "0,,column_is_missing"};
  EXPECT_EQ(told(plan_file(path)), nothing_there);
  EXPECT_EQ(details(plan_file(path), "other_sheet_has_columns"), Texts{"局、处"});
  reading_of_file_.columns.name = "单位名称";
  reading_of_file_.columns.parents = {"上级"};
  EXPECT_EQ(told(plan_file(path)),
            (Texts{"note 0,,other_sheet_has_columns", "0,单位名称,column_is_missing"}));
  reading_of_file_.sheet = "处";
  EXPECT_EQ(told(plan_file(path)), Texts()) << "whoever names a sheet has chosen";
}

TEST_F(UnitLists, ANameOfSeveralUnitsIsTold) {
  const UnitListPlan found =
      plan("名称,上级,别名\n新一局,,税务局\n新二局,,共名\n新三局,,共名\n新四局,,新一局\n");
  EXPECT_TRUE(found.is_clean());
  EXPECT_EQ(details(found, "name_is_ambiguous"),
            (Texts{"新一局: 税务局 = 税务局", "新二局: 共名 = 新三局", "新三局: 共名 = 新二局",
                   "新四局: 新一局 = 新一局"}));
}

// As a spreadsheet saves a title above the heads.
TEST_F(UnitLists, ATitleLineWithCommasIsPassedOver) {
  reading_of_file_.columns.name = "名称";
  reading_of_file_.columns.parents = {"上级"};
  EXPECT_EQ(told(plan("机构名册,,\n名称,上级,\n甲处,税务局,\n")),
            Texts{"note 0,,header_is_further_down"});
}

TEST_F(UnitLists, EqualFaultsAreToldOnce) {
  std::string text = "名称,类型\n";
  for (int i = 0; i < 200; ++i) text += "处" + std::to_string(i) + ",委办局\n";
  const UnitListPlan found = plan(text);
  EXPECT_EQ(told(found), Texts{"2,类型,choice_is_unknown"});
  EXPECT_EQ(found.findings.front().count, 200);
  EXPECT_EQ(found.findings.front().more_rows.size(), 9u);
}

// In a text file nobody sees either what a spreadsheet has made of 2016.10.
TEST_F(UnitLists, AMonthThatMayHaveLostItsNoughtIsAskedInATextFileToo) {
  EXPECT_EQ(told(plan("名称,成立日期\n甲处,2016.1\n乙处,2015.3\n")),
            (Texts{"2,成立日期,date_form_is_ambiguous", "note 3,成立日期,date_is_told_in_part"}));
  EXPECT_EQ(told(plan("名称,成立日期\n甲处,2016.1\n乙处,2015.10\n")).front(),
            "note 2,成立日期,date_is_told_in_part")
      << "the column keeps its noughts";
}

TEST_F(UnitLists, ADayToComeThatIsToldInPartIsRefused) {
  EXPECT_EQ(told(plan("名称,撤销日期\n甲局,2019-08\n乙局,2020\n丙局,2019-09-01\n")),
            (Texts{"2,撤销日期,day_is_still_to_come", "3,撤销日期,day_is_still_to_come",
                   "4,撤销日期,day_is_still_to_come"}));
  const UnitListPlan this_year = plan("名称,撤销日期\n甲局,2019\n");
  EXPECT_EQ(founded(this_year, "甲局").until, make_date(2019, 7, 1)) << "it has ended by now";
}

// One row that cannot be read hides no fault of the others.
TEST_F(UnitLists, WhatElseIsWrongIsToldBesideARowThatCannotBeRead) {
  EXPECT_EQ(told(plan("名称,上级,类型,排序\n甲\x01处,,,\n乙处,甲处,,1.0\n丙处,,星,\n丁处,,,x\n")),
            (Texts{"2,名称,field_has_wrong_kind", "4,类型,choice_is_unknown",
                   "5,排序,number_is_out_of_range"}));
}

}  // namespace
}  // namespace chuangyou
