// What the doers enter late counts in no rate until somebody outside has stood for it: one record
// by one act, a whole import by one, and a file under a watcher's name at once.
#include <gtest/gtest.h>

#include "imports/import.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct LateEntries : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RecordId import{*parse_uuid("01960000-0000-7000-8000-000000000009")};

  // Three cases that one was done with a month ago, and in time.
  std::vector<Writer::BatchRefusal> enter(std::string_view who, std::string signed_file = {}) {
    Writer::Batch batch;
    batch.import = import;
    batch.begun.emplace().file = signed_file;
    batch.has_signed_file = !signed_file.empty();
    for (int i = 0; i < 3; ++i) {
      ActRequest act =
          world.request({.who = who,
                         .ledger = "feedback",
                         .act = "record_answered",
                         .fields = {{"text", "路灯不亮"},
                                    {"kind", "request"},
                                    {"received_at", *parse_moment("2011-01-31T01:00:00Z")},
                                    {"answered_at", *parse_moment("2011-02-01T01:00:00Z")}},
                         .unit = "branch_1"});
      act.import = import;
      act.has_signed_file = !signed_file.empty();
      act.source = "late-" + std::to_string(i);
      batch.acts.push_back(std::move(act));
    }
    return world.writer().perform_all(std::move(batch));
  }
  std::int64_t count(Count wanted) {
    Body& body = world.province();
    const std::shared_lock lock(body.lock);
    const UnitNo unit = body.tree.number_of(world.unit("branch_1"));
    return body.roll_up->counts("feedback", unit)[static_cast<std::size_t>(wanted)];
  }
  Result<std::int64_t> confirm(std::string_view who) {
    Connection reading(world.places().database, OpenFor::reading);
    return confirm_import(import, world.province(), reading, world.actor(who), world.writer(),
                          world.now());
  }
};

TEST_F(LateEntries, OfTheDoersAreInNoRateUntilAnOutsiderStandsForThem) {
  ASSERT_TRUE(enter("organ_a").empty());
  EXPECT_EQ(count(Count::history), 3);
  EXPECT_EQ(count(Count::closed_on_time), 0);
  EXPECT_EQ(count(Count::closed_late), 0);
  EXPECT_EQ(count(Count::claimed), 3) << "they are there all the same";

  const Result<std::int64_t> by_themselves = confirm("organ_a");
  ASSERT_FALSE(by_themselves);
  EXPECT_EQ(by_themselves.error().law, Refusal::post_does_not_allow_this);
  EXPECT_EQ(count(Count::history), 3);

  const Result<std::int64_t> by_the_hotline = confirm("hotline");
  ASSERT_TRUE(by_the_hotline) << name_of(by_the_hotline.error().law);
  EXPECT_EQ(*by_the_hotline, 3);
  EXPECT_EQ(count(Count::history), 0);
  EXPECT_EQ(count(Count::closed_on_time), 3);
  EXPECT_EQ(confirm("hotline"), 0) << "a second click finds nothing left";
}

TEST_F(LateEntries, AFileIsWhoseNameStandsUnderIt) {
  ASSERT_TRUE(enter("worker", "aa11").empty());
  EXPECT_EQ(count(Count::history), 0);
  EXPECT_EQ(count(Count::closed_on_time), 3);
  Connection reading(world.places().database, OpenFor::reading);
  const std::vector<Entry> entries = entries_of(reading, world.province().no, import);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries.front().head.act, "sign_import");
  EXPECT_EQ(entries.front().head.actor, world.person("worker"));
  EXPECT_EQ(entries.front().changes, R"({"file":"aa11"})");
}

TEST_F(LateEntries, ASignedFileOfTheDoersIsHistoryAllTheSame) {
  ASSERT_TRUE(enter("organ_a", "aa11").empty());
  EXPECT_EQ(count(Count::history), 3);
}

// Two thousand rows are confirmed by a thousand; one that may not be confirmed keeps all back.
TEST_F(LateEntries, AreAllConfirmedOrNone) {
  constexpr int rows = 1001;
  Writer::Batch batch;
  batch.import = import;
  for (int i = 0; i < rows; ++i) {
    const bool is_last = i + 1 == rows;
    ActRequest act =
        world.request({.who = is_last ? "organ_b" : "organ_a",
                       .ledger = "feedback",
                       .act = "record_answered",
                       .fields = {{"text", "路灯不亮"},
                                  {"kind", "request"},
                                  {"received_at", *parse_moment("2011-01-31T01:00:00Z")},
                                  {"answered_at", *parse_moment("2011-02-01T01:00:00Z")}},
                       .unit = is_last ? "branch_3" : "branch_1"});
    act.import = import;
    act.source = "late-" + std::to_string(i);
    batch.acts.push_back(std::move(act));
  }
  ASSERT_TRUE(world.writer().perform_all(std::move(batch)).empty());
  Actor committee = world.actor("organ_a");
  committee.person = world.person("worker");
  committee.posts.front().role = Role::works_committee;
  Connection reading(world.places().database, OpenFor::reading);
  const Result<std::int64_t> confirmed =
      confirm_import(import, world.province(), reading, committee, world.writer(), world.now());
  ASSERT_FALSE(confirmed);
  EXPECT_EQ(count(Count::history), rows - 1) << "those of branch_1";
}

TEST_F(LateEntries, AreSignedAndTakenBackUnderThePostThatGivesTheRight) {
  Actor actor = world.actor("worker");
  Post other = actor.posts.front();
  other.role = Role::member;
  other.unit = world.unit("branch_3");
  other.path = world.province().tree.path_of(other.unit);
  actor.posts.insert(actor.posts.begin(), other);
  Writer::Batch batch;
  batch.import = import;
  batch.begun.emplace().file = "aa11";
  batch.has_signed_file = true;
  ActRequest act = world.request(
      {.who = "worker",
       .ledger = "feedback",
       .act = "record_open",
       .fields = {{"text", "路灯不亮"}, {"kind", "request"}, {"received_at", world.now()}},
       .unit = "branch_1"});
  act.actor = actor;
  act.import = import;
  act.source = "late-1";
  batch.acts.push_back(std::move(act));
  ASSERT_TRUE(world.writer().perform_all(std::move(batch)).empty());
  Connection reading(world.places().database, OpenFor::reading);
  const std::vector<Entry> signed_by = entries_of(reading, world.province().no, import);
  ASSERT_EQ(signed_by.size(), 1u);
  EXPECT_EQ(signed_by.front().head.role, Role::works_committee);
  const std::vector<RecordId> records =
      LedgerTable(*find_ledger("feedback")).of_import(reading, world.province().no, import);
  ASSERT_EQ(records.size(), 1u);
  ASSERT_TRUE(undo_import(import, world.province(), reading, actor, world.writer(), world.now()));
  Connection after(world.places().database, OpenFor::reading);
  const std::vector<Entry> entries = entries_of(after, world.province().no, records.front());
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries.back().head.act, "undo_import");
  EXPECT_EQ(entries.back().head.role, Role::works_committee);
}

}  // namespace
}  // namespace chuangyou
