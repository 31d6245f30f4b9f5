// The clock as one who acts: once for each running of a deadline, whatever is restarted in between.
#include "jobs/deadlines.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct DeadlinesOf : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  std::unique_ptr<Deadlines> deadlines() {
    Bodies& bodies = world.bodies();
    return std::make_unique<Deadlines>(world.places().database, bodies, world.writer(),
                                       [this] { return world.now(); });
  }
  std::size_t acts_of(Deadlines& clock) {
    std::size_t done = 0;
    for (int i = 0; i < 4; ++i) done += clock.round();
    return done;
  }
  std::int64_t entries(const RecordId& id, std::string_view act) {
    Connection connection(world.places().database, OpenFor::reading);
    std::vector<Entry> all = entries_of(connection, world.province().no, id);
    return std::ranges::count_if(all, [&](const Entry& entry) { return entry.head.act == act; });
  }
  Performed act(std::string_view who, std::string_view ledger, const RecordId& id,
                std::string_view name, std::vector<AskedField> fields = {},
                std::string_view reason = {}) {
    return world::must_perform(world, {.who = who,
                                       .ledger = ledger,
                                       .act = name,
                                       .record = id,
                                       .fields = std::move(fields),
                                       .reason = reason});
  }
  std::vector<Record> interventions() {
    Connection connection(world.places().database, OpenFor::reading);
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    const LedgerTable table(*find_ledger("interventions"));
    return table.list(connection, world.province().no, query).value().records;
  }
  RecordId published_promise() {
    RecordId id = world::must_perform(world, {.who = "head_1",
                                              .ledger = "promises",
                                              .act = "propose",
                                              .fields = world::a_promise(world),
                                              .unit = "branch_1"})
                      .id;
    act("organ_a", "promises", id, "review");
    act("group_a", "promises", id, "fix", {{"decided_at", world::a_deciding_meeting(world)}});
    act("organ_a", "promises", id, "publish");
    return id;
  }
};

