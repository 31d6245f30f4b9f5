// What a read costs does not grow with the records that others have laid down.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "campaign/find_links.h"
#include "campaign/look_ups.h"
#include "campaign/past_day.h"
#include "campaign/whose_turn.h"
#include "jobs/going_on.h"
#include "ledgers/all.h"
#include "storage/step_limit.h"
#include "world/life.h"
#include "world/world.h"

namespace chuangyou {
namespace {

// So many statements were begun on a connection while it lives.
class Statements {
 public:
  explicit Statements(Connection& connection) : connection_(connection) {
    sqlite3_trace_v2(connection_.raw(), SQLITE_TRACE_STMT, &Statements::count, this);
  }
  ~Statements() { sqlite3_trace_v2(connection_.raw(), 0, nullptr, nullptr); }
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;
  int count() const { return count_; }

 private:
  static int count(unsigned, void* self, void*, void*) {
    ++static_cast<Statements*>(self)->count_;
    return 0;
  }
  Connection& connection_;
  int count_ = 0;
};

struct BoundedReads : testing::Test {
  world::TemporaryFolder folder;
  world::World world{folder.path()};
  RandomSource random = RandomSource::from_seed(11);

  void found_branches(int count) {
    for (int i = 0; i < count; ++i) {
      Unit unit;
      unit.id = UnitId(make_uuid_v7(world.now(), random));
      unit.name = "支部" + std::to_string(branches.size());
      unit.type = UnitType::branch;
      unit.administrative_parent = world.unit("civil");
      branches.push_back(unit.id);
      ASSERT_TRUE(world.perform_org(FoundUnit{unit}));
    }
  }
  // A document that asks one task of each unit of the audience, all of them laid down.
  RecordId document(std::vector<AskedField> more) {
    Row clause{.cells = {std::string("一"),
                         std::string("各单位整改。"),
                         std::string("task"),
                         {},
                         make_date(2011, 6, 30)}};
    more.insert(more.end(), {{"title", "通知"},
                             {"number", "民发〔2011〕1 号"},
                             {"kind", "notice"},
                             {"clause_rows", Rows{{std::move(clause)}}},
                             {"taken_from", "机关党委"}});
    const RecordId id = world::must_perform(world, {.who = "organ_b",
                                                    .ledger = "directives",
                                                    .act = "register",
                                                    .fields = std::move(more),
                                                    .unit = "civil"})
                            .id;
    GoingOn going_on(world.places().database, world.bodies(), world.writer());
    going_on.round();
    world::must_perform(world,
                        {.who = "organ_b", .ledger = "directives", .act = "assign", .record = id});
    going_on.round();
    return id;
  }
  RecordId document_for(std::size_t units) {
    return document(
        {{"audience", std::vector<Uuid>(branches.begin(),
                                        branches.begin() + static_cast<std::ptrdiff_t>(units))}});
  }
  // What is offered to the office that issued it, and the statements that it took to say so.
  Offered offered(const RecordId& id, int& statements) {
    Connection connection(world.places().database, OpenFor::reading);
    const Actor actor = world.actor("organ_b");
    const Record record =
        *LedgerTable(*find_ledger("directives")).get(connection, world.province().no, id);
    const Circumstances circumstances = with_look_ups(world.province(), connection);
    const Statements counted(connection);
    Offered all = acts_offered(actor, record, world.now(), circumstances);
    statements = counted.count();
    return all;
  }
  Progress progress(std::string_view who, const RecordId& id) {
    Connection connection(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    const Ledger& directives = *find_ledger("directives");
    const auto record = LedgerTable(directives).get(connection, world.province().no, id);
    return find_progress({connection, world.province(), actor, world.now()}, *record);
  }
  static const ProgressOf* of_tasks(const Progress& progress) {
    for (const ProgressOf& one : progress.all)
      if (one.ledger->name == "tasks" && one.field == "answers") return &one;
    return nullptr;
  }

  std::vector<Uuid> branches;
};

TEST_F(BoundedReads, WhatIsOfferedTakesAsManyStatementsForManyTasksAsForFew) {
  found_branches(60);
  const RecordId few = document_for(5), many = document_for(60);
  int for_few = 0, for_many = 0;
  for (const auto& [id, statements] : {std::pair(few, &for_few), std::pair(many, &for_many)}) {
    const Offered all = offered(id, *statements);
    const auto is_assign = [](const Act* one) { return one->name == "assign"; };
    EXPECT_FALSE(std::ranges::any_of(all.acts, is_assign)) << "each unit has its task";
  }
  EXPECT_EQ(for_many, for_few);
  EXPECT_LT(for_many, 20);
}

TEST_F(BoundedReads, ProgressCountsAllAndNotAPage) {
  found_branches(250);
  const RecordId id = document({{"audience_below", Uuid(world.unit("civil"))}});
  const Progress all = progress("worker", id);
  EXPECT_TRUE(all.is_complete);
  const ProgressOf* tasks = of_tasks(all);
  ASSERT_TRUE(tasks);
  EXPECT_EQ(tasks->of, 251);
  EXPECT_EQ(tasks->confirmed, 0);
  EXPECT_EQ(tasks->to_rows, std::set<std::int64_t>{1});
  // Whoever sees one of them is told of one.
  const Progress his = progress("head_3", id);
  ASSERT_TRUE(of_tasks(his));
  EXPECT_EQ(of_tasks(his)->of, 1);
}

TEST_F(BoundedReads, APastDayIsComparedAnewOnlyWhereRecordsMayHaveMoved) {
  world::must_perform(world, {.who = "head_1",
                              .ledger = "problems",
                              .act = "register",
                              .fields = {{"title", "制度不全"}, {"kind", "old"}},
                              .unit = "branch_1"});
  world.go_to("2011-03-02T01:00:00Z");
  const auto made =
      PastDay::make(world.places(), world.province(), make_date(2011, 3, 1),
                    (folder.path() / "past.db").string(), [](auto, auto) { return true; });
  ASSERT_TRUE(made);
  PastDay& on = **made;
  const auto statements = [&] {
    Connection then(on.file(), OpenFor::reading);
    Connection present(world.places().database, OpenFor::reading);
    const Statements counted(then);
    on.compare(then, present);
    return counted.count();
  };
  const HeldPost post{make_uuid_v7(world.now(), random),
                      world.person("member_3"),
                      Role::branch_secretary,
                      world.unit("branch_1"),
                      make_date(2011, 3, 2),
                      std::nullopt,
                      false};
  ASSERT_TRUE(world.grant(post));
  EXPECT_LT(statements(), 5) << "who sits where moves no record";
  ASSERT_TRUE(world.perform_org(MoveUnit{world.unit("branch_1"), world.unit("civil"), UnitId()}));
  EXPECT_GT(statements(), std::ssize(all_ledgers())) << "a unit takes all of its records along";
  EXPECT_EQ(on.elsewhere()->at("problems").size(), 1U);
}

TEST_F(BoundedReads, AWalkThroughTheTreeCountsAgainstTheLimitOfTheLoop) {
  found_branches(20);
  Connection connection(world.places().database, OpenFor::reading);
  const Circumstances circumstances = with_look_ups(world.province(), connection);
  EXPECT_GT(circumstances.units_below(world.unit("civil"), {}).size(), 20U);
  const StepLimit limit(connection, 100);
  EXPECT_THROW(circumstances.units_below(world.unit("civil"), {}), StorageError);
  EXPECT_TRUE(limit.is_reached());
}

}  // namespace
}  // namespace chuangyou
