// What follows from an act: in the same transaction, all of it or nothing, and gone on with by the
// clock where one act could not do all at once.
#include <gtest/gtest.h>

#include <algorithm>
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
      unit.name = "支部" + std::to_string(branches.size());
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
  world::must_perform(world, {.who = "organ_a",
                              .ledger = "tasks",
                              .act = "amend",
                              .record = task.id,
                              .fields = {{"co_units", std::vector<Uuid>{branch_2, branch_3}}}});
  const std::vector<Record> anew = deliveries_of(task.id);
  EXPECT_EQ(std::ranges::count(anew, "delivered", &Record::state), 2) << "named again, asked again";
  EXPECT_EQ(anew.size(), 3u);
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
  rows.all.push_back(
      {.cells = {{}, std::string("办理。"), std::string("task"), Uuid(branches[0]), {}}});
  const auto act = [&](std::string_view who, std::string_view name,
                       std::vector<AskedField> fields = {}) {
    world::must_perform(world, {.who = who,
                                .ledger = "directives",
                                .act = name,
                                .record = draft.id,
                                .fields = std::move(fields)});
  };
  act("organ_b", "amend",
      {{"clause_rows", rows},
       {"basis", "要点"},
       {"estimated_minutes", std::int64_t{20}},
       {"reply_due", make_date(2011, 6, 30)}});
  act("worker", "check");
  act("organ_b", "issue");
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

