// Lists of people as offices have them: what is guessed and told, what is asked, and what a mapping
// says of its columns and words.
#include "imports/people_list.h"

#include "documents/csv_reader.h"
#include "imports/import_for_tests.h"
#include "imports/people_mapping.h"

namespace chuangyou {
namespace {

const std::string people_files = source_dir + "/tests/data/people-files/";

using Texts = std::vector<std::string>;

class PeopleLists : public ImportWorld {
 protected:
  bool same_names_ = false;
  std::map<std::string, std::string> said_of_names_;

  void SetUp() override { clerk_ = person("管", Role::administrator, body_->tree.unit(0).id); }

  PeoplePlan plan(std::istream& file, const std::string& path, const ImportMapping& mapping) {
    return plan_people(file, mapping,
                       {*body_,
                        *reading_,
                        clerk_,
                        random_,
                        now,
                        path,
                        {},
                        accounts_at_once_max,
                        same_names_,
                        said_of_names_});
  }
  PeoplePlan plan_file(const std::string& name, const ImportMapping& mapping = people_mapping()) {
    std::ifstream file(people_files + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return plan(file, people_files + name, mapping);
  }
  PeoplePlan plan_text(const std::string& text, const ImportMapping& mapping = people_mapping()) {
    std::istringstream file(text);
    return plan(file, {}, mapping);
  }
  static ImportMapping said(const std::string& json) {
    const auto mapping = read_people_mapping("{\"list\":\"people\"," + json + "}");
    EXPECT_TRUE(mapping) << name_of(mapping.error().law) << mapping.error().field;
    return *mapping;
  }
  static Texts told(const PeoplePlan& plan, bool of_notes = false) {
    Texts found;
    for (const ImportFinding& finding : plan.findings)
      if (finding.is_note == of_notes)
        found.push_back(std::to_string(finding.row) + "," + finding.column + "," +
                        std::string(code_of(finding)));
    return found;
  }
  static Texts words(const PeoplePlan& plan) {
    Texts all;
    for (const ListWord& word : plan.words.all())
      all.push_back(word.field + " " + word.word + "=" + word.means.value_or("?") + " " +
                    std::to_string(word.rows));
    return all;
  }
  // `陈一鸣 branch_secretary 税务局 2017-03-01`, in the order of their proposals.
  Texts proposed(const PeoplePlan& plan) {
    std::map<PersonId, std::string> names;
    Texts all;
    for (const OrgAct& act : plan.acts) {
      if (const auto* added = std::get_if<AddPerson>(&act))
        names.emplace(added->person.id, added->person.name);
      if (const auto* post = std::get_if<ProposePost>(&act))
        all.push_back(names[post->post.person] + " " + std::string(name_of(post->post.role)) + " " +
                      body_->tree.find(post->post.unit)->name + " " + to_text(post->post.from));
    }
    return all;
  }
};

TEST_F(PeopleLists, AStaffListOfAnOfficeIsGuessedAndWhatNobodyKnowsIsAsked) {
  const PeoplePlan found = plan_file("staff.xlsx");
  EXPECT_EQ(told(found), (Texts{"3,职务,choice_is_unknown", "4,职务,choice_is_unknown",
                                "6,职务,choice_is_unknown", "7,职务,field_is_missing",
                                "8,所在处室,unit_is_unknown", "8,职务,choice_is_unknown"}));
  EXPECT_EQ(
      told(found, true),
      (Texts{"0,,other_sheet_has_columns", "0,,header_is_further_down", "0,序号,column_is_not_used",
             "0,性别,column_is_not_used", "0,出生年月,column_is_not_used",
             "0,民族,column_is_not_used", "0,手机,column_is_not_used", "0,备注,column_is_not_used",
             "3,任职时间,date_is_told_in_part", "4,任职时间,date_is_told_in_part",
             "5,,row_is_a_total", "6,任职时间,date_is_told_in_part",
             "8,任职时间,date_is_told_in_part", "9,,row_is_a_total"}))
      << "what is not kept is told, and how a date in part was taken";
  EXPECT_EQ(words(found),
            (Texts{"member_kind 中共党员=formal 1", "unit 税务局=税务局 2", "role 处长=? 2",
                   "role 党支部书记=branch_secretary 1", "member_kind 中共预备党员=probationary 1",
                   "role 四级调研员=? 1", "member_kind 群众=none 1", "unit 财务局=财务局 2",
                   "role 副处长=? 1", "member_kind 入党积极分子=none 1",
                   "member_kind 民主党派=none 1", "unit 离退休处=? 1", "role =? 1"}));
  EXPECT_EQ(found.sheets, (Texts{"在职", "离退休", "说明"}));
  EXPECT_TRUE(found.acts.empty());
  ASSERT_EQ(found.preview.size(), 5u);
  EXPECT_EQ(found.preview[1].unit, "税务局") << "merged with the cell above it";
  EXPECT_EQ(found.preview[1].from, make_date(2018, 11, 1));
  EXPECT_TRUE(found.preview[1].is_faulty);
}

TEST_F(PeopleLists, WhatIsSaidOfItsWordsIsDone) {
  const std::string ignored = R"("ignored":["序号","性别","出生年月","民族","手机","备注"])";
  const ImportMapping mapping = said(R"("columns":[{"column":"姓名","field":"name"},
              {"column":"所在处室","field":"unit","choices":{"离退休处":""}},
              {"column":"职务","field":"role","choices":{"*":"","副处长":"division","":"member"}},
              {"column":"政治面貌","field":"member_kind","choices":{"入党积极分子":"probationary"}},
              {"column":"任职时间","field":"from"}],)" +
                                     ignored);
  const PeoplePlan found = plan_file("staff.xlsx", mapping);
  EXPECT_EQ(told(found), Texts());
  EXPECT_EQ(found.people, 5);
  EXPECT_EQ(found.without_post, 2) << "a title that is no post of the campaign, and no unit";
  EXPECT_EQ(found.without_post_names.size(), 2u);
  const auto has_none = [](const PersonShown& shown) {
    return shown.unit.empty() && shown.roles.empty() && !shown.from;
  };
  EXPECT_EQ(std::ranges::count_if(found.preview, has_none), 2) << "what is not kept is not shown";
  EXPECT_EQ(proposed(found),
            (Texts{"陈一鸣 branch_secretary 税务局 2017-03-01", "吴江 division 财务局 2019-01-01",
                   "马兰 member 财务局 2019-07-01"}));
  EXPECT_EQ(found.preview[3].member_kind, MemberKind::probationary);
  EXPECT_EQ(std::ranges::count(told(found, true), "0,性别,column_is_not_used"), 1)
      << "also where somebody has said so";
}

TEST_F(PeopleLists, ABranchTellsItsMembersInAnOldEncoding) {
  const PeoplePlan asked = plan_file("branch-gb18030.csv");
  EXPECT_TRUE(asked.was_gb18030);
  EXPECT_EQ(told(asked), (Texts{"3,党内职务,choice_is_unknown", "4,党内职务,choice_is_unknown",
                                "5,党内职务,field_is_missing", "6,党内职务,choice_is_unknown",
                                "6,单位,field_is_missing"}))
      << "all that is asked at once";
  const ImportMapping mapping = said(
      R"("columns":[{"column":"姓名","field":"name"},{"column":"编号","field":"person"},
         {"column":"单位","field":"unit","otherwise":"同上"},
         {"column":"党内职务","field":"role","choices":{"组织委员":"member","宣传委员":"","":""}},
         {"column":"党员类别","field":"member_kind"},{"column":"任职时间","field":"from"}],
         "ignored":["联系电话"])");
  const PeoplePlan found = plan_file("branch-gb18030.csv", mapping);
  EXPECT_EQ(told(found), Texts());
  EXPECT_EQ(proposed(found),
            (Texts{"何强 branch_secretary 税务局 2016-12-01", "何强 member 税务局 2016-12-01",
                   "吕芳 member 税务局 2016-12-01"}));
  EXPECT_EQ(found.without_post, 2);
  ASSERT_EQ(found.preview.size(), 4u);
  EXPECT_EQ(found.preview[3].unit, "") << "without a post nothing of it is kept";
  EXPECT_EQ(found.preview[3].member_kind, MemberKind::none);
}

