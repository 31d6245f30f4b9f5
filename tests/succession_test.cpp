// When a unit ends, whatever names it and is not over goes to the one that goes on, by an entry of
// its own; and nobody comes to judge himself by it.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <random>
#include <thread>

#include "campaign/rebuild.h"
#include "campaign/succession.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/concealment.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct WhenAUnitEnds : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RandomSource random = RandomSource::from_seed(3);
  const Date today = *parse_date("2011-03-01");

  UnitId at(std::string_view code) { return world.unit(code); }
  Refusal law(OrgAct act) {
    const Result<std::int64_t> done = world.perform_org(std::move(act));
    return done ? Refusal::none : done.error().law;
  }
  std::string detail(OrgAct act) { return world.perform_org(std::move(act)).error().detail; }
  UnitId found(std::string name, UnitType type = UnitType::department) {
    Unit unit;
    unit.id = UnitId(make_uuid_v7(world.now(), random));
    unit.name = std::move(name);
    unit.type = type;
    unit.administrative_parent = at("root");
    EXPECT_EQ(law(FoundUnit{unit}), Refusal::none);
    return unit.id;
  }
  RecordId task(std::string_view unit, std::vector<AskedField> more) {
    std::vector<AskedField> fields = {
        {"title", "联办事项"},
        {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
        {"mandate", "年度要点"},
        {"due", *parse_date("2011-06-30")}};
    fields.insert(fields.end(), more.begin(), more.end());
    return world::must_perform(
               world,
               {.who = "worker", .ledger = "tasks", .act = "plan", .fields = fields, .unit = unit})
        .id;
  }
  RecordId problem(std::string_view unit) {
    return world::must_perform(world, {.who = "worker",
                                       .ledger = "problems",
                                       .act = "register",
                                       .fields = {{"title", "新问题"}, {"kind", "new"}},
                                       .unit = unit})
        .id;
  }
  Record held(std::string_view ledger, const RecordId& id) {
    Connection connection(world.places().database, OpenFor::reading);
    return *LedgerTable(*find_ledger(ledger)).get(connection, world.province().no, id);
  }
  std::vector<Entry> entries(const RecordId& id) {
    Connection connection(world.places().database, OpenFor::reading);
    return entries_of(connection, world.province().no, id);
  }
  // Every record that is not over, with the unit that ended and that it names.
  std::vector<std::string> naming_the_ended() {
    Connection connection(world.places().database, OpenFor::reading);
    const Body& body = world.province();
    std::vector<std::string> found;
    for (const Ledger* ledger : all_ledgers()) {
      ListQuery query;
      query.path = body.tree.path_of(0);
      query.limit = 10'000;
      const Page page = LedgerTable(*ledger).list(connection, body.no, query).value();
      for (const Record& record : page.records)
        for (UnitNo no = 0; no < body.tree.size(); ++no)
          if (body.tree.unit(no).is_closed && record.stage() <= Stage::claimed &&
              names_unit(record, body.tree.unit(no).id))
            found.push_back(std::string(ledger->name) + " " + body.tree.unit(no).name);
    }
    return found;
  }
  void expect_the_same_when_rebuilt() {
    world.stop();
    const std::string before = world::dump_tables(world.places().database);
    ASSERT_TRUE(rebuild(world.places(), world.now()));
    EXPECT_EQ(world::dump_tables(world.places().database), before);
  }
};

TEST_F(WhenAUnitEnds, EveryFieldThatNamesItGoesOn) {
  const RecordId shared =
      task("branch_1", {{"co_units", std::vector<Uuid>{at("branch_3"), at("civil")}}});
  const RecordId served = task("branch_1", {{"beneficiary_unit", Value(Uuid(at("branch_3")))}});
  const RecordId sent =
      world::must_perform(world, {.who = "worker",
                                  .ledger = "directives",
                                  .act = "draft",
                                  .fields = {{"title", "通知"},
                                             {"kind", "notice"},
                                             {"audience", std::vector<Uuid>{at("branch_3")}}},
                                  .unit = "root"})
          .id;
  const RecordId own = problem("branch_3");
  const MergeUnits merge{at("branch_3"), at("civil"), today};
  ASSERT_EQ(law(merge), Refusal::none);

  const Uuid into = at("civil");
  EXPECT_EQ(held("tasks", shared).value("co_units"), Value(std::vector<Uuid>{into}));
  EXPECT_EQ(held("tasks", served).value("beneficiary_unit"), Value(into));
  EXPECT_EQ(held("tasks", shared).unit, at("branch_1"));
  EXPECT_EQ(held("directives", sent).value("audience"), Value(std::vector<Uuid>{into}));
  EXPECT_EQ(held("problems", own).unit, into);
  for (const RecordId& id : {shared, sent, own}) {
    EXPECT_EQ(entries(id).size(), 2);
    EXPECT_EQ(entries(id).back().head.act, "merge_units");
    EXPECT_EQ(entries(id).back().head.actor, world.person("granter")) << "who signed it";
  }
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
  EXPECT_EQ(law(merge), Refusal::nothing_would_change) << "all of it is handed on";
  expect_the_same_when_rebuilt();
}

