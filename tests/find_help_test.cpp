// Who needs help: what is late or contested below a unit, told to those above it alone.
#include <gtest/gtest.h>

#include "campaign/find_help.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct WhoNeedsHelp : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  Result<InNeedPage> asked(std::string_view who, std::string_view unit, std::size_t limit = 200) {
    Connection connection(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    return find_in_need({connection, world.province(), actor, world.now()}, world.unit(unit),
                        limit);
  }
  std::vector<RecordId> of(std::string_view who, std::string_view unit) {
    std::vector<RecordId> found;
    const Result<InNeedPage> page = asked(who, unit);
    for (const InNeed& one : page->items)
      if (one.ledger->name != "meetings") found.push_back(one.found.record.id);
    return found;
  }
};

TEST_F(WhoNeedsHelp, WhatIsLateIsToldToThoseAboveByDueDate) {
  const RecordId late = world::a_promise_in(world, "published");
  world::a_promise_in(world, "claimed");
  world::a_promise_in(world, "proposed");
  EXPECT_TRUE(of("organ_a", "development").empty());
  world.go_to("2011-06-30T16:00:00Z");
  using Found = std::vector<RecordId>;
  for (const char* above : {"organ_a", "group_a", "secretary_a"})
    EXPECT_EQ(of(above, "development"), Found{late}) << above;
  EXPECT_EQ(of("worker", "root"), Found{late});
  EXPECT_EQ(of("worker", "branch_1"), Found{late});
  EXPECT_TRUE(of("worker", "civil").empty());
  // Nobody looks beside himself or above, and who runs the house looks nowhere.
  for (const auto& [who, unit] : {std::pair{"organ_b", "development"},
                                  {"organ_a", "root"},
                                  {"organ_a", "civil"},
                                  {"head_2", "branch_1"},
                                  {"admin", "root"},
                                  {"auditor", "root"},
                                  {"personnel", "root"}})
    EXPECT_EQ(asked(who, unit).error().law, Refusal::nothing_is_there) << who << " " << unit;
}

TEST_F(WhoNeedsHelp, WhatWasContestedIsInItBeforeItIsLate) {
  const RecordId promise = world::a_promise_in(world, "claimed");
  world::must_perform(world, {.who = "head_3",
                              .ledger = "promises",
                              .act = "contest",
                              .record = promise,
                              .reason = "仍要等"});
  EXPECT_EQ(of("organ_a", "development"), std::vector<RecordId>{promise});
}

// Whom a complaint is about is told neither of it nor that there is one more; and of a complaint of
// which somebody above sees its public part alone it is said so.
TEST_F(WhoNeedsHelp, WhatIsKeptFromTheReaderNeedsNoHelpOfHis) {
  const auto say = [&](std::vector<AskedField> fields) {
    fields.insert(fields.begin(), {{"text", "作风霸道"}, {"kind", "criticism"}});
    return world::must_perform(world, {.who = "member_1",
                                       .ledger = "feedback",
                                       .act = "say",
                                       .fields = std::move(fields),
                                       .unit = "development"})
        .id;
  };
  const RecordId about_him =
      say({{"concerns", "person"}, {"person", Uuid(world.person("secretary_a"))}});
  world.go_to("2011-06-30T16:00:00Z");
  EXPECT_EQ(of("worker", "root"), std::vector<RecordId>{about_him});
  for (const char* who : {"secretary_a", "organ_a", "group_a"}) {
    EXPECT_TRUE(of(who, "development").empty()) << who;
    EXPECT_TRUE(asked(who, "development", 1)->is_complete) << who;
  }
  const Result<InNeedPage> page = asked("worker", "root");
  for (const InNeed& one : page->items) {
    const Result<Found> found = world.find("worker", one.ledger->name, one.found.record.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(one.found.sight, found->sight);
  }
}

// A long list ends at its limit and says so.
TEST_F(WhoNeedsHelp, ALongListSaysThatThereIsMore) {
  for (int i = 0; i < 3; ++i) world::a_promise_in(world, "published");
  world.go_to("2011-06-30T16:00:00Z");
  const Result<InNeedPage> some = asked("worker", "root", 2);
  EXPECT_EQ(some->items.size(), 2u);
  EXPECT_FALSE(some->is_complete);
  EXPECT_TRUE(asked("worker", "root")->is_complete);
}

}  // namespace
}  // namespace chuangyou
