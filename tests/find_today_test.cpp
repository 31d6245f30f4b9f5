// What waits for whom, and why for him and nobody else.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct Today : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  RecordId promise(std::string_view until) { return world::a_promise_in(world, until); }
  void promise_act(std::string_view who, const RecordId& id, std::string_view act,
                   std::vector<AskedField> fields, std::string_view reason) {
    world::must_perform(world, {.who = who,
                                .ledger = "promises",
                                .act = act,
                                .record = id,
                                .fields = std::move(fields),
                                .reason = reason});
  }
  RecordId proposed_by_member() {
    return world::must_perform(world, {.who = "member_1",
                                       .ledger = "promises",
                                       .act = "propose",
                                       .fields = {{"subject", "member"},
                                                  {"person", world.person("member_1")},
                                                  {"kind", "post"},
                                                  {"content", "走访企业"}},
                                       .unit = "branch_1"})
        .id;
  }
  RecordId members_promise() {
    const RecordId id =
        world::must_perform(world, {.who = "member_1",
                                    .ledger = "promises",
                                    .act = "propose",
                                    .fields = {{"subject", "member"},
                                               {"person", world.person("member_1")},
                                               {"kind", "post"},
                                               {"content", "走访企业"},
                                               {"duty", "联系企业"},
                                               {"baseline", "8 户"},
                                               {"target", "12 户"},
                                               {"proof", "走访记录"},
                                               {"beneficiary_unit", world.unit("branch_3")},
                                               {"due", make_date(2011, 6, 30)}},
                                    .unit = "branch_1"})
            .id;
    promise_act("head_1", id, "review", {}, "");
    promise_act("head_1", id, "fix", {{"decided_at", world::a_deciding_meeting(world)}}, "");
    promise_act("head_1", id, "publish", {}, "");
    return id;
  }
  std::string_view part_of(std::string_view who, const RecordId& id) {
    for (const Waiting& one : world.waiting(who))
      if (one.found.record.id == id) return part_names[static_cast<std::size_t>(one.part)];
    return "nowhere";
  }
  // Of the records that wait for somebody the acts that are asked of him, and why; without the
  // meetings, whose minutes are still to be written.
  std::map<RecordId, std::set<std::string>> turns(std::string_view who) {
    std::map<RecordId, std::set<std::string>> found;
    for (const Waiting& one : world.waiting(who))
      for (const Turn& turn : one.turns)
        if (one.ledger->name != "meetings")
          found[one.found.record.id].insert(std::string(turn.act->name) + ": " +
                                            std::string(name_of(turn.because)));
    return found;
  }
};

