// Lists as offices keep them, under the heads that offices use: what the desk guesses of them, and
// what comes of them by the mapping that it makes.
#include "imports/import_for_tests.h"
#include "imports/look.h"

namespace chuangyou {
namespace {

constexpr std::string_view problems_list =
    "税务局问题整改台账,,,,,,,,\n"
    "编号,问题描述,责任处室,整改期限,整改措施,责任人,发现时间,来源,状态\n"
    "1,窗口排队太久,税务局,2019/7/31,增开两个窗口,丙,2019/6/3,群众反映,整改中\n"
    "2,一次告知不到位,税务局,2019/6/20,印发一次告知单,丙,2019/6/4,督查,整改中\n";
constexpr std::string_view problems_mapping = R"(
ledger: problems
key: {columns: [编号]}
unit_column: 责任处室
columns:
  - {column: 问题描述, field: title}
  - {column: 整改期限, field: promised}
  - {column: 整改措施, field: measures}
  - {column: 责任人, field: owner}
constants: {kind: new}
ignored: [发现时间, 来源, 状态]
acts:
  - {column: 状态, equals: 整改中, act: record_solving}
  - {column: 状态, equals: 待整改, act: register}
)";

class OfficeLists : public ImportWorld {
 protected:
  ImportReport bring(std::string_view list, std::string_view mapping, const Actor& actor) {
    const auto read = read_import_mapping(mapping);
    EXPECT_TRUE(read) << read.error().field << " " << read.error().detail;
    std::istringstream file{std::string(list)};
    return run(file, *read, false, actor);
  }
  std::string errors_of(const ImportReport& report) {
    std::string found;
    for (const ImportFinding& finding : report.findings)
      if (!finding.is_note)
        found += std::to_string(finding.row) + " " + finding.column + " " +
                 std::string(code_of(finding)) + " " + finding.refused.detail + "; ";
    return found;
  }
  std::optional<Record> record_of(std::string_view ledger, const std::string& source) {
    const LedgerTable table(*find_ledger(ledger));
    const auto id = table.find_by_source(*reading_, body_->no, source);
    return id ? table.get(*reading_, body_->no, *id) : std::nullopt;
  }
};

TEST_F(OfficeLists, OfProblemsThatAreBeingSolvedComeWithTheirDayTheirMeasuresAndWhoeverAnswers) {
  std::istringstream file{std::string(problems_list)};
  const auto seen = look_at(file, {}, {}, find_ledger("problems"));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->header_row, 2);
  EXPECT_EQ(seen->columns.at(5).guess.field, "owner");
  EXPECT_EQ(seen->columns.at(8).stages, std::vector<std::string>{"open"});

  const ImportReport report = bring(problems_list, problems_mapping, head_);
  EXPECT_EQ(errors_of(report), "");
  EXPECT_EQ(report.opened, 2);
  const auto late = record_of("problems", "2");
  ASSERT_TRUE(late);
  EXPECT_EQ(late->state, "solving");
  EXPECT_EQ(std::get<Date>(late->value("promised")), make_date(2019, 6, 20));
  EXPECT_EQ(std::get<Date>(late->value("first_promised")), make_date(2019, 6, 20));
  EXPECT_EQ(std::get<std::string>(late->value("measures")), "印发一次告知单");
  EXPECT_EQ(std::get<Uuid>(late->value("owner")), static_cast<const Uuid&>(head_.person));
}

TEST_F(OfficeLists, WhoIsNamedAndNotKnownIsAskedAbout) {
  const std::string list =
      "编号,问题描述,责任处室,整改期限,整改措施,责任人,发现时间,来源,状态\n"
      "1,窗口排队太久,税务局,2019/7/31,增开两个窗口,没有这个人,,,整改中\n"
      "2,一次告知不到位,税务局,2019/7/31,印发一次告知单,,,,整改中\n";
  EXPECT_EQ(errors_of(bring(list, problems_mapping, head_)),
            "2 责任人 person_is_unknown 没有这个人; ");
}

TEST_F(OfficeLists, OfTwoOfOneNameNobodyIsTaken) {
  person("丁", Role::member, body_->tree.unit(0).id);
  person("丁", Role::division, body_->tree.unit(0).id);
  const std::string list =
      "编号,问题描述,责任处室,整改期限,整改措施,责任人,发现时间,来源,状态\n"
      "1,窗口排队太久,税务局,2019/7/31,增开两个窗口,丁,,,整改中\n";
  EXPECT_EQ(errors_of(bring(list, problems_mapping, head_)), "2 责任人 name_is_ambiguous 丁; ");
}

TEST_F(OfficeLists, OfTasksNameUnitsAndPeopleAsOfficesDo) {
  const std::string list =
      "序号,重点任务,牵头单位,配合单位,完成时限,责任人\n"
      "1,压缩办理时限,税务局,财务局,2019年12月31日,丙\n";
  const ImportReport report = bring(list, R"(
ledger: tasks
key: {columns: [序号]}
unit_column: 牵头单位
columns:
  - {column: 重点任务, field: title}
  - {column: 配合单位, field: co_units, separator: any}
  - {column: 完成时限, field: due}
  - {column: 责任人, field: accountable}
constants: {mandate: 国发〔2018〕38号, requirement_tags: serve_the_people}
acts: [{act: plan}]
)",
                                    clerk_);
  EXPECT_EQ(errors_of(report), "");
  const auto task = record_of("tasks", "1");
  ASSERT_TRUE(task);
  EXPECT_EQ(std::get<Uuid>(task->value("accountable")), static_cast<const Uuid&>(head_.person));
}

}  // namespace
}  // namespace chuangyou
