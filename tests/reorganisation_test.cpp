// The attack of one: an administrator who moves, merges or splits gives nobody sight or a post
// until a second person has signed; and what waits is there after a restart and a rebuild.
#include <gtest/gtest.h>

#include "campaign/rebuild.h"
#include "campaign/verify_tables.h"
#include "journal/journal.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct ByOneAlone : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RandomSource random = RandomSource::from_seed(12);
  const Date today = make_date(2011, 3, 1);

  Result<OrgPerformed> alone(OrgAct act, std::string_view who = "admin") {
    return world.writer().perform(
        OrgRequest{world.province().no, std::move(act), world.actor(who)});
  }
  Refusal law(OrgAct act, std::string_view who) {
    const auto done = alone(std::move(act), who);
    return done ? Refusal::none : done.error().law;
  }
  RecordId problem_at(std::string_view unit) {
    return world::must_perform(world, {.who = "worker",
                                       .ledger = "problems",
                                       .act = "register",
                                       .fields = {{"title", "问题"}, {"kind", "new"}},
                                       .unit = unit})
        .id;
  }
  bool sees(std::string_view who, const RecordId& problem) {
    return world.find(who, "problems", problem).has_value();
  }
  std::string findings() {
    const Result<TablesVerified> verified = verify_tables(world.places(), {}, world.now());
    if (!verified) return std::string(name_of(verified.error().law));
    std::string text;
    for (const TableFinding& one : verified->shown) text.append(one.table).append(" ");
    return text;
  }
};

TEST_F(ByOneAlone, AMoveGivesNobodySight) {
  const RecordId problem = problem_at("branch_3");
  ASSERT_FALSE(sees("organ_a", problem));
  const auto moved = alone(MoveUnit{world.unit("branch_3"), world.unit("development"), {}});
  ASSERT_TRUE(moved);
  EXPECT_TRUE(moved->awaits_signature);
  EXPECT_FALSE(sees("organ_a", problem));
  EXPECT_TRUE(sees("organ_b", problem)) << "nobody is left without it meanwhile";
  EXPECT_EQ(law(SignReorganisation{moved->record}, "admin"), Refusal::post_does_not_allow_this);
  ASSERT_EQ(law(SignReorganisation{moved->record}, "granter"), Refusal::none);
  EXPECT_TRUE(sees("organ_a", problem));
  EXPECT_FALSE(sees("organ_b", problem));
  EXPECT_EQ(findings(), "");
}

TEST_F(ByOneAlone, AMergeGivesNobodyAPostHigherUp) {
  const RecordId problem = problem_at("civil");
  const std::size_t before = world.actor("division_3").posts.size();
  const auto merged = alone(
      MergeUnits{world.unit("branch_3"), world.unit("development"), today, world.unit("civil")});
  ASSERT_TRUE(merged) << name_of(merged.error().law);
  EXPECT_TRUE(merged->awaits_signature);
  world.go_to("2011-03-02T01:00:00Z");
  const Actor still = world.actor("division_3");
  ASSERT_EQ(still.posts.size(), before);
  EXPECT_EQ(still.posts.front().unit, world.unit("branch_3"));
  EXPECT_FALSE(world.province().tree.find(world.unit("branch_3"))->is_closed);
  ASSERT_EQ(law(SignReorganisation{merged->record}, "granter"), Refusal::none);
  EXPECT_EQ(world.actor("division_3").posts.front().unit, world.unit("development"));
  EXPECT_FALSE(sees("division_3", problem));
  EXPECT_EQ(findings(), "");
}

TEST_F(ByOneAlone, ASplitOfAllOfItWaitsAsWell) {
  const auto split = alone(SplitUnit{UnitId(make_uuid_v7(world.now(), random)),
                                     world.unit("branch_3"),
                                     "第三党支部",
                                     {},
                                     today,
                                     {},
                                     true});
  ASSERT_TRUE(split) << name_of(split.error().law);
  EXPECT_TRUE(split->awaits_signature);
  EXPECT_FALSE(world.province().tree.find(world.unit("branch_3"))->is_closed);
  ASSERT_EQ(law(RefuseReorganisation{split->record, "填错了"}, "admin"), Refusal::none);
  EXPECT_TRUE(world.province().people.reorganisations().empty());
}

// Nor does a committee below whom both stand: whoever stands between would come to see it.
TEST_F(ByOneAlone, ACommitteeIsOneAsWell) {
  const auto moved = alone(MoveUnit{world.unit("branch_1"), world.unit("branch_2"), {}}, "organ_a");
  ASSERT_TRUE(moved) << name_of(moved.error().law);
  EXPECT_TRUE(moved->awaits_signature);
  ASSERT_EQ(law(SignReorganisation{moved->record}, "granter"), Refusal::none);
}

TEST_F(ByOneAlone, WhatSpeaksAgainstItIsToldToTheFirst) {
  const RecordId problem = problem_at("branch_3");
  EXPECT_EQ(law(MoveUnit{world.unit("civil"), world.unit("branch_3"), {}}, "admin"),
            Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(law(MoveUnit{world.unit("branch_3"), world.unit("development"), {}}, "member_1"),
            Refusal::post_does_not_allow_this);
  EXPECT_TRUE(world.province().people.reorganisations().empty());
  EXPECT_TRUE(sees("organ_b", problem));
}

TEST_F(ByOneAlone, WhatWaitsIsThereAfterARestartAndARebuildAndLapses) {
  const auto moved = alone(MoveUnit{world.unit("branch_3"), world.unit("development"), {}});
  ASSERT_TRUE(moved);
  EXPECT_EQ(findings(), "");
  world.stop();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  world.start();
  const std::vector<Reorganisation> waiting = world.province().people.reorganisations();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting.front().act, "move_unit");
  EXPECT_EQ(waiting.front().by, world.person("admin"));
  EXPECT_EQ(waiting.front().on, today);
  EXPECT_EQ(findings(), "");
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run("UPDATE reorganisations SET changes = '{}'");
  }
  EXPECT_NE(findings().find("reorganisations"), std::string::npos);
  world.go_to("2011-03-16T01:00:00Z");
  EXPECT_EQ(law(SignReorganisation{moved->record}, "granter"), Refusal::proposal_has_lapsed);
}

// The same click twice is one proposal.
TEST_F(ByOneAlone, AClickThatIsRepeatedIsAnsweredAsBefore) {
  const auto click = [&] {
    OrgRequest request{world.province().no,
                       MoveUnit{world.unit("branch_3"), world.unit("development"), {}},
                       world.actor("admin")};
    request.idempotency_key = "once";
    request.request_digest = "the same";
    return world.writer().perform(request);
  };
  const auto first = click(), second = click();
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(second->replayed && second->awaits_signature);
  EXPECT_EQ(first->record, second->record);
  EXPECT_EQ(world.province().people.reorganisations().size(), 1U);
}

}  // namespace
}  // namespace chuangyou
