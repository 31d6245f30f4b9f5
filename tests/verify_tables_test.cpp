// Whoever changes a table behind the journal's back is found; whoever acts beside the check is not.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "campaign/house_clock.h"
#include "campaign/lost_entries.h"
#include "campaign/verify_tables.h"
#include "jobs/nightly.h"
#include "jobs/start_checks.h"
#include "journal/checkpoint_file.h"
#include "journal/entries_of_record.h"
#include "journal/verify_last.h"
#include "storage/account_rows.h"
#include "storage/session_rows.h"
#include "world/life.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
using world::TemporaryFolder;
using world::World;

struct VerifyTables : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};

  VerifyTables() { world::live_through(world); }
  TablesVerified verify_all_tables() {
    const Result<TablesVerified> verified = verify_tables(world.places(), {}, world.now());
    if (!verified) throw std::runtime_error(std::string(name_of(verified.error().law)));
    EXPECT_FALSE(fs::exists(world.places().database + ".verifying"));
    return *verified;
  }
  void tamper(const std::string& sql) {
    Connection connection(world.places().database, OpenFor::writing);
    connection.run(sql);
    EXPECT_GT(connection.changes(), 0) << sql;
  }
  RecordId register_problem(std::string_view unit) {
    return world::must_perform(world, {.who = "head_1",
                                       .ledger = "problems",
                                       .act = "register",
                                       .fields = {{"title", "排队太久"}, {"kind", "new"}},
                                       .unit = unit})
        .id;
  }
};

std::string told(const TablesVerified& verified) {
  std::string text;
  for (const TableFinding& one : verified.shown)
    text += one.table + " " + one.what + " " + one.columns + "\n";
  return text;
}

TEST_F(VerifyTables, WhatTheJournalMakesIsWhole) {
  const TablesVerified verified = verify_all_tables();
  EXPECT_EQ(verified.findings, 0) << told(verified);
  EXPECT_GT(verified.rows, 100);
  EXPECT_GT(verified.entries, 150);
}

TEST_F(VerifyTables, EachKindOfChangeIsFound) {
  world.stop();
  const std::string whole = world.places().database + ".whole";
  fs::copy_file(world.places().database, whole);
  const std::vector<std::pair<const char*, const char*>> changes{
      {"UPDATE posts SET role = 0 WHERE role = 5", "posts row_was_changed role"},
      {"DELETE FROM receipts", "receipts row_is_missing"},
      {"UPDATE feedback SET text = 'nothing happened' WHERE rowid = (SELECT min(rowid) FROM "
       "feedback)",
       "feedback row_was_changed text"},
      {"INSERT INTO units SELECT body, no + 1000, id, name, code, aliases, type,"
       " administrative_parent, party_parent, from_day, until_day, closed, merged_into FROM units"
       " WHERE no = 0",
       "units row_was_added"},
      {"DELETE FROM problems WHERE rowid = (SELECT max(rowid) FROM problems)",
       "problems row_is_missing"},
      {"DELETE FROM tasks_open", "tasks_open row_is_missing"},
      {"UPDATE problems SET path = path || 'zzzz'", "problems row_was_changed path"},
      {"DELETE FROM happened WHERE seq = (SELECT max(seq) FROM happened)",
       "happened row_is_missing"},
      {"UPDATE happened SET bits = 255 WHERE seq = (SELECT min(seq) FROM happened)",
       "happened row_was_changed bits"},
      {"INSERT INTO happened SELECT body, day + 1, seq, ledger, record, bits FROM happened"
       " WHERE seq = (SELECT min(seq) FROM happened)",
       "happened row_was_added"},
      {"UPDATE people SET name = 'x'", "people row_was_changed name"},
      {"UPDATE bodies SET policy = 'another'", "bodies row_was_changed policy"},
      {"UPDATE promises SET due_at = due_at + 1 WHERE due_at IS NOT NULL",
       "promises row_was_changed due_at"},
  };
  for (const auto& [sql, expected] : changes) {
    tamper(sql);
    const TablesVerified verified = verify_all_tables();
    EXPECT_GT(verified.findings, 0) << sql;
    EXPECT_NE(told(verified).find(expected), std::string::npos) << sql << "\n" << told(verified);
    fs::copy_file(whole, world.places().database, fs::copy_options::overwrite_existing);
  }
  EXPECT_EQ(verify_all_tables().findings, 0);
}