// 2018.1 may be October; what is a day by its style is that day.
TEST_F(PeopleLists, AMonthThatLostItsNoughtIsAsked) {
  const PeoplePlan found = plan_file("days-that-lost-a-nought.xlsx");
  ASSERT_EQ(told(found), Texts{"3,任职时间,date_form_is_ambiguous"});
  const auto asked = std::ranges::find(found.findings, false, &ImportFinding::is_note);
  EXPECT_EQ(asked->refused.detail, "2018-01 | 2018-10");
  EXPECT_EQ(found.preview[0].from, make_date(2018, 3, 1));
  EXPECT_EQ(found.preview[2].from, make_date(2019, 6, 20));
}

TEST_F(PeopleLists, DaysAreReadAsTheirColumnIsWrittenOrAsked) {
  const std::string either = "姓名,单位,职务,任职日期\n甲一,税务局,党员,01/02/2018\n";
  EXPECT_EQ(told(plan_text(either)), Texts{"0,任职日期,date_form_is_ambiguous"});
  const ImportMapping mapping = said(
      R"("columns":[{"column":"姓名","field":"name"},{"column":"单位","field":"unit"},
         {"column":"职务","field":"role"},{"column":"任职日期","field":"from","form":"%d/%m/%Y"}])");
  EXPECT_EQ(proposed(plan_text(either, mapping)), Texts{"甲一 member 税务局 2018-02-01"});
  const PeoplePlan mixed = plan_text(
      "姓名,单位,职务,任职日期,离任日期\n甲一,税务局,党员,2018年2月3日,2030\n"
      "甲二,税务局,党员,2018-02-04,\n");
  EXPECT_EQ(told(mixed), Texts());
  EXPECT_EQ(mixed.preview[0].until, make_date(2030, 12, 31)) << "of an end the last day";
  EXPECT_EQ(proposed(mixed),
            (Texts{"甲一 member 税务局 2018-02-03", "甲二 member 税务局 2018-02-04"}));
}

