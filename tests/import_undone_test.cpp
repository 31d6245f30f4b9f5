// A list of units, a list of people and what an import of cases has founded: each is taken back as
// a whole as long as nobody has used it, and comes in again afterwards.
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "campaign/verify_tables.h"
#include "imports/import_list.h"
#include "imports/people_list.h"
#include "imports/people_mapping.h"
#include "imports/unit_list.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/account_rows.h"
#include "storage/unfinished_imports.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct ImportUndone : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RandomSource random = RandomSource::from_seed(4711);

  Body& body() { return world.province(); }
  Date today() { return body().zone.date_at(world.now()); }
  RecordId new_import() { return RecordId(make_uuid_v7(world.now(), random)); }

  static std::string faults(const std::vector<ImportFinding>& findings) {
    std::string all;
    for (const ImportFinding& one : findings)
      if (!one.is_note)
        all += one.column + " " + std::string(code_of(one)) + " " + one.refused.detail + "; ";
    return all;
  }
  UnitListPlan unit_plan(const std::string& text, std::string_view who = "admin") {
    std::istringstream file(text);
    const Actor actor = world.actor(who);
    return plan_unit_list(file, {body(), actor, random, world.now()});
  }
  RecordId take_in_units(const std::string& text) {
    UnitListPlan plan = unit_plan(text);
    EXPECT_TRUE(plan.is_clean()) << faults(plan.findings);
    const RecordId import = new_import();
    const auto refusals = world.writer().perform_all(
        batch_of_units(std::move(plan.units), body().no, world.actor("admin"), import,
                       {.file = "aa", .file_name = "单位.csv", .rows = plan.rows}));
    EXPECT_TRUE(refusals.empty());
    return import;
  }
  PeoplePlan people_plan(const std::string& text) {
    std::istringstream file(text);
    Connection reading(world.places().database, OpenFor::reading);
    const Actor actor = world.actor("admin");
    const ImportMapping mapping = people_mapping();
    return plan_people(file, mapping, {body(), reading, actor, random, world.now()});
  }
  RecordId take_in_people(const std::string& text) {
    PeoplePlan plan = people_plan(text);
    EXPECT_TRUE(plan.is_clean()) << faults(plan.findings);
    const RecordId import = new_import();
    const std::vector<std::string> hashes(plan.accounts.size(), "a hash");
    const auto refusals = world.writer().perform_all(batch_of(
        std::move(plan), body().no, world.actor("admin"), hashes, {import, "bb", "人员.csv"}));
    EXPECT_TRUE(refusals.empty());
    return import;
  }
  Result<Undone> undo(const RecordId& import, std::string_view who = "admin") {
    Connection reading(world.places().database, OpenFor::reading);
    return undo_import(import, body(), reading, world.actor(who), world.writer(), world.now());
  }
  std::optional<ListedImport> listed(const RecordId& import, std::string_view who = "admin") {
    Connection reading(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    for (const ListedImport& one :
         list_imports(reading, body(), actor, today(), INT64_MAX, 50).imports)
      if (one.import == import) return one;
    return std::nullopt;
  }
  PersonId called(std::string_view name) {
    const auto found = body().people.search(SoughtName(name), [] {});
    return found.empty() ? PersonId() : found.front();
  }
  std::optional<AccountRow> account(std::string_view name) {
    Connection reading(world.places().database, OpenFor::reading);
    return account_row(reading, body().no, name);
  }
  // The tables as the journal makes them, and a restart that finds the same.
  void expect_sound() {
    const Result<TablesVerified> verified = verify_tables(world.places(), {}, world.now());
    ASSERT_TRUE(verified);
    for (const TableFinding& one : verified->shown)
      ADD_FAILURE() << one.table << " " << one.row << " " << one.what << " " << one.columns;
    Connection connection(world.places().database, OpenFor::reading);
    EXPECT_TRUE(verify(connection).empty());
  }
};

const std::string units =
    "编号,单位名称,上级编号,单位类型,成立日期\n"
    "X1,新设厅,,部门,2011/1/5\n"
    "X2,新设处,X1,处室,2011/1/6\n";