constexpr std::pair<const char*, const char*> changes_to_tables[] = {
    {"DROP TABLE problems", "problems table_is_missing"},
    {"DROP TABLE tasks_open", "tasks_open table_is_missing"},
    {"ALTER TABLE posts RENAME TO posts_of_mine", "posts table_is_missing"},
    {"DROP TABLE bodies", "bodies table_is_missing"},
    {"DROP TABLE receipts", "receipts table_is_missing"},
    {"DROP TABLE made_by", "made_by table_is_missing"},
    {"ALTER TABLE units RENAME TO units_2; CREATE VIEW units AS SELECT * FROM units_2",
     "units table_is_missing"},
    {"ALTER TABLE people RENAME COLUMN name TO title", "people column_is_missing name"},
    {"ALTER TABLE feedback ADD COLUMN remark TEXT", "feedback column_was_added remark"},
    {"PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql ="
     " replace(sql, 'role INTEGER', 'role TEXT') WHERE name = 'posts'",
     "posts column_was_changed role"},
    {"DROP INDEX problems_by_id", "problems index_is_missing problems_by_id"},
    {"DROP INDEX problems_by_id; CREATE INDEX problems_by_id ON problems(body, id)",
     "problems index_was_changed problems_by_id"},
    {"CREATE UNIQUE INDEX mine ON problems(title, row_no)", "problems index_was_added mine"},
    {"CREATE TRIGGER silent BEFORE INSERT ON feedback BEGIN SELECT RAISE(IGNORE); END",
     "feedback trigger_was_added silent"},
    // However its name is spelt, and at whatever table it waits.
    {"CREATE TRIGGER shouted AFTER UPDATE ON PROMISES BEGIN DELETE FROM promises; END",
     "promises trigger_was_added shouted"},
    {"CREATE TRIGGER kept AFTER INSERT ON entries BEGIN DELETE FROM seals; END",
     "entries trigger_was_added kept"},
    {"CREATE TRIGGER kept AFTER INSERT ON Made_By BEGIN DELETE FROM people; END",
     "made_by trigger_was_added kept"},
    {"CREATE TABLE aside(a); CREATE TRIGGER kept AFTER INSERT ON aside BEGIN"
     " DELETE FROM people; END",
     "aside trigger_was_added kept"},
    {"CREATE VIEW seen AS SELECT * FROM people", "seen view_was_added seen"},
    {"CREATE VIEW seen AS SELECT * FROM people; CREATE TRIGGER kept INSTEAD OF INSERT ON seen"
     " BEGIN DELETE FROM people; END",
     "seen trigger_was_added kept"},
    {"CREATE INDEX mine ON ENTRIES(at)", "entries index_was_added mine"},
    {"CREATE INDEX mine ON seals(at)", "seals index_was_added mine"},
    {"CREATE INDEX mine ON tiles(hashes)", "tiles index_was_added mine"},
    {"CREATE UNIQUE INDEX mine ON accounts(person)", "accounts index_was_added mine"},
    {"CREATE INDEX mine ON Sessions(person)", "sessions index_was_added mine"},
    {"CREATE INDEX mine ON answered_acts(key)", "answered_acts index_was_added mine"},
    {"DROP INDEX entries_of_erasures", "entries index_is_missing entries_of_erasures"},
    {"DROP INDEX entries_by_record", "entries index_is_missing entries_by_record"},
    {"DROP TABLE entries", "entries table_is_missing"},
    {"DROP TABLE tiles", "tiles table_is_missing"},
    {"DROP INDEX entries_by_record; CREATE INDEX entries_by_record ON entries(record, at)",
     "entries index_was_changed entries_by_record"},
    {"ALTER TABLE entries ADD COLUMN remark TEXT DEFAULT 'x'", "entries column_was_added remark"},
    {"ALTER TABLE accounts ADD COLUMN password_2 TEXT", "accounts column_was_added password_2"},
    {"ALTER TABLE people ADD COLUMN twice GENERATED ALWAYS AS (id) VIRTUAL",
     "people column_was_added twice"},
    // What no list of columns shows.
    {"DROP INDEX problems_by_path; CREATE INDEX problems_by_path ON problems(body, path) WHERE"
     " stage <> 1",
     "problems index_was_changed problems_by_path"},
    {"PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql ="
     " replace(sql, 'role INTEGER', 'role INTEGER CHECK(role < 5)') WHERE name = 'posts'",
     "posts table_was_changed "},
    {"PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql ="
     " replace(sql, 'role INTEGER', 'role INTEGER DEFAULT 5') WHERE name = 'posts'",
     "posts table_was_changed "},
    {"PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql ="
     " replace(sql, 'password TEXT NOT NULL', 'password TEXT NOT NULL COLLATE NOCASE')"
     " WHERE name = 'accounts'",
     "accounts table_was_changed "},
    {"PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql ="
     " replace(sql, 'at INTEGER NOT NULL', 'at INTEGER NOT NULL CHECK(at > 0)')"
     " WHERE name = 'entries'",
     "entries table_was_changed "},
};

