#include "documents/clauses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>

#include "core/folded.h"
#include "core/text.h"

namespace chuangyou {
namespace {

std::string document(const std::string& name) {
  std::ifstream file(CHUANGYOU_SOURCE_DIR "/tests/data/text-cn-gov-docs/" + name + ".txt",
                     std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

std::vector<std::string> numbers_of(const SplitText& split) {
  std::vector<std::string> numbers;
  for (const Clause& clause : split.clauses) numbers.push_back(clause.number);
  return numbers;
}

// How many clauses say who is in charge, as the list of the demonstration counts them.
std::ptrdiff_t tasks_in(const SplitText& split) {
  return std::ranges::count(split.clauses, Asks::task, &Clause::asks);
}

TEST(Clauses, OfFiveRealDocumentsAreAsManyAsTheyNumber) {
  struct Expected {
    const char* name;
    std::size_t clauses;
    std::ptrdiff_t tasks;
  };
  // Chapters with their clauses, and closing paragraphs: 5 + 53, 30 + 3, 5 + 9 + 21, 5 + 19 + 1,
  // 5 + 15 + 1. In the fourth, 16 clauses say who is in charge, three of them of several parts: 21
  // tasks, each with its own row.
  constexpr Expected documents[] = {{"2018-38", 58, 53},
                                    {"2018-117-office", 33, 30},
                                    {"2019-3", 35, 21},
                                    {"2018-121-office", 30, 21},
                                    {"2018-39", 21, 15}};
  for (const Expected& expected : documents) {
    const SplitText split = split_clauses(document(expected.name));
    EXPECT_EQ(split.clauses.size(), expected.clauses) << expected.name;
    EXPECT_EQ(tasks_in(split), expected.tasks) << expected.name;
    for (const Clause& clause : split.clauses) EXPECT_FALSE(clause.text.empty()) << clause.number;
  }
}

TEST(Clauses, AreCitedWithTheHeadingsAboveThem) {
  const std::vector<std::string> numbers = numbers_of(split_clauses(document("2019-3")));
  EXPECT_EQ(numbers[0], "一");
  EXPECT_TRUE(std::ranges::find(numbers, "四（一）1") != numbers.end());
  EXPECT_EQ(numbers.back(), "五");
  EXPECT_EQ(
      numbers_of(split_clauses("第一章 总则\n第一条 甲\n（一）乙\n第二条 丙")),
      (std::vector<std::string>{"第一章", "第一章第一条", "第一章第一条（一）", "第一章第二条"}));
}

TEST(Clauses, LoseNoLine) {
  for (const char* name : {"2018-38", "2018-117-office", "2019-3", "2018-121-office", "2018-39"}) {
    const std::string text = document(name);
    const SplitText split = split_clauses(text);
    std::string all;
    for (const std::string& line : split.left_out) all += line;
    for (const Clause& clause : split.clauses) all += clause.text;
    std::size_t kept = 0, written = 0;
    for (const char byte : all) kept += byte != '\n' && byte != ' ';
    for (const char byte : text) written += byte != '\n' && byte != ' ';
    std::size_t marks = 0;  // each clause has lost the last part of its number and no more
    for (const Clause& clause : split.clauses) marks += clause.number.size();
    EXPECT_LE(kept, written) << name;
    EXPECT_GE(kept + marks + 3 * split.clauses.size(), written) << name;
  }
}

TEST(Clauses, AreNeitherTheHeadNorTheSignature) {
  const SplitText split = split_clauses(document("2018-39"));
  EXPECT_EQ(split.left_out.front(), "国务院关于做好当前和今后一个时期");
  EXPECT_EQ(split.left_out.back(), "（此件公开发布）");
  EXPECT_TRUE(std::ranges::find(split.left_out, "2018年11月16日") != split.left_out.end());
  EXPECT_TRUE(std::ranges::find(split.left_out, "国务院") != split.left_out.end());
}

TEST(Clauses, AreReadAsTheyAreTyped) {
  const SplitText split =
      split_clauses("  一、 甲\r\n\r\n第二行\r\n2. 乙，占 3.5%\n3.5 万元\n(3)丙");
  ASSERT_EQ(split.clauses.size(), 3u);
  EXPECT_EQ(split.clauses[0].text, "甲\n第二行");
  EXPECT_EQ(split.clauses[1].number, "一2");
  EXPECT_EQ(split.clauses[1].text, "乙，占 3.5%\n3.5 万元");
  EXPECT_EQ(split.clauses[2].number, "一2(3)");
  EXPECT_TRUE(split_clauses("").clauses.empty());
}

TEST(Clauses, AreFoundInAllFormsOfNumbers) {
  const auto expect = [](std::string_view text, const std::vector<std::string>& numbers) {
    EXPECT_EQ(numbers_of(split_clauses(text)), numbers) << text;
  };
  expect("１．甲\n２．乙\n（１）丙\n１０．丁", {"1", "2", "2（1）", "10"});
  expect("一 、甲\n（ 一 ） 乙\n1 . 丙\n( 3 ) 丁\n四．戊\n五 己",
         {"一", "一（一）", "一（一）1", "一（一）1(3)", "四", "五"});
  expect("㈠甲\n⒈乙\n⑴丙\n⑪丁\n①戊", {"㈠", "㈠1", "㈠1⑴", "㈠1⑴⑪", "㈠1⑴①"});
  expect("1)甲\n2）乙", {"1)", "2)"});
  expect("第一章 总则\n第一节 甲\n第一条　乙\n第二条规定的除外\n第十条 丙",
         {"第一章", "第一章第一节", "第一章第一节第一条", "第一章第一节第十条"});
  expect("1 总则\n1.1 目的。\n1.2 范围。\n1.2.1 机关。\n2 任务\n2.1 报送\n3.5万元以下不报。",
         {"1", "1.1", "1.2", "1.2.1", "2", "2.1"});
  expect("一、甲\n2019年以来\n1000万元以上\n12345热线\n1.5亿元\n10%以上\n13728. 6083", {"一"});
}

TEST(Clauses, MayAllStandInOneLine) {
  const SplitText split = split_clauses(
      "现通知如下：一、总体要求。高度重视。二、任务。（一）整改。（办公室负责）（二）优化。三、要求"
      "。1.甲。2.乙。");
  EXPECT_EQ(numbers_of(split),
            (std::vector<std::string>{"一", "二", "二（一）", "二（二）", "三", "三1", "三2"}));
  EXPECT_EQ(split.clauses[2].text, "整改。（办公室负责）");
  EXPECT_EQ(split.left_out, std::vector<std::string>{"现通知如下："});
  const SplitText quoted = split_clauses(
      "一、按照《意见》中“一、总体要求。二、主要任务”执行。\n（一）落实“1.报送。2.如实。”的要求。");
  EXPECT_EQ(numbers_of(quoted), (std::vector<std::string>{"一", "一（一）"}));
}

TEST(Clauses, AreNoneOfWhatIsAttached) {
  const SplitText split = split_clauses(
      "一、请填报附件1。\n二、附件2不用报送。\n附件：1.分工表\n2."
      "名单\n工委\n2019年7月1日\n附件1\n一、甲（某处负责）");
  EXPECT_EQ(numbers_of(split), (std::vector<std::string>{"一", "二"}));
  EXPECT_EQ(split.left_out.size(), 6u);
}

TEST(Clauses, EndWhereItIsSignedInWhateverNumerals) {
  for (const char* day : {"一九九六年六月二十九日", "二〇〇四年九月二十三日",
                          "二○○四年九月二十三日", "2019 年 7 月 1 日", "２０１９年７月１日"}) {
    const SplitText split = split_clauses("一、甲。\n国务院办公厅 中央军委办公厅\n" +
                                          std::string(day) + "\n（本文有删减）");
    ASSERT_EQ(split.clauses.size(), 1u) << day;
    EXPECT_EQ(split.clauses[0].text, "甲。") << day;
  }
  EXPECT_EQ(split_clauses("一、甲。\n省级机关工委 2019年7月1日").clauses.at(0).text, "甲。");
}

TEST(Clauses, SayWhatTheyAsk) {
  const auto asks = [](std::string_view text) { return split_clauses(text).clauses.at(0).asks; };
  for (const char* text :
       {"一、甲。（责任单位：办公室）", "一、乙。（牵头单位：甲；配合单位：乙）",
        "一、丙。[办公室负责]", "一、丁。【办公室牵头，业务处配合】", "一、戊。责任单位：办公室",
        "一、己。（办公室、\n业务处负责）", "一、庚。(办公室（综合处）负责)"})
    EXPECT_EQ(asks(text), Asks::task) << text;
  for (const char* text :
       {"一、请于8月5日前报送。", "一、请各单位填报附件。", "一、8月底前将情况书面报工委。"})
    EXPECT_EQ(asks(text), Asks::reply) << text;
  for (const char* text : {"一、各处室负责人要高度重视。（主要负责人签字）", "一、日前上报的情况。",
                           "一、本办法（由工委负责解释）", "一、（公安部等11部门）"})
    EXPECT_EQ(asks(text), Asks::nothing) << text;
  const SplitText several = split_clauses(
      "（十）创业。放开准入。（市场监管总局负责）扶持企业。（体育总局负责）。鼓励创新。（网信办牵头"
      "）（科技部配合）");
  ASSERT_EQ(several.clauses.size(), 3u);
  EXPECT_EQ(several.clauses[0].text, "创业。放开准入。（市场监管总局负责）");
  EXPECT_EQ(several.clauses[1].text, "扶持企业。（体育总局负责）。");
  EXPECT_EQ(several.clauses[2].number, "（十）");
  EXPECT_EQ(tasks_in(several), 3);
}

TEST(Clauses, OfATextWithoutNumbersAreItsParagraphs) {
  const SplitText split = split_clauses(
      "国务院关于同意的批复\n国函〔1996〕95号\n某省人民政府：\n请示收悉。\n同意你省意见。\n国务院\n"
      "一九九六年十一月五日");
  ASSERT_EQ(split.clauses.size(), 2u);
  EXPECT_EQ(split.clauses[0].number, "");
  EXPECT_EQ(split.clauses[1].text, "同意你省意见。");
  EXPECT_EQ(split.left_out.size(), 5u);
  EXPECT_EQ(split_clauses("没有编号的一句话。").clauses.size(), 1u);
  EXPECT_TRUE(split_clauses("  \n\u200b").clauses.empty());
}

TEST(Clauses, ThatArePastedAgainAreThoseThatStand) {
  std::vector<Clause> pasted =
      split_clauses(
          "一、总的要求\n（一）新增一条。\n（二）每月报送窗口情况。\n（三）完成整改 。\n二、其他")
          .clauses;
  const std::vector<Clause> standing = {{"一", "总体要求", Asks::nothing, 4},
                                        {"一（一）", "完成整改。", Asks::task, 7},
                                        {"一（二）", "每季度报送窗口情况。", Asks::reply, 2},
                                        {"二", "其他", Asks::nothing, 9},
                                        {"三", "另有一条不再提。", Asks::nothing, 1}};
  match_clauses(pasted, standing);
  std::vector<std::int64_t> rows;
  for (const Clause& clause : pasted) rows.push_back(clause.row);
  EXPECT_EQ(rows, (std::vector<std::int64_t>{4, 0, 2, 7, 9}));
}

std::vector<std::string> texts_of(const SplitText& split) {
  std::vector<std::string> texts;
  for (const Clause& clause : split.clauses) texts.push_back(clause.text);
  return texts;
}

// As many as a directive may have, with nothing in common: each pair compared takes minutes.
TEST(Clauses, AreFoundAgainAmongHundredsOfOthers) {
  const auto text_from = [](std::uint32_t seed) {
    std::string text;
    for (int i = 0; i < 190; ++i) {
      seed = seed * 1'664'525 + 1'013'904'223;
      append_utf8(text, U'一' + (seed >> 8) % 20'000);
    }
    return text;
  };
  std::vector<Clause> pasted, standing;
  for (std::uint32_t i = 0; i < 500; ++i) {
    pasted.push_back({std::to_string(i), text_from(2 * i)});
    standing.push_back({std::to_string(i), text_from(2 * i + 1), Asks::nothing, i + 1});
  }
  pasted[400].text = standing[20].text;
  pasted[300].text = standing[30].text + "改";
  const auto began = std::chrono::steady_clock::now();
  match_clauses(pasted, standing);
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_LT(took, std::chrono::seconds(5));
  EXPECT_EQ(pasted[400].row, 21);
  EXPECT_EQ(pasted[300].row, 31);
  EXPECT_EQ(std::ranges::count(pasted, 0, &Clause::row), 498);
}

TEST(Clauses, AreSplitInATimeThatGrowsWithTheTextAlone) {
  const auto began = std::chrono::steady_clock::now();
  for (const std::string part :
       {"1.甲（乙负责）2.乙（丙负责）", "1.\n", "1.1 a\n", "各单位要", "6月30日前", "（", "（负责",
        "[【（(", "“", "附件1\n", "，请", "抄送\n"})
    for (const std::string before : {"", "一、"}) {
      std::string text = before;
      while (text.size() < 50'000) text += part;
      const SplitText split = split_clauses(text);
      EXPECT_FALSE(split.clauses.empty() && split.left_out.empty()) << part;
    }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30));
}

TEST(Clauses, EndWhereItIsSignedPrintedOrToldWhomToCall) {
  for (const char* end :
       {"机关工委\n2011-03-01", "某局\n2011年3月1日\n（联系人：张三，电话：12345）",
        "联系人：张三，电话：12345\n某局\n2011.3.1", "联系人：张三，电话：12345",
        "某局\n2011年3月1日\n抄送：省委办公厅，\n省政府办公厅。\n某局办公室 2011年3月2日印发",
        "　　　　机关工委办公室　　　　2011年3月1日印发"}) {
    const SplitText split = split_clauses("一、甲。\n二、乙。\n" + std::string(end));
    EXPECT_EQ(texts_of(split), (std::vector<std::string>{"甲。", "乙。"})) << end;
    EXPECT_FALSE(split.left_out.empty()) << end;
  }
  // A bracket with who does it is none of a signature.
  EXPECT_EQ(texts_of(split_clauses("一、甲。\n（办公室负责）\n机关工委\n2011-03-01")),
            std::vector<std::string>{"甲。\n（办公室负责）"});
}

TEST(Clauses, OfAnyTextAreThere) {
  EXPECT_EQ(texts_of(split_clauses("加强学习\n加强整改")),
            (std::vector<std::string>{"加强学习", "加强整改"}));
  EXPECT_EQ(texts_of(split_clauses("关于学习的通知\n加强学习\n加强整改\n机关工委\n2011-03-01")),
            (std::vector<std::string>{"加强学习", "加强整改"}));
  EXPECT_EQ(numbers_of(split_clauses("壹、甲\n一、乙\n贰、丙\n拾壹、丁")),
            (std::vector<std::string>{"壹", "壹一", "贰", "拾壹"}));
  EXPECT_EQ(numbers_of(split_clauses("Ⅰ．甲\nⅡ．乙\na) 丙\nb) 丁\nⅢ级响应由省启动。")),
            (std::vector<std::string>{"Ⅰ", "Ⅱ", "Ⅱa)", "Ⅱb)"}));
  EXPECT_EQ(
      numbers_of(split_clauses("第四条　甲\n第四条之一　乙\n第四条之一的规定除外\n第1000条 "
                               "丙\n第一千零一条 丁\n第1002条 戊")),
      (std::vector<std::string>{"第四条", "第四条之一", "第1000条", "第一千零一条", "第1002条"}));
  EXPECT_EQ(texts_of(split_clauses("１．学习　　２．调研　　３．整改")),
            (std::vector<std::string>{"学习", "调研", "整改"}));
  EXPECT_EQ(texts_of(split_clauses("一、甲\u2028二、乙\u2029三、丙\u0085四、丁")),
            (std::vector<std::string>{"甲", "乙", "丙", "丁"}));
}

TEST(Clauses, OfATableAreItsRows) {
  const SplitText split = split_clauses(
      "任务分工表\n序号\t任务\t责任单位\t时限\n1\t公开承诺\t办公室\t3月底前\n\t评议\t各支部\t\n3\t"
      "总结"
      "\t机关党委（负责）\t2011年12月31日");
  EXPECT_EQ(numbers_of(split), (std::vector<std::string>{"1", "", "3"}));
  EXPECT_EQ(texts_of(split),
            (std::vector<std::string>{"公开承诺（责任单位：办公室；时限：3月底前）",
                                      "评议（责任单位：各支部）",
                                      "总结（责任单位：机关党委（负责）；时限：2011年12月31日）"}));
  EXPECT_EQ(tasks_in(split), 3);
  EXPECT_EQ(split.left_out.size(), 2u);
}

TEST(Clauses, AskNoReplyWhereOthersAreTold) {
  const auto asks = [](const std::string& text) {
    return split_clauses("一、" + text).clauses.at(0).asks;
  };
  EXPECT_EQ(asks("各省份于2019年11月底前完成考核工作，考核结果反馈医院，及时公布，并报送卫生部。"),
            Asks::task);
  EXPECT_EQ(asks("你省请求尽快审核报送的申请。"), Asks::nothing);
  EXPECT_EQ(asks("于11月底前完成自查，并将结果报送工委。"), Asks::reply);
  EXPECT_EQ(asks("于11月底前将整改结果反馈我办。"), Asks::reply);
}

std::string due_of(const Clause& clause) { return clause.due ? to_text(*clause.due) : ""; }

constexpr std::string_view covered =
    "关于印发《省直机关创先争优活动实施方案》的通知\n各处室、各支部：\n"
    "现将《省直机关创先争优活动实施方案》印发给你们，请认真贯彻执行。\n"
    "请各支部于6月30日前将贯彻情况报机关党委。\n机关工委\n2011年3月1日\n";
constexpr std::string_view plan =
    "省直机关创先争优活动\n实施方案\n为推进活动，制定本方案。\n一、目标要求\n提高效能。\n"
    "二、主要任务\n（一）公开承诺。各支部要于4月底前完成公开承诺。\n（二）评议。\n";

TEST(Clauses, OfAPlanBehindACoveringNoticeAreThoseOfThePlan) {
  for (const char* between : {"", "附件：省直机关创先争优活动实施方案\n", "附件\n"}) {
    std::string text(covered);
    if (std::string_view(between).contains("：")) {
      text.insert(text.find("机关工委\n"), between);
      text += "附件\n";
    } else {
      text += between;
    }
    const SplitText split = split_clauses(text + std::string(plan));
    EXPECT_EQ(numbers_of(split), (std::vector<std::string>{"", "一", "二", "二（一）", "二（二）"}))
        << between;
    ASSERT_EQ(split.clauses.size(), 5u);
    EXPECT_EQ(split.clauses[0].asks, Asks::reply);
    EXPECT_EQ(due_of(split.clauses[0]), "2011-06-30");
    EXPECT_EQ(split.clauses[3].asks, Asks::task);
    EXPECT_EQ(due_of(split.clauses[3]), "2011-04-30");
    std::string all;
    for (const std::string& line : split.left_out) all += line;
    for (const char* line :
         {"关于印发", "各处室", "现将", "机关工委", "2011年3月1日", "为推进活动"})
      EXPECT_TRUE(all.contains(line)) << between << line;
    EXPECT_TRUE(split.hints.empty());
  }
  const SplitText numbered = split_clauses(
      "关于转发《实施意见》的通知\n各支部：\n一、认真学习。\n二、请于5月1日前报送。\n机关工委\n"
      "2011年3月1日\n实施意见\n一、总则。\n二、要求。");
  EXPECT_EQ(numbers_of(numbered), (std::vector<std::string>{"通知一", "通知二", "一", "二"}));
  EXPECT_TRUE(numbered.hints.empty());
}

TEST(Clauses, AreNotWhatIsAttachedWhichIsNamed) {
  const SplitText split = split_clauses(
      "一、请填报附件1。\n附件：1.任务分工表\n2.联系人名单\n工委\n2019年7月1日\n附件1\n任务分工表\n"
      "1.甲（某处负责）\n2.请于5月1日前报送。\n附件2\n联系人名单");
  EXPECT_EQ(numbers_of(split), std::vector<std::string>{"一"});
  EXPECT_EQ(split.attached, (std::vector<std::string>{"任务分工表", "联系人名单"}));
  EXPECT_EQ(split_clauses("一、甲。\n附件\n任务分工表\n1.甲（某处负责）").attached,
            std::vector<std::string>{"任务分工表"});
  const SplitText english = split_clauses("1. Reply.\n2. Improve.\nAnnex 1\nList\n1. Must submit.");
  EXPECT_EQ(english.clauses.size(), 2u);
}

TEST(Clauses, AskInPlainWordsAndSayByWhen) {
  const Date today = *parse_date("2011-03-10");
  const auto read = [&](const std::string& text) {
    const Clause clause = split_clauses("一、" + text, today).clauses.at(0);
    constexpr const char* names[] = {"nothing", "task", "reply"};
    return std::string(names[static_cast<std::size_t>(clause.asks)]) + " " + due_of(clause);
  };
  EXPECT_EQ(read("请各支部于6月30日前报送总结。"), "reply 2011-06-30");
  EXPECT_EQ(read("各单位请于２０１１年６月３０日之前报工委。"), "reply 2011-06-30");
  EXPECT_EQ(read("六月三十日前将情况书面报送。"), "reply 2011-06-30");
  EXPECT_EQ(read("请于2011年6月底前上报。"), "reply 2011-06-30");
  EXPECT_EQ(read("年底前报送总结。"), "reply 2011-12-31");
  EXPECT_EQ(read("请于1月20日前报送上年总结。"), "reply ");
  EXPECT_EQ(read("请于2010年6月30日前报送。"), "reply ");
  EXPECT_EQ(read("请于4月1日前报送方案，7月1日前报送总结。"), "reply 2011-04-01");
  EXPECT_EQ(read("各单位要公开办事流程。"), "task ");
  EXPECT_EQ(read("各支部须于4月15日前完成整改。"), "task 2011-04-15");
  EXPECT_EQ(read("各单位要高度重视。"), "nothing ");
  EXPECT_EQ(read("发挥各方重要作用。"), "nothing ");
  EXPECT_EQ(read("抓好整改。（办公室牵头，5月31日前完成）"), "task 2011-05-31");
  EXPECT_EQ(read("All divisions must submit their reports by 30 June 2011."), "reply 2011-06-30");
  EXPECT_EQ(read("Please report to the office no later than June 30."), "reply 2011-06-30");
  EXPECT_EQ(read("Each branch shall publish its promises by the end of May."), "task 2011-05-31");
  EXPECT_EQ(read("The plan was adopted by the committee."), "nothing ");
  const SplitText table = split_clauses(
      "序号\t任务\t责任单位\t时限\n1\t公开\t办公室\t3月底前\n2\t总结\t党委\t2011年12月31日", today);
  EXPECT_EQ(due_of(table.clauses.at(0)), "2011-03-31");
  EXPECT_EQ(due_of(table.clauses.at(1)), "2011-12-31");
}

TEST(Clauses, AreFoundUnderEnglishNumbers) {
  const auto expect = [](std::string_view text, const std::vector<std::string>& numbers) {
    EXPECT_EQ(numbers_of(split_clauses(text)), numbers) << text;
  };
  expect("1. General\n1.1 Purpose.\n1.2 Scope.\n2. Duties\n2.1 Report.",
         {"1", "1.1", "1.2", "2", "2.1"});
  expect(
      "Section 1\nGeneral.\nSection 2: Duties\n(a) Publish.\n(b) Report.\n(i) Monthly.\n(ii) "
      "Yearly.\n(c) Close.",
      {"Section 1", "Section 2", "Section 2(a)", "Section 2(b)", "Section 2(b)(i)",
       "Section 2(b)(ii)", "Section 2(c)"});
  expect("Chapter 1 General\nArticle 1. Purpose\nArticle 2. Scope\nSection 3 of the Act applies.",
         {"Chapter 1", "Chapter 1 Article 1", "Chapter 1 Article 2"});
  expect("(g) one\n(h) two\n(i) three\n(j) four", {"(g)", "(h)", "(i)", "(j)"});
}

TEST(Clauses, TellWhichNumbersAreRepeatedOrMissing) {
  const auto hints = [](std::string_view text) {
    const SplitText split = split_clauses(text);
    std::string said;
    for (const HintOfClause& one : split.hints)
      said += std::string(clause_hint_names[static_cast<std::size_t>(one.hint)]) + " " +
              split.clauses.at(one.clause).text + " " + one.detail + ";";
    return said;
  };
  EXPECT_EQ(hints("一、甲\n二、乙\n二、丙\n三、丁"), "clause_number_is_repeated 丙 二;");
  EXPECT_EQ(hints("一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅"), "");
  EXPECT_EQ(hints("一、甲\n（一）子\n（二）丑\n二、乙\n（三）寅"), "");
  EXPECT_EQ(hints("一、甲\n三、乙\n六、丙"),
            "clause_numbers_are_missing 乙 2;clause_numbers_are_missing 丙 4–5;");
  EXPECT_EQ(hints("第一条 甲\n第二条 乙\n第12条 丙\n第十二条 丁"),
            "clause_numbers_are_missing 丙 3–11;clause_number_is_repeated 丁 第十二条;");
  EXPECT_EQ(hints("1.甲（办公室负责）乙（处室负责）\n2.丙"), "") << "parts of one clause";
  for (const char* name : {"2018-38", "2018-117-office", "2019-3", "2018-121-office", "2018-39"})
    EXPECT_EQ(hints(document(name)), "") << name;
}

TEST(Clauses, AreFoundAgainUnderTheSameNumberInOtherNumerals) {
  std::vector<Clause> pasted = split_clauses("第12条 各处室每月报送窗口办理情况。").clauses;
  const std::vector<Clause> standing = {{"第十一条", "各处室每季报送窗口办理情况。", Asks::task, 3},
                                        {"第十二条", "各处室每季度报送窗口情况。", Asks::reply, 7}};
  match_clauses(pasted, standing);
  EXPECT_EQ(pasted.at(0).row, 7);
}

}  // namespace
}  // namespace chuangyou