TEST_F(PeopleLists, ADayWithItsYearFirstIsReadBesideWhateverStandsInTheColumn) {
  const PeoplePlan found = plan_text(
      "姓名,单位,职务,任职日期\n甲一,税务局,党员,2022年3月\n甲二,税务局,党员,2019年5月8日\n"
      "甲三,税务局,党员,2018/9/1\n甲四,税务局,党员,2018.9.2\n甲五,税务局,党员,31/12/2018\n");
  EXPECT_EQ(told(found), Texts());
  EXPECT_EQ(proposed(found),
            (Texts{"甲一 member 税务局 2022-03-01", "甲二 member 税务局 2019-05-08",
                   "甲三 member 税务局 2018-09-01", "甲四 member 税务局 2018-09-02",
                   "甲五 member 税务局 2018-12-31"}));
  const PeoplePlan limit = plan_text(
      "姓名,单位,职务,任职日期\n甲一,税务局,党员,2018/9/1\n甲二,税务局,党员,2026年12月底前\n");
  EXPECT_EQ(told(limit), Texts{"3,任职日期,date_is_not_iso"});
}

TEST_F(PeopleLists, ANameOfTwoUnitsAndAPostOfEverybodyAreSaid) {
  const std::string text = "姓名,处室\n甲一,办公室\n甲二,税务局\n";
  EXPECT_EQ(told(plan_text(text)), (Texts{"2,处室,name_is_ambiguous", "2,role,field_is_missing",
                                          "3,role,field_is_missing"}));
  const ImportMapping mapping =
      said(R"("columns":[{"column":"姓名","field":"name"},{"column":"处室","field":"unit",
              "choices":{"办公室":")" +
           to_text(body_->tree.unit(3).id) + R"("}}],"constants":{"role":"member"})");
  const PeoplePlan found = plan_text(text, mapping);
  EXPECT_EQ(told(found), Texts());
  EXPECT_EQ(found.posts, 2);
  const ImportMapping nobody =
      said(R"("columns":[{"column":"姓名","field":"name"},{"column":"处室","field":"unit",
              "choices":{"办公室":"税务局"}}],"constants":{"role":""})");
  EXPECT_EQ(plan_text(text, nobody).without_post, 2);
  EXPECT_EQ(plan_text(text, nobody).people, 2);
}