TEST_F(WhenAUnitEnds, WhatIsOverKeepsTheNameThatItHad) {
  const RecordId id = problem("branch_3");
  world::must_perform(world,
                      {.who = "organ_b", .ledger = "problems", .act = "accept", .record = id});
  const RecordId dropped = task("branch_1", {{"beneficiary_unit", Value(Uuid(at("branch_3")))}});
  world::must_perform(world, {.who = "worker",
                              .ledger = "tasks",
                              .act = "conclude",
                              .record = dropped,
                              .reason = "另行安排"});
  ASSERT_EQ(law(MergeUnits{at("branch_3"), at("civil"), today}), Refusal::none);
  EXPECT_EQ(held("tasks", dropped).value("beneficiary_unit"), Value(Uuid(at("branch_3"))));
  EXPECT_EQ(held("problems", id).unit, at("civil"));
}

// What was over when the unit ended kept its name; whoever opens it again finds who goes on.
TEST_F(WhenAUnitEnds, WhatComesBackToLifeGoesOnWhereTheUnitDoes) {
  const auto act = [&](std::string_view who, const RecordId& id, std::string_view name,
                       std::vector<AskedField> fields = {}, std::string_view reason = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = "problems",
                                .act = name,
                                .record = id,
                                .fields = std::move(fields),
                                .reason = reason});
  };
  const RecordId id =
      world::must_perform(world, {.who = "worker",
                                  .ledger = "problems",
                                  .act = "register",
                                  .fields = {{"title", "新问题"},
                                             {"kind", "new"},
                                             {"beneficiary_unit", Uuid(at("branch_1"))}},
                                  .unit = "branch_3"})
          .id;
  act("organ_b", id, "accept");
  act("organ_b", id, "begin", {{"measures", "加派人手"}, {"promised", *parse_date("2011-03-20")}});
  act("organ_b", id, "solve", {{"result", "已解决"}});
  act("member_1", id, "confirm");
  ASSERT_EQ(law(MergeUnits{at("branch_3"), at("civil"), today}), Refusal::none);
  ASSERT_EQ(held("problems", id).unit, at("branch_3")) << "it was over";
  act("member_1", id, "relapse", {}, "又没人了");
  EXPECT_EQ(held("problems", id).unit, at("civil"));
  EXPECT_EQ(held("problems", id).state, "relapsed");
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
  act("organ_b", id, "begin", {{"measures", "再派人手"}, {"promised", *parse_date("2011-04-20")}});
  expect_the_same_when_rebuilt();
}

TEST_F(WhenAUnitEnds, NobodyComesToJudgeHimself) {
  const RecordId id = task("branch_1", {{"beneficiary_unit", Value(Uuid(at("branch_3")))}});
  MergeUnits merge{at("branch_3"), at("branch_1"), today};
  EXPECT_EQ(law(merge), Refusal::judge_is_not_named);
  EXPECT_EQ(detail(merge), "1");
  merge.judge = at("development");
  EXPECT_EQ(law(merge), Refusal::the_rated_never_touch_the_raters);
  merge.judge = at("civil");
  ASSERT_EQ(law(merge), Refusal::none);
  EXPECT_EQ(held("tasks", id).value("beneficiary_unit"), Value(Uuid(at("civil"))));
  EXPECT_EQ(held("tasks", id).unit, at("branch_1"));
}

TEST_F(WhenAUnitEnds, TheDoerThatEndsDoesNotBecomeItsOwnJudge) {
  const RecordId id = task("branch_1", {{"beneficiary_unit", Value(Uuid(at("branch_3")))}});
  MergeUnits merge{at("branch_1"), at("branch_3"), today};
  EXPECT_EQ(law(merge), Refusal::judge_is_not_named);
  merge.judge = at("branch_2");
  ASSERT_EQ(law(merge), Refusal::none);
  EXPECT_EQ(held("tasks", id).unit, at("branch_3"));
  EXPECT_EQ(held("tasks", id).value("beneficiary_unit"), Value(Uuid(at("branch_2"))));
}

// The unit that goes on comes to stand above what lay below the one that ends.
TEST_F(WhenAUnitEnds, NorDoesASuperiorComeToJudgeWhatIsBelowIt) {
  const RecordId id = task("branch_1", {{"beneficiary_unit", Value(Uuid(at("civil")))}});
  MergeUnits merge{at("development"), at("civil"), today};
  EXPECT_EQ(law(merge), Refusal::judge_is_not_named);
  merge.judge = at("branch_2");
  EXPECT_EQ(law(merge), Refusal::the_rated_never_touch_the_raters) << "comes below it as well";
  merge.judge = found("审计厅");
  ASSERT_EQ(law(merge), Refusal::none);
  EXPECT_EQ(held("tasks", id).value("beneficiary_unit"), Value(Uuid(merge.judge)));
  EXPECT_EQ(held("tasks", id).unit, at("branch_1"));
  EXPECT_EQ(entries(id).back().head.act, "merge_units");
  expect_the_same_when_rebuilt();
}

