// An import as the journal tells it: begun with its file, its rows coming while it is written, and
// given back with all that it changed, also where the machine died in between.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "campaign/act_feed.h"
#include "campaign/kept_acts.h"
#include "campaign/verify_tables.h"
#include "imports/import_list.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "world/life.h"

namespace chuangyou {
namespace {

using world::TemporaryFolder;
using world::World;

struct ImportAsAWhole : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  RecordId import{*parse_uuid("01960000-0000-7000-8000-000000000002")};
  const LedgerTable problems{*find_ledger("problems")};

  Body& body() { return world.province(); }
  std::optional<Record> record(const RecordId& id) {
    Connection connection(world.places().database, OpenFor::reading);
    return problems.get(connection, body().no, id);
  }
  std::int64_t count(const std::string& what) {
    Connection connection(world.places().database, OpenFor::reading);
    Statement find = connection.prepare("SELECT count(*) FROM " + what);
    find.step();
    return find.integer(0);
  }
  RecordId a_problem(std::string_view title = "排队太久") {
    return world::must_perform(world, {.who = "head_1",
                                       .ledger = "problems",
                                       .act = "register",
                                       .fields = {{"title", std::string(title)}, {"kind", "new"}},
                                       .unit = "branch_1"})
        .id;
  }
  // A row of a file about a problem that stands: work has begun on it.
  ActRequest begins(const RecordId& id) {
    ActRequest act =
        world.request({.who = "head_1",
                       .ledger = "problems",
                       .act = "begin",
                       .record = id,
                       .fields = {{"measures", "增开窗口"}, {"promised", make_date(2011, 12, 1)}}});
    act.import = import;
    return act;
  }
  ActRequest opens(std::size_t row) {
    ActRequest act = world.request({.who = "head_1",
                                    .ledger = "problems",
                                    .act = "register",
                                    .fields = {{"title", "新问题"}, {"kind", "new"}},
                                    .unit = "branch_1"});
    act.import = import;
    act.source = "row-" + std::to_string(row);
    return act;
  }
  Writer::Batch batch(std::int64_t opened, std::int64_t amended) {
    Writer::Batch made;
    made.body = body().no;
    made.actor = world.actor("head_1");
    made.import = import;
    made.begun = ImportBegun{.file = "aa11",
                             .file_name = "一月.csv",
                             .ledger = "problems",
                             .mapping = "ours",
                             .rows = opened + amended,
                             .opened = opened,
                             .amended = amended};
    return made;
  }
  std::vector<RecordId> accepted_problems(int wanted) {
    std::vector<RecordId> made;
    for (int i = 0; i < wanted; ++i) {
      made.push_back(a_problem());
      world::must_perform(
          world, {.who = "head_1", .ledger = "problems", .act = "accept", .record = made.back()});
    }
    return made;
  }
  Result<Undone> undo(std::string_view who = "head_1") {
    Connection reading(world.places().database, OpenFor::reading);
    return undo_import(import, body(), reading, world.actor(who), world.writer(), world.now());
  }
  std::vector<ListedImport> listed(std::string_view who = "head_1") {
    Connection reading(world.places().database, OpenFor::reading);
    const Actor actor = world.actor(who);
    return list_imports(reading, body(), actor, body().zone.date_at(world.now()), INT64_MAX, 50)
        .imports;
  }
  std::filesystem::path kept() const { return world.places().database + ".imports"; }
  void die_in_the_middle_of_six(const std::vector<RecordId>& stood);
  void wait_until_it_is_over();
  void stop_in_the_middle_of(std::size_t rows, bool is_gate_closed);
  void expect_tables_as_the_journal_makes_them() {
    const Result<TablesVerified> verified = verify_tables(world.places(), {}, world.now());
    ASSERT_TRUE(verified);
    for (const TableFinding& one : verified->shown)
      ADD_FAILURE() << one.table << " " << one.row << " " << one.what << " " << one.columns;
    Connection connection(world.places().database, OpenFor::reading);
    EXPECT_TRUE(verify(connection).empty());
  }
};

constexpr std::size_t many = 3000;

// Of four that it opens and two that it changes, one of each is written when the machine dies.
void ImportAsAWhole::die_in_the_middle_of_six(const std::vector<RecordId>& stood) {
  namespace fs = std::filesystem;
  const fs::path there = kept();
  const fs::path aside = fs::path(world.places().database + ".aside");
  {
    KeptActs acts(there, {.body = body().no,
                          .import = import,
                          .ledger = "problems",
                          .person = world.person("head_1"),
                          .idempotency_key = {},
                          .request_digest = {}});
    acts.add(begins(stood[0]));
    acts.add(opens(1));
    acts.add(begins(stood[1]));
    for (std::size_t row = 2; row <= 4; ++row) acts.add(opens(row));
    acts.close();
    fs::copy(there, aside);
  }
  Writer::Batch file = batch(4, 2);
  file.acts.push_back(begins(stood[0]));
  file.acts.push_back(opens(1));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  world.stop();
  fs::remove_all(there);
  fs::rename(aside, there);
  Connection connection(world.places().database, OpenFor::writing);
  connection.statement("INSERT INTO unfinished_imports(body, import) VALUES(?, ?)")
      .bind(1, static_cast<std::int64_t>(body().no))
      .bind(2, import)
      .run();
}

void ImportAsAWhole::wait_until_it_is_over() {
  for (int i = 0; count("unfinished_imports") > 0 && i < 1000; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(count("unfinished_imports"), 0);
}

TEST_F(ImportAsAWhole, WhatItChangedStandsAsBeforeOnceItIsUndone) {
  const std::vector<RecordId> stood = accepted_problems(3);
  const Record before = *record(stood[0]);
  const Counts figures = body().roll_up->counts("problems", 0);
  const std::int64_t happened = count("happened");
  Writer::Batch file = batch(1, 3);
  file.acts.push_back(opens(1));
  for (const RecordId& id : stood) file.acts.push_back(begins(id));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  EXPECT_EQ(record(stood[0])->state, "solving");
  expect_tables_as_the_journal_makes_them();

  world.start();  // also by who did not bring it in, in another run of the program
  const Result<Undone> undone = undo();
  ASSERT_TRUE(undone) << name_of(undone.error().law);
  EXPECT_EQ(undone->records, 4);
  const Record after = *record(stood[0]);
  EXPECT_EQ(after.state, "accepted");
  EXPECT_EQ(after.state_since.microseconds, before.state_since.microseconds);
  EXPECT_EQ(after.clock_started.microseconds, before.clock_started.microseconds);
  EXPECT_EQ(after.deadline, before.deadline);
  EXPECT_TRUE(is_empty(after.value("promised")));
  EXPECT_GT(after.version, before.version) << "whoever has the changed one before him is told so";
  EXPECT_EQ(count("problems"), 3);
  EXPECT_EQ(count("happened"), happened);
  EXPECT_EQ(body().roll_up->counts("problems", 0), figures);
  expect_tables_as_the_journal_makes_them();
  EXPECT_EQ(undo().error().law, Refusal::import_is_undone_already);
  // Work goes on from there.
  ActRequest again = begins(stood[0]);
  again.import.reset();
  EXPECT_TRUE(world.writer().perform(std::move(again)));
}

TEST_F(ImportAsAWhole, IsNotUndoneWhereSomebodyHasActedOnWhatItChanged) {
  const std::vector<RecordId> stood = accepted_problems(2);
  Writer::Batch file = batch(0, 2);
  for (const RecordId& id : stood) file.acts.push_back(begins(id));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  world::must_perform(world, {.who = "head_1",
                              .ledger = "problems",
                              .act = "solve",
                              .record = stood[1],
                              .fields = {{"result", "由 2 个增至 4 个"}}});
  EXPECT_EQ(undo().error().law, Refusal::records_changed_since_import);
  EXPECT_EQ(record(stood[0])->state, "solving") << "none of it goes";
}

TEST_F(ImportAsAWhole, IsListedWithWhoWhenFileAndRowsAndWhatBecameOfIt) {
  const std::vector<RecordId> stood = accepted_problems(1);
  Writer::Batch file = batch(1, 1);
  file.acts.push_back(opens(1));
  file.acts.push_back(begins(stood[0]));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  world.start();
  ASSERT_EQ(listed().size(), 1u);
  const ListedImport one = listed()[0];
  EXPECT_EQ(one.import, import);
  EXPECT_EQ(one.by, world.person("head_1"));
  EXPECT_EQ(one.state, "done");
  EXPECT_EQ(one.begun.file_name, "一月.csv");
  EXPECT_EQ(one.begun.file, "aa11");
  EXPECT_EQ(one.begun.opened, 1);
  EXPECT_EQ(one.begun.amended, 1);
  EXPECT_TRUE(one.may_be_undone);
  EXPECT_TRUE(listed("auditor").empty()) << "whoever brings nothing into that ledger";
  ASSERT_TRUE(undo());
  EXPECT_EQ(listed()[0].state, "undone");
  EXPECT_EQ(listed()[0].ended_by, world.person("head_1"));
  EXPECT_FALSE(listed()[0].may_be_undone);
}

// The rows come while it is written: those before the one that is refused go again, and so does
// what they changed.
TEST_F(ImportAsAWhole, IsGivenBackWhereALaterRowIsRefused) {
  const std::vector<RecordId> stood = accepted_problems(5);
  const Counts figures = body().roll_up->counts("problems", 0);
  Writer::Batch file = batch(many, 5);
  file.feed = std::make_shared<ActFeed>();
  const std::shared_ptr<ActFeed> feed = file.feed;
  auto refusals =
      std::async(std::launch::async, [&] { return world.writer().perform_all(std::move(file)); });
  ActFeed::Acts acts;
  for (const RecordId& id : stood) acts.push_back(begins(id));
  ASSERT_TRUE(feed->give(std::exchange(acts, {})));
  while (count("unfinished_imports") == 0) std::this_thread::yield();  // the first are committed
  for (std::size_t row = 0; row < many; ++row) {
    acts.push_back(opens(row));
    if (acts.size() == 500) feed->give(std::exchange(acts, {}));
  }
  acts.push_back(opens(7));  // its key was there before
  feed->give(std::exchange(acts, {}));
  feed->end(true);
  const auto told = refusals.get();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].index, 5 + many);
  EXPECT_EQ(told[0].refused.law, Refusal::id_was_imported_before);
  EXPECT_EQ(record(stood[4])->state, "accepted");
  EXPECT_EQ(count("problems"), 5);
  EXPECT_EQ(count("unfinished_imports"), 0);
  EXPECT_EQ(body().roll_up->counts("problems", 0), figures);
  EXPECT_EQ(listed()[0].state, "not_applied");
  expect_tables_as_the_journal_makes_them();
}