TEST_F(PeopleLists, AColumnThatIsNamedAndNotThereIsMissed) {
  const ImportMapping mapping =
      said(R"("columns":[{"column":"姓名","field":"name"},{"column":"手机号","field":"account"}])");
  EXPECT_EQ(told(plan_text("姓名\n甲一\n", mapping)), Texts{"0,手机号,column_is_missing"});
  EXPECT_EQ(told(plan_text("姓名,工龄,手机号\n甲一,3,a\n", mapping)),
            Texts{"0,工龄,column_is_unknown"});
  EXPECT_EQ(read_people_mapping("list: people\ncolumns: [{column: 甲, field: 乙}]").error().law,
            Refusal::field_is_unknown);
}

// Next month's list has last month's people: whoever sends it says that they are the same.
TEST_F(PeopleLists, AListThatGrowsComesAgain) {
  person("张三", Role::division, body_->tree.unit(1).id);
  person("李四", Role::division, body_->tree.unit(1).id);
  person("李四", Role::division, body_->tree.unit(2).id);
  const std::string text = "姓名,单位,职务\n张三,税务局,职能处室\n张三丰,税务局,党员\n";
  EXPECT_EQ(told(plan_text(text)), Texts{"2,姓名,namesake_is_not_told_apart"});
  same_names_ = true;
  const PeoplePlan again = plan_text(text);
  EXPECT_EQ(told(again), Texts());
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.people, 1);
  EXPECT_FALSE(again.preview[0].is_new);
  EXPECT_EQ(told(plan_text("姓名,单位,职务\n李四,税务局,党员\n")),
            Texts{"2,姓名,namesake_is_not_told_apart"})
      << "of two nobody knows which";
  EXPECT_EQ(told(plan_text("姓名,单位,职务\n新人,税务局,党员\n新人,财务局,党员\n")),
            Texts{"3,姓名,namesake_is_not_told_apart"})
      << "nor of two who are new";
}

// What a list changes nothing of is said, row by row: it was meant.
TEST_F(PeopleLists, WhatStandsOtherwiseIsToldAndStays) {
  person("张三", Role::secretary, body_->tree.unit(1).id);
  same_names_ = true;
  const std::string heads = "姓名,单位,职务,任职日期,离任日期,第一责任人,为谁服务\n";
  const PeoplePlan plan = plan_text(heads + "张三,税务局,书记,2001/1/2,2030/5/5,是,纳税人\n");
  EXPECT_EQ(told(plan), Texts());
  EXPECT_EQ(plan.posts + plan.people, 0);
  const Texts notes = told(plan, true);
  for (const char* column : {"任职日期", "离任日期", "第一责任人", "为谁服务"})
    EXPECT_EQ(std::ranges::count(notes, "2," + std::string(column) + ",what_stands_stays"), 1)
        << column;
}