// Nothing ends, and yet a line would come to judge itself: the doers below the served, or the other
// way round, or whoever comes along with the unit that moves.
TEST_F(WhenAUnitEnds, NorDoesAMoveMakeAnybodyHisOwnJudge) {
  const RecordId id = task("branch_1", {{"beneficiary_unit", Value(Uuid(at("civil")))}});
  MoveUnit move{at("branch_1"), at("civil"), {}};
  EXPECT_EQ(law(move), Refusal::judge_is_not_named);
  EXPECT_EQ(detail(move), "1");
  move.judge = at("civil");
  EXPECT_EQ(law(move), Refusal::the_rated_never_touch_the_raters);
  move.judge = at("branch_3");
  ASSERT_EQ(law(move), Refusal::none);
  EXPECT_EQ(held("tasks", id).value("beneficiary_unit"), Value(Uuid(at("branch_3"))));
  EXPECT_EQ(held("tasks", id).unit, at("branch_1"));
  EXPECT_EQ(entries(id).back().head.act, "move_unit");
  EXPECT_EQ(law(MoveUnit{at("branch_2"), at("civil"), {}}), Refusal::none) << "asks for nobody";
  expect_the_same_when_rebuilt();
}

TEST_F(WhenAUnitEnds, NorAJudgeWhoComesBelowTheDoers) {
  const RecordId id = task("development", {{"beneficiary_unit", Value(Uuid(at("branch_3")))}});
  MoveUnit move{at("branch_3"), at("development"), {}};
  EXPECT_EQ(law(move), Refusal::judge_is_not_named);
  move.judge = at("civil");
  ASSERT_EQ(law(move), Refusal::none);
  EXPECT_EQ(held("tasks", id).value("beneficiary_unit"), Value(Uuid(at("civil"))));
}

TEST_F(WhenAUnitEnds, NorAJudgeWhoStandsBelowTheUnitThatIsMerged) {
  const RecordId id = task("civil", {{"beneficiary_unit", Value(Uuid(at("branch_1")))}});
  MergeUnits merge{at("development"), at("civil"), today};
  EXPECT_EQ(law(merge), Refusal::judge_is_not_named);
  merge.judge = found("审计厅");
  ASSERT_EQ(law(merge), Refusal::none);
  EXPECT_EQ(held("tasks", id).value("beneficiary_unit"), Value(Uuid(merge.judge)));
}

// Whoever led them while the work ran does not judge it from another post once they hang elsewhere;
// who leads their former superior only since then may.
TEST_F(WhenAUnitEnds, WhoeverLedThemBeforeTheyWereMovedDoesNotJudgeThem) {
  const RecordId promise = world::a_promise_in(world, "claimed");
  const RecordId given = task("branch_1", {});
  const auto act = [&](std::string_view who, std::string_view ledger, const RecordId& id,
                       std::string_view name, std::vector<AskedField> fields = {}) {
    const Result<Performed> done = world.perform(
        {.who = who, .ledger = ledger, .act = name, .record = id, .fields = std::move(fields)});
    return done ? Refusal::none : done.error().law;
  };
  const auto appoint = [&](std::string_view who, Role role, std::string_view unit) {
    const Date from = world.province().zone.date_at(world.now());
    const HeldPost post{
        make_uuid_v7(world.now(), random), world.person(who), role, at(unit), from, {}, false};
    const Result<std::int64_t> appointed = world.grant(post);
    ASSERT_TRUE(appointed) << name_of(appointed.error().law);
  };
  ASSERT_EQ(act("head_1", "tasks", given, "start"), Refusal::none);
  ASSERT_EQ(act("head_1", "tasks", given, "finish", {{"result", "办了"}}), Refusal::none);
  world.go_to("2011-12-10T01:00:00Z");
  ASSERT_EQ(law(MoveUnit{at("branch_1"), at("civil"), {}}), Refusal::none);
  world.go_to("2011-12-12T01:00:00Z");
  appoint("secretary_a", Role::division, "branch_3");
  appoint("secretary_a", Role::organ_committee, "root");
  appoint("division_3", Role::party_group, "development");
  const auto expect_no_word = [&] {
    EXPECT_EQ(act("secretary_a", "promises", promise, "confirm"),
              Refusal::the_rated_never_touch_the_raters);
    EXPECT_EQ(act("secretary_a", "tasks", given, "confirm"),
              Refusal::the_rated_never_touch_the_raters);
  };
  expect_no_word();
  world.stop();
  world.start();
  expect_no_word();
  expect_the_same_when_rebuilt();
  world.start();
  expect_no_word();
  EXPECT_EQ(act("division_3", "promises", promise, "confirm"), Refusal::none);
  EXPECT_EQ(act("worker", "tasks", given, "confirm"), Refusal::none);
}