// A document with its revisions, as an office writes them.
class Revisions : public Effects {
 protected:
  static Row clause(std::string_view words, std::string_view asks, Value of_whom = {}) {
    Row row{.cells = {
                std::string("一"), std::string(words), std::string(asks), std::move(of_whom), {}}};
    if (asks != "nothing") row.cells[4] = make_date(2011, 6, 30);
    return row;
  }
  RecordId first(std::vector<Row> clauses, std::vector<AskedField> more = {}) {
    std::vector<AskedField> fields = {
        {"title", "通知"},          {"number", "民发〔2011〕1 号"},
        {"kind", "notice"},         {"clause_rows", Rows{std::move(clauses)}},
        {"taken_from", "机关党委"}, {"reply_signed_by", "局长"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return world::must_perform(world, {.who = "organ_b",
                                       .ledger = "directives",
                                       .act = "register",
                                       .fields = std::move(fields),
                                       .unit = "civil"})
        .id;
  }
  template <class Change>
  RecordId revise(const RecordId& directive, Change change, std::vector<AskedField> more = {}) {
    world::must_perform(
        world, {.who = "organ_b", .ledger = "directives", .act = "revise", .record = directive});
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.field_equals = std::pair(std::string("predecessor"), Value(Uuid(directive)));
    const Record draft =
        world.list("organ_b", "directives", std::move(query)).value().records.at(0);
    Rows rows = std::get<Rows>(draft.value("clause_rows"));
    change(rows.all);
    const auto act = [&](std::string_view who, std::string_view name,
                         std::vector<AskedField> fields = {}) {
      world::must_perform(world, {.who = who,
                                  .ledger = "directives",
                                  .act = name,
                                  .record = draft.id,
                                  .fields = std::move(fields)});
    };
    more.insert(
        more.end(),
        {{"clause_rows", rows}, {"basis", "要点"}, {"estimated_minutes", std::int64_t{20}}});
    act("organ_b", "amend", std::move(more));
    act("worker", "check");
    act("organ_b", "issue");
    return draft.id;
  }
  std::optional<Record> sent_to(const RecordId& directive, const Uuid& unit) {
    for (const Record& delivery : deliveries_of(directive))
      if (delivery.unit == unit) return delivery;
    return std::nullopt;
  }
  std::string state_at(const RecordId& directive, const Uuid& unit) {
    const std::optional<Record> delivery = sent_to(directive, unit);
    return delivery ? delivery->state : "none";
  }
  std::int64_t tasks_answering(const RecordId& directive) {
    Connection connection = reading();
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.field_equals = std::pair(std::string("answers"), Value(Uuid(directive)));
    return LedgerTable(*find_ledger("tasks")).count(connection, world.province().no, query);
  }
  Refusal assign(const RecordId& directive) {
    const Result<Performed> done = world.perform(
        {.who = "organ_b", .ledger = "directives", .act = "assign", .record = directive});
    return done ? Refusal::none : done.error().law;
  }
};

TEST_F(Revisions, LeaveOpenWhatIsStillOwed) {
  found_branches(1);
  const Uuid silent = branches[0], prompt = world.unit("branch_3");
  const RecordId one = first({clause("总体要求", "nothing"), clause("每季度报送。", "reply"),
                              clause("报送名单。", "reply")},
                             {{"audience", std::vector<Uuid>{prompt, silent}}});
  ASSERT_TRUE(world.perform({.who = "head_3",
                             .ledger = "deliveries",
                             .act = "answer",
                             .record = sent_to(one, prompt)->id,
                             .fields = {{"answer", "已报"}}}));
  const RecordId two = revise(one, [](std::vector<Row>& clauses) {
    clauses[0].cells[1] = std::string("总的要求");
    clauses[1].cells[0] = std::string("（二）");
    clauses[1].cells[1] = std::string("每季度 报送。");
    std::swap(clauses[1], clauses[2]);
  });
  EXPECT_TRUE(deliveries_of(two).empty()) << "what asks the same is not asked again";
  EXPECT_EQ(state_at(one, silent), "delivered");

  const RecordId three = revise(two, [](std::vector<Row>& clauses) {
    ASSERT_EQ(clauses[1].id, 3) << "the order goes along";
    clauses[1].cells[1] = std::string("报送名单和电话。");
  });
  for (const Uuid& unit : {prompt, silent}) {
    const std::optional<Record> asked = sent_to(three, unit);
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->value("reply_wanted"), Value(true));
    EXPECT_EQ(std::get<Rows>(asked->value("asked")).all.size(), 1u);
  }
  EXPECT_EQ(state_at(one, silent), "delivered") << "the first clause is owed still";
  EXPECT_EQ(state_at(one, prompt), "answered");

  const RecordId four = revise(
      three, [](std::vector<Row>& clauses) { clauses[2].cells[1] = std::string("每月报送。"); });
  EXPECT_EQ(state_at(one, silent), "withdrawn") << "all of it is asked anew";
  EXPECT_EQ(state_at(three, silent), "delivered");
  EXPECT_EQ(state_at(four, silent), "delivered");

  const RecordId five =
      revise(four, [](std::vector<Row>& clauses) { clauses.erase(clauses.begin() + 2); });
  EXPECT_EQ(sent_to(five, prompt)->value("reply_wanted"), Value(false))
      << "nobody replies to what is dropped";
  EXPECT_EQ(state_at(three, silent), "delivered");
  ASSERT_TRUE(world.perform({.who = "organ_b",
                             .ledger = "directives",
                             .act = "supersede",
                             .record = five,
                             .reason = "有新文"}));
  EXPECT_EQ(state_at(three, silent), "withdrawn") << "taken back with the last version";
  EXPECT_EQ(state_at(five, silent), "withdrawn");
}

TEST_F(Revisions, LayDownOneTaskForEachUnitAndNoneTwice) {
  found_branches(300);
  GoingOn going_on(world.places().database, world.bodies(), world.writer());
  const Value one_branch = Uuid(branches[0]);
  const RecordId one =
      first({clause("各单位整改。", "task"), clause("建立制度。", "task", one_branch),
             clause("知悉。", "nothing")},
            {{"audience_below", Uuid(world.unit("civil"))}});
  going_on.round();
  EXPECT_EQ(assign(one), Refusal::none);
  EXPECT_EQ(tasks_answering(one), 256);
  going_on.round();
  EXPECT_EQ(tasks_answering(one), 302) << "each of 301, and one by name";
  EXPECT_EQ(assign(one), Refusal::nothing_would_change);
  const RecordId two = revise(one, [](std::vector<Row>& clauses) {
    clauses[0].cells[0] = std::string("三");
    clauses[1].cells[1] = std::string("建立新制度。");
  });
  going_on.round();
  EXPECT_EQ(tasks_answering(two), 0) << "the clock begins nothing";
  EXPECT_EQ(assign(two), Refusal::none);
  EXPECT_EQ(tasks_answering(two), 1) << "what asks the same keeps its task";
}

TEST_F(Revisions, AskForTheWholeOnce) {
  found_branches(1);
  const Uuid silent = branches[0];
  const Value until = make_date(2011, 6, 30);
  const RecordId one = first(
      {clause("总体要求", "nothing"), clause("每季度报送。", "reply")},
      {{"audience", std::vector<Uuid>{silent}}, {"reply_wanted", true}, {"reply_due", until}});
  ASSERT_EQ(state_at(one, silent), "delivered");
  const RecordId two = revise(
      one, [](std::vector<Row>& clauses) { clauses[1].cells[1] = std::string("每月报送。"); },
      {{"reply_due", until}});
  EXPECT_EQ(state_at(one, silent), "withdrawn") << "one of the two stands";
  const std::optional<Record> asked = sent_to(two, silent);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->state, "delivered");
  EXPECT_EQ(asked->value("reply_wanted"), Value(true));
  EXPECT_EQ(asked->value("due"), until);
  EXPECT_TRUE(is_empty(asked->value("asked"))) << "and asks for all of it";
  // What is dropped is told with what is still asked.
  const RecordId three =
      revise(two, [](std::vector<Row>& clauses) { clauses.pop_back(); }, {{"reply_due", until}});
  EXPECT_EQ(state_at(two, silent), "withdrawn");
  EXPECT_EQ(sent_to(three, silent)->value("reply_wanted"), Value(true));
}

