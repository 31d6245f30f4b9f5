#include "storage/sqlite.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "storage/forgetting.h"

namespace chuangyou {
namespace {

class Sqlite : public testing::Test {
 protected:
  Sqlite() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = testing::TempDir() + "sqlite_" + test->name() + ".db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  std::int64_t count(Connection& connection) {
    Statement& count = connection.statement("SELECT count(*) FROM t");
    const ResetAtEnd reset(count);
    count.step();
    return count.integer(0);
  }
  std::string path_;
};

std::string pragma(Connection& connection, const std::string& name) {
  Statement& ask = connection.statement("PRAGMA " + name);
  const ResetAtEnd reset(ask);
  ask.step();
  return std::string(ask.text(0));
}

TEST_F(Sqlite, the_writer_keeps_a_log_and_waits_for_the_disk) {
  Connection writer(path_, OpenFor::writing);
  EXPECT_EQ(pragma(writer, "journal_mode"), "wal");
  EXPECT_EQ(pragma(writer, "synchronous"), "2");
  EXPECT_EQ(pragma(writer, "wal_autocheckpoint"), "0");
  EXPECT_EQ(pragma(writer, "page_size"), std::to_string(page_bytes));
}

TEST_F(Sqlite, a_reader_cannot_write) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  Connection reader(path_, OpenFor::reading);
  EXPECT_THROW(reader.run("INSERT INTO t VALUES(1)"), StorageError);
  EXPECT_EQ(count(reader), 0);
}

// We make none: whatever somebody has planted does not act through us, nor answers in our stead.
TEST_F(Sqlite, no_trigger_acts_and_no_view_answers) {
  Connection writer(path_, OpenFor::writing);
  writer.run(
      "CREATE TABLE t(a); CREATE TABLE other(a);"
      "CREATE TRIGGER planted AFTER INSERT ON other BEGIN INSERT INTO t VALUES(1); END;"
      "CREATE VIEW seen AS SELECT * FROM t");
  for (const bool anew : {false, true}) {
    Connection same(path_, OpenFor::writing);
    (anew ? same : writer).run("INSERT INTO other VALUES(1)");
    EXPECT_EQ(count(same), 0);
    Connection reader(path_, OpenFor::reading);
    for (Connection* each : {&writer, &same, &reader})
      EXPECT_THROW(each->run("SELECT * FROM seen"), StorageError);
  }
}

TEST_F(Sqlite, a_reader_creates_no_database) {
  EXPECT_THROW(Connection(path_, OpenFor::reading), StorageError);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(Sqlite, values_come_back_as_they_went_in) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a INTEGER, b TEXT, c BLOB, d BLOB, e TEXT, f BLOB) STRICT");
  const std::string text("创优\0\"'", 9);
  Uuid id;
  id.bytes[0] = 7;
  writer.statement("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, std::int64_t{INT64_MIN})
      .bind(2, text)
      .bind_blob(3, std::string_view())
      .bind(4, id)
      .bind(5, std::string_view())
      .bind_null(6)
      .run();
  Statement& find = writer.statement("SELECT * FROM t");
  const ResetAtEnd reset(find);
  ASSERT_TRUE(find.step());
  EXPECT_EQ(find.integer(0), INT64_MIN);
  EXPECT_EQ(find.text(1), text);
  EXPECT_FALSE(find.is_null(2));
  EXPECT_EQ(find.blob(2), "");
  EXPECT_EQ(find.uuid(3), id);
  EXPECT_FALSE(find.is_null(4));
  EXPECT_TRUE(find.is_null(5));
  EXPECT_THROW(find.uuid(1), StorageError);
}

TEST_F(Sqlite, a_statement_is_prepared_once_for_each_text) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  Statement& first = writer.statement("SELECT count(*) FROM t");
  EXPECT_EQ(&writer.statement(std::string("SELECT count(*) FROM t")), &first);
  // The same buffer with another text is another statement.
  std::string text = "SELECT 1";
  Statement& one = writer.statement(text);
  text.back() = '2';
  Statement& two = writer.statement(text);
  EXPECT_NE(&one, &two);
  two.step();
  EXPECT_EQ(two.integer(0), 2);
}