// Rows are written while the next are decided, and yet each finds all that came before it: those
// that it opened, whatever number of them, and what it changed in between.
TEST_F(ImportAsAWhole, ItsRowsAreWrittenInTheirOrderWhateverComesBetween) {
  const std::vector<RecordId> stood = accepted_problems(2);
  Writer::Batch file = batch(205, 2);
  for (std::size_t row = 0; row < 100; ++row) file.acts.push_back(opens(row));
  file.acts.push_back(begins(stood[0]));
  for (std::size_t row = 100; row < 103; ++row) file.acts.push_back(opens(row));
  file.acts.push_back(begins(stood[1]));
  for (std::size_t row = 103; row < 205; ++row) file.acts.push_back(opens(row));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  EXPECT_EQ(count("problems"), 207);
  EXPECT_EQ(count("problems WHERE import IS NOT NULL AND source LIKE 'row-%'"), 205);
  EXPECT_EQ(count("problems a JOIN problems b ON a.row_no < b.row_no AND"
                  " CAST(substr(a.source, 5) AS INTEGER) > CAST(substr(b.source, 5) AS INTEGER)"),
            0);
  EXPECT_EQ(record(stood[1])->state, record(stood[0])->state);
  EXPECT_NE(record(stood[1])->state, "accepted");
  expect_tables_as_the_journal_makes_them();
}

