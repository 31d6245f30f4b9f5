// What waits in front of the log must never be missed: not by the connection that wrote it, not by
// others once it is committed, and nothing of what was taken back may stay.
#include "storage/log_writes.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

class LogWrites : public testing::Test {
 protected:
  LogWrites() : path_(fresh_path()), writer_(path_, OpenFor::writing) {
    // With room for ten pages, SQLite sends most of a transaction to the log before its end and
    // reads it from there again.
    writer_.run("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); PRAGMA cache_size=10");
  }
  static std::string fresh_path() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = testing::TempDir() + "log_writes_" + test->name() + ".db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
    return path;
  }
  void add(std::int64_t from, std::int64_t until) {
    for (std::int64_t number = from; number < until; ++number) {
      const std::string text(1000, static_cast<char>('a' + number % 26));
      writer_.statement("INSERT INTO t VALUES(?, ?)").bind(1, number).bind(2, text).run();
    }
  }
  // How many rows there are, each read and found to hold what was written.
  static std::int64_t whole_rows(Connection& connection) {
    Statement& find = connection.statement("SELECT a, b FROM t");
    const ResetAtEnd reset(find);
    std::int64_t rows = 0;
    while (find.step()) {
      const std::string text(1000, static_cast<char>('a' + find.integer(0) % 26));
      EXPECT_EQ(find.text(1), text);
      ++rows;
    }
    return rows;
  }
  static std::string answer(Connection& connection, std::string_view sql) {
    Statement& ask = connection.statement(sql);
    const ResetAtEnd reset(ask);
    ask.step();
    return std::string(ask.text(0));
  }

  std::string path_;
  Connection writer_;
};

TEST_F(LogWrites, a_commit_larger_than_what_may_wait_is_whole_for_everyone) {
  Connection reader(path_, OpenFor::reading);
  Transaction transaction(writer_, Transaction::Mode::immediate);
  add(0, 5000);
  EXPECT_EQ(whole_rows(writer_), 5000) << "the writer reads what it has not committed";
  EXPECT_EQ(whole_rows(reader), 0);
  transaction.commit();
  EXPECT_EQ(whole_rows(reader), 5000);
  Connection later(path_, OpenFor::reading);
  EXPECT_EQ(whole_rows(later), 5000);
  EXPECT_EQ(answer(later, "PRAGMA integrity_check"), "ok");
}

TEST_F(LogWrites, what_is_taken_back_leaves_nothing) {
  add(0, 100);
  {
    Transaction transaction(writer_, Transaction::Mode::immediate);
    add(100, 3000);
  }
  EXPECT_EQ(whole_rows(writer_), 100);
  {
    Transaction transaction(writer_, Transaction::Mode::immediate);
    writer_.run("SAVEPOINT act");
    add(100, 3000);
    writer_.run("ROLLBACK TO act; RELEASE act");
    add(100, 200);
    transaction.commit();
  }
  Connection reader(path_, OpenFor::reading);
  EXPECT_EQ(whole_rows(reader), 200);
  EXPECT_EQ(answer(reader, "PRAGMA integrity_check"), "ok");
}

TEST_F(LogWrites, a_log_that_starts_anew_is_written_from_its_beginning) {
  Connection keeper(path_, OpenFor::writing);
  Connection reader(path_, OpenFor::reading);
  for (std::int64_t round = 0; round < 20; ++round) {
    Transaction transaction(writer_, Transaction::Mode::immediate);
    add(round * 100, (round + 1) * 100);
    transaction.commit();
    EXPECT_EQ(checkpoint(keeper, true), 0);
    EXPECT_EQ(whole_rows(reader), (round + 1) * 100);
  }
  EXPECT_LT(std::filesystem::file_size(path_ + "-wal"), 2'000'000u);
  EXPECT_EQ(answer(reader, "PRAGMA integrity_check"), "ok");
}

}  // namespace
}  // namespace chuangyou