// A table that cannot even be read is a finding like a row that differs, and no failure.
TEST_F(VerifyTables, EachKindOfChangeToATableItselfIsFound) {
  world.stop();
  {
    Connection doors(world.places().database, OpenFor::writing);
    create_account_schema(doors);
    create_session_schema(doors);
  }
  const std::string whole = world.places().database + ".whole";
  fs::copy_file(world.places().database, whole);
  for (const auto& [sql, expected] : changes_to_tables) {
    Connection(world.places().database, OpenFor::writing).run(sql);
    const TablesVerified verified = verify_all_tables();
    EXPECT_GT(verified.findings, 0) << sql;
    EXPECT_NE(told(verified).find(expected), std::string::npos) << sql << "\n" << told(verified);
    fs::copy_file(whole, world.places().database, fs::copy_options::overwrite_existing);
  }
  EXPECT_EQ(verify_all_tables().findings, 0);
}

// What somebody has typed otherwise and means the same, or keeps beside ours, is no finding.
TEST_F(VerifyTables, ATableThatIsSpeltOtherwiseOrNotOursIsNone) {
  world.stop();
  Connection(world.places().database, OpenFor::writing)
      .run(
          "DROP INDEX problems_by_id;"
          "create unique  index \"problems_by_id\"\n on \"problems\" (BODY,id);"
          "CREATE TABLE remarks_of_the_house(a); CREATE INDEX remarks ON remarks_of_the_house(a);"
          "ANALYZE; VACUUM");
  const TablesVerified verified = verify_all_tables();
  EXPECT_EQ(verified.findings, 0) << told(verified);
}

TEST_F(VerifyTables, AMissingTableOfTheJournalIsAFinding) {
  world.stop();
  const std::string whole = world.places().database + ".whole";
  fs::copy_file(world.places().database, whole);
  for (const std::string table : {"entries", "seals", "tiles"}) {
    Connection(world.places().database, OpenFor::writing).run("DROP TABLE " + table);
    Connection reading(world.places().database, OpenFor::reading);
    const std::vector<VerifyFinding> findings = verify(reading);
    ASSERT_EQ(findings.size(), 1u) << table;
    EXPECT_EQ(findings.front().what, "table_is_missing");
    EXPECT_EQ(findings.front().table, table);
    fs::copy_file(whole, world.places().database, fs::copy_options::overwrite_existing);
  }
}

// An empty table in the place of a dropped one would be a loss that nobody hears of.
TEST_F(VerifyTables, AStartMakesAMissingTableAgainFromTheJournal) {
  world.stop();
  for (const char* drop : {"DROP TABLE problems", "DROP TABLE bodies", "DROP TABLE posts"}) {
    Connection(world.places().database, OpenFor::writing).run(drop);
    (void)last_entry_in_real_time(world.places().database);  // opened before the bodies are
    Bodies bodies;
    ASSERT_TRUE(load_bodies(world.places(), bodies, world.now())) << drop;
    const TablesVerified verified = verify_all_tables();
    EXPECT_EQ(verified.findings, 0) << drop << "\n" << told(verified);
    EXPECT_FALSE(bodies.all().empty()) << drop;
  }
}