// The sender is of no line whose work he judged when he sent it, whatever becomes of his unit.
TEST_F(WhenAUnitEnds, WhoeverSentSomethingKeepsHisWord) {
  const RecordId id =
      world::must_perform(world, {.who = "member_3",
                                  .ledger = "feedback",
                                  .act = "say",
                                  .fields = {{"text", "窗口不开"}, {"kind", "opinion"}},
                                  .unit = "branch_1"})
          .id;
  const auto act = [&](std::string_view who, std::string_view what,
                       std::vector<AskedField> fields = {}) {
    const Result<Performed> done = world.perform(
        {.who = who, .ledger = "feedback", .act = what, .record = id, .fields = std::move(fields)});
    return done ? Refusal::none : done.error().law;
  };
  ASSERT_EQ(act("division_1", "assign"), Refusal::none);
  ASSERT_EQ(act("division_1", "answer", {{"answer", "已开"}}), Refusal::none);
  ASSERT_EQ(act("member_3", "contest"), Refusal::none);
  ASSERT_EQ(law(MergeUnits{at("branch_3"), at("branch_1"), today}), Refusal::none);
  ASSERT_EQ(act("division_1", "answer", {{"answer", "全天开"}}), Refusal::none);
  EXPECT_EQ(act("member_3", "contest"), Refusal::none);
  ASSERT_EQ(act("division_1", "answer", {{"answer", "周末也开"}}), Refusal::none);
  EXPECT_EQ(act("member_1", "confirm"), Refusal::post_does_not_allow_this);
  EXPECT_EQ(act("member_3", "confirm"), Refusal::none);
  expect_the_same_when_rebuilt();
}

// What is kept from the unit that ends is kept from the one that goes on, which deals with it no
// more than those did whom it is about.
TEST_F(WhenAUnitEnds, WhatIsKeptFromItIsDealtWithAbove) {
  const RecordId id =
      world::must_perform(
          world,
          {.who = "citizen",
           .ledger = "feedback",
           .act = "say",
           .fields = {{"text", "支部书记态度生硬"}, {"kind", "criticism"}, {"concerns", "person"}},
           .unit = "branch_3"})
          .id;
  ASSERT_EQ(held("feedback", id).unit, at("civil"));
  ASSERT_EQ(law(MergeUnits{at("branch_3"), at("civil"), today}), Refusal::none);
  EXPECT_EQ(held("feedback", id).unit, at("root"));
  EXPECT_EQ(held("feedback", id).value("kept_from"), Value(Uuid(at("civil"))));
  EXPECT_EQ(held("feedback", id).value("rated_unit"), Value(Uuid(at("civil"))));
}

// A list of records tells whoever splits nothing of what he may not see, and moves no shield.
TEST_F(WhenAUnitEnds, ASplitNeitherTellsOfWhatIsKeptNorUncoversIt) {
  const RecordId id =
      world::must_perform(
          world,
          {.who = "citizen",
           .ledger = "feedback",
           .act = "say",
           .fields = {{"text", "支部书记态度生硬"}, {"kind", "criticism"}, {"concerns", "person"}},
           .unit = "branch_3"})
          .id;
  const auto split = [&](std::string_view unit, const Uuid& record) {
    return SplitUnit{UnitId(make_uuid_v7(world.now(), random)),
                     at(unit),
                     "分出的单位",
                     "",
                     today,
                     {record},
                     false};
  };
  const Uuid nothing = make_uuid_v7(world.now(), random);
  EXPECT_EQ(law(split("branch_3", nothing)), Refusal::nothing_is_there);
  EXPECT_EQ(law(split("branch_3", id)), Refusal::nothing_is_there);
  EXPECT_EQ(detail(split("branch_3", id)), to_text(id));
  const SplitUnit own = split("civil", id);
  ASSERT_EQ(law(own), Refusal::none);
  EXPECT_EQ(held("feedback", id).unit, own.id);
  EXPECT_EQ(held("feedback", id).value("kept_from"), Value(Uuid(at("branch_3"))));
  EXPECT_EQ(held("feedback", id).value("rated_unit"), Value(Uuid(at("branch_3"))));
}

// What is kept from a unit does not come to lie below it either.
TEST_F(WhenAUnitEnds, NorDoesAMoveBringItToThoseFromWhomItIsKept) {
  const RecordId id =
      world::must_perform(
          world,
          {.who = "citizen",
           .ledger = "feedback",
           .act = "say",
           .fields = {{"text", "支部书记态度生硬"}, {"kind", "criticism"}, {"concerns", "person"}},
           .unit = "branch_3"})
          .id;
  ASSERT_EQ(law(MoveUnit{at("branch_3"), at("development"), {}}), Refusal::none);
  ASSERT_EQ(law(MoveUnit{at("civil"), at("branch_3"), {}}), Refusal::none);
  EXPECT_EQ(held("feedback", id).unit, at("development"));
  expect_the_same_when_rebuilt();
}

