// What comes of the clauses of a document in the life of a body: two people for a revision, words
// that were erased, more units than one act serves, units that are merged, collective names.
#include <gtest/gtest.h>

#include <thread>

#include "jobs/going_on.h"
#include "journal/entries_of_record.h"
#include "journal/erasure.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::World;

struct Directives : testing::Test {
  world::TemporaryFolder folder;
  World world{folder.path()};
  RandomSource random = RandomSource::from_seed(20110301);
  const Date until = make_date(2011, 6, 30);

  UnitId found(std::string name, UnitType type = UnitType::branch, Uuid parent = {}) {
    Unit unit;
    unit.id = UnitId(make_uuid_v7(world.now(), random));
    unit.name = std::move(name);
    unit.type = type;
    unit.administrative_parent = parent.is_nil() ? world.unit("civil") : UnitId(parent);
    const Result<std::int64_t> done = world.perform_org(FoundUnit{unit});
    EXPECT_TRUE(done) << name_of(done ? Refusal::none : done.error().law);
    return unit.id;
  }
  std::vector<Uuid> found_branches(int count) {
    std::vector<Uuid> units;
    for (int i = 0; i < count; ++i) units.push_back(found("新支部" + std::to_string(i)));
    return units;
  }
  void merge(const Uuid& from, const Uuid& into) {
    const Result<std::int64_t> done =
        world.perform_org(MergeUnits{UnitId(from), UnitId(into), make_date(2011, 3, 1)});
    ASSERT_TRUE(done) << name_of(done.error().law);
  }
  Row clause(std::string_view words, std::string_view asks, Value of_whom = {}) const {
    return {.cells = {std::string("一"), std::string(words), std::string(asks), std::move(of_whom),
                      Value(until)}};
  }
  Refusal act(std::string_view who, std::string_view name, const RecordId& id,
              std::vector<AskedField> fields = {}, std::string_view reason = {},
              std::string_view ledger = "directives") {
    const Result<Performed> done = world.perform({.who = who,
                                                  .ledger = ledger,
                                                  .act = name,
                                                  .record = id,
                                                  .fields = std::move(fields),
                                                  .reason = reason});
    return done ? Refusal::none : done.error().law;
  }
  Result<Performed> try_to_register(std::vector<Row> clauses, std::vector<AskedField> more = {}) {
    std::vector<AskedField> fields = {
        {"title", "通知"},          {"number", "民发〔2011〕1 号"},
        {"kind", "notice"},         {"clause_rows", Rows{std::move(clauses)}},
        {"taken_from", "机关党委"}, {"reply_signed_by", "局长"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return world.perform({.who = "organ_b",
                          .ledger = "directives",
                          .act = "register",
                          .fields = std::move(fields),
                          .unit = "civil"});
  }
  RecordId issued(std::vector<Row> clauses, std::vector<AskedField> more = {}) {
    const Result<Performed> done = try_to_register(std::move(clauses), std::move(more));
    if (!done) throw std::runtime_error(std::string(name_of(done.error().law)));
    return done->id;
  }
  RecordId draft_of_revision(const RecordId& directive, std::string_view who = "organ_b") {
    EXPECT_EQ(act(who, "revise", directive), Refusal::none);
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.field_equals = std::pair(std::string("predecessor"), Value(Uuid(directive)));
    return world.list("organ_b", "directives", std::move(query)).value().records.at(0).id;
  }
  template <class Change>
  RecordId revise(const RecordId& directive, Change change) {
    const RecordId draft = draft_of_revision(directive);
    Rows rows = std::get<Rows>(held("directives", draft).value("clause_rows"));
    change(rows.all);
    EXPECT_EQ(act("organ_b", "amend", draft,
                  {{"clause_rows", rows}, {"basis", "要点"}, {"estimated_minutes", Value(20L)}}),
              Refusal::none);
    EXPECT_EQ(act("worker", "check", draft), Refusal::none);
    EXPECT_EQ(act("organ_b", "issue", draft), Refusal::none);
    return draft;
  }
  Record held(std::string_view ledger, const Uuid& id) {
    Connection connection(world.places().database, OpenFor::reading);
    return *LedgerTable(*find_ledger(ledger)).get(connection, world.province().no, id);
  }
  std::vector<Record> leading_to(std::string_view ledger, std::string_view field, const Uuid& id) {
    Connection connection(world.places().database, OpenFor::reading);
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.field_equals = std::pair(std::string(field), Value(id));
    query.limit = 2000;
    const LedgerTable table(*find_ledger(ledger));
    return table.list(connection, world.province().no, query).value().records;
  }
  std::vector<Record> tasks_of(const Uuid& id) { return leading_to("tasks", "answers", id); }
  std::vector<Record> deliveries_of(const Uuid& id) {
    return leading_to("deliveries", "conveys", id);
  }
  // How many at the unit, or anywhere, are not over.
  static std::ptrdiff_t open_at(const std::vector<Record>& records, const Uuid& unit = {}) {
    return std::ranges::count_if(records, [&](const Record& one) {
      return one.stage() <= Stage::claimed && (unit.is_nil() || one.unit == unit);
    });
  }
  void erase(const RecordId& id, std::size_t entry, std::vector<std::string> fields) {
    Connection connection(world.places().database, OpenFor::reading);
    const std::int64_t seq = entries_of(connection, world.province().no, id).at(entry).head.seq;
    const AskErasure asked{
        make_uuid_v7(world.now(), random), "directives", id, seq, std::move(fields), "本人要求"};
    const auto must = [&](std::string_view who, ErasureAct one) {
      const Result<OrgPerformed> done = world.writer().perform(
          OrgRequest{world.province().no, {}, world.actor(who), std::move(one)});
      ASSERT_TRUE(done) << name_of(done.error().law) << " " << done.error().field;
    };
    must("admin", asked);
    must("auditor", SignErasure{asked.id});
  }
  void go_on() {
    GoingOn going_on(world.places().database, world.bodies(), world.writer());
    going_on.start();
    for (int i = 0; i < 50; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
};

// A second pair of eyes is one that has written nothing of it.
TEST_F(Directives, AreCheckedByNobodyWhoWordedTheRevision) {
  const RecordId first = issued({clause("一、报送。", "nothing")});
  const RecordId draft = draft_of_revision(first);
  EXPECT_EQ(act("worker", "amend", draft, {{"basis", "要点"}}), Refusal::none);
  EXPECT_EQ(act("organ_b", "check", draft), Refusal::the_doer_does_not_judge_it)
      << "began the revision";
  EXPECT_EQ(act("worker", "check", draft), Refusal::the_doer_does_not_judge_it) << "amended it";
}

// Whoever reads what comes of it finds that the words were erased, and nothing stands still.
TEST_F(Directives, GoOnWhereTheirWordsWereErased) {
  const UnitId one = found("甲支部"), other = found("乙支部");
  const RecordId first = issued({clause("张三负责整改。", "task"), clause("建立制度。", "task")},
                                {{"audience", std::vector<Uuid>{one, other}}});
  ASSERT_EQ(act("organ_b", "assign", first), Refusal::none);
  ASSERT_EQ(tasks_of(first).size(), 4u);
  erase(first, 0, {"title", "clause_rows.text"});
  EXPECT_EQ(act("organ_b", "assign", first), Refusal::nothing_would_change);
  const RecordId draft = draft_of_revision(first);
  EXPECT_EQ(held("directives", draft).value("title"), Value(std::string("民发〔2011〕1 号")));
  Rows rows = std::get<Rows>(held("directives", draft).value("clause_rows"));
  EXPECT_EQ(rows.all.at(0).cells.at(1), Value(std::string("（原文已依法清除）")));
  rows.all.at(1).cells.at(1) = std::string("建立新制度。");
  ASSERT_EQ(act("organ_b", "amend", draft,
                {{"clause_rows", rows}, {"basis", "要点"}, {"estimated_minutes", Value(20L)}}),
            Refusal::none);
  ASSERT_EQ(act("worker", "check", draft), Refusal::none);
  erase(draft, 0, {"title"});
  ASSERT_EQ(act("organ_b", "issue", draft), Refusal::none);
  for (const Record& delivery : deliveries_of(draft))
    EXPECT_EQ(delivery.value("title"), Value(std::string("（原文已依法清除）")));
  EXPECT_EQ(deliveries_of(draft).size(), 2u);
  EXPECT_EQ(act("organ_b", "assign", draft), Refusal::none);
  EXPECT_EQ(open_at(tasks_of(draft)), 2) << "the clause that was worded anew";
  EXPECT_EQ(open_at(tasks_of(first)), 2) << "what was erased asks what it asked";
  EXPECT_EQ(act("worker", "withdraw", draft, {}, "有误"), Refusal::none);
}

// A clause that was asked of all and is asked of one by now: one act ends 256 tasks, the clock the
// rest.
TEST_F(Directives, LetAllTasksGiveWayHoweverManyThereAre) {
  const std::vector<Uuid> branches = found_branches(300);
  const RecordId first =
      issued({clause("各单位整改。", "task")}, {{"audience_below", Uuid(world.unit("civil"))}});
  GoingOn going_on(world.places().database, world.bodies(), world.writer());
  going_on.round();
  ASSERT_EQ(act("organ_b", "assign", first), Refusal::none);
  going_on.round();
  ASSERT_EQ(open_at(tasks_of(first)), 301);
  const RecordId second =
      revise(first, [&](std::vector<Row>& clauses) { clauses[0].cells[3] = branches[0]; });
  going_on.round();
  ASSERT_EQ(act("organ_b", "assign", second), Refusal::none);
  EXPECT_EQ(open_at(tasks_of(first)), 301 - 256);
  going_on.round();
  EXPECT_EQ(open_at(tasks_of(first)), 0);
  EXPECT_EQ(open_at(tasks_of(second)), 1);
}

// What gave way to a wording that is taken back is asked once more.
TEST_F(Directives, AskAgainWhatTheyAskedBefore) {
  const UnitId one = found("甲支部");
  const RecordId first = issued({clause("整改。", "task", Value(Uuid(one)))});
  ASSERT_EQ(act("organ_b", "assign", first), Refusal::none);
  const auto worded = [](std::string_view words) {
    return [words](std::vector<Row>& clauses) { clauses[0].cells[1] = std::string(words); };
  };
  const RecordId second = revise(first, worded("彻底整改。"));
  ASSERT_EQ(act("organ_b", "assign", second), Refusal::none);
  const RecordId third = revise(second, worded("整改。"));
  ASSERT_EQ(act("organ_b", "assign", third), Refusal::none);
  EXPECT_EQ(open_at(tasks_of(first)) + open_at(tasks_of(second)), 0);
  EXPECT_EQ(open_at(tasks_of(third)), 1);
}

TEST_F(Directives, LeaveOneDeliveryAndOneTaskWhereBothAddresseesAreMerged) {
  const UnitId from = found("甲支部"), into = found("乙支部"), third = found("丙支部");
  const RecordId first =
      issued({clause("各单位整改。", "task"), clause("建立制度。", "task", Value(Uuid(from)))},
             {{"audience", std::vector<Uuid>{from, into, third}}});
  ASSERT_EQ(act("organ_b", "assign", first), Refusal::none);
  ASSERT_EQ(tasks_of(first).size(), 4u);
  merge(from, into);
  EXPECT_EQ(open_at(deliveries_of(first), into), 1);
  EXPECT_EQ(open_at(tasks_of(first), into), 2) << "one for each clause";
  EXPECT_EQ(open_at(tasks_of(first)), 3);
  go_on();
  EXPECT_EQ(act("organ_b", "assign", first), Refusal::nothing_would_change);
  EXPECT_EQ(act("organ_b", "deliver", first), Refusal::nothing_would_change);
  const RecordId second =
      revise(first, [](std::vector<Row>& clauses) { clauses[0].cells[0] = std::string("二"); });
  EXPECT_EQ(act("organ_b", "assign", second), Refusal::nothing_would_change);
  EXPECT_EQ(deliveries_of(second).size(), 0u);
  EXPECT_EQ(open_at(tasks_of(first)), 3);
}

// What is over keeps the name that it had, in the version before as well as in its task.
TEST_F(Directives, LayNothingDownTwiceAfterAMerge) {
  const UnitId from = found("甲支部"), into = found("乙支部");
  const RecordId first =
      issued({clause("各单位整改。", "task"), clause("建立制度。", "task", Value(Uuid(from))),
              clause("知悉。", "nothing")},
             {{"audience", std::vector<Uuid>{from}}});
  ASSERT_EQ(act("organ_b", "assign", first), Refusal::none);
  const RecordId ended = tasks_of(first).at(0).id;
  for (const std::string_view who : {"organ_b", "secretary_b"})
    ASSERT_EQ(act(who, "drop", ended, {}, "另行安排", "tasks"), Refusal::none);
  const auto renumber = [](std::vector<Row>& clauses) {
    clauses[2].cells[1] = std::string("略。");
  };
  const RecordId second = revise(first, renumber);
  merge(from, into);
  go_on();
  EXPECT_EQ(act("organ_b", "assign", second), Refusal::nothing_would_change);
  const RecordId third =
      revise(second, [](std::vector<Row>& clauses) { clauses[2].cells[1] = std::string("阅。"); });
  EXPECT_EQ(act("organ_b", "assign", third), Refusal::nothing_would_change);
  EXPECT_EQ(tasks_of(second).size() + tasks_of(third).size(), 0u);
  EXPECT_EQ(open_at(tasks_of(first), into), 1);
}

// Whoever has begun goes on, and what was sent on of the other task is taken back with it.
TEST_F(Directives, GoOnWithTheTaskThatHasComeFarther) {
  const UnitId from = world.unit("branch_3"), into = found("乙支部"), third = found("丙支部");
  const RecordId sent =
      issued({clause("整改。", "task")}, {{"audience", std::vector<Uuid>{from, into}}});
  ASSERT_EQ(act("organ_b", "assign", sent), Refusal::none);
  RecordId begun, planned;
  for (const Record& task : tasks_of(sent)) (task.unit == from ? begun : planned) = task.id;
  ASSERT_EQ(act("organ_b", "amend", planned,
                {{"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                 {"co_units", std::vector<Uuid>{third}}},
                {}, "tasks"),
            Refusal::none);
  ASSERT_EQ(act("head_3", "start", begun, {}, {}, "tasks"), Refusal::none);
  merge(from, into);
  EXPECT_EQ(held("tasks", begun).state, "running");
  EXPECT_EQ(held("tasks", begun).unit, into);
  EXPECT_EQ(held("tasks", planned).state, "dropped");
  ASSERT_EQ(deliveries_of(planned).size(), 1u);
  EXPECT_EQ(deliveries_of(planned)[0].state, "withdrawn");
}

// What one of them was told and has acknowledged is told to both.
TEST_F(Directives, TellTheUnitThatGoesOnNothingTwice) {
  const UnitId from = found("甲支部"), into = world.unit("branch_3");
  const RecordId sent =
      issued({clause("知悉。", "nothing")}, {{"audience", std::vector<Uuid>{from, into}}});
  for (const Record& delivery : deliveries_of(sent)) {
    if (delivery.unit != into) continue;
    ASSERT_EQ(act("head_3", "acknowledge", delivery.id, {}, {}, "deliveries"), Refusal::none);
  }
  merge(from, into);
  EXPECT_EQ(open_at(deliveries_of(sent)), 0);
}

// Whoever comes to lead what he shared has nothing to answer to himself.
TEST_F(Directives, AskNobodyToShareWorkWithHimself) {
  for (const bool leader_ends : {false, true}) {
    const UnitId lead = found(leader_ends ? "甲支部" : "丙支部"),
                 shares = found(leader_ends ? "乙支部" : "丁支部");
    const RecordId sent = issued({clause("联合检查。", "task", Value(Uuid(lead)))});
    ASSERT_EQ(act("organ_b", "assign", sent), Refusal::none);
    const RecordId task = tasks_of(sent).at(0).id;
    ASSERT_EQ(act("organ_b", "amend", task,
                  {{"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                   {"co_units", std::vector<Uuid>{shares, world.unit("branch_3")}}},
                  {}, "tasks"),
              Refusal::none);
    if (leader_ends)
      merge(lead, shares);
    else
      merge(shares, lead);
    EXPECT_EQ(open_at(deliveries_of(task)), 1) << "the third one's";
    EXPECT_EQ(act("organ_b", "deliver", task, {}, {}, "tasks"), Refusal::nothing_would_change);
  }
}

// A co-unit that declined and was merged is not asked again under its new name.
TEST_F(Directives, AskNoCoUnitAgainAfterAMerge) {
  const UnitId lead = found("甲支部"), from = world.unit("branch_3"), into = found("丙支部");
  const RecordId sent = issued({clause("联合检查。", "task", Value(Uuid(lead)))});
  ASSERT_EQ(act("organ_b", "assign", sent), Refusal::none);
  const RecordId task = tasks_of(sent).at(0).id;
  ASSERT_EQ(act("organ_b", "amend", task,
                {{"requirement_tags", std::vector<std::string>{"serve_the_people"}},
                 {"co_units", std::vector<Uuid>{from}}},
                {}, "tasks"),
            Refusal::none);
  ASSERT_EQ(act("head_3", "decline", deliveries_of(task).at(0).id, {}, "无此职能", "deliveries"),
            Refusal::none);
  merge(from, into);
  EXPECT_EQ(act("organ_b", "deliver", task, {}, {}, "tasks"), Refusal::nothing_would_change);
  EXPECT_EQ(deliveries_of(task).size(), 1u);
}

// Each member has its task, by batches like everybody else, and the name itself has none.
TEST_F(Directives, AskTheMembersOfACollectiveNameByBatches) {
  const UnitId all = found("各有关部门", UnitType::collective);
  for (int i = 0; i < 300; ++i) found("部门" + std::to_string(i), UnitType::department, all);
  const RecordId sent = issued({clause("整改。", "task", Value(Uuid(all)))});
  GoingOn going_on(world.places().database, world.bodies(), world.writer());
  ASSERT_EQ(act("organ_b", "assign", sent), Refusal::none);
  EXPECT_EQ(tasks_of(sent).size(), 256u);
  EXPECT_EQ(held("directives", sent).value("tasks_assigned"), Value(std::int64_t{256}));
  going_on.round();
  EXPECT_EQ(tasks_of(sent).size(), 300u);
  EXPECT_EQ(open_at(tasks_of(sent), all), 0);
  // As many clauses as would give more than ten thousand tasks.
  const Result<Performed> many =
      try_to_register(std::vector<Row>(34, clause("整改。", "task", Value(Uuid(all)))));
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().law, Refusal::audience_is_too_large);
  // A list that names it a thousand times is no longer than its members.
  EXPECT_TRUE(
      try_to_register({clause("知悉。", "nothing")}, {{"audience", std::vector<Uuid>(1000, all)}}));
}

}  // namespace
}  // namespace chuangyou
