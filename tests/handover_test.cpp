// What somebody has in hand goes to another who signs for it, each record by an entry of its own;
// and what is said of units and names is made again out of the journal.
#include <gtest/gtest.h>

#include "campaign/handover.h"
#include "campaign/rebuild.h"
#include "campaign/verify_tables.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

TEST(InWhoseHands, IsToldByTheseFieldsAlone) {
  std::vector<std::string> told;
  for (const Ledger* ledger : all_ledgers())
    for (const FieldSpec& field : ledger->fields)
      if (tells_in_whose_hands(*ledger, field))
        told.push_back(std::string(ledger->name) + "." + std::string(field.name));
  std::ranges::sort(told);
  EXPECT_EQ(told,
            (std::vector<std::string>{"mechanisms.owner", "plans.accountable", "problems.owner",
                                      "tasks.accountable", "tasks.handler"}))
      << "nobody's promise, nor what was said to him or signed by him, goes to another";
}

struct Handovers : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RandomSource random = RandomSource::from_seed(3);
  const UnitId branch = world.unit("branch_1");

  Refusal law(OrgAct act, std::string_view who) {
    const Result<std::int64_t> done = world.perform_org(std::move(act), who);
    return done ? Refusal::none : done.error().law;
  }
  RecordId task(std::string_view title, std::vector<AskedField> more) {
    std::vector<AskedField> fields = {
        {"title", std::string(title)},
        {"requirement_tags", std::vector<std::string>{"serve_the_people"}},
        {"mandate", "年度要点"},
        {"due", *parse_date("2011-06-30")}};
    fields.insert(fields.end(), more.begin(), more.end());
    return world::must_perform(world, {.who = "worker",
                                       .ledger = "tasks",
                                       .act = "plan",
                                       .fields = fields,
                                       .unit = "branch_1"})
        .id;
  }
  Uuid offered(std::string_view by = "division_1") {
    const Uuid id = make_uuid_v7(world.now(), random);
    EXPECT_EQ(
        law(ProposeHandover{id, branch, world.person("division_1"), world.person("head_1")}, by),
        Refusal::none);
    return id;
  }
  Names in_his_hands(std::string_view who) {
    Connection connection(world.places().database, OpenFor::reading);
    std::vector<LedgerTable> tables;
    for (const Ledger* ledger : all_ledgers()) tables.emplace_back(*ledger);
    return in_hand(connection, tables, world.province().tree,
                   {world.province().no, branch, world.person(who)});
  }
  Value held(const RecordId& id, std::string_view field) {
    Connection connection(world.places().database, OpenFor::reading);
    return LedgerTable(*find_ledger("tasks"))
        .get(connection, world.province().no, id)
        ->value(field);
  }
  std::vector<Entry> entries(const RecordId& id) {
    Connection connection(world.places().database, OpenFor::reading);
    return entries_of(connection, world.province().no, id);
  }
  void expect_made_again() {
    world.stop();
    const std::string live = world::dump_tables(world.places().database);
    const Result<TablesVerified> verified = verify_tables(world.places(), {}, world.now());
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->findings, 0);
    ASSERT_TRUE(rebuild(world.places(), world.now()));
    EXPECT_EQ(world::dump_tables(world.places().database), live);
  }
};

TEST_F(Handovers, EachRecordGoesByAnEntryOfItsOwnOnceTheReceiverSigns) {
  const PersonId leaving = world.person("division_1"), receiving = world.person("head_1");
  const RecordId both =
      task("两处都是他", {{"accountable", Uuid(leaving)}, {"handler", Uuid(leaving)}});
  const RecordId one = task("只是经办", {{"handler", Uuid(leaving)}});
  const RecordId others = task("别人的", {{"handler", Uuid(world.person("member_1"))}});
  const Names before = in_his_hands("division_1");
  EXPECT_EQ(before.records, 2);
  ASSERT_EQ(before.by.size(), 2u);
  const Uuid id = offered();
  EXPECT_EQ(held(one, "handler"), Value(Uuid(leaving))) << "until it is signed";
  EXPECT_EQ(law(SignHandover{id}, "division_1"), Refusal::receiver_signs_the_handover);
  EXPECT_EQ(law(SignHandover{id}, "head_1"), Refusal::none);
  EXPECT_EQ(held(both, "accountable"), Value(Uuid(receiving)));
  EXPECT_EQ(held(both, "handler"), Value(Uuid(receiving)));
  EXPECT_EQ(held(one, "handler"), Value(Uuid(receiving)));
  EXPECT_EQ(held(others, "handler"), Value(Uuid(world.person("member_1"))));
  for (const RecordId& record : {both, one}) {
    const Entry last = entries(record).back();
    EXPECT_EQ(last.head.act, "sign_handover");
    EXPECT_EQ(last.head.actor, receiving);
    EXPECT_EQ(last.head.under, branch);
  }
  EXPECT_EQ(in_his_hands("division_1").records, 0);
  EXPECT_EQ(law(ProposeHandover{make_uuid_v7(world.now(), random), branch, leaving, receiving},
                "division_1"),
            Refusal::nothing_would_change)
      << "nothing is left";
  expect_made_again();
}

TEST_F(Handovers, WhatIsNotSignedStaysAndIsOfferedAnew) {
  const PersonId leaving = world.person("division_1");
  const RecordId one = task("经办", {{"handler", Uuid(leaving)}});
  const Uuid first = offered("admin");
  EXPECT_EQ(law(RefuseHandover{first, "不了解情况"}, "head_1"), Refusal::none);
  EXPECT_EQ(held(one, "handler"), Value(Uuid(leaving)));
  EXPECT_EQ(entries(one).size(), 1u);
  offered();
  EXPECT_EQ(world.province().people.handovers().size(), 1u);
  expect_made_again();
  world.start();
  EXPECT_EQ(world.province().people.handovers().size(), 1u) << "it waits also after a start";
}

TEST_F(Handovers, WhatUnitsAreAndHowPeopleWereCalledIsMadeAgain) {
  const Date since = *parse_date("2010-05-01");
  const PersonId member = world.person("member_1");
  EXPECT_EQ(law(DescribeUnit{branch, since, UnitLevel::city, "政务服务", {"window"}, 3}, "admin"),
            Refusal::none);
  EXPECT_EQ(law(DescribeUnit{branch, *parse_date("2011-03-01"), UnitLevel::province, "", {}, {}},
                "admin"),
            Refusal::none);
  EXPECT_EQ(law(CorrectName{member, "一支部党员（更正）"}, "member_1"), Refusal::none);
  expect_made_again();
  world.start();
  const Tree& tree = world.province().tree;
  const UnitNo no = tree.number_of(branch);
  EXPECT_EQ(tree.descriptions().of(no).size(), 2u);
  EXPECT_EQ(tree.descriptions().on(no, since)->sector, "政务服务");
  EXPECT_EQ(world.province().people.find(member)->former_names,
            std::vector<std::string>{"一支部党员"});
}

}  // namespace
}  // namespace chuangyou
