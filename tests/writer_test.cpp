// What the writer promises when a click comes twice, when a large import shares it with others, and
// when the machine dies in between.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "core/health.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct TheWriter : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  const RecordId import{*parse_uuid("01960000-0000-7000-8000-000000000001")};

  std::int64_t entries() {
    Connection connection(world.places().database, OpenFor::reading);
    return last_seq(connection, world.province().no);
  }
  std::int64_t rows(const std::string& table) {
    Connection connection(world.places().database, OpenFor::reading);
    Statement find = connection.prepare("SELECT count(*) FROM " + table);
    find.step();
    return find.integer(0);
  }
  ActRequest a_problem() {
    return world.request({.who = "worker",
                          .ledger = "problems",
                          .act = "register",
                          .fields = {{"title", "新问题"}, {"kind", "new"}},
                          .unit = "branch_1"});
  }
  // Enough for several slices.
  Writer::Batch an_import(std::size_t acts) {
    Writer::Batch batch;
    batch.import = import;
    for (std::size_t i = 0; i < acts; ++i) {
      batch.acts.push_back(a_problem());
      batch.acts.back().import = import;
      batch.acts.back().source = "row-" + std::to_string(i);
    }
    return batch;
  }
  Writer::Batch its_undo() {
    Writer::Batch batch;
    batch.undo = {world.province().no, import, world.actor("worker")};
    return batch;
  }
  OrgRequest add_somebody(std::string_view digest) {
    RandomSource random = RandomSource::from_system();
    AddPerson add{{PersonId(make_uuid_v7(world.now(), random)), "一次点击", MemberKind::formal}};
    return {world.province().no, add, world.actor("admin"), std::nullopt, "one-click-0001",
            std::string(digest)};
  }
};

constexpr std::size_t many = 4000;

TEST_F(TheWriter, ASecondClickOnAnActOnPeopleMakesOnePersonAlsoAfterARestart) {
  const std::int64_t people = rows("people");
  const Result<OrgPerformed> first = world.writer().perform(add_somebody("same"));
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->replayed);
  for (int i = 0; i < 2; ++i) {
    const Result<OrgPerformed> again = world.writer().perform(add_somebody("same"));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->record, first->record);
    EXPECT_EQ(again->seq, first->seq);
    world.start();
  }
  EXPECT_EQ(rows("people"), people + 1);
  const Result<OrgPerformed> other = world.writer().perform(add_somebody("another"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().law, Refusal::idempotency_key_was_used_for_another_request);
}

TEST_F(TheWriter, AClosedGateRefusesEveryKindOfAct) {
  const std::int64_t before = entries();
  world.writer().gate().close(Refusal::clock_may_be_wrong);
  EXPECT_EQ(world.writer().perform(a_problem()).error().law, Refusal::clock_may_be_wrong);
  EXPECT_EQ(world.writer().perform(add_somebody("x")).error().law, Refusal::clock_may_be_wrong);
  EXPECT_EQ(world.writer().answered({}).error().law, Refusal::clock_may_be_wrong);
  for (Writer::Batch& batch : std::array{an_import(3), its_undo()})
    EXPECT_EQ(world.writer().perform_all(std::move(batch)).at(0).refused.law,
              Refusal::clock_may_be_wrong);
  EXPECT_EQ(entries(), before);
  world.writer().gate().open(Refusal::clock_may_be_wrong);
  EXPECT_TRUE(world.writer().perform(a_problem()));
}

TEST_F(TheWriter, AnImportGivesWayAndIsKeptAsAWhole) {
  std::atomic<bool> is_over = false;
  std::promise<bool> came_between;
  bool is_asked = false;
  const auto refusals = world.writer().perform_all(an_import(many), [&](std::size_t) {
    if (!std::exchange(is_asked, true))
      world.writer().submit(a_problem(), [&](const Result<Performed>& done) {
        came_between.set_value(done.has_value() && !is_over);
      });
    return true;
  });
  is_over = true;
  EXPECT_TRUE(refusals.empty());
  EXPECT_TRUE(came_between.get_future().get());
  EXPECT_EQ(rows("problems"), static_cast<std::int64_t>(many) + 1);
  EXPECT_EQ(rows("unfinished_imports"), 0);
  EXPECT_TRUE(world.writer().perform_all(its_undo()).empty());
  EXPECT_EQ(rows("problems"), 1);
  EXPECT_EQ(rows("unfinished_imports"), 0);
}

TEST_F(TheWriter, AnImportThatIsRefusedOrCancelledLateIsTakenBack) {
  Writer::Batch wrong = an_import(many);
  wrong.acts[many - 2].fields.pop_back();
  wrong.acts[many - 1].fields.pop_back();
  const auto refusals = world.writer().perform_all(std::move(wrong));
  ASSERT_EQ(refusals.size(), 2u) << "all of them are told";
  EXPECT_EQ(refusals[0].index, many - 2);
  EXPECT_EQ(refusals[0].refused.law, Refusal::field_is_missing);
  EXPECT_EQ(rows("problems"), 0);
  EXPECT_EQ(rows("unfinished_imports"), 0);

  const auto cancelled = world.writer().perform_all(
      an_import(many), [](std::size_t done) { return done < many - 500; });
  EXPECT_EQ(cancelled.size(), 1u);
  EXPECT_EQ(rows("problems"), 0);
  EXPECT_EQ(world.province().roll_up->counts("problems", 0)[0], 0);
  EXPECT_TRUE(world.writer().perform_all(an_import(many)).empty()) << "its rows may come again";
  Connection connection(world.places().database, OpenFor::reading);
  EXPECT_TRUE(verify(connection).empty());
}