TEST_F(VerifyTables, AllAreCountedAndTwentyATableAreShown) {
  for (int i = 0; i < 30; ++i) register_problem("branch_1");
  world.stop();
  tamper("UPDATE problems SET title = 'x'");
  const TablesVerified verified = verify_all_tables();
  EXPECT_GT(verified.findings, 30);
  EXPECT_EQ(verified.shown.size(), 20u);
}

// Acts, moves of units and new records go on; nothing of it is a finding, and what is one is found.
TEST_F(VerifyTables, ActsBesideItAreNoFindings) {
  std::atomic<bool> is_enough = false;
  std::thread acting([&] {
    for (int i = 0; !is_enough; ++i) {
      register_problem("branch_2");
      const UnitId to = world.unit(i % 2 == 0 ? "civil" : "development");
      if (!world.perform_org(MoveUnit{world.unit("branch_2"), to, UnitId()}, "admin"))
        std::this_thread::yield();
    }
  });
  const TablesVerified beside = verify_all_tables();
  EXPECT_EQ(beside.findings, 0) << told(beside);
  is_enough = true;
  acting.join();
  tamper("UPDATE posts SET role = 0 WHERE role = 5");
  EXPECT_GT(verify_all_tables().findings, 0);
}

struct ErasedBesideIt : VerifyTables {
  RandomSource random = RandomSource::from_seed(6);
  Connection reading{world.places().database, OpenFor::reading};

  void erase(const Uuid& record, const char* ledger, const char* field) {
    const BodyNo body = world.province().no;
    const std::int64_t seq = last_entry_of(reading, body, record)->head.seq;
    const AskErasure ask{make_uuid_v7(world.now(), random), ledger, record, seq, {field}, "离职"};
    ASSERT_TRUE(world.writer().perform(OrgRequest{body, {}, world.actor("admin"), ask}));
    const SignErasure sign{ask.id};
    ASSERT_TRUE(world.writer().perform(OrgRequest{body, {}, world.actor("auditor"), sign}));
  }
};

// A name and a text that go before their entries are copied, after that, and between any two steps;
// and those that came while it ran and go before it has looked at them.
TEST_F(ErasedBesideIt, WhateverGoesMeanwhileIsNoFinding) {
  struct Named {
    Uuid person, problem;
  };
  const auto enter = [&] {
    Person person{PersonId(make_uuid_v7(world.now(), random)), "张三"};
    const Uuid id = person.id;
    EXPECT_TRUE(world.perform_org(AddPerson{std::move(person)}, "granter"));
    return Named{id, register_problem("branch_1")};
  };
  const auto erase_all_of = [&](const Named& named) {
    erase(named.person, "people", "name");
    erase(named.problem, "problems", "title");
  };
  for (const std::string_view when :
       {"copy_entries", "make_tables", "compare_rows", "look_again", "catch_up"}) {
    SCOPED_TRACE(when);
    const Named early = enter();
    std::optional<Named> late;
    bool is_erased = false;
    const Result<TablesVerified> verified =
        verify_tables(world.places(), {}, world.now(), [&](std::string_view step) {
          if (step == "compare_rows") late = enter();
          if (step != when || is_erased) return;
          is_erased = true;
          erase_all_of(early);
          if (late) erase_all_of(*late);
        });
    EXPECT_TRUE(is_erased);
    if (!verified) {
      ADD_FAILURE() << name_of(verified.error().law);
      continue;
    }
    EXPECT_EQ(verified->findings, 0) << told(*verified);
  }
  tamper("UPDATE people SET name = 'x' WHERE name = ''");
  EXPECT_GT(verify_all_tables().findings, 0);
}

struct LostEnd : VerifyTables {
  std::string database = world.places().database;
  Health health;
  RandomSource random = RandomSource::from_seed(5);

