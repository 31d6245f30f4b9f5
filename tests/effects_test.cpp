// What follows from an act: in the same transaction, all of it or nothing, and gone on with by the
// clock where one act could not do all at once.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "jobs/going_on.h"
#include "journal/changes_json.h"
#include "journal/entries_of_record.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "world/life.h"
#include "world/world.h"

namespace chuangyou {
namespace {

using namespace std::chrono_literals;

class Effects : public testing::Test {
 protected:
  Connection reading() { return Connection(world.places().database, OpenFor::reading); }

  void found_branches(int count) {
    for (int i = 0; i < count; ++i) {
      Unit unit;
      unit.id = UnitId(make_uuid_v7(world.now(), random));
      unit.name = "支部" + std::to_string(i);
      unit.type = UnitType::branch;
      unit.administrative_parent = world.unit("civil");
      branches.push_back(unit.id);
      const Result<std::int64_t> founded = world.perform_org(FoundUnit{unit});
      ASSERT_TRUE(founded) << name_of(founded.error().law) << " " << founded.error().detail;
    }
  }

  Result<Performed> register_for(std::vector<AskedField> audience) {
    audience.insert(audience.end(),
                    {{"title", "通知"},
                     {"number", "民发〔2011〕1 号"},
                     {"kind", "notice"},
                     {"clause_rows", Rows{{{.cells = {{}, std::string("……"), {}, {}, {}}}}}},
                     {"taken_from", "机关党委"}});
    return world.perform({.who = "organ_b",
                          .ledger = "directives",
                          .act = "register",
                          .fields = std::move(audience),
                          .unit = "civil"});
  }

  std::vector<Record> deliveries_of(const Uuid& directive) {
    Connection connection = reading();
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.field_equals = std::pair(std::string("conveys"), Value(directive));
    query.limit = 2000;
    const LedgerTable table(*find_ledger("deliveries"));
    return table.list(connection, world.province().no, query).value().records;
  }

  std::int64_t delivered(const Uuid& directive) {
    Connection connection = reading();
    const LedgerTable table(*find_ledger("directives"));
    const auto record = table.get(connection, world.province().no, directive);
    return *std::get_if<std::int64_t>(&record->value("delivered"));
  }

  bool comes_to(const Uuid& directive, std::int64_t wanted) {
    for (int i = 0; i < 500 && delivered(directive) < wanted; ++i)
      std::this_thread::sleep_for(10ms);
    return delivered(directive) == wanted;
  }

  world::TemporaryFolder folder;
  world::World world{folder.path()};
  RandomSource random = RandomSource::from_seed(20110301);
  std::vector<UnitId> branches;
};

TEST_F(Effects, AreEntriesOfTheirOwnThatNameTheirCause) {
  found_branches(2);
  const Result<Performed> issued =
      register_for({{"audience", std::vector<Uuid>(branches.begin(), branches.end())}});
  ASSERT_TRUE(issued);
  const std::vector<Record> sent = deliveries_of(issued->id);
  ASSERT_EQ(sent.size(), 2u);
  Connection connection = reading();
  for (const Record& delivery : sent) {
    EXPECT_TRUE(delivery.author.is_nil());
    const std::vector<Entry> entries = entries_of(connection, world.province().no, delivery.id);
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].head.role, Role::consequence);
    EXPECT_TRUE(entries[0].head.actor.is_nil());
    EXPECT_EQ(entries[0].head.at,
              entries_of(connection, world.province().no, issued->id)[0].head.at);
    const DecodedChanges decoded =
        decode_changes(delivery.ledger(), entries[0].head.act, entries[0].changes);
    EXPECT_EQ(decoded.note.cause, issued->seq);
  }
}

TEST_F(Effects, AreNeverDoneTwiceNorWhereNobodyIs) {
  found_branches(2);
  ASSERT_TRUE(world.perform_org(CloseUnit{branches[0], make_date(2011, 3, 1)}));
  const Result<Performed> to_a_closed_one =
      register_for({{"audience", std::vector<Uuid>{branches[0], branches[1]}}});
  ASSERT_FALSE(to_a_closed_one);
  EXPECT_EQ(to_a_closed_one.error().law, Refusal::unit_is_closed);
  const Result<Performed> issued = register_for({{"audience_below", Uuid(world.unit("civil"))}});
  ASSERT_TRUE(issued);
  EXPECT_EQ(delivered(issued->id), 2) << "a closed unit takes nothing";
  EXPECT_EQ(deliveries_of(issued->id).size(), 2u);
  const Result<Performed> again = world.perform(
      {.who = "clock", .ledger = "directives", .act = "deliver", .record = issued->id});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().law, Refusal::nothing_would_change);
}

TEST_F(Effects, OfAWideAudienceGoOnByBatchesAlsoAfterARestart) {
  found_branches(600);
  const Result<Performed> issued = register_for({{"audience_below", Uuid(world.unit("civil"))}});
  ASSERT_TRUE(issued);
  EXPECT_EQ(delivered(issued->id), 256);
  EXPECT_EQ(deliveries_of(issued->id).size(), 256u);
  world.stop();
  world.start();  // whoever was to go on is gone with the process
  {
    GoingOn going_on(world.places().database, world.bodies(), world.writer());
    going_on.start();
    EXPECT_TRUE(comes_to(issued->id, 601));  // with branch_3
  }
  std::set<Uuid> units;
  for (const Record& delivery : deliveries_of(issued->id)) units.insert(delivery.unit);
  EXPECT_EQ(units.size(), 601u);
  EXPECT_EQ(deliveries_of(issued->id).size(), 601u);
}