TEST_F(Revisions, LetTheTaskOfAChangedClauseGiveWay) {
  const Value one_branch = Uuid(world.unit("branch_3"));
  const RecordId one =
      first({clause("建立制度。", "task", one_branch), clause("整改。", "task", one_branch)});
  EXPECT_EQ(assign(one), Refusal::none);
  const RecordId two = revise(
      one, [](std::vector<Row>& clauses) { clauses[0].cells[1] = std::string("建立新制度。"); });
  EXPECT_EQ(assign(two), Refusal::none);
  std::map<std::string, std::string> states;
  ListQuery query;
  query.path = world.province().tree.path_of(0);
  const Page page = world.list("worker", "tasks", std::move(query)).value();
  for (const Record& task : page.records)
    states[std::get<std::string>(task.value("title"))] = task.state;
  EXPECT_EQ(states["建立制度。"], "dropped");
  EXPECT_EQ(states["建立新制度。"], "planned");
  EXPECT_EQ(states["整改。"], "planned");
}

// A collective name may lose its members between the draft and its being checked.
TEST_F(Revisions, AreNotCheckedForACollectiveNameWithoutMembers) {
  Unit all;
  all.id = UnitId(make_uuid_v7(world.now(), random));
  all.name = "各有关部门";
  all.type = UnitType::collective;
  all.administrative_parent = world.unit("civil");
  ASSERT_TRUE(world.perform_org(FoundUnit{all}));
  Unit member;
  member.id = UnitId(make_uuid_v7(world.now(), random));
  member.name = "有关部门之一";
  member.type = UnitType::department;
  member.administrative_parent = all.id;
  ASSERT_TRUE(world.perform_org(FoundUnit{member}));
  const RecordId draft =
      world::must_perform(
          world,
          {.who = "organ_b",
           .ledger = "directives",
           .act = "draft",
           .fields = {{"title", "通知"},
                      {"kind", "notice"},
                      {"basis", "要点"},
                      {"estimated_minutes", std::int64_t{20}},
                      {"clause_rows", Rows{{clause("整改。", "task", Value(Uuid(all.id)))}}}},
           .unit = "civil"})
          .id;
  ASSERT_TRUE(world.perform_org(CloseUnit{member.id, {}}));
  const Result<Performed> checked =
      world.perform({.who = "worker", .ledger = "directives", .act = "check", .record = draft});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().law, Refusal::unit_takes_no_work);
}