  StartChecked check(bool go_on) {
    Bodies bodies;
    EXPECT_TRUE(load_bodies(world.places(), bodies, world.now()));
    return check_at_start(database, bodies, health, world.now(), go_on, random);
  }
  void lose(std::int64_t entries) {
    const BodyNo no = world.province().no;
    Connection connection(database, OpenFor::writing);
    const std::int64_t keep = last_seq(connection, no) - entries;
    const auto place = std::to_string((static_cast<std::int64_t>(no) << 40) + keep);
    const auto next = std::to_string(static_cast<std::int64_t>(no) + 1);
    connection.run("DELETE FROM entries WHERE place > " + place + " AND place < (" + next +
                   " << 40); DELETE FROM seals; DELETE FROM tiles");
  }
};

TEST_F(LostEnd, AWholeJournalFitsItsCheckpoints) {
  world.stop();
  EXPECT_FALSE(CheckpointFile(CheckpointFile::beside(database)).read_all().all.empty());
  EXPECT_FALSE(check(false).entries_are_missing);
  EXPECT_TRUE(health.is_well());
}

TEST_F(LostEnd, IsNoticedWithTheNumberOfEntriesAndGoneOnOnlyByDecision) {
  world.stop();
  lose(7);
  EXPECT_TRUE(check(false).entries_are_missing);
  EXPECT_FALSE(health.is_well());
  EXPECT_EQ(std::get<std::int64_t>(health.all().at("checkpoints").facts.front().second), 7);
  EXPECT_FALSE(check(true).entries_are_missing);
  world.start();  // the next seal is written beside
  world.stop();
  EXPECT_FALSE(check(false).entries_are_missing) << "decided once";
  ASSERT_TRUE(rebuild(world.places(), world.now())) << "the decision changes no table";
}

TEST_F(LostEnd, AnotherJournalOfTheSameLengthIsAFinding) {
  world.stop();
  Connection connection(database, OpenFor::writing);
  connection.run("UPDATE entries SET at = at + 1; DELETE FROM seals; DELETE FROM tiles");
  EXPECT_FALSE(check(false).entries_are_missing);
  EXPECT_FALSE(health.is_well());
}

// It begins anew with the next seal, so that only the database can remember what was lost.
TEST_F(LostEnd, MissingCheckpointsAreSaidUntilSomebodyDecides) {
  world.stop();
  world.start();
  register_problem("branch_1");
  world.stop();  // a second seal at least
  fs::remove(CheckpointFile::beside(database));
  EXPECT_FALSE(check(false).entries_are_missing);
  EXPECT_FALSE(health.is_well());
  world.start();
  register_problem("branch_1");
  world.stop();
  EXPECT_TRUE(fs::exists(CheckpointFile::beside(database)));
  EXPECT_FALSE(check(false).entries_are_missing);
  EXPECT_FALSE(health.is_well()) << "a file that begins anew is not the one that was lost";
  check(true);
  EXPECT_TRUE(health.is_well());
  EXPECT_FALSE(check(false).entries_are_missing);
  EXPECT_TRUE(health.is_well()) << "decided once";
  Connection reading(database, OpenFor::reading);
  EXPECT_TRUE(verify(reading).empty());
}

TEST_F(LostEnd, ADatabaseThatNeverHadCheckpointsIsNotAccused) {
  world.stop();
  fs::remove(CheckpointFile::beside(database));
  Connection(database, OpenFor::writing)
      .run("DELETE FROM seals; DELETE FROM tiles");  // just founded
  check(false);
  EXPECT_TRUE(health.is_well());
}

TEST_F(LostEnd, TheLastEntriesAreCheckedAtStart) {
  world.stop();
  Connection connection(database, OpenFor::writing);
  EXPECT_TRUE(verify_last(connection, 50).empty());
  connection.run(
      "UPDATE entries SET at = at + 1 WHERE place = (SELECT max(place) FROM entries"
      " WHERE place < (2 << 40))");
  ASSERT_EQ(verify_last(connection, 50).size(), 1u);
  EXPECT_EQ(verify_last(connection, 50).front().what, "entry_was_changed");
}