TEST_F(Sqlite, a_forgotten_position_is_null_and_not_the_value_before) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  writer.statement("INSERT INTO t VALUES(?)").bind(1, std::int64_t{5}).run();
  writer.statement("INSERT INTO t VALUES(?)").run();
  Statement& find = writer.statement("SELECT a FROM t WHERE rowid = 2");
  const ResetAtEnd reset(find);
  ASSERT_TRUE(find.step());
  EXPECT_TRUE(find.is_null(0));
}

TEST_F(Sqlite, a_transaction_that_is_left_is_taken_back) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  try {
    const Transaction transaction(writer, Transaction::Mode::immediate);
    writer.run("INSERT INTO t VALUES(1)");
    throw std::runtime_error("left");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(count(writer), 0);
  }
  Transaction transaction(writer, Transaction::Mode::immediate);
  writer.run("INSERT INTO t VALUES(1)");
  transaction.commit();
  EXPECT_EQ(count(writer), 1);
}

TEST_F(Sqlite, a_reader_sees_what_is_committed_and_nothing_else) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  Connection reader(path_, OpenFor::reading);
  Transaction transaction(writer, Transaction::Mode::immediate);
  writer.run("INSERT INTO t VALUES(1)");
  EXPECT_EQ(count(reader), 0);
  transaction.commit();
  EXPECT_EQ(count(reader), 1);
}

TEST_F(Sqlite, an_error_names_the_statement) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a INTEGER PRIMARY KEY)");
  writer.run("INSERT INTO t VALUES(1)");
  try {
    writer.statement("INSERT INTO t VALUES(?)").bind(1, std::int64_t{1}).run();
    FAIL();
  } catch (const StorageError& error) {
    EXPECT_NE(std::string(error.what()).find("INSERT INTO t"), std::string::npos);
    EXPECT_EQ(error.sqlite_code & 0xff, 19);
  }
  EXPECT_EQ(count(writer), 1);
}

TEST_F(Sqlite, the_log_is_carried_over_by_another_connection) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  for (int i = 0; i < 100; ++i) writer.run("INSERT INTO t VALUES(zeroblob(5000))");
  Connection keeper(path_, OpenFor::writing);
  EXPECT_GT(checkpoint(keeper, false), 100);
  EXPECT_EQ(checkpoint(keeper, true), 0);
  const auto size = std::filesystem::file_size(path_ + "-wal");
  writer.run("INSERT INTO t VALUES(1)");
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), size);  // begun anew, not longer
}

TEST_F(Sqlite, a_long_reader_delays_a_restart_but_not_for_long) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  writer.run("INSERT INTO t VALUES(1)");
  Connection reader(path_, OpenFor::reading);
  Statement& reading = reader.statement("SELECT a FROM t");
  ASSERT_TRUE(reading.step());
  writer.run("INSERT INTO t VALUES(2)");
  Connection keeper(path_, OpenFor::writing);
  EXPECT_GT(checkpoint(keeper, true), 0);
  reading.reset();
  EXPECT_EQ(checkpoint(keeper, true), 0);
}

// Nobody writes meanwhile; SQLite's own patience would be twenty seconds.
TEST_F(Sqlite, a_long_reader_does_not_keep_writers_out_while_the_log_is_emptied) {
  Connection writer(path_, OpenFor::writing);
  writer.run("CREATE TABLE t(a)");
  writer.run("INSERT INTO t VALUES(1)");
  Connection reader(path_, OpenFor::reading);
  Statement& reading = reader.statement("SELECT a FROM t");
  ASSERT_TRUE(reading.step());
  writer.run("INSERT INTO t VALUES(2)");
  Connection keeper(path_, OpenFor::writing);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(empty_log(keeper));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  reading.reset();
  EXPECT_TRUE(empty_log(keeper));
}

TEST_F(Sqlite, two_writers_take_turns) {
  Connection first(path_, OpenFor::writing);
  first.run("CREATE TABLE t(a)");
  const auto write = [this] {
    Connection connection(path_, OpenFor::writing);
    for (int i = 0; i < 50; ++i) {
      Transaction transaction(connection, Transaction::Mode::immediate);
      connection.run("INSERT INTO t VALUES(1)");
      transaction.commit();
    }
  };
  std::thread other(write);
  write();
  other.join();
  EXPECT_EQ(count(first), 100);
}

}  // namespace
}  // namespace chuangyou
