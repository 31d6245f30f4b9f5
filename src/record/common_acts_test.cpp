#include "record/common_acts.h"

#include <gtest/gtest.h>

#include "record/cases_for_tests.h"

namespace chuangyou {
namespace {

using namespace cases;

struct CommonActs : testing::Test {
  House house;
  Actor doer = holder(2, Role::division, 2), superior = holder(1, Role::secretary, 1);
  Actor sender = holder(3, Role::member, 3), stranger = holder(4, Role::member, 3);
  Actor auditor = holder(5, Role::auditor, 1);
  Date today = make_date(2011, 3, 2);

  CommonActs() {
    EXPECT_EQ(house.act("tell", sender, "2011-03-01T09:00:00", {{"title", std::string("井盖")}}),
              Refusal::none);
  }
  Refusal refused(std::string_view act, const Actor& actor, std::string_view remark = {},
                  std::vector<Evidence> evidence = {}) const {
    const auto decided =
        decide_common(house.record, {act, remark, evidence}, actor, today, path_of);
    return decided ? Refusal::none : decided.error().law;
  }
};

Evidence line(std::string text, EvidenceKind kind = EvidenceKind::text) {
  Evidence one;
  one.kind = kind;
  one.text = std::move(text);
  return one;
}

TEST_F(CommonActs, a_remark_is_for_those_who_see_the_record_whole) {
  EXPECT_EQ(refused(remark_act, doer, "已看过现场"), Refusal::none);
  EXPECT_EQ(refused(remark_act, superior, "请抓紧"), Refusal::none);
  EXPECT_EQ(refused(remark_act, stranger, "路过"), Refusal::nothing_is_there);
  EXPECT_EQ(refused(remark_act, auditor, "审计"), Refusal::nothing_is_there);
  EXPECT_EQ(refused(remark_act, citizen(true), "是我"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(refused(remark_act, doer, " \n"), Refusal::field_is_missing);
  EXPECT_EQ(refused(remark_act, doer, std::string(2001, 'x')), Refusal::field_is_too_long);
  // Once it is answered everybody sees what is public of it, and that is no whole.
  ASSERT_EQ(house.act("answer", doer, "2011-03-02T09:00:00"), Refusal::none);
  EXPECT_EQ(refused(remark_act, stranger, "路过"), Refusal::post_does_not_allow_this);
}

TEST_F(CommonActs, evidence_comes_from_whoever_may_act_on_it_at_all) {
  const std::vector<Evidence> one{line("三月五日已当面告知")};
  EXPECT_EQ(refused(attach_act, doer, {}, one), Refusal::none);
  EXPECT_EQ(refused(attach_act, sender, {}, one), Refusal::none);
  EXPECT_EQ(refused(attach_act, stranger, {}, one), Refusal::nothing_is_there);
  EXPECT_EQ(refused(attach_act, doer), Refusal::field_is_missing);
  // In a state in which nothing is his to do he still gives what he has.
  ASSERT_EQ(house.act("answer", doer, "2011-03-02T09:00:00"), Refusal::none);
  EXPECT_EQ(refused(attach_act, doer, {}, one), Refusal::none);
  EXPECT_EQ(refused(attach_act, stranger, {}, one), Refusal::post_does_not_allow_this);
}

TEST_F(CommonActs, whoever_sees_it_follows_it) {
  EXPECT_EQ(refused(follow_act, stranger), Refusal::nothing_is_there);
  ASSERT_EQ(house.act("answer", doer, "2011-03-02T09:00:00"), Refusal::none);
  EXPECT_EQ(refused(follow_act, stranger), Refusal::none);
  EXPECT_EQ(refused(follow_act, citizen(true)), Refusal::post_does_not_allow_this);
}

TEST_F(CommonActs, the_post_of_the_line_is_the_one_under_which_it_is_done) {
  Actor both = holder(2, Role::member, 3);
  both.posts.push_back(post(Role::secretary, 1));
  both.posts.push_back(post(Role::division, 2));
  const auto under = decide_common(house.record, {remark_act, "看过"}, both, today, path_of);
  ASSERT_TRUE(under);
  EXPECT_EQ((*under)->role, Role::division);
  both.posts.back().until = make_date(2011, 3, 1);
  EXPECT_EQ((*decide_common(house.record, {remark_act, "看过"}, both, today, path_of))->role,
            Role::secretary);
}

Refusal law_against(Evidence one) {
  const auto fits = check_evidence({&one, 1});
  return fits ? Refusal::none : fits.error().law;
}

TEST(EvidenceGiven, is_what_it_says_it_is) {
  EXPECT_EQ(law_against(line("一行字")), Refusal::none);
  EXPECT_EQ(law_against(line("  ")), Refusal::field_is_missing);
  EXPECT_EQ(law_against(line(std::string(501, 'x'))), Refusal::field_is_too_long);
  EXPECT_EQ(law_against(line("省发〔2011〕8号", EvidenceKind::number)), Refusal::none);
  EXPECT_EQ(law_against(line(std::string(201, '8'), EvidenceKind::number)),
            Refusal::field_is_too_long);
  for (const char* address : {"https://www.gov.cn/a?b=c#d", "https://例子.中国/文件"})
    EXPECT_EQ(law_against(line(address, EvidenceKind::address)), Refusal::none) << address;
  for (const char* address :
       {"http://www.gov.cn", "javascript:alert(1)", "https://", "https:///x", "HTTPS:/x", "//x.cn",
        "https://gov.cn@evil.example/", "https://x.cn/a b",
        "https://x.cn/\"onclick=", "https://x.cn/<script>", "data:text/html,x", " https://x.cn"})
    EXPECT_EQ(law_against(line(address, EvidenceKind::address)), Refusal::address_is_not_https)
        << address;
  const std::vector<Evidence> many(evidence_max + 1, line("又一行"));
  EXPECT_EQ(check_evidence(many).error().law, Refusal::rows_are_too_many);
}

}  // namespace
}  // namespace chuangyou