TEST_F(LostEnd, TheNightShowsWhatItFinds) {
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  nightly.verify_journal();
  nightly.verify_tables_too();
  EXPECT_TRUE(health.is_well());
  tamper("UPDATE people SET name = 'x'");
  nightly.verify_tables_too();
  EXPECT_FALSE(health.all().at("tables").is_well);
  EXPECT_TRUE(health.all().at("journal").is_well);
}

// A disk that does not give what is there; whoever reads meets that as of the n-th page.
struct FailingReads {
  static inline std::atomic<int> pages_left = -1;  // -1: all are given
  static inline std::atomic<bool> has_failed = false;
  static inline sqlite3_io_methods failing{};
  static inline const sqlite3_io_methods* working = nullptr;
  static inline sqlite3_vfs vfs{};
  sqlite3_vfs* before = sqlite3_vfs_find(nullptr);

  FailingReads() {
    vfs = *before;
    vfs.zName = "failing";
    vfs.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      sqlite3_vfs* unix_files = sqlite3_vfs_find("unix");
      const int code = unix_files->xOpen(unix_files, name, file, flags, out);
      if (code != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0) return code;
      working = file->pMethods;
      failing = *working;
      failing.xRead = [](sqlite3_file* its, void* bytes, int size, sqlite3_int64 at) {
        if (pages_left == 0) has_failed = true;
        if (pages_left == 0) return SQLITE_IOERR_READ;
        if (pages_left > 0) --pages_left;
        return working->xRead(its, bytes, size, at);
      };
      file->pMethods = &failing;
      return code;
    };
    sqlite3_vfs_register(&vfs, 1);
  }
  ~FailingReads() {
    sqlite3_vfs_register(before, 1);
    sqlite3_vfs_unregister(&vfs);
  }
};

TEST_F(LostEnd, WhatCannotBeReadIsTriedAgainAndNoDamage) {
  world.stop();
  const FailingReads files;
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  const auto said = [&](const char* part) {
    const auto all = health.all();
    for (const auto& [name, fact] : all.at(part).facts)
      if (name == "not_verified") return std::get<std::string>(fact);
    return std::string();
  };
  int failed = 0;
  for (int pages = 1; pages < 60; ++pages) {
    FailingReads::pages_left = pages;
    nightly.verify_journal();
    FailingReads::pages_left = -1;
    if (!FailingReads::has_failed.exchange(false)) break;
    ++failed;
    EXPECT_EQ(said("journal"), "could_not_be_read") << pages;
    EXPECT_EQ(health.all().at("journal").is_well, pages < Nightly::failures_until_not_well);
    const auto all = health.all();
    for (const auto& [name, fact] : all.at("journal").facts)
      EXPECT_NE(name, "findings") << pages << ": nothing was found, for nothing was read";
  }
  EXPECT_GT(failed, 10);
  nightly.verify_journal();
  EXPECT_EQ(said("journal"), "");
  EXPECT_TRUE(health.is_well()) << "a good look lifts it";
  FailingReads::pages_left = 20;
  nightly.verify_tables_too();
  FailingReads::pages_left = -1;
  EXPECT_EQ(said("tables"), "could_not_be_read");
  nightly.verify_tables_too();
  EXPECT_EQ(said("tables"), "");
}

// A database that says of itself that it is larger than what is free: no second one finds room.
struct SmallDisk {
  std::string database;
  std::uintmax_t size_bytes = fs::file_size(database);
  explicit SmallDisk(std::string path) : database(std::move(path)) {
    fs::resize_file(database, size_bytes + 2 * fs::space(database).free);
  }
  ~SmallDisk() { fs::resize_file(database, size_bytes); }
};