TEST_F(TheWriter, WhatACrashLeftUnfinishedIsTakenBackAtTheNextStart) {
  ASSERT_TRUE(world.writer().perform_all(an_import(many)).empty());
  world.stop();
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.statement("INSERT INTO unfinished_imports(body, import) VALUES(?, ?)")
        .bind(1, static_cast<std::int64_t>(world.province().no))
        .bind(2, import)
        .run();
  }
  world.start();
  // Whoever comes while it goes back finds the record closed to him.
  for (int i = 0; rows("unfinished_imports") > 0 && i < 1000; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(rows("unfinished_imports"), 0);
  EXPECT_EQ(rows("problems"), 0);
  EXPECT_TRUE(world.writer().perform(a_problem()));
}

TEST_F(TheWriter, NobodyWorksOnARecordOfAnImportThatIsNotOver) {
  std::optional<RecordId> half_in;
  std::optional<Refusal> law;
  // So many that they are several commits however fast the machine is.
  const auto refusals = world.writer().perform_all(an_import(8 * many), [&](std::size_t) {
    if (half_in) return true;
    Connection connection(world.places().database, OpenFor::reading);
    Statement find = connection.prepare("SELECT id FROM problems LIMIT 1");
    if (!find.step()) return true;  // nothing is committed yet
    half_in = RecordId(find.uuid(0));
    ActRequest accept =
        world.request({.who = "head_1", .ledger = "problems", .act = "accept", .record = *half_in});
    world.writer().submit(std::move(accept), [&](const Result<Performed>& done) {
      law = done ? Refusal::none : done.error().law;
    });
    return true;
  });
  EXPECT_TRUE(refusals.empty());
  EXPECT_TRUE(world.writer().perform(a_problem())) << "by now the other is answered";
  ASSERT_TRUE(half_in);
  EXPECT_EQ(law, Refusal::import_is_running);
}

TEST_F(TheWriter, TheUndoOfAnImportIsAnsweredOnce) {
  ASSERT_TRUE(world.writer().perform_all(an_import(10)).empty());
  Writer::Batch undo = its_undo();
  undo.idempotency_key = "undo-it-once";
  undo.request_digest = "undo";
  ASSERT_TRUE(world.writer().perform_all(std::move(undo)).empty());
  world.start();
  const auto answered = world.writer().answered(
      {world.province().no, world.actor("worker").person, "undo-it-once", "undo"});
  ASSERT_TRUE(answered && *answered);
  EXPECT_EQ((*answered)->besides, "10");
  EXPECT_EQ((*answered)->record, Uuid(import));
}

TEST_F(TheWriter, AReceiptIsLockedWithASecretThatIsNotInTheDatabase) {
  const world::Wanted say{.who = "citizen",
                          .ledger = "feedback",
                          .act = "say",
                          .fields = {{"text", "窗口中午没人"}, {"kind", "opinion"}},
                          .unit = "branch_1",
                          .key = "click-of-a-citizen",
                          .digest = "said"};
  const Result<Performed> first = world.perform(say);
  ASSERT_TRUE(first && first->receipt);
  EXPECT_EQ(world.perform(say)->receipt, first->receipt);
  world.stop();
  // A thief with the database and even the citizen's key, but not the house's secrets.
  std::filesystem::remove_all(Keys::beside(world.places().database));
  world.start();
  const Result<Performed> stolen = world.perform(say);
  ASSERT_TRUE(stolen);
  EXPECT_TRUE(stolen->replayed);
  EXPECT_FALSE(stolen->receipt);
}

// A backup laid over a database that is being written: what came afterwards would be nowhere.
TEST_F(TheWriter, NothingIsAcknowledgedIntoAFileThatIsNotThereAnyMore) {
  namespace fs = std::filesystem;
  const std::string database = world.places().database, away = database + ".away";
  ASSERT_TRUE(world.writer().perform(a_problem()));
  fs::rename(database, away);
  const auto into_nothing = world.writer().perform(a_problem());
  ASSERT_FALSE(into_nothing);
  EXPECT_EQ(into_nothing.error().law, Refusal::not_accepting_acts_now);
  fs::copy_file(away, database);
  std::this_thread::sleep_for(std::chrono::milliseconds(2'500));  // two probes
  EXPECT_FALSE(world.writer().accepts());
  const auto into_another = world.writer().perform(a_problem());
  ASSERT_FALSE(into_another);
  fs::rename(away, database);
  for (int tries = 0; tries < 100 && !world.writer().accepts(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto back = world.writer().perform(a_problem());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->seq, entries());
}

}  // namespace
}  // namespace chuangyou