// Blanks that make a name as wide as the column, and what cannot be seen, are no part of it.
TEST_F(PeopleLists, ANameIsKnownHoweverItIsSetOut) {
  person("魏强", Role::division, body_->tree.unit(1).id);
  same_names_ = true;
  for (const char* name : {"魏 强", "魏\u3000强", "魏\u200b强", "\u00a0魏强 "}) {
    const PeoplePlan plan =
        plan_text("姓名,单位,职务\n" + std::string(name) + ",税务局,职能处室\n");
    EXPECT_EQ(plan.people, 0) << name;
  }
  const PeoplePlan latin = plan_text("姓名,单位,职务\nLi  Na,税务局,职能处室\n");
  ASSERT_EQ(latin.preview.size(), 1u);
  EXPECT_EQ(latin.preview[0].name, "Li Na");
}

// Whether rows of one name are one person is said on the page, a name at a time.
TEST_F(PeopleLists, NamesakesAreToldApartByWhatIsSaidOfTheName) {
  const std::string text = "姓名,单位,职务\n新人,税务局,党员\n新人,财务局,党员\n";
  const PeoplePlan asked = plan_text(text);
  ASSERT_EQ(asked.namesakes.size(), 1u);
  EXPECT_EQ(asked.namesakes[0].name, "新人");
  EXPECT_EQ(asked.namesakes[0].rows, (std::vector<std::int64_t>{2, 3}));
  EXPECT_TRUE(asked.namesakes[0].standing.empty());
  said_of_names_ = {{"新人", "apart"}};
  EXPECT_EQ(told(plan_text(text)), Texts());
  EXPECT_EQ(plan_text(text).people, 2);
  EXPECT_EQ(plan_text(text).namesakes.size(), 1u) << "and may be said otherwise";
  said_of_names_ = {{"新人", "one"}};
  EXPECT_EQ(told(plan_text(text)), Texts());
  EXPECT_EQ(plan_text(text).people, 1);
  EXPECT_EQ(plan_text(text).posts, 2);
}

TEST_F(PeopleLists, WhoeverStandsIsToldByHisUnitAndPostAndMayBeMeant) {
  const Actor one = person("李四", Role::division, body_->tree.unit(1).id);
  person("李四", Role::division, body_->tree.unit(2).id);
  const std::string text = "姓名,单位,职务\n李四,税务局,党员\n";
  const PeoplePlan asked = plan_text(text);
  ASSERT_EQ(asked.namesakes.size(), 1u);
  ASSERT_EQ(asked.namesakes[0].standing.size(), 2u);
  const auto his =
      std::ranges::find(asked.namesakes[0].standing, one.person, &PersonStanding::person);
  ASSERT_NE(his, asked.namesakes[0].standing.end());
  EXPECT_EQ(his->unit, body_->tree.unit(1).name);
  EXPECT_EQ(his->roles, std::vector<Role>{Role::division});
  said_of_names_ = {{"李四", to_text(one.person)}};
  const PeoplePlan meant = plan_text(text);
  EXPECT_EQ(told(meant), Texts());
  EXPECT_EQ(meant.people, 0);
  said_of_names_ = {{"李四", "apart"}};
  EXPECT_EQ(plan_text(text).people, 1);
  said_of_names_ = {{"李四", to_text(clerk_.person)}};
  EXPECT_EQ(told(plan_text(text)), Texts{"2,姓名,namesake_is_not_told_apart"})
      << "who is called otherwise";
}

// Out and in again, with the words of either language.
TEST_F(PeopleLists, WhatWentOutIsThereAlready) {
  for (const Language language : {Language::zh, Language::en}) {
    std::string text;
    for (const Texts& row : people_cells(*body_, *reading_, language, make_date(2019, 7, 1)))
      text += csv_row(row);
    const PeoplePlan again = plan_text(text);
    EXPECT_EQ(told(again), Texts());
    EXPECT_EQ(again.people + again.posts, 0);
  }
}

}  // namespace
}  // namespace chuangyou
