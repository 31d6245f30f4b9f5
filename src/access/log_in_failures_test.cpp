#include "access/log_in_failures.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

constexpr std::int64_t second = 1'000'000;

struct Guessing : testing::Test {
  LogInFailures failures{RandomSource::from_seed(16)};
  Uptime now{1'000 * second};

  static LogInTry at(std::string name, std::string network, std::string device = {}) {
    return {BodyNo{1}, std::move(name), std::move(network), std::move(device)};
  }
  void pass(std::int64_t seconds) { now.microseconds += seconds * second; }
  // `none` where the guess may be checked.
  std::string guess(const LogInTry& attempt) {
    const auto may = failures.may_try(attempt, now);
    return may ? "none" : std::string(name_of(may.error().law)) + " " + may.error().detail;
  }
  // A failed guess as soon as one is let; at most so many seconds of waiting.
  void guess_on(const LogInTry& attempt, int times, int patience) {
    for (int i = 0; i < times; ++i) {
      while (patience-- > 0 && !failures.is_free(attempt, now)) pass(1);
      (void)failures.may_try(attempt, now);
    }
  }
};

TEST_F(Guessing, EachFailureAfterTheFifthLocksTwiceAsLong) {
  const LogInTry attempt = at("li na", "a");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess(attempt), "none") << i;
  for (const std::int64_t lock : {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
    EXPECT_EQ(guess(attempt), "account_is_locked_for_a_while " + std::to_string(lock + 1));
    pass(lock - 1);
    EXPECT_EQ(guess(attempt), "account_is_locked_for_a_while 2");
    pass(1);
    EXPECT_EQ(guess(attempt), "none");
  }
}

TEST_F(Guessing, OneAddressNeitherLocksTheOwnerOutNorManyAccounts) {
  int locked_elsewhere = 0;
  for (int account = 0; account < 10; ++account) {
    const std::string name = "account " + std::to_string(account);
    guess_on(at(name, "hostile"), 6, 200);
    if (!failures.is_free(at(name, "home"), now)) ++locked_elsewhere;
  }
  EXPECT_EQ(locked_elsewhere, 0);
  EXPECT_EQ(guess(at("account 1", "home")), "none");
}

TEST_F(Guessing, AnAddressThatGuessesEverywhereIsHeldBackItself) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(guess(at("name " + std::to_string(i), "hostile")), "none");
  EXPECT_EQ(guess(at("another", "hostile")), "too_many_requests 31");
  EXPECT_EQ(guess(at("another", "home")), "none");
  EXPECT_EQ(failures.guesses_from("hostile", now), 30);
  pass(600);
  EXPECT_EQ(failures.guesses_from("hostile", now), 20) << "it is forgiven piece by piece";
}

TEST_F(Guessing, ManyAddressesLockAnAccountForStrangersAndNeverForItsOwnDevice) {
  const LogInTry own = at("li na", "home", "device 7");
  for (int i = 0; i < 50; ++i) EXPECT_EQ(guess(at("li na", std::to_string(i))), "none");
  EXPECT_EQ(guess(at("li na", "yet another")), "account_is_locked_for_a_while 31");
  EXPECT_EQ(guess(own), "none");
  failures.forgive(own);
  EXPECT_EQ(guess(at("li na", "yet another")), "account_is_locked_for_a_while 31")
      << "and the owner's own log-in gives the others no fresh start";
  for (int i = 0; i < 30; ++i) (void)guess(at("somebody", "home"));
  EXPECT_EQ(guess(own), "none") << "nor does he suffer for his neighbours behind one address";
}

TEST_F(Guessing, ADeviceThatIsKnownIsHeldBackForItsOwnFailures) {
  const LogInTry stolen = at("li na", "anywhere", "device 7");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess(stolen), "none");
  EXPECT_EQ(guess(stolen), "account_is_locked_for_a_while 31");
  EXPECT_EQ(guess(at("li na", "home", "device 8")), "none");
  EXPECT_EQ(guess(at("li na", "home")), "none");
}

TEST_F(Guessing, ARightGuessForgives) {
  const LogInTry attempt = at("li na", "office");
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(guess(attempt), "none");
    failures.forgive(attempt);
  }
  EXPECT_EQ(failures.guesses_from("office", now), -1);
}

TEST_F(Guessing, WhereSomebodyHasComeInOneGoesBeforeAddressesThatNobodyKnows) {
  EXPECT_EQ(failures.guesses_from("office", now), 0);
  failures.forgive(at("li na", "office", "device 7"));
  EXPECT_EQ(failures.guesses_from("office", now), -1);
  EXPECT_EQ(failures.guesses_from("elsewhere", now), 0);
  EXPECT_EQ(guess(at("wang wei", "office")), "none");
  EXPECT_EQ(failures.guesses_from("office", now), 1) << "whoever guesses is no better for it";
}

TEST_F(Guessing, NamesThatDoNotExistAndOtherBodiesCountOnTheirOwn) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess(at("ghost", "a")), "none");
  EXPECT_EQ(guess(at("ghost", "a")), "account_is_locked_for_a_while 31");
  LogInTry elsewhere = at("ghost", "a");
  elsewhere.body = BodyNo{2};
  EXPECT_EQ(guess(elsewhere), "none");
}

TEST_F(Guessing, MillionsOfNamesAndAddressesFillNoMemory) {
  const LogInTry attempt = at("li na", "a");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess(attempt), "none");
  for (int i = 0; i < 20'000; ++i)
    (void)guess(at(std::to_string(i), std::to_string(i)));  // three keys each
  EXPECT_NE(guess(attempt), "none") << "what is locked is remembered meanwhile";
  for (int i = 0; i < 80'000; ++i) (void)guess(at(std::to_string(i), std::to_string(i)));
  EXPECT_EQ(guess(attempt), "none") << "and forgotten in the end, not kept for ever";
}

}  // namespace
}  // namespace chuangyou