TEST_F(Effects, GoOnAsSoonAsTheActIsCommitted) {
  found_branches(300);
  GoingOn going_on(world.places().database, world.bodies(), world.writer());
  const Result<Performed> issued = register_for({{"audience_below", Uuid(world.unit("civil"))}});
  ASSERT_TRUE(issued);
  EXPECT_EQ(going_on.round(), 1u);
  EXPECT_EQ(delivered(issued->id), 301);
  EXPECT_EQ(going_on.round(), 0u) << "what is through is not asked again";
}

TEST_F(Effects, WithdrawWhatIsStillOpen) {
  found_branches(300);
  GoingOn going_on(world.places().database, world.bodies(), world.writer());
  const Result<Performed> issued = register_for({{"audience_below", Uuid(world.unit("civil"))}});
  ASSERT_TRUE(issued);
  going_on.round();
  const auto mine = [&] {
    for (const Record& delivery : deliveries_of(issued->id))
      if (delivery.unit == world.unit("branch_3")) return delivery.id;
    return RecordId();
  };
  ASSERT_TRUE(world.perform(
      {.who = "head_3", .ledger = "deliveries", .act = "acknowledge", .record = mine()}));
  ASSERT_TRUE(world.perform({.who = "organ_b",
                             .ledger = "directives",
                             .act = "supersede",
                             .record = issued->id,
                             .reason = "有新文"}));
  going_on.round();
  std::map<std::string, int> states;
  for (const Record& delivery : deliveries_of(issued->id)) ++states[delivery.state];
  EXPECT_EQ(states["withdrawn"], 300);
  EXPECT_EQ(states["acknowledged"], 1);
}

TEST_F(Effects, AudiencesHaveALimit) {
  std::vector<Uuid> many(10'001);
  for (Uuid& unit : many) unit = world.unit("branch_1");
  const Result<Performed> issued = register_for({{"audience", many}});
  ASSERT_FALSE(issued);
  EXPECT_EQ(issued.error().law, Refusal::field_is_too_long) << "a list that is sent is shorter yet";
}

// What an act hands on was measured when it was sent.
TEST_F(Effects, OfAWideAudienceMayBeARevision) {
  found_branches(1'010);
  const Result<Performed> issued = register_for({{"audience_below", Uuid(world.unit("civil"))}});
  ASSERT_TRUE(issued);
  const Result<Performed> revised = world.perform(
      {.who = "organ_b", .ledger = "directives", .act = "revise", .record = issued->id});
  EXPECT_TRUE(revised) << name_of(revised.error().law) << " " << revised.error().field;
}

TEST_F(Effects, AskEachCoUnitOnceAndLetOffWhoeverIsTakenFromTheList) {
  const Uuid branch_2 = world.unit("branch_2"), branch_3 = world.unit("branch_3");
  const Performed task = world::must_perform(
      world, {.who = "organ_a",
              .ledger = "tasks",
              .act = "plan",
              .fields = {{"title", "联合检查"},
                         {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                         {"mandate", "年度要点"},
                         {"co_units", std::vector<Uuid>{branch_3, branch_2, branch_3}}},
              .unit = "branch_1"});
  EXPECT_EQ(deliveries_of(task.id).size(), 2u) << "named twice, asked once";
  const Result<Performed> again =
      world.perform({.who = "organ_a", .ledger = "tasks", .act = "deliver", .record = task.id});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().law, Refusal::nothing_would_change);
  world::must_perform(world, {.who = "organ_a",
                              .ledger = "tasks",
                              .act = "amend",
                              .record = task.id,
                              .fields = {{"co_units", std::vector<Uuid>{branch_2}}}});
  for (const Record& delivery : deliveries_of(task.id))
    EXPECT_EQ(delivery.state, delivery.unit == branch_2 ? "delivered" : "withdrawn");
}

// A wide audience is gone on with by batches, also where only some of it is asked anew.
TEST_F(Effects, OfARevisionReachThoseAloneWhoseClausesChanged) {
  found_branches(300);
  GoingOn going_on(world.places().database, world.bodies(), world.writer());
  const Result<Performed> first = register_for({{"audience_below", Uuid(world.unit("civil"))}});
  ASSERT_TRUE(first);
  going_on.round();
  world::must_perform(
      world, {.who = "organ_b", .ledger = "directives", .act = "revise", .record = first->id});
  ListQuery query;
  query.path = world.province().tree.path_of(0);
  query.field_equals = std::pair(std::string("predecessor"), Value(Uuid(first->id)));
  const Record draft = world.list("organ_b", "directives", std::move(query)).value().records.at(0);
  Rows rows = std::get<Rows>(draft.value("clause_rows"));
  ASSERT_EQ(rows.all.at(0).id, 1) << "a clause keeps its number";
  rows.all.push_back({.cells = {{}, std::string("报送。"), {}, Uuid(branches[0]), {}}});
  const auto act = [&](std::string_view who, std::string_view name,
                       std::vector<AskedField> fields = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = "directives",
                                .act = name,
                                .record = draft.id,
                                .fields = std::move(fields)});
  };
  act("organ_b", "amend", {{"clause_rows", rows}});
  act("organ_b", "check");
  act("worker", "issue");
  going_on.round();
  EXPECT_EQ(delivered(draft.id), 301);
  const std::vector<Record> asked_anew = deliveries_of(draft.id);
  ASSERT_EQ(asked_anew.size(), 1u);
  EXPECT_EQ(asked_anew[0].unit, branches[0]);
  std::map<std::string, int> states;
  for (const Record& delivery : deliveries_of(first->id)) ++states[delivery.state];
  EXPECT_EQ(states["withdrawn"], 1) << "what is asked anew is not asked twice";
  EXPECT_EQ(states["delivered"], 300) << "what did not change goes on";
}

}  // namespace
}  // namespace chuangyou