TEST_F(LostEnd, ASmallDiskHealsNothingThatWasFound) {
  world.stop();
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  const auto facts = [&] {
    std::multimap<std::string, Health::Fact> named;
    const auto all = health.all();
    for (const auto& fact : all.at("tables").facts) named.insert(fact);
    return named;
  };
  const auto said = [&] { return std::get<std::string>(facts().find("not_verified")->second); };
  {
    const SmallDisk disk(database);
    for (int tries = 1; tries <= 3; ++tries) {
      nightly.verify_tables_too();
      ASSERT_TRUE(facts().contains("not_verified"));
      EXPECT_EQ(said(), "disk_is_too_small");
      ASSERT_TRUE(facts().contains("tries")) << "it is tried again";
      EXPECT_EQ(std::get<std::int64_t>(facts().find("tries")->second), tries);
      EXPECT_TRUE(health.is_well()) << "nothing was ever found";
      EXPECT_FALSE(facts().contains("verified_at")) << "it never was";
    }
  }
  nightly.verify_tables_too();
  EXPECT_FALSE(facts().contains("not_verified"));
  tamper("UPDATE people SET name = 'x'");
  nightly.verify_tables_too();
  ASSERT_FALSE(health.is_well());
  const auto found = facts();
  {
    const SmallDisk disk(database);
    nightly.verify_tables_too();
    EXPECT_FALSE(health.is_well());
    EXPECT_EQ(said(), "disk_is_too_small");
    for (const auto& [name, fact] : found) {
      ASSERT_TRUE(facts().contains(name)) << name;
      EXPECT_EQ(facts().find(name)->second, fact) << name;
    }
  }
  // That they could not even be compared was a finding too, and is said once.
  tamper("UPDATE made_by SET declarations = x'00'");
  nightly.verify_tables_too();
  EXPECT_EQ(said(), "tables_differ_from_the_journal");
  const SmallDisk disk(database);
  nightly.verify_tables_too();
  EXPECT_FALSE(health.is_well());
  EXPECT_EQ(said(), "tables_differ_from_the_journal");
  EXPECT_EQ(facts().count("not_verified"), 1u);
  EXPECT_EQ(std::get<std::string>(facts().find("not_verified_again")->second), "disk_is_too_small");
}

// Nor does it lift what a machine that fails to read has brought about.
TEST_F(LostEnd, ASmallDiskHealsNoDiskThatFails) {
  world.stop();
  const FailingReads files;
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  for (std::int64_t tries = 0; tries < Nightly::failures_until_not_well; ++tries) {
    FailingReads::pages_left = 20;
    nightly.verify_tables_too();
    FailingReads::pages_left = -1;
  }
  EXPECT_FALSE(health.is_well());
  const SmallDisk disk(database);
  nightly.verify_tables_too();
  EXPECT_FALSE(health.is_well());
}

TEST_F(LostEnd, TheNightShowsATableThatIsMissing) {
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  world.stop();
  Connection(database, OpenFor::writing).run("DROP TABLE people");
  nightly.verify_tables_too();
  EXPECT_FALSE(health.all().at("tables").is_well);
  Connection(database, OpenFor::writing).run("ALTER TABLE seals RENAME TO seals_of_mine");
  nightly.verify_journal();
  EXPECT_FALSE(health.all().at("journal").is_well);
}

TEST_F(LostEnd, TheNightIsNotSatisfiedWithTablesThatCannotBeCompared) {
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  nightly.verify_tables_too();
  EXPECT_TRUE(health.all().at("tables").is_well);
  tamper("UPDATE made_by SET declarations = x'00'");
  nightly.verify_tables_too();
  EXPECT_FALSE(health.all().at("tables").is_well);
}

// The connection that a stopped check would have read by is gone when it is stopped once more.
TEST_F(LostEnd, AStoppedNightMayBeStoppedAgain) {
  Nightly nightly(world.places(), world.bodies(), health, [&] { return world.now(); });
  nightly.stop();
  nightly.verify_journal();
  nightly.stop();
  EXPECT_FALSE(health.all().contains("journal"));
}

TEST(NightlyHour, IsTheNextTwoOClock) {
  const Result<Zone> zone = Zone::named("Asia/Shanghai");
  ASSERT_TRUE(zone);
  const auto next = [&](const char* now) {
    return to_text(Nightly::next_night(*zone, *parse_moment(now)));
  };
  EXPECT_EQ(next("2011-03-01T17:59:59Z"), "2011-03-01T18:00:00Z");
  EXPECT_EQ(next("2011-03-01T18:00:00Z"), "2011-03-02T18:00:00Z");
  EXPECT_EQ(next("2011-03-01T15:00:00Z"), "2011-03-01T18:00:00Z");
}

}  // namespace
}  // namespace chuangyou