TEST_F(ImportAsAWhole, AKeyThatComesTwiceIsToldInTheOrderOfTheRows) {
  ActRequest without_title = opens(9);
  without_title.fields.clear();
  Writer::Batch file = batch(6, 0);
  file.acts = {opens(1), opens(1), without_title, opens(2), opens(1), without_title};
  const auto told = world.writer().perform_all(std::move(file));
  ASSERT_EQ(told.size(), 4u);
  const std::pair<std::size_t, Refusal> expected[] = {{1, Refusal::id_was_imported_before},
                                                      {2, Refusal::field_is_missing},
                                                      {4, Refusal::id_was_imported_before},
                                                      {5, Refusal::field_is_missing}};
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].index, expected[i].first);
    EXPECT_EQ(told[i].refused.law, expected[i].second);
  }
  EXPECT_EQ(told[0].refused.detail, "row-1");
  EXPECT_EQ(count("problems"), 0);
  EXPECT_EQ(count("unfinished_imports"), 0);
  expect_tables_as_the_journal_makes_them();
}

// Whoever checked the file saw none of its keys; one that has come since is refused all the same.
TEST_F(ImportAsAWhole, AKeyThatCameBetweenTheCheckAndTheWritingIsRefused) {
  const auto apply = [&](const RecordId& its, bool is_key_seen, std::size_t row) {
    Connection reading(world.places().database, OpenFor::reading);
    const std::int64_t checked_until = last_seq(reading, body().no);
    auto acts = std::make_shared<KeptActs>(kept(), KeptActs::Head{.body = body().no,
                                                                  .import = its,
                                                                  .ledger = "problems",
                                                                  .person = world.person("head_1"),
                                                                  .idempotency_key = {},
                                                                  .request_digest = {}});
    acts->add(opens(row));
    acts->close();
    if (is_key_seen) acts->saw_no_key_until(checked_until);
    Writer::Batch file = batch(1, 0);
    file.import = its;
    file.feed = std::make_shared<ActFeed>();
    file.feed->kept = std::move(acts);
    return file;
  };
  const RecordId second{*parse_uuid("01960000-0000-7000-8000-000000000003")};
  const RecordId third{*parse_uuid("01960000-0000-7000-8000-000000000004")};
  Writer::Batch late = apply(second, true, 7), clean = apply(third, true, 8);
  EXPECT_TRUE(world.writer().perform_all(apply(import, true, 7), {}).empty());
  const auto refused = world.writer().perform_all(std::move(late), {});
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].refused.law, Refusal::id_was_imported_before);
  EXPECT_TRUE(world.writer().perform_all(std::move(clean), {}).empty());
  EXPECT_EQ(count("problems WHERE source IS NOT NULL"), 2);
  expect_tables_as_the_journal_makes_them();
}