TEST_F(ImportUndone, AListOfUnitsGoesAsAWholeAndComesInAgain) {
  const RecordId import = take_in_units(units);
  const Unit* office = body().tree.find_by_code("X2");
  ASSERT_TRUE(office);
  EXPECT_EQ(office->from, make_date(2011, 1, 6));
  EXPECT_EQ(office->type, UnitType::division);
  const UnitId id = office->id;
  ASSERT_TRUE(listed(import));
  EXPECT_TRUE(listed(import)->may_be_undone);
  EXPECT_EQ(listed(import)->begun.made, 2);
  EXPECT_EQ(undo(import, "head_1").error().law, Refusal::post_does_not_allow_this);

  const Result<Undone> undone = undo(import);
  ASSERT_TRUE(undone) << name_of(undone.error().law) << undone.error().detail;
  EXPECT_EQ(undone->records, 2);
  EXPECT_EQ(listed(import)->state, "undone");
  EXPECT_FALSE(body().tree.find_by_code("X2"));
  EXPECT_FALSE(body().tree.find_by_name("新设处"));
  EXPECT_TRUE(body().tree.search("新设", 10).empty());
  EXPECT_TRUE(was_taken_back(*body().tree.find(id)));
  EXPECT_EQ(undo(import).error().law, Refusal::import_is_undone_already);
  expect_sound();

  world.start();
  EXPECT_TRUE(was_taken_back(*body().tree.find(id)));
  take_in_units(units);
  EXPECT_TRUE(body().tree.find_by_code("X2"));
  EXPECT_EQ(unit_plan(units).unchanged, 2) << "the same list once more founds nothing";
  expect_sound();
}

TEST_F(ImportUndone, AListOfUnitsStaysWhereOneIsUsedWhichIsNamed) {
  const RecordId import = take_in_units(units);
  const UnitId office = body().tree.find_by_code("X2")->id;
  ASSERT_TRUE(world.perform_org(RenameUnit{office, "新设一处"}));
  const Result<Undone> undone = undo(import);
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().law, Refusal::records_changed_since_import);
  EXPECT_EQ(undone.error().detail, "新设一处");
  EXPECT_TRUE(body().tree.find_by_code("X1")) << "none of it goes";
}

TEST_F(ImportUndone, WhatWasUsedAndHasGoneAgainIsNoUse) {
  const RecordId import = take_in_units(units);
  const RecordId people = take_in_people("姓名,单位,职务\n钱一,新设处,党员\n");
  EXPECT_EQ(undo(import).error().detail, "新设处") << "a post is proposed there";
  ASSERT_TRUE(undo(people));
  EXPECT_TRUE(undo(import));
  expect_sound();
}

const std::string people =
    "姓名,单位,职务,任职日期,登录名\n"
    "钱一,第一党支部,党员,2011-03-01,qian.yi\n"
    "钱二,第一党支部,党员,2011-03-01,\n";

TEST_F(ImportUndone, AListOfPeopleGoesAsAWholeAndComesInAgain) {
  const std::size_t before = body().people.size();
  const RecordId import = take_in_people(people);
  EXPECT_EQ(body().people.size(), before + 2);
  EXPECT_TRUE(account("qian.yi"));
  ASSERT_TRUE(listed(import));
  EXPECT_EQ(listed(import)->begun.ledger, "people");
  EXPECT_EQ(listed(import)->begun.made, 5) << "two people, two posts, one account";
  EXPECT_TRUE(listed(import)->may_be_undone);
  EXPECT_TRUE(listed(import, "auditor")) << "who runs the house sees it";
  EXPECT_FALSE(listed(import, "auditor")->may_be_undone);
  EXPECT_FALSE(listed(import, "head_1"));

  const Result<Undone> undone = undo(import);
  ASSERT_TRUE(undone) << name_of(undone.error().law) << undone.error().detail;
  EXPECT_EQ(undone->records, 5);
  EXPECT_EQ(body().people.size(), before);
  EXPECT_TRUE(body().people.proposals().empty());
  EXPECT_FALSE(account("qian.yi"));
  EXPECT_EQ(listed(import)->state, "undone");
  expect_sound();

  world.start();
  EXPECT_EQ(body().people.size(), before);
  take_in_people(people);
  EXPECT_TRUE(account("qian.yi"));
  expect_sound();
}

TEST_F(ImportUndone, AListOfPeopleStaysWhereAPostIsSigned) {
  const RecordId import = take_in_people(people);
  const auto proposals = body().people.proposals();
  ASSERT_EQ(proposals.size(), 2u);
  const PostProposal one = proposals[0].post.person == called("钱二") ? proposals[0] : proposals[1];
  ASSERT_TRUE(
      world.perform_org(SignPost{make_uuid_v7(world.now(), random), {one.post.id}}, "granter"));
  const Result<Undone> undone = undo(import);
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().law, Refusal::records_changed_since_import);
  EXPECT_EQ(undone.error().detail, "钱二");
  EXPECT_TRUE(account("qian.yi")) << "none of it goes";
}

