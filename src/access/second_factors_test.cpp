#include "access/second_factors.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "journal/journal.h"

namespace chuangyou {
namespace {

class WithASecondFactor : public testing::Test {
 protected:
  WithASecondFactor()
      : folder(std::filesystem::path(testing::TempDir()) /
               testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    Connection connection(database(), OpenFor::writing);
    create_journal_schema(connection);
    factors.emplace(database(), Keys(folder / "keys"));
  }
  ~WithASecondFactor() override { std::filesystem::remove_all(folder); }

  std::string database() const { return (folder / "house.db").string(); }
  std::string code_at(Moment moment, std::int64_t steps = 0) const {
    return one_time_code(secret, one_time_step_at(moment) + steps);
  }
  // What the writer does of the act, without its entry.
  void perform(const SetSecondFactor& act) {
    Connection connection(database(), OpenFor::writing);
    confirm_second_factor_row(connection, body, act.person, act.recovery, 1);
    follow(true);
  }
  void follow(bool has_one) {
    factors->follow({.body = body, .person = person, .has_second_factor = has_one});
  }
  std::vector<std::string> set_up() {
    secret = factors->begin(body, person, random).value();
    ShownSecondFactor shown = factors->show(body, person, code_at(now), now, random).value();
    perform(shown.act);
    return shown.codes;
  }
  Refusal law(const auto& result) { return result ? Refusal::none : result.error().law; }

  std::filesystem::path folder;
  std::optional<SecondFactors> factors;
  RandomSource random = RandomSource::from_seed(9);
  OneTimeSecret secret{};
  BodyNo body{1};
  PersonId person{make_uuid_v7(Moment{1}, random)};
  Moment now{1'300'000'000LL * 1'000'000};
  Moment later{now.microseconds + 60LL * 1'000'000};
};

TEST_F(WithASecondFactor, ItCountsOnceItsOwnerHasShownACode) {
  secret = factors->begin(body, person, random).value();
  EXPECT_FALSE(factors->is_set(body, person));
  EXPECT_EQ(law(factors->check(body, person, code_at(now), now)), Refusal::second_factor_is_wrong);
  EXPECT_EQ(law(factors->show(body, person, "000000", now, random)),
            Refusal::second_factor_is_wrong);
  const auto shown = factors->show(body, person, code_at(now), now, random);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->codes.size(), 10u);
  EXPECT_FALSE(factors->is_set(body, person)) << "it is shown, and not performed";
  perform(shown->act);
  EXPECT_TRUE(factors->is_set(body, person));
  EXPECT_FALSE(factors->is_set(BodyNo{2}, person));
  EXPECT_EQ(law(factors->begin(body, person, random)), Refusal::it_is_there_already);
}

TEST_F(WithASecondFactor, ACodeOpensOnce) {
  set_up();
  EXPECT_EQ(law(factors->check(body, person, code_at(now), now)), Refusal::second_factor_is_wrong)
      << "it confirmed the telephone already";
  EXPECT_EQ(law(factors->check(body, person, code_at(later), later)), Refusal::none);
  EXPECT_EQ(law(factors->check(body, person, code_at(later), later)),
            Refusal::second_factor_is_wrong);
  EXPECT_EQ(law(factors->check(body, person, code_at(later, -1), later)),
            Refusal::second_factor_is_wrong);
  EXPECT_EQ(law(factors->check(body, person, code_at(later, 1), later)), Refusal::none);
}

TEST_F(WithASecondFactor, ARecoveryCodeOpensOnceHoweverItIsTyped) {
  const std::vector<std::string> codes = set_up();
  std::string typed;
  for (const char symbol : codes[3])
    if (symbol != '-') typed += static_cast<char>(std::tolower(symbol));
  EXPECT_EQ(law(factors->check(body, person, typed, now)), Refusal::none);
  EXPECT_EQ(law(factors->check(body, person, codes[3], now)), Refusal::second_factor_is_wrong);
  EXPECT_EQ(factors->recovery_left(body, person), 9);
  EXPECT_EQ(law(factors->check(BodyNo{2}, person, codes[4], now)), Refusal::second_factor_is_wrong);
}

TEST_F(WithASecondFactor, ItSurvivesARestartAndLiesSealed) {
  set_up();
  factors.emplace(database(), Keys(folder / "keys"));
  EXPECT_TRUE(factors->is_set(body, person));
  EXPECT_EQ(law(factors->check(body, person, code_at(later), later)), Refusal::none);
  factors.reset();
  Connection connection(database(), OpenFor::reading);
  const auto row = second_factor_row(connection, body, person);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->sealed.find(std::string(secret.begin(), secret.end())), std::string::npos);
}

TEST_F(WithASecondFactor, ARowUnderAnotherPersonOpensNothing) {
  set_up();
  const PersonId other{make_uuid_v7(Moment{2}, random)};
  Connection connection(database(), OpenFor::writing);
  const auto row = second_factor_row(connection, body, person);
  ASSERT_TRUE(begin_second_factor_row(connection, body, other, row->sealed));
  EXPECT_EQ(law(factors->show(body, other, code_at(later), later, random)),
            Refusal::second_factor_is_wrong);
}

TEST_F(WithASecondFactor, WithoutTheKeyOfTheHouseRecoveryCodesAreTheWayIn) {
  const std::vector<std::string> codes = set_up();
  factors.emplace(database(), Keys(folder / "other-keys"));
  EXPECT_EQ(law(factors->check(body, person, code_at(later), later)),
            Refusal::second_factor_is_wrong);
  EXPECT_EQ(law(factors->check(body, person, codes[0], later)), Refusal::none);
}

TEST_F(WithASecondFactor, ItIsDroppedWithItsCodes) {
  const std::vector<std::string> codes = set_up();
  Connection connection(database(), OpenFor::writing);
  EXPECT_TRUE(drop_second_factor_row(connection, body, person));
  follow(false);
  EXPECT_FALSE(factors->is_set(body, person));
  EXPECT_EQ(law(factors->check(body, person, codes[0], now)), Refusal::second_factor_is_wrong);
  EXPECT_EQ(factors->recovery_left(body, person), 0);
  EXPECT_FALSE(drop_second_factor_row(connection, body, person));
}

}  // namespace
}  // namespace chuangyou