TEST_F(ImportAsAWhole, IsGivenBackWhereTheFileBreaksOff) {
  Writer::Batch file = batch(many, 0);
  file.feed = std::make_shared<ActFeed>();
  const std::shared_ptr<ActFeed> feed = file.feed;
  auto refusals =
      std::async(std::launch::async, [&] { return world.writer().perform_all(std::move(file)); });
  ActFeed::Acts acts;
  acts.push_back(opens(1));
  feed->give(std::exchange(acts, {}));
  while (count("problems") == 0) std::this_thread::yield();
  feed->end(false);
  EXPECT_EQ(refusals.get().size(), 1u);
  EXPECT_EQ(count("problems"), 0);
  EXPECT_FALSE(feed->give({})) << "nobody takes any more";
}

TEST_F(ImportAsAWhole, IsNotUndoneBeforeItIsOver) {
  const std::vector<RecordId> stood = accepted_problems(2);
  Writer::Batch file = batch(1, 2);
  file.feed = std::make_shared<ActFeed>();
  const std::shared_ptr<ActFeed> feed = file.feed;
  auto refusals =
      std::async(std::launch::async, [&] { return world.writer().perform_all(std::move(file)); });
  ActFeed::Acts acts;
  acts.push_back(begins(stood[0]));
  acts.push_back(opens(1));
  feed->give(std::exchange(acts, {}));
  while (count("problems") == 2) std::this_thread::yield();
  const Result<Undone> early = undo();
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().law, Refusal::import_is_running);
  acts.push_back(begins(stood[1]));
  feed->give(std::exchange(acts, {}));
  feed->end(true);
  EXPECT_TRUE(refusals.get().empty());
  const Result<Undone> late = undo();
  ASSERT_TRUE(late);
  EXPECT_EQ(late->records, 3);
  EXPECT_EQ(record(stood[1])->state, "accepted");
}

