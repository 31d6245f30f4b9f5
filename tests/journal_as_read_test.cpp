// What the journal of a record tells to whom, below the doors.
#include <gtest/gtest.h>

#include "campaign/journal_as_read.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct Journals : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  void as(std::string_view who, std::string_view ledger, const RecordId& id,
          const std::function<void(const Reader&, const Found&)>& use) {
    Connection connection(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    const Reader reader{connection, world.province(), actor, world.now()};
    const Result<Found> found = find_record(reader, *find_ledger(ledger), id);
    ASSERT_TRUE(found) << who;
    use(reader, *found);
  }
  RecordId said_by_a_member() {
    return world::must_perform(world, {.who = "member_1",
                                       .ledger = "feedback",
                                       .act = "say",
                                       .fields = {{"text", "窗口排队太久"}, {"kind", "criticism"}},
                                       .unit = "branch_3"})
        .id;
  }
};

TEST_F(Journals, WhoSaidItIsNotToldToThoseOfWhomHeSaidIt) {
  const RecordId id = said_by_a_member();
  as("head_3", "feedback", id, [](const Reader& reader, const Found& found) {
    const EntryHead& first = journal_as_read(reader, found, 0, 10)->entries.at(0).head;
    EXPECT_TRUE(first.actor.is_nil());
    EXPECT_TRUE(first.under.is_nil());
    EXPECT_EQ(first.role, Role::signed_in);
  });
  as("member_1", "feedback", id, [&](const Reader& reader, const Found& found) {
    EXPECT_EQ(journal_as_read(reader, found, 0, 10)->entries.at(0).head.actor,
              world.person("member_1"));
  });
}

TEST_F(Journals, WhoSeesARecordInPartReadsNoneOfIt) {
  const RecordId id = world::a_promise_in(world, "published");
  as("member_3", "promises", id, [](const Reader& reader, const Found& found) {
    EXPECT_EQ(found.sight, Sight::public_fields);
    EXPECT_EQ(journal_as_read(reader, found, 0, 10).error().law, Refusal::post_does_not_allow_this);
    Found his_own = found;
    his_own.is_his_own = true;
    EXPECT_TRUE(journal_as_read(reader, his_own, 0, 10)->entries.empty());
  });
}

TEST_F(Journals, ALongOneIsToldInPages) {
  const RecordId id = world::a_promise_in(world, "published");
  as("worker", "promises", id, [](const Reader& reader, const Found& found) {
    const auto all = journal_as_read(reader, found, 0, 100);
    ASSERT_GT(all->entries.size(), 2u);
    EXPECT_FALSE(all->next_after);
    const auto first = journal_as_read(reader, found, 0, 2);
    EXPECT_EQ(first->next_after, all->entries[1].head.seq);
    const auto rest = journal_as_read(reader, found, *first->next_after, 100);
    EXPECT_EQ(rest->entries.size() + 2, all->entries.size());
  });
}

TEST_F(Journals, ARecordOfThePastIsSeenNoBetterThanThenAndNow) {
  const RecordId id = world::a_promise_in(world, "published");
  std::int64_t proposed = 0;
  as("worker", "promises", id, [&](const Reader& reader, const Found& found) {
    proposed = journal_as_read(reader, found, 0, 1)->entries.at(0).head.seq;
    EXPECT_EQ(find_as_of(reader, found, proposed)->record.state, "proposed");
    EXPECT_EQ(find_as_of(reader, found, proposed)->sight, Sight::whole);
    Found in_part = found;
    in_part.sight = Sight::public_fields;
    EXPECT_EQ(find_as_of(reader, in_part, proposed)->sight, Sight::public_fields);
  });
  // It was not public then.
  as("member_3", "promises", id, [&](const Reader& reader, const Found& found) {
    EXPECT_EQ(find_as_of(reader, found, proposed).error().law, Refusal::nothing_is_there);
  });
}

TEST_F(Journals, ThePublicCourseBeginsWhereItIsPublicAndTellsEveryVerdict) {
  const RecordId id = world::a_promise_in(world, "claimed");
  world::must_perform(
      world,
      {.who = "head_3", .ledger = "promises", .act = "contest", .record = id, .reason = "仍要等"});
  as("worker", "promises", id, [&](const Reader& reader, const Found& found) {
    const PublicCourse course = public_course_of(reader, found.record.ledger(), id);
    std::vector<std::string> acts;
    for (const PublicStep& step : course.steps) acts.push_back(step.act);
    EXPECT_EQ(acts, (std::vector<std::string>{"publish", "claim", "contest"}));
    EXPECT_FALSE(course.goes_on);
    EXPECT_EQ(course.steps.back().word, std::optional(false));
    EXPECT_FALSE(course.steps.front().word);
  });
}

}  // namespace
}  // namespace chuangyou
