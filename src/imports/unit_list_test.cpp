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

}  // namespace
}  // namespace chuangyou