// What leads to a record that a file brought would lead nowhere.
TEST_F(ImportAsAWhole, IsNotUndoneWhereSomethingElseLeadsToIt) {
  Writer::Batch file = batch(1, 0);
  file.acts.push_back(opens(1));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  Connection reading(world.places().database, OpenFor::reading);
  const auto brought = problems.of_import(reading, body().no, import);
  ASSERT_EQ(brought.size(), 1u);
  world::must_perform(world, {.who = "organ_a",
                              .ledger = "interventions",
                              .act = "offer",
                              .fields = {{"matter", "排队太久"},
                                         {"cause", Link{"problems", brought[0]}},
                                         {"asked", "派人协助"}},
                              .unit = "branch_1"});
  const Result<Undone> refused = undo();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().law, Refusal::records_changed_since_import);
}

// What a crash has cut off in the middle of it: both what it opened and what it changed.
TEST_F(ImportAsAWhole, IsGivenBackAtTheNextStartWhereTheMachineDied) {
  const std::vector<RecordId> stood = accepted_problems(3);
  Writer::Batch file = batch(2, 4);  // of four that it was to change three are
  file.acts.push_back(opens(1));
  file.acts.push_back(opens(2));
  for (const RecordId& id : stood) file.acts.push_back(begins(id));
  ASSERT_TRUE(world.writer().perform_all(std::move(file)).empty());
  world.stop();
  {
    Connection connection(world.places().database, OpenFor::writing);
    connection.statement("INSERT INTO unfinished_imports(body, import) VALUES(?, ?)")
        .bind(1, static_cast<std::int64_t>(body().no))
        .bind(2, import)
        .run();
  }
  world.start();
  for (int i = 0; count("unfinished_imports") > 0 && i < 1000; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(count("unfinished_imports"), 0);
  EXPECT_EQ(count("problems"), 3);
  for (const RecordId& id : stood) EXPECT_EQ(record(id)->state, "accepted");
  EXPECT_EQ(listed()[0].state, "not_applied");
  expect_tables_as_the_journal_makes_them();
}

// Its acts lie on the disk: what the journal has of them is passed over, the rest is written.
TEST_F(ImportAsAWhole, GoesOnAtTheNextStartWhereTheMachineDied) {
  const std::vector<RecordId> stood = accepted_problems(2);
  die_in_the_middle_of_six(stood);
  world.start();
  wait_until_it_is_over();
  EXPECT_EQ(count("problems"), 2 + 4);
  for (const RecordId& id : stood) EXPECT_EQ(record(id)->state, "solving");
  EXPECT_EQ(listed()[0].state, "done");
  expect_tables_as_the_journal_makes_them();
  const Result<Undone> undone = undo();
  ASSERT_TRUE(undone);
  EXPECT_EQ(undone->records, 6);
  EXPECT_TRUE(std::filesystem::is_empty(kept()));
}

// Of many rows the first are written when the program is told to stop, whether acts are taken at
// that moment or not: the rest comes at the next start.
void ImportAsAWhole::stop_in_the_middle_of(std::size_t rows, bool is_gate_closed) {
  auto acts = std::make_shared<KeptActs>(kept(), KeptActs::Head{.body = body().no,
                                                                .import = import,
                                                                .ledger = "problems",
                                                                .person = world.person("head_1"),
                                                                .idempotency_key = {},
                                                                .request_digest = {}});
  for (std::size_t row = 0; row < rows; ++row) acts->add(opens(row));
  acts->close();
  Writer::Batch file = batch(static_cast<std::int64_t>(rows), 0);
  file.feed = std::make_shared<ActFeed>();
  file.feed->kept = std::move(acts);
  auto refusals = std::async(std::launch::async, [&] {
    return world.writer().perform_all(std::move(file), [](std::size_t) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return true;
    });
  });
  while (count("unfinished_imports") == 0) std::this_thread::yield();
  if (is_gate_closed) world.writer().gate().close(Refusal::not_accepting_acts_now);
  if (!is_gate_closed) world.writer().leave_imports();
  world.stop();
  const auto told = refusals.get();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].refused.law, Refusal::not_accepting_acts_now);
  EXPECT_LT(count("problems"), static_cast<std::int64_t>(rows));
}

