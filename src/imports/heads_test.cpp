#include "imports/heads.h"

#include <gtest/gtest.h>

#include "core/words.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;

// `unit`, `source`, `state`, or the field; and how it is known where that is no certainty.
Texts guessed(std::string_view ledger, const Texts& titles) {
  Texts found;
  for (const GuessedColumn& one : guess_columns(*find_ledger(ledger), titles)) {
    const bool is_field = one.is == GuessedColumn::Is::field;
    const bool is_by_ending = one.by == GuessedColumn::By::ending;
    found.push_back(
        (is_field ? one.field : std::string(names_of_guesses[static_cast<std::size_t>(one.is)])) +
        (is_by_ending ? "?" : ""));
  }
  return found;
}

TEST(Heads, OfAnOfficesListOfProblems) {
  EXPECT_EQ(guessed("problems", {"编号", "问题描述", "责任处室", "整改期限", "整改措施", "责任人",
                                 "发现时间", "来源", "状态"}),
            (Texts{"source", "title", "unit", "promised", "measures", "owner", "", "", "state"}));
  EXPECT_EQ(guessed("problems", {"序号", "存在的主要问题", "牵头单位", "整改完成时限", "原因分析",
                                 "问题类别", "是否完成"}),
            (Texts{"source", "title?", "unit", "promised", "cause", "kind", "state"}));
  EXPECT_EQ(guessed("problems", {"No.", "Problem description", "Responsible Unit", "Due date",
                                 "Corrective action", "Owner", "Status"}),
            (Texts{"source", "title", "unit", "promised", "measures", "owner", "state"}));
}

TEST(Heads, OfAnOfficesListOfTasks) {
  EXPECT_EQ(guessed("tasks", {"序号", "重点任务", "牵头单位", "配合单位", "完成时限", "具体举措",
                              "责任人", "联系人", "完成标准", "文号", "备注"}),
            (Texts{"source", "title", "unit", "co_units", "due", "measure", "accountable",
                   "handler", "target", "mandate", ""}));
}

TEST(Heads, OfAnOfficesListOfPromises) {
  EXPECT_EQ(guessed("promises", {"编号", "承诺单位", "承诺事项", "岗位职责", "底数", "目标值",
                                 "落实措施", "证明方式", "兑现时限", "公示地点", "公示时间"}),
            (Texts{"source", "unit", "content", "duty", "baseline", "target", "measure", "proof",
                   "due", "made_public_in", "made_public_at"}));
}

TEST(Heads, OfAHotlinesList) {
  EXPECT_EQ(guessed("feedback", {"工单号", "承办单位", "诉求内容", "诉求类型", "受理时间",
                                 "办理期限", "办结时间", "处理意见", "办理状态"}),
            (Texts{"source", "unit", "text", "kind", "received_at", "promised_by", "answered_at",
                   "answer", "state"}));
}

TEST(Heads, AreKnownWithBlanksMarksAndWhatStandsInBrackets) {
  EXPECT_EQ(guessed("problems", {" 整改 期限（年月日）", "问题描述*", "责任处室：", "ＩＤ"}),
            (Texts{"promised", "title", "unit", "source"}));
  EXPECT_EQ(guessed("feedback", {"时间/受理时间", "时间/办结时间"}),
            (Texts{"received_at", "answered_at"}));
}

TEST(Heads, OfTwoColumnsThatAreAlikeTheFirstIsIt) {
  EXPECT_EQ(guessed("problems", {"整改期限", "完成时限"}), (Texts{"promised", ""}));
}

// The time of doing may be that of having done.
TEST(Heads, ALimitGoesBeforeATimeOfDoing) {
  EXPECT_EQ(guessed("tasks", {"序号", "问题描述", "责任处室", "完成时间", "整改期限"}),
            (Texts{"source", "title", "unit", "", "due"}));
  EXPECT_EQ(guessed("tasks", {"事项", "完成时间", "办结时限"}), (Texts{"title", "", "due"}));
  EXPECT_EQ(guessed("promises", {"承诺事项", "完成时间", "办结期限"}),
            (Texts{"content", "", "due"}));
  EXPECT_EQ(guessed("promises", {"承诺事项", "完成时间", "期限"}), (Texts{"content", "", "due"}));
  EXPECT_EQ(guessed("tasks", {"工作内容", "完成时间"}), (Texts{"title", "due"}));
}

TEST(Heads, WhatIsCertainIsNotTakenByALikeness) {
  EXPECT_EQ(guessed("problems", {"反映的突出问题", "问题描述"}), (Texts{"", "title"}));
}

// An office's words are no numbers of ours.
TEST(Heads, WhatLeadsToARecordIsGuessedByItsOwnNameAlone) {
  EXPECT_EQ(guessed("problems", {"来源"}), Texts{""});
  EXPECT_EQ(guessed("problems", {"arises_from"}), Texts{"arises_from"});
}

TEST(Heads, WhatThisProgramGivesOutIsKnownByItsTitles) {
  EXPECT_EQ(guessed("problems", {"问题", "承诺期限", "单位", "状态", "原编号"}),
            (Texts{"title", "promised", "unit", "state", "source"}));
}

// Each word is known at once to be somebody's: a head of two fields would be neither's.
TEST(Heads, OfOneLedgerAreEachOfOneField) {
  for (const Ledger* ledger : all_ledgers()) {
    const std::string place = "ledgers." + std::string(ledger->name) + ".heads.";
    for (const FieldSpec& field : ledger->fields) {
      const std::string_view heads = words(Language::zh, place + std::string(field.name));
      if (heads.empty()) continue;
      const std::string first(heads.substr(0, heads.find("、")));
      EXPECT_EQ(guessed(ledger->name, {first}), Texts{std::string(field.name)})
          << ledger->name << " " << first;
    }
  }
}

TEST(Heads, AWordSaysHowFarItIs) {
  const Ledger& problems = *find_ledger("problems");
  EXPECT_EQ(stage_called(problems, "已整改"), "claimed");
  EXPECT_EQ(stage_called(problems, "整改中"), "open");
  EXPECT_EQ(stage_called(problems, "已确认解决"), "confirmed");
  EXPECT_EQ(stage_called(problems, "In progress"), "open");
  EXPECT_EQ(stage_called(problems, "搁置"), "");
  EXPECT_EQ(stage_called(problems, ""), "");
}

}  // namespace
}  // namespace chuangyou