// Whoever was concerned on that day stays so, in every list, wherever he sits later; and an entry
// that does not say who it was is read with the posts of its day.
TEST_F(WhenAUnitEnds, ThoseConcernedStayConcerned) {
  const RecordId id =
      world::must_perform(
          world, {.who = "member_3",
                  .ledger = "feedback",
                  .act = "say",
                  .fields = {{"text", "层层加码"}, {"kind", "criticism"}, {"concerns", "own_line"}},
                  .unit = "branch_3"})
          .id;
  ASSERT_EQ(held("feedback", id).unit, at("civil"));
  const PersonId head = world.person("head_3");
  HeldPost post{make_uuid_v7(world.now(), random),
                head,
                Role::organ_committee,
                at("civil"),
                today,
                std::nullopt};
  for (const HeldPost& one : world.province().people.posts_of(head))
    ASSERT_TRUE(world.perform_org(EndPost{one.id, today}, "granter"));
  ASSERT_TRUE(world.grant(post));
  world.go_to("2011-03-02T01:00:00Z");
  EXPECT_FALSE(world.find("head_3", "feedback", id));
  EXPECT_TRUE(world.find("organ_b", "feedback", id));
  ListQuery query;
  query.path = world.province().tree.path_of(at("civil"));
  EXPECT_EQ(world.list("head_3", "feedback", query)->records.size(), 0);
  EXPECT_EQ(world.list("organ_b", "feedback", query)->records.size(), 1);
  for (const Waiting& waiting : world.waiting("head_3")) EXPECT_NE(waiting.found.record.id, id);

  const Record kept = held("feedback", id);
  Record of_before = kept;
  of_before.set("concerned", {});
  fill_in_who_was_concerned(of_before, Changes{}, world.province().circumstances());
  EXPECT_EQ(of_before.value("concerned"), kept.value("concerned"));
  expect_the_same_when_rebuilt();
}

TEST_F(WhenAUnitEnds, ClosingIsRefusedWhileAnythingIsOpen) {
  problem("branch_3");
  task("branch_1", {{"co_units", std::vector<Uuid>{at("branch_3")}}});
  EXPECT_EQ(law(CloseUnit{at("branch_3"), today}), Refusal::unit_has_open_records);
  EXPECT_EQ(detail(CloseUnit{at("branch_3"), today}), "3") << "with the delivery of its part";
  EXPECT_EQ(law(CloseUnit{at("branch_2"), today}), Refusal::none);
}

// Of old databases: what was over in another system stands at a unit that ended.
TEST_F(WhenAUnitEnds, WhatWasLeftAtAClosedUnitIsHandedOn) {
  ASSERT_EQ(law(CloseUnit{at("branch_3"), today}), Refusal::none);
  ActRequest request =
      world.request({.who = "worker",
                     .ledger = "feedback",
                     .act = "record_answered",
                     .fields = {{"text", "旧件"},
                                {"kind", "opinion"},
                                {"received_at", *parse_moment("2011-01-03T01:00:00Z")},
                                {"answered_at", *parse_moment("2011-01-04T01:00:00Z")},
                                {"answer", "已办"}},
                     .unit = "branch_3"});
  EXPECT_EQ(world.writer().perform(request).error().law, Refusal::unit_is_closed);
  request.source = "old-1";
  const Result<Performed> entered = world.writer().perform(request);
  ASSERT_TRUE(entered) << name_of(entered.error().law) << entered.error().field;
  EXPECT_EQ(naming_the_ended().size(), 1);
  ASSERT_EQ(law(MergeUnits{at("branch_3"), at("civil"), today}), Refusal::none);
  EXPECT_EQ(held("feedback", entered->id).unit, at("civil"));
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
}

TEST_F(WhenAUnitEnds, ASplitTakesWhatIsNamedOrAll) {
  const RecordId one = problem("branch_3"), other = problem("branch_3");
  const RecordId shared = task("branch_1", {{"co_units", std::vector<Uuid>{at("branch_3")}}});
  const auto split = [&](std::string name, std::vector<Uuid> records, bool all) {
    return SplitUnit{UnitId(make_uuid_v7(world.now(), random)),
                     at("branch_3"),
                     std::move(name),
                     "",
                     today,
                     std::move(records),
                     all};
  };
  const SplitUnit wrong = split("新一支部", {problem("branch_1")}, false);
  EXPECT_EQ(law(wrong), Refusal::nothing_is_there) << "who sees none is told of none";
  EXPECT_EQ(world.perform_org(wrong, "worker").error().law, Refusal::record_is_linked_wrongly);
  EXPECT_EQ(law(split("新一支部", {Uuid(at("root"))}, false)), Refusal::nothing_is_there);
  const SplitUnit some = split("新一支部", {one}, false);
  ASSERT_EQ(law(some), Refusal::none);
  EXPECT_EQ(held("problems", one).unit, some.id);
  EXPECT_EQ(held("problems", other).unit, at("branch_3"));
  const SplitUnit rest = split("新二支部", {}, true);
  ASSERT_EQ(law(rest), Refusal::none);
  EXPECT_EQ(held("problems", one).unit, some.id);
  EXPECT_EQ(held("problems", other).unit, rest.id);
  EXPECT_EQ(held("tasks", shared).value("co_units"), Value(std::vector<Uuid>{rest.id}));
  EXPECT_EQ(entries(other).back().head.act, "split_unit");
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
  expect_the_same_when_rebuilt();
}