TEST_F(ImportAsAWhole, GoesOnAtTheNextStartWhereTheProgramWasStopped) {
  for (const bool is_gate_closed : {false, true}) {
    SCOPED_TRACE(is_gate_closed);
    if (is_gate_closed) {
      ASSERT_TRUE(undo());
      import = RecordId(*parse_uuid("01960000-0000-7000-8000-000000000003"));
    }
    stop_in_the_middle_of(many, is_gate_closed);
    world.start();
    wait_until_it_is_over();
    EXPECT_EQ(count("problems"), static_cast<std::int64_t>(many));
    EXPECT_EQ(listed()[0].state, "done");
    EXPECT_TRUE(std::filesystem::is_empty(kept()));
  }
  expect_tables_as_the_journal_makes_them();
}

// What lies there is held to its hash.
TEST_F(ImportAsAWhole, IsGivenBackWhereWhatWasKeptOfItIsNotWhole) {
  const std::vector<RecordId> stood = accepted_problems(2);
  die_in_the_middle_of_six(stood);
  for (const auto& file : std::filesystem::directory_iterator(kept()))
    std::ofstream(file.path(), std::ios::app) << "one more";
  world.start();
  wait_until_it_is_over();
  EXPECT_EQ(count("problems"), 2);
  for (const RecordId& id : stood) EXPECT_EQ(record(id)->state, "accepted");
  EXPECT_EQ(listed()[0].state, "not_applied");
  expect_tables_as_the_journal_makes_them();
}

TEST_F(ImportAsAWhole, NobodyActsOnWhatItHasChangedBeforeItIsOver) {
  const std::vector<RecordId> stood = accepted_problems(1);
  Writer::Batch file = batch(1, 1);
  file.feed = std::make_shared<ActFeed>();
  const std::shared_ptr<ActFeed> feed = file.feed;
  auto refusals =
      std::async(std::launch::async, [&] { return world.writer().perform_all(std::move(file)); });
  ActFeed::Acts acts;
  acts.push_back(begins(stood[0]));
  feed->give(std::exchange(acts, {}));
  while (record(stood[0])->state != "solving") std::this_thread::yield();
  const world::Wanted solve{.who = "head_1",
                            .ledger = "problems",
                            .act = "solve",
                            .record = stood[0],
                            .fields = {{"result", "增设"}}};
  const auto during = world.writer().perform(world.request(solve));
  ASSERT_FALSE(during);
  EXPECT_EQ(during.error().law, Refusal::import_is_running);
  EXPECT_TRUE(world.writer().perform(world.request({.who = "head_1",
                                                    .ledger = "problems",
                                                    .act = "register",
                                                    .fields = {{"title", "别的"}, {"kind", "new"}},
                                                    .unit = "branch_1"})))
      << "others go on, though no row comes";
  acts.push_back(opens(1));
  feed->give(std::exchange(acts, {}));
  feed->end(true);
  EXPECT_TRUE(refusals.get().empty());
  EXPECT_TRUE(world.writer().perform(world.request(solve)));
}

// However fast a file is read, no more of it is in memory than the writer is behind.
TEST(ActFeeds, HoldNoMoreThanAFewBundles) {
  ActFeed feed;
  std::atomic<int> given = 0;
  std::jthread reader([&] {
    for (int i = 0; i < 10; ++i)
      if (feed.give(ActFeed::Acts(1))) ++given;
  });
  while (given < 4) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(given, 4);
  ActFeed::Acts taken;
  EXPECT_TRUE(feed.take(taken));
  while (given < 5) std::this_thread::yield();
  feed.give_up();
  reader.join();
  EXPECT_EQ(given, 5);
  EXPECT_FALSE(feed.take(taken));
}

}  // namespace
}  // namespace chuangyou
