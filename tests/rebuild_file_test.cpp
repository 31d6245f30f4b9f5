// A rebuild is a new file: until it stands nothing of the old one is touched, and whenever the
// program is killed on the way, the database opens with all that it had.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "access/accounts.h"
#include "storage/sole_writer.h"
#include "storage/swapping.h"
#include "world/life.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
using world::TemporaryFolder;
using world::World;

constexpr int killed = -SIGKILL;

// Runs it in a process of its own, as a crash needs one; its exit code, or minus the signal.
int in_a_process(const std::function<void()>& what) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      what();
    } catch (...) {
      ::_exit(3);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::string bytes_of_file(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

struct RebuildFile : testing::Test {
  TemporaryFolder folder;
  World world{folder.path()};
  const std::string database = world.places().database;

  void SetUp() override {
    world::live_through(world);
    ASSERT_TRUE(add_account(database, world.province().no, world.person("worker"), "worker",
                            "a password long enough"));
    world.stop();
  }
  std::string dump() { return world::dump_tables(database); }

  // What is acknowledged and lies in the log alone, as after a crash.
  void leave_a_log(int number) {
    const int ended = in_a_process([&] {
      Connection connection(database, OpenFor::writing);
      connection.run("CREATE TABLE IF NOT EXISTS notes(number INTEGER PRIMARY KEY)");
      connection.statement("INSERT INTO notes VALUES(?)").bind(1, std::int64_t{number}).run();
      ::kill(::getpid(), SIGKILL);
    });
    ASSERT_EQ(ended, killed);
    ASSERT_GT(fs::file_size(database + "-wal"), 0u);
  }
  // Killed before its step `number`; nullopt: it has not so many.
  std::optional<std::string> rebuild_until(int number) {
    const std::string told = (folder.path() / "step").string();
    const int ended = in_a_process([&] {
      int steps = 0;
      const auto step = [&](std::string_view name) {
        if (steps++ != number) return;
        std::ofstream(told) << name;
        ::kill(::getpid(), SIGKILL);
      };
      if (!rebuild(world.places(), world.now(), step)) throw std::runtime_error("refused");
    });
    if (ended == 0) return std::nullopt;
    EXPECT_EQ(ended, killed);
    return bytes_of_file(told);
  }
  void opens_whole(const std::string& before, const std::string& step) {
    const auto writing = SoleWriter::of(database);
    ASSERT_TRUE(writing) << step << " " << name_of(writing.error().law);
    EXPECT_FALSE(fs::exists(path_while_rebuilding(database))) << step;
    EXPECT_EQ(fs::hard_link_count(database), 1u) << step;
    EXPECT_TRUE(dump() == before) << "killed before " << step;
    Bodies bodies;
    ASSERT_TRUE(load_bodies(world.places(), bodies, world.now())) << step;
    Connection connection(database, OpenFor::reading);
    EXPECT_TRUE(verify(connection).empty()) << step;
  }
};

TEST_F(RebuildFile, KilledAtAnyStepItLeavesAWholeDatabase) {
  std::set<std::string> steps;
  for (int number = 0;; ++number) {
    leave_a_log(number);
    const std::string before = dump();
    const std::optional<std::string> step = rebuild_until(number);
    opens_whole(before, step.value_or("nothing"));
    if (!step) break;
    steps.insert(*step);
  }
  EXPECT_GE(steps.size(), 11u);
  EXPECT_TRUE(steps.contains("set_its_log_aside"));
  EXPECT_TRUE(steps.contains("put_the_new_one_in_place"));
}

// A reader that does not end keeps the log from being carried over: it is set aside with its file.
TEST_F(RebuildFile, KilledAtAnyStepBesideAReaderItLosesNoLog) {
  for (int number = 0;; ++number) {
    leave_a_log(number);
    const std::string before = dump();
    std::optional<std::string> step;
    {
      int told[2], go_on[2];
      ASSERT_EQ(::pipe(told) | ::pipe(go_on), 0);
      const pid_t reader = ::fork();
      if (reader == 0) {
        Connection connection(database, OpenFor::reading);
        connection.run("BEGIN");
        connection.statement("SELECT count(*) FROM notes").step();
        char byte = '!';
        if (::write(told[1], &byte, 1) == 1 && ::read(go_on[0], &byte, 1) == 1) ::_exit(0);
        ::_exit(4);
      }
      char byte = 0;
      ASSERT_EQ(::read(told[0], &byte, 1), 1);
      leave_a_log(1000 + number);  // beyond what the reader sees
      const std::string with_more = dump();
      step = rebuild_until(number);
      ASSERT_EQ(::write(go_on[1], &byte, 1), 1);
      int status = 0;
      ::waitpid(reader, &status, 0);
      for (const int file : {told[0], told[1], go_on[0], go_on[1]}) ::close(file);
      opens_whole(with_more, step.value_or("nothing"));
    }
    if (!step) break;
  }
}

TEST_F(RebuildFile, TheOldFileIsKept) {
  const std::string before = dump();
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(world::dump_tables(path_before_rebuild(database)), before);
  struct stat found {};
  ASSERT_EQ(::stat(database.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

// Garbage on a page, as a dying disk leaves it.
void spoil(const std::string& database, std::int64_t page) {
  std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp((page - 1) * page_bytes);
  file << std::string(static_cast<std::size_t>(page_bytes), '\x5a');
}

std::int64_t root_page_of(const std::string& database, std::string_view name) {
  Connection connection(database, OpenFor::reading);
  Statement& find = connection.statement("SELECT rootpage FROM sqlite_master WHERE name = ?");
  const ResetAtEnd reset(find);
  EXPECT_TRUE(find.bind(1, name).step()) << name;
  return find.integer(0);
}

TEST_F(RebuildFile, DamagedTablesAndIndexesAreMadeAnew) {
  const std::string before = dump();
  for (const char* name :
       {"feedback", "feedback_open", "posts", "units", "receipts", "bodies", "entries_by_record",
        "feedback_by_id", "made_by", "probe", "answered_runs", "answered_pages"})
    spoil(database, root_page_of(database, name));
  const Result<Rebuilt> rebuilt = rebuild(world.places(), world.now());
  ASSERT_TRUE(rebuilt) << name_of(rebuilt.error().law) << " " << rebuilt.error().detail;
  EXPECT_EQ(dump(), before);
}

TEST_F(RebuildFile, SessionsPastReadingAreLeftOutAndSaid) {
  {
    Connection connection(database, OpenFor::writing);
    connection.run("DROP TABLE IF EXISTS sessions; CREATE TABLE sessions(a)");
  }
  spoil(database, root_page_of(database, "sessions"));
  const Result<Rebuilt> rebuilt = rebuild(world.places(), world.now());
  ASSERT_TRUE(rebuilt);
  EXPECT_EQ(rebuilt->left_empty, std::vector<std::string>{"sessions"});
}

// Refused by name, and as it was, byte for byte.
TEST_F(RebuildFile, AJournalPastReadingIsRefused) {
  for (const char* name : {"entries", "seals", "tiles", "accounts"}) {
    fs::copy_file(database, database + ".whole");
    spoil(database, root_page_of(database, name));
    const std::string bytes = bytes_of_file(database);
    const Result<Rebuilt> rebuilt = rebuild(world.places(), world.now());
    ASSERT_FALSE(rebuilt) << name;
    EXPECT_EQ(rebuilt.error().law, Refusal::journal_was_changed);
    EXPECT_EQ(rebuilt.error().detail, name);
    EXPECT_TRUE(bytes_of_file(database) == bytes) << name;
    EXPECT_FALSE(fs::exists(path_while_rebuilding(database)));
    EXPECT_FALSE(fs::exists(path_before_rebuild(database)));
    fs::rename(database + ".whole", database);
  }
}

TEST_F(RebuildFile, AJournalThatDoesNotVerifyIsRefused) {
  {
    Connection connection(database, OpenFor::writing);
    connection.run("UPDATE entries SET at = at + 1 WHERE rowid = (SELECT max(rowid) FROM entries)");
  }
  const std::string bytes = bytes_of_file(database);
  const Result<Rebuilt> rebuilt = rebuild(world.places(), world.now());
  ASSERT_FALSE(rebuilt);
  EXPECT_EQ(rebuilt.error().law, Refusal::journal_was_changed);
  EXPECT_TRUE(bytes_of_file(database) == bytes);
}

// Whatever is in the file and not made by the journal is still there afterwards.
TEST_F(RebuildFile, WhatTheJournalDoesNotMakeIsCopiedWhateverItIs) {
  {
    Connection connection(database, OpenFor::writing);
    connection.run(
        "CREATE TABLE \"of another \"\"day\"(a INTEGER PRIMARY KEY, b);"
        "CREATE INDEX another ON \"of another \"\"day\"(b);"
        "INSERT INTO \"of another \"\"day\" VALUES(7, 'x'), (9, NULL)");
  }
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  Connection connection(database, OpenFor::reading);
  Statement find = connection.prepare("SELECT sum(a) FROM \"of another \"\"day\"");
  ASSERT_TRUE(find.step());
  EXPECT_EQ(find.integer(0), 16);
  EXPECT_GT(root_page_of(database, "another"), 0);
}

}  // namespace
}  // namespace chuangyou