TEST_F(WhenAUnitEnds, ItTakesNothingThroughAnyDoorAndACollectiveTakesNoWork) {
  const UnitId all = found("各有关部门和单位", UnitType::collective);
  ASSERT_EQ(law(CloseUnit{at("branch_3"), today}), Refusal::none);
  const auto said = [&](const world::Wanted& wanted) { return world.perform(wanted).error(); };
  const auto planned = [&](std::string_view field, Value value) {
    return said({.who = "organ_a",
                 .ledger = "tasks",
                 .act = "plan",
                 .fields = {{"title", "事项"},
                            {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                            {"mandate", "年度要点"},
                            {"due", *parse_date("2011-06-30")},
                            {std::string(field), std::move(value)}},
                 .unit = "branch_1"});
  };
  EXPECT_EQ(planned("co_units", std::vector<Uuid>{at("branch_3")}).law, Refusal::unit_is_closed);
  EXPECT_EQ(planned("beneficiary_unit", Uuid(at("branch_3"))).law, Refusal::unit_is_closed);
  EXPECT_EQ(planned("beneficiary_unit", Uuid(all)).law, Refusal::unit_takes_no_work);
  EXPECT_EQ(planned("co_units", std::vector<Uuid>{all}).law, Refusal::unit_takes_no_work);
  for (const Ledger* ledger : all_ledgers())
    for (const Act& act : ledger->acts) {
      if (!act.from.empty()) continue;
      for (const auto& [unit, expected] : {std::pair{all, Refusal::unit_takes_no_work},
                                           std::pair{at("branch_3"), Refusal::unit_is_closed}}) {
        ActRequest request;
        request.body = world.province().no;
        request.ledger = ledger;
        request.act = act.name;
        request.unit = unit;
        request.actor = world.actor("worker");
        EXPECT_EQ(world.writer().perform(request).error().law, expected)
            << ledger->name << " " << act.name;
      }
    }
}

// Of what was sent to both, the one that goes on has one, and that asks whatever one of them did.
TEST_F(WhenAUnitEnds, OfWhatBothWereSentOneGoesOn) {
  const Uuid from = found("甲局"), into = found("乙局"), other = found("丙局");
  const Row reply{
      .cells = {
          {}, std::string("请报送。"), std::string("reply"), from, *parse_date("2011-06-30")}};
  const RecordId sent =
      world::must_perform(world, {.who = "worker",
                                  .ledger = "directives",
                                  .act = "register",
                                  .fields = {{"title", "通知"},
                                             {"number", "工发〔2011〕1 号"},
                                             {"kind", "notice"},
                                             {"clause_rows", Rows{{reply}}},
                                             {"reply_signed_by", "书记"},
                                             {"taken_from", "工委"},
                                             {"audience", std::vector<Uuid>{from, into, other}}},
                                  .unit = "root"})
          .id;
  ASSERT_EQ(law(MergeUnits{UnitId(from), UnitId(into), today, {}}), Refusal::none);
  EXPECT_EQ(held("directives", sent).value("audience"), Value(std::vector<Uuid>{into, other}));
  Connection connection(world.places().database, OpenFor::reading);
  ListQuery query;
  query.path = world.province().tree.path_of(0);
  query.field_equals = std::pair(std::string("conveys"), Value(Uuid(sent)));
  const LedgerTable table(*find_ledger("deliveries"));
  std::vector<Record> open;
  const Page page = table.list(connection, world.province().no, query).value();
  for (const Record& delivery : page.records)
    if (delivery.stage() == Stage::open && delivery.unit == into) open.push_back(delivery);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].value("reply_wanted"), Value(true)) << "what the unit that ended owed";
  EXPECT_TRUE(
      world.perform({.who = "clock", .ledger = "directives", .act = "deliver", .record = sent}));
  EXPECT_EQ(held("directives", sent).value("delivered"), Value(std::int64_t{2}));
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
  expect_the_same_when_rebuilt();
}

// What gives way is over by the act of its ledger: nobody is asked about it any more.
TEST_F(WhenAUnitEnds, WhatGivesWayIsOverWithWhatWasAskedAboutIt) {
  const auto delivery_at = [&](std::string_view code, const RecordId& sent) {
    Connection connection(world.places().database, OpenFor::reading);
    ListQuery query;
    query.path = world.province().tree.path_of(at(code));
    query.own_unit = at(code);
    query.limit = 100;
    const LedgerTable table(*find_ledger("deliveries"));
    const Page page = table.list(connection, world.province().no, query).value();
    for (const Record& one : page.records)
      if (const Link* what = std::get_if<Link>(&one.value("conveys")); what->record == sent)
        return one.id;
    return RecordId();
  };
  const auto remind = [&](std::string_view code, const RecordId& delivery) {
    return world::must_perform(
               world, {.who = "worker",
                       .ledger = "interventions",
                       .act = "remind",
                       .fields = {{"matter", "尽快签收"}, {"cause", Link{"deliveries", delivery}}},
                       .unit = code})
        .id;
  };
  const RecordId shared =
      task("branch_1", {{"co_units", std::vector<Uuid>{at("branch_3"), at("civil")}}});
  const RecordId led = task("branch_3", {{"co_units", std::vector<Uuid>{at("civil")}}});
  const RecordId of_two = delivery_at("branch_3", shared), own = delivery_at("civil", shared),
                 to_oneself = delivery_at("civil", led);
  const RecordId about_one = remind("branch_3", of_two), about_own = remind("civil", own),
                 about_oneself = remind("civil", to_oneself);
  ASSERT_EQ(law(MergeUnits{at("branch_3"), at("civil"), today}), Refusal::none);
  for (const RecordId& id : {of_two, to_oneself}) {
    EXPECT_EQ(held("deliveries", id).state, "withdrawn");
    EXPECT_EQ(entries(id).size(), 2u);
    EXPECT_EQ(entries(id).back().head.act, "withdraw");
  }
  for (const RecordId& id : {about_one, about_oneself}) {
    EXPECT_EQ(held("interventions", id).state, "closed");
    EXPECT_EQ(entries(id).back().head.act, "settle");
  }
  EXPECT_EQ(held("deliveries", own).state, "delivered");
  EXPECT_EQ(held("interventions", about_own).state, "issued");
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
  expect_the_same_when_rebuilt();
}

