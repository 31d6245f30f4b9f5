// What becomes of an idea that is taken up: a record of the ledger that was chosen, in the same
// act, which leads back to it and holds none of its words.
#include <gtest/gtest.h>

#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::must_perform;

struct WhatFollows : testing::Test {
  world::TemporaryFolder folder;
  world::World world{folder.path()};

  RecordId offered() {
    return must_perform(world, {.who = "member_1",
                                .ledger = "ideas",
                                .act = "offer",
                                .fields = {{"text", "中午也开一个窗口"}},
                                .unit = "branch_1"})
        .id;
  }
  std::vector<Record> led_to(std::string_view ledger, const RecordId& idea) {
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.field_equals = std::pair(std::string("arises_from"), Value(Uuid(idea)));
    return world.list("worker", ledger, query)->records;
  }
};

TEST_F(WhatFollows, OneThatIsTakenUpBecomesWhatWasChosen) {
  const std::pair<const char*, const char*> becomes[] = {
      {"task", "tasks"}, {"carrier", "carriers"}, {"problem", "problems"}};
  for (const auto& [what, ledger] : becomes) {
    const RecordId idea = offered();
    must_perform(world,
                 {.who = "head_1",
                  .ledger = "ideas",
                  .act = "take_up",
                  .record = idea,
                  .fields = {{"answer", "列入"}, {"becomes", what}, {"called", "午间值班"}}});
    for (const auto& [other, its] : becomes) {
      const std::vector<Record> found = led_to(its, idea);
      ASSERT_EQ(found.size(), what == std::string(other) ? 1u : 0u) << what << " " << its;
      if (found.empty()) continue;
      EXPECT_EQ(found.front().unit, world.unit("branch_1"));
      EXPECT_EQ(std::get<std::string>(found.front().value("title")), "午间值班");
    }
  }
}

TEST_F(WhatFollows, OneThatIsAnsweredBecomesNothing) {
  const RecordId idea = offered();
  must_perform(world, {.who = "head_1",
                       .ledger = "ideas",
                       .act = "answer",
                       .record = idea,
                       .fields = {{"answer", "已有值班"}}});
  for (const char* ledger : {"tasks", "carriers", "problems"})
    EXPECT_TRUE(led_to(ledger, idea).empty()) << ledger;
}

TEST_F(WhatFollows, AnIntegrityItemThatWasMetIsAskedAgainNextYear) {
  const RecordId item = must_perform(world, {.who = "discipline",
                                             .ledger = "integrity_items",
                                             .act = "ask",
                                             .fields = {{"title", "处长"},
                                                        {"kind", "integrity_rules_read"},
                                                        {"who", Uuid(world.person("division_1"))},
                                                        {"due", *parse_date("2011-03-31")}},
                                             .unit = "branch_1"})
                            .id;
  const auto left = [&] {
    ListQuery query;
    query.path = world.province().tree.path_of(0);
    query.state = "due";
    return world.list("discipline", "integrity_items", query)->records;
  };
  EXPECT_EQ(left().size(), 1u);
  must_perform(world, {.who = "division_1",
                       .ledger = "integrity_items",
                       .act = "meet",
                       .record = item,
                       .fields = {{"met_on", *parse_date("2011-03-01")}}});
  must_perform(
      world, {.who = "discipline", .ledger = "integrity_items", .act = "confirm", .record = item});
  const std::vector<Record> next = left();
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(std::get<Date>(next.front().value("due")), *parse_date("2012-03-31"));
}

}  // namespace
}  // namespace chuangyou