// What a collective name is asked comes to its members.
TEST_F(Revisions, ReachTheMembersOfACollectiveName) {
  Unit all;
  all.id = UnitId(make_uuid_v7(world.now(), random));
  all.name = "各有关部门";
  all.type = UnitType::collective;
  all.administrative_parent = world.unit("civil");
  ASSERT_TRUE(world.perform_org(FoundUnit{all}));
  const Result<Performed> nobody = register_for({{"audience", std::vector<Uuid>{all.id}}});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().law, Refusal::unit_takes_no_work);
  EXPECT_EQ(nobody.error().field, "audience");
  Unit member;
  member.id = UnitId(make_uuid_v7(world.now(), random));
  member.name = "有关部门之一";
  member.type = UnitType::department;
  member.administrative_parent = all.id;
  ASSERT_TRUE(world.perform_org(FoundUnit{member}));
  const RecordId sent = first({clause("整改。", "task", Value(Uuid(all.id)))},
                              {{"audience", std::vector<Uuid>{all.id, member.id}}});
  EXPECT_EQ(delivered(sent), 1);
  EXPECT_EQ(state_at(sent, member.id), "delivered");
  EXPECT_EQ(assign(sent), Refusal::none);
  EXPECT_EQ(tasks_answering(sent), 1);
  EXPECT_EQ(assign(sent), Refusal::nothing_would_change);
}

// A registered document can be assigned, whatever has come below the unit since: its audience is
// the frozen one.
TEST_F(Revisions, GiveTasksToTheAudienceThatWasFrozen) {
  found_branches(23);
  const auto clauses = [](std::size_t count) {
    return std::vector<Row>(count, clause("办。", "task"));
  };
  const std::size_t fits = 10'000 / 24;  // branch_3 is of the audience as well
  const Result<Performed> too_many =
      world.perform({.who = "organ_b",
                     .ledger = "directives",
                     .act = "register",
                     .fields = {{"title", "通知"},
                                {"number", "民发〔2011〕1 号"},
                                {"kind", "notice"},
                                {"clause_rows", Rows{clauses(fits + 1)}},
                                {"taken_from", "机关党委"},
                                {"audience_below", Uuid(world.unit("civil"))}},
                     .unit = "civil"});
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().law, Refusal::audience_is_too_large);
  EXPECT_EQ(too_many.error().field, "clause_rows");
  const RecordId sent = first(clauses(fits), {{"audience_below", Uuid(world.unit("civil"))}});
  found_branches(1);
  EXPECT_EQ(assign(sent), Refusal::none);
}

// What nobody has answered is over with its cause, and nobody is asked any more.
TEST_F(Effects, EndAReminderWithWhatItWasAbout) {
  const RecordId promise = world::a_promise_in(world, "published");
  const auto ask = [&](std::string_view act, const char* asked) {
    std::vector<AskedField> fields = {{"matter", "办件提速"}, {"cause", Link{"promises", promise}}};
    if (asked) fields.push_back({"asked", asked});
    return world::must_perform(world, {.who = "organ_a",
                                       .ledger = "interventions",
                                       .act = act,
                                       .fields = std::move(fields),
                                       .unit = "branch_1"})
        .id;
  };
  const RecordId reminder = ask("remind", nullptr), offer = ask("offer", "派人协助"),
                 answered = ask("offer", "再派一人");
  world::must_perform(world, {.who = "head_1",
                              .ledger = "interventions",
                              .act = "answer",
                              .record = answered,
                              .fields = {{"answer", "请来"}}});
  const auto state_of = [&](const RecordId& id) {
    Connection connection = reading();
    const LedgerTable table(*find_ledger("interventions"));
    return table.get(connection, world.province().no, id)->state;
  };
  world::must_perform(world, {.who = "head_1",
                              .ledger = "promises",
                              .act = "claim",
                              .record = promise,
                              .fields = {{"result", "平均 4.6 天"}}});
  EXPECT_EQ(state_of(reminder), "issued") << "claimed is not confirmed";
  world::must_perform(
      world, {.who = "member_3", .ledger = "promises", .act = "confirm", .record = promise});
  EXPECT_EQ(state_of(reminder), "closed");
  EXPECT_EQ(state_of(offer), "closed");
  EXPECT_EQ(state_of(answered), "answered");
}

