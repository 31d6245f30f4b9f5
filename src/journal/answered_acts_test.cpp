#include "journal/answered_acts.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/random_source.h"

namespace chuangyou {
namespace {

constexpr BodyNo body{3};
constexpr std::int64_t hour = 3600LL * 1'000'000;

Hash key_of(int number) { return hash_of(HashFunction::sha256, {"key " + std::to_string(number)}); }

struct Answers : testing::Test {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("answers-" + std::to_string(::getpid()) + ".db");
  std::unique_ptr<Connection> connection, beside;
  std::unique_ptr<AnsweredActs> answers;
  std::mutex turn;

  Answers() { start(); }
  ~Answers() override {
    answers.reset();
    connection.reset();
    beside.reset();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
  }
  void start() {
    answers.reset();
    connection = std::make_unique<Connection>(path.string(), OpenFor::writing);
    beside = std::make_unique<Connection>(path.string(), OpenFor::writing);
    answers = std::make_unique<AnsweredActs>(*connection, 100);
  }
  void remember(int number, Moment at, bool commit = true) {
    Transaction transaction(*connection, Transaction::Mode::immediate);
    AnsweredAct answer;
    answer.digest = "digest " + std::to_string(number);
    answer.seq = number;
    answers->remember(body, key_of(number), answer, at);
    if (commit) {
      transaction.commit();
      answers->committed();
    }
  }
  bool knows(int number) const {
    const std::optional<AnsweredAct> found = answers->find(body, key_of(number));
    return found && found->seq == number && found->digest == "digest " + std::to_string(number);
  }
  std::int64_t count(const std::string& table) {
    Statement find = connection->prepare("SELECT count(*) FROM " + table);
    find.step();
    const std::int64_t rows = find.integer(0);
    find.reset();
    return rows;
  }
};

TEST_F(Answers, AreFoundInMemoryInRunsAndAfterARestart) {
  for (int i = 1; i <= 1050; ++i) remember(i, Moment{hour});
  const auto all_are_known = [&] {
    for (int i = 1; i <= 1050; ++i) ASSERT_TRUE(knows(i)) << i;
    for (int i = 2000; i < 3000; ++i) ASSERT_FALSE(knows(i)) << i;
    EXPECT_FALSE(answers->find(BodyNo{4}, key_of(1))) << "another body knows nothing of it";
  };
  all_are_known();
  answers->write_runs(*beside, turn);
  EXPECT_EQ(count("answered_runs"), 10);
  all_are_known();
  start();
  all_are_known();
  for (int i = 1051; i <= 1400; ++i) remember(i, Moment{hour});
  answers->write_runs(*beside, turn);
  EXPECT_EQ(count("answered_runs"), 14) << "the rest of before and the new ones, nothing twice";
  EXPECT_TRUE(knows(1400) && knows(1));
}

// The pages of a run are written in several transactions, and its own row with the last of them.
TEST_F(Answers, PagesOfARunThatACrashCutShortHideNothing) {
  const auto remember_together = [&](int first, int last) {
    Transaction transaction(*connection, Transaction::Mode::immediate);
    for (int i = first; i <= last; ++i) {
      AnsweredAct answer;
      answer.digest = "digest " + std::to_string(i);
      answer.seq = i;
      answers->remember(body, key_of(i), answer, Moment{hour});
    }
    transaction.commit();
    answers->committed();
  };
  remember_together(1, 600);
  remember_together(601, 690);
  answers->write_runs(*beside, turn);
  beside->run("DELETE FROM answered_runs");
  start();
  answers->write_runs(*beside, turn);
  EXPECT_EQ(count("answered_runs"), 1) << "with what came while the first was written";
  for (int i = 1; i <= 690; ++i) ASSERT_TRUE(knows(i)) << i;
}

TEST_F(Answers, WhatWasTakenBackIsForgotten) {
  remember(1, Moment{hour});
  remember(2, Moment{hour}, false);
  answers->taken_back();
  EXPECT_TRUE(knows(1));
  EXPECT_FALSE(knows(2));
  remember(2, Moment{hour});
  EXPECT_TRUE(knows(2));
}

TEST_F(Answers, AreForgottenAfterTheirTime) {
  for (int i = 1; i <= 250; ++i) remember(i, Moment{hour});
  for (int i = 251; i <= 300; ++i) remember(i, Moment{9 * hour});
  answers->write_runs(*beside, turn);
  answers->forget_before(*beside, turn, Moment{5 * hour});
  EXPECT_EQ(count("answered_acts"), 50);
  EXPECT_EQ(count("answered_runs"), 1) << "the run with some that are still kept";
  EXPECT_EQ(count("answered_pages"), 1);
  EXPECT_FALSE(knows(250));
  EXPECT_TRUE(knows(251));
}

TEST_F(Answers, CostAFewBytesOfMemoryEach) {
  AnsweredActs many(*connection, 4096);
  {
    Transaction transaction(*connection, Transaction::Mode::immediate);
    for (int i = 1; i <= 40'960; ++i) {
      AnsweredAct answer;
      answer.seq = i;
      many.remember(body, key_of(i), answer, Moment{hour});
      if (i % 4096 == 0) many.committed();
    }
    transaction.commit();
  }
  EXPECT_LE(many.bytes_in_memory(), 40'960u * 40);
  many.write_runs(*beside, turn);
  EXPECT_LE(many.bytes_in_memory(), 40'960u * 3) << "two bytes a key, and the empty run";
}

}  // namespace
}  // namespace chuangyou