// A merge of many records is one act to whoever asks, and many commits to those who act meanwhile.
TEST_F(WhenAUnitEnds, AMergeOfManyRecordsGivesWay) {
  constexpr std::size_t many = 20000;  // long enough to give way, however fast the machine
  Writer::Batch batch;
  for (std::size_t i = 0; i < many; ++i)
    batch.acts.push_back(world.request({.who = "worker",
                                        .ledger = "problems",
                                        .act = "register",
                                        .fields = {{"title", "新问题"}, {"kind", "new"}},
                                        .unit = "branch_3"}));
  ASSERT_TRUE(world.writer().perform_all(std::move(batch)).empty());
  const Body& body = world.province();
  const MergeUnits merge{at("branch_3"), at("civil"), today};
  const CloseUnit close{at("civil"), today};
  const Result<OrgPerformed> proposed =
      world.writer().perform(OrgRequest{body.no, merge, world.actor("admin")});
  ASSERT_TRUE(proposed && proposed->awaits_signature);
  // One act after another from before the merge until after it, so that one always waits: whoever
  // looks now and then whether the merge is over may come too late on a machine with other work.
  std::atomic<bool> is_over = false;
  std::vector<RecordId> meanwhile;
  std::promise<void> began;
  std::future<void> acting = std::async(std::launch::async, [&] {
    while (!is_over) {
      meanwhile.push_back(problem("branch_1"));
      if (meanwhile.size() == 1) began.set_value();
    }
  });
  began.get_future().wait();
  const Result<OrgPerformed> done = world.writer().perform(
      OrgRequest{body.no, SignReorganisation{proposed->record}, world.actor("granter")});
  is_over = true;
  acting.get();
  ASSERT_TRUE(done);
  std::vector<std::int64_t> seqs;
  for (const RecordId& id : meanwhile) seqs.push_back(entries(id).front().head.seq);
  Connection connection(world.places().database, OpenFor::reading);
  std::int64_t first = 0, last = 0;
  for (std::int64_t seq = done->seq; seq <= last_seq(connection, body.no); ++seq)
    if (entry_at(connection, body.no, seq)->head.act == "merge_units") {
      if (first == 0) first = seq;
      last = seq;
    }
  EXPECT_TRUE(std::ranges::any_of(seqs, [&](std::int64_t seq) {
    return first < seq && seq < last;
  })) << "somebody acted in between";
  EXPECT_EQ(naming_the_ended(), std::vector<std::string>());
  EXPECT_EQ(detail(close), std::to_string(many));
  expect_the_same_when_rebuilt();
}

TEST_F(WhenAUnitEnds, AMergeThatWasCutOffIsGoneOnWith) {
  const Result<std::int64_t> merge =
      world.perform_org(MergeUnits{at("branch_3"), at("civil"), today});
  ASSERT_TRUE(merge);
  ActRequest left =
      world.request({.who = "worker",
                     .ledger = "feedback",
                     .act = "record_answered",
                     .fields = {{"text", "旧件"},
                                {"kind", "opinion"},
                                {"received_at", *parse_moment("2011-01-03T01:00:00Z")},
                                {"answered_at", *parse_moment("2011-01-04T01:00:00Z")},
                                {"answer", "已办"}},
                     .unit = "branch_3"});
  left.source = "left-behind";
  const Result<Performed> entered = world.writer().perform(left);
  ASSERT_TRUE(entered);
  const BodyNo no = world.province().no;
  world.stop();
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run("INSERT INTO unfinished_successions(body, seq) VALUES(" +
                   std::to_string(static_cast<std::int64_t>(no)) + ", " + std::to_string(*merge) +
                   ")");
  }
  world.start();
  problem("branch_1");  // comes after it
  world.stop();
  world.start();
  EXPECT_EQ(held("feedback", entered->id).unit, at("civil"));
  Connection connection(world.places().database, OpenFor::reading);
  Statement find = connection.prepare("SELECT count(*) FROM unfinished_successions");
  find.step();
  EXPECT_EQ(find.integer(0), 0);
}

