#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "documents/clauses.h"

namespace chuangyou {
namespace {

std::string document(const std::string& name) {
  std::ifstream file(CHUANGYOU_SOURCE_DIR "/tests/data/text-cn-gov-docs/" + name + ".txt",
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A Friday.
const Date signed_on = *parse_date("2011-06-17");

std::string proposed(const Clause& clause) {
  constexpr const char* names[] = {"nothing", "task", "reply"};
  return std::string(names[static_cast<std::size_t>(clause.asks)]) + " " +
         (clause.due ? to_text(*clause.due) : "");
}
std::vector<std::string> all_proposed(const std::string& text) {
  std::vector<std::string> all;
  for (const Clause& clause : split_clauses(text, signed_on).clauses)
    all.push_back(clause.number + " " + proposed(clause));
  return all;
}
// What is asked by the first clause of a text.
std::string read(const std::string& text) {
  return proposed(split_clauses("一、" + text, signed_on).clauses.at(0));
}

TEST(ClauseProposals, OfOneClauseAreNotSilencedByAnother) {
  using All = std::vector<std::string>;
  EXPECT_EQ(all_proposed("一、各单位于9月30日前完成自查。"), (All{"一 task 2011-09-30"}));
  EXPECT_EQ(all_proposed("一、各单位于9月30日前完成自查。\n二、办公用品由各处自备。（办公室负责）"),
            (All{"一 task 2011-09-30", "二 task "}));
  EXPECT_EQ(all_proposed("（一）办好节目。（责任单位：省广电局、省文化厅）\n"
                         "（二）评议由公共服务处牵头，机关党委配合，9月底前完成。\n"
                         "（三）信息由各支部按月整理。\n（四）建立由办公室牵头、各处参加的机制。\n"
                         "（五）总结由办公室负责。"),
            (All{"（一） task ", "（二） task 2011-09-30", "（三） nothing ", "（四） nothing ",
                 "（五） task "}));
}

TEST(ClauseProposals, SayWhatTheClosingParagraphAsks) {
  const SplitText split = split_clauses(document("2018-117-office"));
  ASSERT_EQ(split.clauses.size(), 33u);
  EXPECT_EQ(split.clauses[29].number, "三十");
  EXPECT_TRUE(split.clauses[29].text.ends_with("（国务院办公厅负责）"));
  EXPECT_EQ(proposed(split.clauses[30]), "nothing ");
  EXPECT_EQ(proposed(split.clauses[31]), "reply 2018-12-31");
  EXPECT_EQ(split.clauses[31].number, "");
  EXPECT_EQ(proposed(split.clauses[32]), "nothing ");
  const SplitText holidays = split_clauses(
      "六、中秋节：9月13日放假，与周末连休。\n七、国庆节：10月1日至7日放假调休，共7天。9月29日（星"
      "期日）"
      "、10月12日（星期六）上班。\n节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇"
      "有"
      "重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。\n国务院办公厅\n"
      "2018年12月4日");
  ASSERT_EQ(holidays.clauses.size(), 3u);
  EXPECT_EQ(proposed(holidays.clauses[1]), "nothing ");
  EXPECT_FALSE(holidays.clauses[1].text.contains("值班"));
  // A heading keeps the paragraphs below it, as does a clause where others have several.
  EXPECT_EQ(split_clauses("一、总则。\n二、有关要求\n各处要重视。\n各支部要学习。").clauses.size(),
            2u);
  EXPECT_EQ(split_clauses("一、甲。\n甲的第二段。\n二、乙。\n乙的第二段。").clauses.size(), 2u);
  EXPECT_EQ(split_clauses("一、甲。\n甲的第二段。\n二、乙。\n请各单位按时报送。").clauses.size(),
            3u);
}

TEST(ClauseProposals, HearTheUsualWordsForAReply) {
  EXPECT_EQ(read("请各单位于6月24日下班前报工委办公室。"), "reply 2011-06-24");
  EXPECT_EQ(read("联络员名单请于６月２４日（星期五）下班前报工委办公室。"), "reply 2011-06-24");
  EXPECT_EQ(read("各单位于7月8日（含）前报送。"), "reply 2011-07-08");
  EXPECT_EQ(read("务必于今日下班前报送。"), "reply 2011-06-17");
  EXPECT_EQ(read("各单位每周五17:00前报送活动信息。"), "reply ");
  EXPECT_EQ(read("每季度末报送工作总结。"), "reply ");
  EXPECT_EQ(read("将回执于7月6日前传真至工委办公室。"), "reply 2011-07-06");
  EXPECT_EQ(read("6月25-28日报送材料。"), "reply 2011-06-28");
  EXPECT_EQ(read("6月25日至7月2日报送材料。"), "reply 2011-07-02");
  EXPECT_EQ(read("于每年7月底前报送名单。"), "reply ");
}

TEST(ClauseProposals, NameTheDayHoweverItIsSaid) {
  EXPECT_EQ(read("请于7月5日17:00前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于7月5日下午5时前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于7月5日下午5点30分前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于7月5日24时前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于7月5日（星期二）前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于7月5日（周二）17：00之前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于7月5日（含）前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于2011-07-05前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于2011.7.10前报送。"), "reply 2011-07-10");
  EXPECT_EQ(read("请于2011/7/10前报送。"), "reply 2011-07-10");
  EXPECT_EQ(read("请于本月28日前报送。"), "reply 2011-06-28");
  EXPECT_EQ(read("请于下月5日前报送。"), "reply 2011-07-05");
  EXPECT_EQ(read("请于本月底前报送。"), "reply 2011-06-30");
  EXPECT_EQ(read("请各单位报送总结。截止时间：7月9日。"), "reply 2011-07-09");
  EXPECT_EQ(read("请各单位报送总结，截止时间：7月9日"), "reply 2011-07-09");
  EXPECT_EQ(read("深化改革。（办公室负责）以上工作要在2019年2月底前完成。"), "task 2019-02-28");
  EXPECT_EQ(read("各单位要公开流程。以上工作要在2019年2月底前完成。"), "task 2019-02-28");
  EXPECT_EQ(read("请于13月5日前报送。"), "reply ");
}

TEST(ClauseProposals, TellWhichClauseNamesSeveralDays) {
  const SplitText split = split_clauses(
      "一、总则。\n二、请于7月1日前报送方案，8月1日前报送总结。\n三、请于7月1日前报送。",
      signed_on);
  EXPECT_EQ(proposed(split.clauses.at(1)), "reply 2011-07-01");
  ASSERT_EQ(split.hints.size(), 1u);
  EXPECT_EQ(split.hints[0].hint, ClauseHint::clause_names_several_days);
  EXPECT_EQ(split.hints[0].clause, 1u);
  EXPECT_EQ(split.hints[0].detail, "2011-07-01、2011-08-01");
}

TEST(ClauseProposals, AreNoneWhereNobodyIsAsked) {
  EXPECT_EQ(read("严禁在7月1日前报送虚假材料。"), "nothing ");
  EXPECT_EQ(read("各单位不得要求基层于7月1日前报送材料。"), "nothing ");
  EXPECT_EQ(read("我委将于7月10日前反馈审核结果。"), "nothing ");
  EXPECT_EQ(read("工委办公室将于7月10日前反馈审核结果。"), "nothing ");
  EXPECT_EQ(read("不得弄虚作假，请于7月1日前报送。"), "reply 2011-07-01");
  EXPECT_EQ(read("报送时间不得迟于7月1日，请按时报送。"), "reply 2011-07-01");
  EXPECT_EQ(read("各单位将情况于7月1日前报送。"), "reply 2011-07-01");
}

TEST(ClauseProposals, NameWhoIsInCharge) {
  const auto of_whom = [](const std::string& text) {
    return split_clauses("一、" + text).clauses.at(0).of_whom;
  };
  EXPECT_EQ(of_whom("检查。（市场监管总局负责）"), "市场监管总局");
  EXPECT_EQ(of_whom("检查。（工业和信息化部、财政部负责）"), "工业和信息化部");
  EXPECT_EQ(of_whom("检查。（国家发展改革委会同有关部门负责）"), "国家发展改革委");
  EXPECT_EQ(of_whom("检查。（责任单位：省广电局、省文化厅）"), "省广电局");
  EXPECT_EQ(of_whom("检查。（责任单位：省文化厅；牵头单位：省广电局）"), "省广电局");
  EXPECT_EQ(of_whom("评议由公共服务处牵头，机关党委配合。"), "公共服务处");
  EXPECT_EQ(of_whom("公开。【工委牵头，各支部配合】"), "工委");
  EXPECT_EQ(of_whom("公开。(办公室（综合处）负责)"), "办公室");
  EXPECT_EQ(of_whom("公开。（各有关部门和单位按职责分工负责）"), "");
  EXPECT_EQ(of_whom("公开。"), "");
  EXPECT_EQ(split_clauses("任务\t牵头处室\n公开\t公共服务处、办公室").clauses.at(0).of_whom,
            "公共服务处");
}

TEST(ClauseProposals, OfATableAreReadCellByCell) {
  const auto texts = [](const std::string& text) {
    std::vector<std::string> all;
    for (const Clause& clause : split_clauses(text).clauses)
      all.push_back(clause.number + " " + clause.text);
    return all;
  };
  using All = std::vector<std::string>;
  EXPECT_EQ(texts("序 号\t具体任务\t责任领导\t牵头处室\t完成时间\n1\t公开\t张三\t办公室\t3月底"),
            (All{"1 公开（责任领导：张三；牵头处室：办公室；完成时间：3月底）"}));
  EXPECT_EQ(
      texts("序号\t任务\t责任单位\n1\t制定办法\n并印发\t办公室\n2\t总结\t党委\n办公室\n3\t评议"
            "\t工会"),
      (All{"1 制定办法并印发（责任单位：办公室）", "2 总结（责任单位：党委办公室）",
           "3 评议（责任单位：工会）"}));
  EXPECT_EQ(texts("序号\t任务\t责任单位\n1\t\"制定\"\"办法\"\"\n并印发\"\t办公室\n2\t总结\t党委"),
            (All{"1 制定\"办法\"并印发（责任单位：办公室）", "2 总结（责任单位：党委）"}));
  EXPECT_EQ(texts("序号\t任务\t责任单位\n1\t公开\t办公室\n2\t\t党委\n3\t评议\t工会"),
            (All{"1 公开（责任单位：办公室）", "3 评议（责任单位：工会）"}));
}

}  // namespace
}  // namespace chuangyou