TEST_F(Today, WhatWaitsForWhom) {
  RecordId to_review = promise("proposed");
  RecordId to_fix = promise("reviewed");
  RecordId to_publish = promise("fixed");
  RecordId to_claim = promise("published");
  RecordId to_confirm = promise("claimed");
  promise("confirmed");
  RecordId to_assign =
      world::must_perform(world, {.who = "citizen",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口没人"}, {"kind", "opinion"}},
                                  .unit = "branch_1"})
          .id;
  using Expected = std::map<RecordId, std::set<std::string>>;
  const std::set<std::string> judging = {"confirm: mine", "contest: mine"};
  // The nearest is asked: of the branch whoever may, above it where nobody of the branch may, for
  // whoever proposed does not review.
  EXPECT_EQ(turns("organ_a"),
            (Expected{{to_review, {"return: nobody_nearer", "review: nobody_nearer"}}}));
  EXPECT_EQ(turns("group_a"), Expected{});
  EXPECT_EQ(turns("head_1"), (Expected{{to_fix, {"fix: mine"}},
                                       {to_publish, {"publish: mine"}},
                                       {to_claim, {"claim: mine"}}}));
  EXPECT_EQ(turns("division_1"),
            (Expected{{to_claim, {"claim: mine"}}, {to_assign, {"assign: mine"}}}));
  for (const char* served : {"member_3", "head_3", "division_3"})
    EXPECT_EQ(turns(served), (Expected{{to_confirm, judging}})) << served;
  EXPECT_EQ(turns("hotline"), (Expected{{to_assign, {"assign: mine"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  for (const char* nobody : {"member_1", "head_2", "organ_b", "group_b", "admin", "granter",
                             "auditor", "personnel", "discipline", "former_1", "citizen"})
    EXPECT_EQ(turns(nobody), Expected{}) << nobody;
}

// A superior is asked once those who stand nearer have let it fall due.
TEST_F(Today, WhatIsLateWaitsForThoseAboveAsWell) {
  const RecordId published = promise("published");
  promise_act("head_1", published, "ask_extension", {{"asked_due", make_date(2011, 7, 29)}},
              "增设窗口");
  using Expected = std::map<RecordId, std::set<std::string>>;
  EXPECT_EQ(turns("organ_a"),
            (Expected{{published, {"extend: nobody_nearer", "refuse_extension: nobody_nearer"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  EXPECT_EQ(turns("head_3"), (Expected{{published, {"extend: mine", "refuse_extension: mine"}}}))
      << "who waits for it";
  world.go_to("2011-06-30T16:00:00Z");
  EXPECT_EQ(turns("worker"), (Expected{{published, {"extend: late", "refuse_extension: late"}}}));
  EXPECT_EQ(turns("organ_a"), (Expected{{published, {"extend: late", "refuse_extension: late"}}}));
  promise_act("organ_a", published, "extend", {{"due", make_date(2011, 7, 29)}}, "同意");
  for (const char* who : {"organ_a", "worker", "head_3"}) EXPECT_EQ(turns(who), Expected{}) << who;
}

// Of a joint act only what others have begun is asked, of whoever has not signed.
TEST_F(Today, WhatOthersHaveSignedWaitsForTheSecondSignature) {
  const RecordId problem =
      world::must_perform(world, {.who = "head_3",
                                  .ledger = "problems",
                                  .act = "register",
                                  .fields = {{"title", "收费太高"}, {"kind", "new"}},
                                  .unit = "branch_1"})
          .id;
  using Expected = std::map<RecordId, std::set<std::string>>;
  const auto act = [&](const char* who, const char* name, std::string_view reason) {
    world::must_perform(
        world,
        {.who = who, .ledger = "problems", .act = name, .record = problem, .reason = reason});
  };
  EXPECT_EQ(turns("organ_a"), Expected{}) << "the branch takes it in hand";
  act("division_1", "explain", "于法无据");
  EXPECT_EQ(turns("organ_a"), (Expected{{problem, {"explain: second_signature"}}}));
  EXPECT_EQ(turns("division_1"), (Expected{{problem, {"accept: mine"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  act("organ_a", "explain", "于法无据");
  EXPECT_EQ(turns("organ_a"), Expected{});
}

// What was offered waits for those who are asked to take it, and stays with those who have it.
TEST_F(Today, AnOfferedTransferWaitsForTheOtherUnit) {
  const RecordId problem =
      world::must_perform(world, {.who = "head_3",
                                  .ledger = "problems",
                                  .act = "register",
                                  .fields = {{"title", "电梯常坏"}, {"kind", "new"}},
                                  .unit = "branch_1"})
          .id;
  using Expected = std::map<RecordId, std::set<std::string>>;
  world::must_perform(world, {.who = "head_1",
                              .ledger = "problems",
                              .act = "transfer",
                              .record = problem,
                              .reason = "属二支部",
                              .unit = "branch_2"});
  EXPECT_EQ(turns("head_2"),
            (Expected{{problem, {"accept_transfer: mine", "decline_transfer: mine"}}}));
  EXPECT_EQ(turns("head_1"), (Expected{{problem, {"accept: mine"}}}));
  EXPECT_EQ(turns("organ_a"), Expected{});
}

// The works committee is not asked to judge a branch's task where a nearer post may, until it is
// late; the one who did it is never asked.
TEST_F(Today, ATaskThatIsDoneWaitsForTheNearestSuperior) {
  const RecordId task =
      world::must_perform(
          world, {.who = "organ_a",
                  .ledger = "tasks",
                  .act = "plan",
                  .fields = {{"title", "压缩审批时限"},
                             {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                             {"mandate", "年度工作要点"},
                             {"due", make_date(2011, 4, 20)}},
                  .unit = "branch_1"})
          .id;
  const auto act = [&](const char* who, const char* name, std::vector<AskedField> fields = {}) {
    world::must_perform(
        world,
        {.who = who, .ledger = "tasks", .act = name, .record = task, .fields = std::move(fields)});
  };
  using Expected = std::map<RecordId, std::set<std::string>>;
  EXPECT_EQ(turns("head_1"), (Expected{{task, {"start: mine"}}}));
  EXPECT_EQ(turns("organ_a"), Expected{});
  act("head_1", "start");
  act("head_1", "finish", {{"result", "由 8 天减为 5 天"}});
  EXPECT_EQ(turns("head_1"), Expected{});
  EXPECT_EQ(turns("organ_a"),
            (Expected{{task, {"confirm: nobody_nearer", "return: nobody_nearer"}}}));
  EXPECT_EQ(turns("worker"), Expected{});
  // What was done in time has no clock any more: nobody farther is asked to judge it either.
  world.go_to("2011-04-20T16:00:00Z");
  EXPECT_EQ(turns("worker"), Expected{});
  EXPECT_EQ(turns("organ_a"),
            (Expected{{task, {"confirm: nobody_nearer", "return: nobody_nearer"}}}));
}

// Whoever is named stands nearer than the posts of his unit, who are asked once it is late.
TEST_F(Today, AMembersPromiseWaitsForTheMember) {
  const RecordId published = members_promise();
  using Expected = std::map<RecordId, std::set<std::string>>;
  EXPECT_EQ(turns("member_1"), (Expected{{published, {"claim: mine"}}}));
  for (const char* who : {"head_1", "division_1", "organ_a"})
    EXPECT_EQ(turns(who), Expected{}) << who;
  EXPECT_EQ(part_of("member_1", published), "coming");
  world.go_to("2011-06-23T01:00:00Z");  // five working days before its day
  EXPECT_EQ(part_of("member_1", published), "mine");
  world.go_to("2011-06-30T16:00:00Z");
  EXPECT_EQ(turns("member_1"), (Expected{{published, {"claim: mine"}}}));
  EXPECT_EQ(turns("head_1"), (Expected{{published, {"claim: late"}}}));
  EXPECT_EQ(turns("organ_a"), Expected{});
}

// What is sent back comes to the member with who sent it and why, on top of all else, and to nobody
// besides.
TEST_F(Today, WhatWasSentBackStandsOnTopOfTheMembersToday) {
  members_promise();
  const RecordId returned = proposed_by_member();
  promise_act("head_1", returned, "return", {}, "没有目标");
  const std::vector<Waiting> waiting = world.waiting("member_1");
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(waiting[0].found.record.id, returned);
  EXPECT_EQ(waiting[0].part, Part::mine);
  ASSERT_TRUE(waiting[0].came_back);
  EXPECT_EQ(waiting[0].came_back->act, "return");
  EXPECT_EQ(waiting[0].came_back->reason, "没有目标");
  EXPECT_EQ(waiting[0].came_back->by, world.person("head_1"));
  EXPECT_FALSE(waiting[1].came_back);
  using Expected = std::map<RecordId, std::set<std::string>>;
  for (const char* who : {"head_1", "division_1", "organ_a", "worker"})
    EXPECT_EQ(turns(who), Expected{}) << who;
  promise_act("member_1", returned, "resubmit", {{"target", "12 户"}}, "");
  EXPECT_EQ(turns("head_1"), (Expected{{returned, {"review: mine", "return: mine"}}}));
  for (const Waiting& one : world.waiting("member_1")) EXPECT_FALSE(one.came_back);
}

// However much has been said of it since, at the same moment and later.
TEST_F(Today, WhatWasSentBackKeepsItsReasonAmongManyRemarks) {
  const RecordId returned = proposed_by_member();
  promise_act("head_1", returned, "return", {}, "没有目标");
  const auto remark = [&] {
    ActRequest request =
        world.request({.who = "head_1", .ledger = "promises", .act = "remark", .record = returned});
    request.remark = "再想想";
    const Result<Performed> done = world.writer().perform(request);
    ASSERT_TRUE(done) << name_of(done.error().law);
  };
  remark();
  world.go_to("2011-03-20T01:00:00Z");
  for (int i = 0; i < 250; ++i) remark();
  const std::vector<Waiting> waiting = world.waiting("member_1");
  ASSERT_EQ(waiting.size(), 1u);
  ASSERT_TRUE(waiting[0].came_back);
  EXPECT_EQ(waiting[0].came_back->act, "return");
  EXPECT_EQ(waiting[0].came_back->reason, "没有目标");
}

// Nobody is offered what its own rule would refuse: what cannot be published is sent back.
TEST_F(Today, AnEmptyPromiseIsNotOfferedForPublishing) {
  const RecordId empty = proposed_by_member();
  promise_act("head_1", empty, "review", {}, "");
  promise_act("head_1", empty, "fix", {{"decided_at", world::a_deciding_meeting(world)}}, "");
  using Expected = std::map<RecordId, std::set<std::string>>;
  EXPECT_EQ(turns("head_1"), (Expected{{empty, {"return: mine"}}}));
}

// What was sent to a unit waits for it, by what it asks.
TEST_F(Today, ADeliveryWaitsForItsUnit) {
  world::must_perform(
      world, {.who = "organ_a",
              .ledger = "directives",
              .act = "register",
              .fields = {{"title", "关于公开承诺的通知"},
                         {"number", "发改党〔2011〕3 号"},
                         {"kind", "notice"},
                         {"clause_rows",
                          Rows{{{.cells = {{}, std::string("各支部公开承诺。"), {}, {}, {}}}}}},
                         {"taken_from", "机关党委"},
                         {"audience", std::vector<Uuid>{world.unit("branch_1")}}},
              .unit = "development"});
  for (const char* who : {"head_1", "division_1"}) {
    ASSERT_EQ(turns(who).size(), 1u) << who;
    EXPECT_EQ(turns(who).begin()->second, std::set<std::string>{"acknowledge: mine"}) << who;
  }
  for (const char* who : {"organ_a", "worker", "member_1", "head_2"})
    EXPECT_TRUE(turns(who).empty()) << who;
}

// An objection is decided by others than the one who signed.
TEST_F(Today, AnObjectionWaitsForThoseAboveWhoDidNotSign) {
  const RecordId promised = promise("published");
  const RecordId urging =
      world::must_perform(world, {.who = "organ_a",
                                  .ledger = "interventions",
                                  .act = "propose",
                                  .fields = {{"matter", "办件提速"},
                                             {"rung", "urge"},
                                             {"cause", Link{"promises", promised}},
                                             {"asked", "月底前公布"}},
                                  .unit = "branch_1"})
          .id;
  const auto act = [&](const char* who, const char* name, std::string_view reason = {}) {
    world::must_perform(
        world,
        {.who = who, .ledger = "interventions", .act = name, .record = urging, .reason = reason});
  };
  const auto asked = [&](const char* who) {
    const auto all = turns(who);
    const auto found = all.find(urging);
    return found == all.end() ? std::set<std::string>() : found->second;
  };
  using Turns = std::set<std::string>;
  EXPECT_EQ(asked("organ_a"), Turns{"issue: nobody_nearer"});
  EXPECT_EQ(asked("worker"), Turns{});
  act("organ_a", "issue");
  EXPECT_EQ(asked("head_1"), Turns{"answer: mine"});
  act("head_1", "object", "已经公布");
  EXPECT_EQ(asked("organ_a"), Turns{}) << "who signed it";
  EXPECT_EQ(asked("group_a"), (Turns{"uphold: nobody_nearer", "lift: nobody_nearer"}));
  EXPECT_EQ(asked("worker"), Turns{});
}

// Whoever told it is asked for his word, wherever he sits.
TEST_F(Today, AnAnswerWaitsForWhoeverAsked) {
  const RecordId said =
      world::must_perform(world, {.who = "head_3",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口没人"}, {"kind", "opinion"}},
                                  .unit = "branch_1"})
          .id;
  const auto act = [&](const char* who, const char* name, std::vector<AskedField> fields = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = "feedback",
                                .act = name,
                                .record = said,
                                .fields = std::move(fields)});
  };
  using Expected = std::map<RecordId, std::set<std::string>>;
  act("division_1", "assign");
  act("division_1", "ask", {{"question", "哪一天？"}});
  EXPECT_EQ(turns("head_3"), (Expected{{said, {"resume: mine"}}}));
  EXPECT_EQ(turns("division_1"), Expected{}) << "it waits for the sender";
  world::must_perform(world, {.who = "head_3",
                              .ledger = "feedback",
                              .act = "resume",
                              .record = said,
                              .reason = "三月一日"});
  EXPECT_EQ(turns("division_1"), (Expected{{said, {"answer: mine"}}}));
  act("division_1", "answer", {{"answer", "已安排轮班"}});
  EXPECT_EQ(turns("head_3"), (Expected{{said, {"confirm: mine", "contest: mine"}}}));
}

TEST_F(Today, WhatWaitsIsSortedByDueDate) {
  world::live_through(world);
  std::vector<Waiting> waiting = world.waiting("head_3");
  std::int64_t last = INT64_MIN;
  for (const Waiting& one : waiting) {
    std::int64_t due =
        one.found.standing.due_at ? one.found.standing.due_at->microseconds : INT64_MAX;
    EXPECT_GE(due, last);
    last = due;
  }
}

}  // namespace
}  // namespace chuangyou