// Whoever reads finds rows of the last commit, and must find the tree of it as well.
TEST_F(WhenAUnitEnds, ReadersSeeATreeWhenItIsCommitted) {
  Body& body = world.province();
  const UnitId moved = at("branch_1");
  const std::string before(body.tree.path_of(moved));
  const Result<OrgPerformed> proposed = world.writer().perform(
      OrgRequest{body.no, MoveUnit{moved, at("civil"), {}}, world.actor("admin")});
  ASSERT_TRUE(proposed && proposed->awaits_signature);
  for (const bool goes_on : {false, true}) {
    Writer::Batch batch;
    batch.org_acts.push_back(
        {body.no, SignReorganisation{proposed->record}, world.actor("granter")});
    for (int i = 0; i < 300; ++i)
      batch.acts.push_back(world.request({.who = "worker",
                                          .ledger = "problems",
                                          .act = "register",
                                          .fields = {{"title", "新问题"}, {"kind", "new"}},
                                          .unit = "branch_1"}));
    int looks = 0;
    world.writer().perform_all(std::move(batch), [&](std::size_t) {
      if (looks++ > 0) return goes_on;
      const bool may_read = std::async(std::launch::async, [&] {
                              const std::shared_lock lock(body.lock, std::try_to_lock);
                              return lock.owns_lock();
                            }).get();
      EXPECT_FALSE(may_read) << "within the transaction";
      return goes_on;
    });
    EXPECT_GT(looks, 0);
    const std::shared_lock lock(body.lock);
    EXPECT_EQ(body.tree.path_of(moved) == before, !goes_on);
  }
}

// Whatever is merged, closed and split, in whatever order.
TEST_F(WhenAUnitEnds, NothingThatIsNotOverNamesAUnitThatEnded) {
  std::mt19937 dice(20110301);
  const auto throw_to = [&](std::size_t below) { return static_cast<UnitNo>(dice() % below); };
  const Body& body = world.province();
  const auto any_open = [&] {
    for (;;)
      if (const Unit& unit = body.tree.unit(throw_to(static_cast<std::size_t>(body.tree.size())));
          !unit.is_closed)
        return unit.id;
  };
  for (int i = 0; i < 4; ++i) found("厅" + std::to_string(i));
  int done = 0;
  for (int round = 0; round < 60; ++round) {
    for (int i = 0; i < 3; ++i) {
      ActRequest request = world.request(
          {.who = "worker",
           .ledger = "tasks",
           .act = "plan",
           .fields = {{"title", "事项"},
                      {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                      {"mandate", "年度要点"},
                      {"due", *parse_date("2011-06-30")},
                      {"co_units", std::vector<Uuid>{any_open()}},
                      {"beneficiary_unit", Value(Uuid(any_open()))}},
           .unit = "root"});
      request.unit = any_open();
      (void)world.writer().perform(request);
    }
    const UnitId one = any_open(), other = any_open();
    OrgAct act = MergeUnits{one, other, today, throw_to(2) ? any_open() : UnitId()};
    if (round % 5 == 3) act = CloseUnit{one, today};
    if (round % 5 == 4)
      act = SplitUnit{UnitId(make_uuid_v7(world.now(), random)),
                      one,
                      "分设" + std::to_string(round),
                      "",
                      today,
                      {},
                      true};
    done += law(act) == Refusal::none ? 1 : 0;
    ASSERT_EQ(naming_the_ended(), std::vector<std::string>()) << "round " << round;
  }
  EXPECT_GT(done, 10);
  expect_the_same_when_rebuilt();
}

// Law 10: what a unit gave itself needs no mandate, of the unit that goes on with it neither.
TEST_F(WhenAUnitEnds, WhatItGaveItselfTheOneThatGoesOnMayBegin) {
  const auto plan = [&](std::string_view who) {
    return world::must_perform(
               world,
               {.who = who,
                .ledger = "tasks",
                .act = "plan",
                .fields = {{"title", "自办事项"},
                           {"requirement_tags", std::vector<std::string>{"serve_the_people"}}},
                .unit = "civil"})
        .id;
  };
  const RecordId own = plan("organ_b"), from_above = plan("worker");
  ASSERT_EQ(law(MergeUnits{at("civil"), at("development"), today}), Refusal::none);
  const auto start = [&](const RecordId& id) {
    const auto done =
        world.perform({.who = "organ_a", .ledger = "tasks", .act = "start", .record = id});
    return done ? Refusal::none : done.error().law;
  };
  EXPECT_EQ(start(own), Refusal::none);
  EXPECT_EQ(start(from_above), Refusal::mandate_is_missing);
  expect_the_same_when_rebuilt();
}

// The journal names the post under which somebody had the right, whatever else he holds.
TEST_F(WhenAUnitEnds, ItsEntryNamesThePostThatGaveTheRight) {
  OrgRequest request;
  request.body = world.province().no;
  request.act = RenameUnit{at("branch_3"), "老年工作支部"};
  request.actor = world.actor("admin");
  Post other = request.actor.posts.front();
  other.role = Role::member;
  other.unit = at("branch_1");
  request.actor.posts.insert(request.actor.posts.begin(), other);
  const Result<OrgPerformed> renamed = world.writer().perform(std::move(request));
  ASSERT_TRUE(renamed);
  Connection connection(world.places().database, OpenFor::reading);
  const std::optional<Entry> entry = entry_at(connection, world.province().no, renamed->seq);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->head.role, Role::administrator);
  EXPECT_EQ(entry->head.under, at("root"));
}

}  // namespace
}  // namespace chuangyou