TEST_F(Effects, EndAllRemindersHoweverManyThereAre) {
  const RecordId promise = world::a_promise_in(world, "published");
  constexpr int many = 70;
  for (int i = 0; i < many; ++i)
    world::must_perform(world,
                        {.who = "organ_a",
                         .ledger = "interventions",
                         .act = "remind",
                         .fields = {{"matter", "办件提速"}, {"cause", Link{"promises", promise}}},
                         .unit = "branch_1"});
  world::must_perform(world, {.who = "head_1",
                              .ledger = "promises",
                              .act = "claim",
                              .record = promise,
                              .fields = {{"result", "平均 4.6 天"}}});
  world::must_perform(
      world, {.who = "member_3", .ledger = "promises", .act = "confirm", .record = promise});
  Connection connection = reading();
  ListQuery query;
  query.path = world.province().tree.path_of(0);
  query.limit = many;
  const LedgerTable table(*find_ledger("interventions"));
  const std::vector<Record> all =
      table.list(connection, world.province().no, query).value().records;
  EXPECT_EQ(all.size(), std::size_t{many});
  EXPECT_EQ(std::ranges::count(all, "closed", &Record::state), many);
}

// Also where the record ends by what befalls another: a document that is superseded takes its
// deliveries back, and with them what was asked about those.
TEST_F(Effects, EndAReminderAlsoWithWhatATakenBackDocumentTakesAlong) {
  found_branches(1);
  const Result<Performed> issued =
      register_for({{"audience", std::vector<Uuid>{branches[0], world.unit("branch_3")}}});
  ASSERT_TRUE(issued);
  const auto delivery_of = [&](const Uuid& unit) {
    for (const Record& delivery : deliveries_of(issued->id))
      if (delivery.unit == unit) return delivery.id;
    return RecordId();
  };
  const auto remind = [&](const Uuid& unit) {
    ActRequest request = world.request(
        {.who = "organ_b",
         .ledger = "interventions",
         .act = "remind",
         .fields = {{"matter", "尽快签收"}, {"cause", Link{"deliveries", delivery_of(unit)}}},
         .unit = "civil"});
    request.unit = UnitId(unit);
    const Result<Performed> reminded = world.writer().perform(request);
    EXPECT_TRUE(reminded) << name_of(reminded.error().law) << " " << reminded.error().field;
    return reminded->id;
  };
  const auto state_of = [&](const RecordId& id) {
    Connection connection = reading();
    const LedgerTable table(*find_ledger("interventions"));
    return table.get(connection, world.province().no, id)->state;
  };
  const RecordId of_the_one = remind(world.unit("branch_3")), of_the_other = remind(branches[0]);
  world::must_perform(world, {.who = "head_3",
                              .ledger = "deliveries",
                              .act = "acknowledge",
                              .record = delivery_of(world.unit("branch_3"))});
  EXPECT_EQ(state_of(of_the_one), "closed") << "acknowledged, late or not";
  EXPECT_EQ(state_of(of_the_other), "issued");
  world::must_perform(world, {.who = "organ_b",
                              .ledger = "directives",
                              .act = "supersede",
                              .record = issued->id,
                              .reason = "有新文"});
  EXPECT_EQ(state_of(of_the_other), "closed");
}

}  // namespace
}  // namespace chuangyou