// 24, 27, 28, 29 and 30 June 2011 were five working days.
TEST_F(DeadlinesOf, APromiseIsRemindedOfFiveDaysAndOneDayBefore) {
  const RecordId id = published_promise();
  std::unique_ptr<Deadlines> clock = deadlines();
  world.go_to("2011-06-22T15:59:59Z");
  EXPECT_EQ(acts_of(*clock), 0u);
  world.go_to("2011-06-22T16:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(entries(id, "remind"), 1);
  // Neither a second run on the day nor another process gives it again.
  EXPECT_EQ(acts_of(*clock), 0u);
  clock = deadlines();
  world.go_to("2011-06-28T01:00:00Z");
  EXPECT_EQ(acts_of(*clock), 0u);
  world.go_to("2011-06-28T16:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(entries(id, "remind"), 2);
  EXPECT_EQ(acts_of(*clock), 0u);
  EXPECT_EQ(world.find("head_1", "promises", id)->record.state, "published");
}

TEST_F(DeadlinesOf, HelpIsOfferedOnceWhenAPromiseHasLapsed) {
  RecordId id = published_promise();
  std::unique_ptr<Deadlines> clock = deadlines();
  EXPECT_EQ(acts_of(*clock), 0u);
  world.go_to("2011-06-30T15:59:59Z");  // the last second of the last day
  EXPECT_EQ(acts_of(*clock), 1u) << "a reminder";
  EXPECT_EQ(acts_of(*clock), 0u);
  EXPECT_EQ(entries(id, "offer_help"), 0);
  world.go_to("2011-06-30T16:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(entries(id, "offer_help"), 1);
  EXPECT_EQ(acts_of(*clock), 0u) << "once is enough";
  Connection connection(world.places().database, OpenFor::reading);
  Entry last = entries_of(connection, world.province().no, id).back();
  EXPECT_EQ(last.head.role, Role::the_clock);
  EXPECT_TRUE(last.head.actor.is_nil());
  Result<Found> found = world.find("head_1", "promises", id);
  EXPECT_EQ(found->record.state, "published") << "the clock never judges";
}

// Law 9: the lapse reaches whoever leads the line, who turns it into help in one act.
TEST_F(DeadlinesOf, ALapseOpensAReminderThatBecomesHelp) {
  const RecordId id = published_promise();
  std::unique_ptr<Deadlines> clock = deadlines();
  world.go_to("2011-06-30T16:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  const std::vector<Record> opened = interventions();
  ASSERT_EQ(opened.size(), 1u);
  const Record& reminder = opened[0];
  EXPECT_EQ(reminder.state, "issued");
  EXPECT_EQ(reminder.value("rung"), Value(std::string("remind")));
  EXPECT_EQ(reminder.unit, world.unit("branch_1"));
  EXPECT_EQ(reminder.value("cause"), Value(Link{"promises", id}));
  act("organ_a", "interventions", reminder.id, "offer_help", {{"asked", "派两人协助清理"}});
  const std::vector<Record> both = interventions();
  ASSERT_EQ(both.size(), 2u);
  const Record& help = both[0].id == reminder.id ? both[1] : both[0];
  EXPECT_EQ(help.value("rung"), Value(std::string("help")));
  EXPECT_EQ(help.value("signed_by"), Value(Uuid(world.person("organ_a"))));
  EXPECT_EQ(help.value("previous"), Value(Uuid(reminder.id)));
  EXPECT_EQ(acts_of(*clock), 0u) << "nothing above a reminder comes by itself";
}

TEST_F(DeadlinesOf, NothingIsDoneByAClockThatMayBeWrong) {
  RecordId id = published_promise();
  std::unique_ptr<Deadlines> clock = deadlines();
  world.go_to("2021-06-30T16:00:00Z");
  world.writer().gate().close(Refusal::clock_may_be_wrong);
  EXPECT_EQ(acts_of(*clock), 0u);
  EXPECT_EQ(entries(id, "offer_help"), 0);
  world.writer().gate().open(Refusal::clock_may_be_wrong);
  EXPECT_EQ(acts_of(*clock), 1u);
}

TEST_F(DeadlinesOf, ARestartRepeatsNothing) {
  RecordId id = published_promise();
  world.go_to("2011-07-04T01:00:00Z");
  {
    std::unique_ptr<Deadlines> clock = deadlines();
    EXPECT_EQ(acts_of(*clock), 1u);
  }
  world.start();
  std::unique_ptr<Deadlines> again = deadlines();
  EXPECT_EQ(acts_of(*again), 0u);
  EXPECT_EQ(entries(id, "offer_help"), 1);
}

TEST_F(DeadlinesOf, AnExtendedLimitMayFallDueAgain) {
  RecordId task =
      world::must_perform(
          world, {.who = "organ_a",
                  .ledger = "tasks",
                  .act = "plan",
                  .fields = {{"title", "压缩时限"},
                             {"due", Date{make_date(2011, 3, 31)}},
                             {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                             {"mandate", "年度要点"}},
                  .unit = "branch_1"})
          .id;
  act("head_1", "tasks", task, "start");
  act("head_1", "tasks", task, "ask_extension", {{"asked_due", make_date(2011, 4, 29)}}, "需联网");
  std::unique_ptr<Deadlines> clock = deadlines();
  world.go_to("2011-04-01T01:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  act("organ_a", "tasks", task, "extend", {{"due", make_date(2011, 4, 29)}}, "同意");
  EXPECT_EQ(acts_of(*clock), 0u);
  world.go_to("2011-05-03T01:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(acts_of(*clock), 0u);
  EXPECT_EQ(entries(task, "remind"), 2);
}

TEST_F(DeadlinesOf, APausedClockDoesNotFallDue) {
  Performed said =
      world::must_perform(world, {.who = "citizen",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口没人"}, {"kind", "opinion"}},
                                  .unit = "branch_1"});
  act("organ_a", "feedback", said.id, "assign");
  act("division_1", "feedback", said.id, "ask", {{"question", "哪一天？"}});
  std::unique_ptr<Deadlines> clock = deadlines();
  world.go_to("2011-03-14T01:00:00Z");
  EXPECT_EQ(acts_of(*clock), 0u);
  world::must_perform(world, {.who = "citizen",
                              .ledger = "feedback",
                              .act = "resume",
                              .record = said.id,
                              .reason = "三月一日",
                              .receipt = *said.receipt});
  EXPECT_EQ(acts_of(*clock), 0u);
  world.go_to("2011-05-20T01:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(acts_of(*clock), 0u);
}

TEST_F(DeadlinesOf, APauseEndsByItselfAndTheCaseCountsAgain) {
  Performed said =
      world::must_perform(world, {.who = "citizen",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口没人"}, {"kind", "opinion"}},
                                  .unit = "branch_1"});
  act("organ_a", "feedback", said.id, "assign");
  act("division_1", "feedback", said.id, "ask", {{"question", "哪一天？"}});
  std::unique_ptr<Deadlines> clock = deadlines();
  world.go_to("2011-03-15T15:59:59Z");  // the tenth working day
  EXPECT_EQ(acts_of(*clock), 0u);
  world.go_to("2011-03-15T16:00:00Z");
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(entries(said.id, "end_wait"), 1);
  EXPECT_EQ(world.find("division_1", "feedback", said.id)->record.state, "assigned");
  const auto is_waiting_for = [&](std::string_view who) {
    Connection connection(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    const std::vector<Waiting> today =
        find_waiting({connection, world.province(), actor, world.now()}, 100).items;
    return std::ranges::any_of(today,
                               [&](const Waiting& one) { return one.found.record.id == said.id; });
  };
  EXPECT_TRUE(is_waiting_for("division_1"));
  world.go_to("2011-04-20T01:00:00Z");  // ten working days more, and then it is late
  EXPECT_EQ(acts_of(*clock), 1u);
  EXPECT_EQ(entries(said.id, "remind"), 1);
}

TEST_F(DeadlinesOf, ClosedWorkAndLateArrivalsAreLeftAlone) {
  RecordId claimed = published_promise();
  act("head_1", "promises", claimed, "claim", {{"result", "平均 4.6 天"}});
  RecordId import(*parse_uuid("01960000-0000-7000-8000-000000000001"));
  world.go_to("2011-04-11T01:00:00Z");
  world::import_cases(world, import, "late");  // promised by 20 March elsewhere
  world.go_to("2011-08-01T01:00:00Z");
  std::unique_ptr<Deadlines> clock = deadlines();
  EXPECT_EQ(acts_of(*clock), 0u);
  Writer::Batch undo;
  undo.undo = {world.province().no, import, world.actor("worker")};
  EXPECT_TRUE(world.writer().perform_all(std::move(undo)).empty()) << "nobody has worked on it";
}

TEST_F(DeadlinesOf, ARoundIsBoundedAndALapReachesEverything) {
  constexpr std::size_t many = Deadlines::looked_at_max * 2 + 50;
  Writer::Batch batch;
  for (std::size_t i = 0; i < many; ++i)
    batch.acts.push_back(world.request({.who = "member_3",
                                        .ledger = "problems",
                                        .act = "register",
                                        .fields = {{"title", "排队太久"}, {"kind", "harm"}},
                                        .unit = i % 2 ? "branch_1" : "branch_2"}));
  ASSERT_TRUE(world.writer().perform_all(std::move(batch)).empty());
  RecordId promise = published_promise();
  world.go_to("2011-07-04T01:00:00Z");
  std::unique_ptr<Deadlines> clock = deadlines();
  std::size_t done = 0;
  for (int i = 0; i < 6; ++i) {
    std::size_t in_round = clock->round();
    EXPECT_LE(in_round, Deadlines::looked_at_max);
    done += in_round;
  }
  EXPECT_EQ(done, many + 1);
  EXPECT_EQ(entries(promise, "offer_help"), 1);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(clock->round(), 0u);
}

TEST_F(DeadlinesOf, ItStartsAndStops) {
  published_promise();
  std::unique_ptr<Deadlines> clock = deadlines();
  clock->start();
  clock->stop();
  clock->stop();
}

}  // namespace
}  // namespace chuangyou