TEST_F(ImportUndone, AListOfPeopleStaysWhereSomebodyHasLoggedIn) {
  const RecordId import = take_in_people(people);
  OrgRequest changed;
  changed.body = body().no;
  changed.actor.person = called("钱一");
  changed.on_account = ChangePassword{"qian.yi", "another hash", "a hash", {}};
  ASSERT_TRUE(world.writer().perform(std::move(changed)));
  const Result<Undone> undone = undo(import);
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().law, Refusal::records_changed_since_import);
  EXPECT_FALSE(undone.error().detail.empty());
  EXPECT_EQ(body().people.proposals().size(), 2u);
}

// Cases for two offices, of which the file names one that was not there.
struct ImportThatFounds : ImportUndone {
  RecordId import = new_import();
  UnitId founded;

  void SetUp() override {
    ImportMapping mapping = *read_import_mapping(
        "ledger: feedback\nsource_column: 号\nunit_column: 单位\n"
        "unknown_units_are_founded: true\nzone: Asia/Shanghai\n"
        "columns: [{column: 事, field: text}, {column: 收到, field: received_at}]\n"
        "constants: {channel: other_system, kind: request, sender: public}\n"
        "acts: [{act: record_open}]\n");
    std::istringstream file("号,单位,事,收到\n1,新设处甲,路灯不亮,2011-02-01 09:00:00\n");
    Connection reading(world.places().database, OpenFor::reading);
    ImportClick click;
    click.import = import;
    const ImportReport report = import_table(file, mapping, body(), reading, world.actor("worker"),
                                             world.writer(), random, world.now(), false, {}, click);
    ASSERT_TRUE(report.findings_in_all == 0 || report.import.has_value())
        << report.findings[0].column << code_of(report.findings[0]);
    ASSERT_TRUE(report.import);
    founded = (*body().tree.find_by_name("新设处甲"))->id;
  }
};

TEST_F(ImportThatFounds, TakesTheUnitWithIt) {
  const Result<Undone> undone = undo(import, "worker");
  ASSERT_TRUE(undone) << name_of(undone.error().law) << undone.error().detail;
  EXPECT_EQ(undone->records, 2) << "a case and a unit";
  EXPECT_TRUE(was_taken_back(*body().tree.find(founded)));
  EXPECT_FALSE(body().tree.find_by_name("新设处甲"));
  expect_sound();
}

TEST_F(ImportThatFounds, StaysWhereTheUnitIsUsed) {
  ASSERT_TRUE(world.perform_org(RenameUnit{founded, "新设处乙"}));
  const Result<Undone> undone = undo(import, "worker");
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().law, Refusal::records_changed_since_import);
  EXPECT_EQ(undone.error().detail, "新设处乙");
}

// The machine dies behind the first slice: what was founded goes with the rest.
TEST_F(ImportThatFounds, LeavesNoUnitBehindWhereItIsCutOff) {
  world.stop();
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.statement("INSERT INTO unfinished_imports(body, import) VALUES(?, ?)")
        .bind(1, static_cast<std::int64_t>(body().no))
        .bind(2, import)
        .run();
  }
  world.start();
  for (int i = 0; i < 1000 && listed(import, "worker")->state == "taking_back"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(was_taken_back(*body().tree.find(founded)));
  EXPECT_EQ(listed(import, "worker")->state, "not_applied");
}

// As does an undo that the machine's end has cut: it is told as what it is, and by whom.
TEST_F(ImportThatFounds, IsUndoneToTheEndWhereItsUndoIsCutOff) {
  world.stop();
  const PersonId worker(world.actor("worker").person);
  {
    Connection connection(world.places().database, OpenFor::writing);
    Transaction transaction(connection, Transaction::Mode::immediate);
    mark_import(connection, {body().no, import, worker}, true);
    transaction.commit();
  }
  world.start();
  for (int i = 0; i < 1000 && listed(import, "worker")->state == "taking_back"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(was_taken_back(*body().tree.find(founded)));
  const auto told = listed(import, "worker");
  EXPECT_EQ(told->state, "undone");
  EXPECT_EQ(told->ended_by, worker);
  expect_sound();
}

TEST_F(ImportThatFounds, IsUnknownWhereNobodyHasBroughtItIn) {
  const Result<Undone> undone = undo(RecordId(Uuid{{9, 9}}), "worker");
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().law, Refusal::nothing_is_there);
}

}  // namespace
}  // namespace chuangyou
