#include "storage/step_limit.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace chuangyou {
namespace {

constexpr std::string_view counting =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
    " SELECT count(*) FROM n";

std::int64_t count_to_ten_thousand(Connection& connection) {
  Statement& count = connection.statement(counting);
  const ResetAtEnd reset(count);
  EXPECT_TRUE(count.step());
  return count.integer(0);
}

TEST(StepLimit, EndsWhatTakesTooManyStepsAndNothingAfterwards) {
  const std::string path = testing::TempDir() + "chuangyou-step-limit.db";
  std::filesystem::remove(path);
  Connection connection(path, OpenFor::writing);
  {
    const StepLimit limit(connection, 1'000'000);
    EXPECT_EQ(count_to_ten_thousand(connection), 10'000);
    EXPECT_FALSE(limit.is_reached());
  }
  {
    const StepLimit limit(connection, 1'000);
    EXPECT_THROW(count_to_ten_thousand(connection), StorageError);
    EXPECT_TRUE(limit.is_reached());
  }
  EXPECT_EQ(count_to_ten_thousand(connection), 10'000);
}

TEST(StepLimit, AddsUpOverStatements) {
  const std::string path = testing::TempDir() + "chuangyou-step-limit-sum.db";
  std::filesystem::remove(path);
  Connection connection(path, OpenFor::writing);
  const StepLimit limit(connection, 250'000);
  count_to_ten_thousand(connection);
  EXPECT_THROW(
      {
        for (int i = 0; i < 5; ++i) count_to_ten_thousand(connection);
      },
      StorageError);
  EXPECT_TRUE(limit.is_reached());
}

TEST(StepLimit, CountsWhatIsDoneWithoutStatements) {
  const std::string path = testing::TempDir() + "chuangyou-step-limit-spent.db";
  std::filesystem::remove(path);
  Connection connection(path, OpenFor::writing), other(path, OpenFor::reading);
  StepLimit::spend(connection, 1'000'000);  // nobody waits for it
  const StepLimit limit(connection, 250'000);
  const StepLimit of_the_other(other, 10);
  count_to_ten_thousand(connection);
  EXPECT_THROW(StepLimit::spend(connection, 200'000), StorageError);
  EXPECT_TRUE(limit.is_reached());
  EXPECT_FALSE(of_the_other.is_reached());
}

}  // namespace
}  // namespace chuangyou
