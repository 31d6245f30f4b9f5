#include "access/log_in_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <span>

namespace chuangyou {
namespace {

LogInTicket stranger(const std::string& network, const std::string& account,
                     std::int64_t guesses = 0) {
  return {network, account, false, guesses, {}};
}
LogInTicket known(const std::string& account) { return {"192.0.2.1", account, true, 99, {}}; }

std::vector<std::string> order(LogInLine& line) {
  std::vector<std::string> accounts;
  while (auto ticket = line.next()) accounts.push_back(ticket->account);
  return accounts;
}

TEST(LogInLine, WhoHasGuessedLeastComesFirst) {
  LogInLine line({.waiting = 64, .of_one_network = 4});
  for (int i = 0; i < 60; ++i) line.add(stranger("hostile " + std::to_string(i), "any", 20));
  EXPECT_FALSE(line.add(stranger("home", "honest"))) << "there is a place for him";
  EXPECT_EQ(line.next()->account, "honest");
}

TEST(LogInLine, EachFourthTurnGoesToWhoHasWaitedLongest) {
  LogInLine line({});
  line.add(stranger("a", "first", 29));
  for (int i = 0; i < 8; ++i) line.add(stranger("n" + std::to_string(i), std::to_string(i)));
  const std::vector<std::string> accounts = order(line);
  EXPECT_EQ(accounts, (std::vector<std::string>{"0", "1", "2", "first", "3", "4", "5", "6", "7"}));
}

TEST(LogInLine, AddressesTakeTurnsAndSoDoThoseAtOneAccount) {
  LogInLine line({});
  for (int i = 0; i < 3; ++i) line.add(stranger("a", "a" + std::to_string(i)));
  line.add(stranger("b", "b0"));
  line.add(stranger("c", "a0"));  // guesses where another does
  const std::vector<std::string> accounts = order(line);
  EXPECT_EQ(accounts, (std::vector<std::string>{"a0", "b0", "a1", "a2", "a0"}))
      << "the fourth turn is his who has waited longest";
}

TEST(LogInLine, OneAddressWaitsAtSoManyPlacesOnly) {
  LogInLine line({.waiting = 64, .of_one_network = 4});
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(line.add(stranger("a", std::to_string(i))));
  const auto dropped = line.add(stranger("a", "fifth"));
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->account, "fifth");
  EXPECT_FALSE(line.add(stranger("b", "another")));
  LogInLine without({.waiting = 64, .of_one_network = 0});
  for (int i = 0; i < 64; ++i) EXPECT_FALSE(without.add(stranger("a", std::to_string(i))));
}

TEST(LogInLine, WhenItIsFullTheGreediestGoes) {
  LogInLine line({.waiting = 8, .of_one_network = 4});
  for (int i = 0; i < 4; ++i) line.add(stranger("a", "a" + std::to_string(i), 3));
  for (int i = 0; i < 4; ++i) line.add(stranger("b", "b" + std::to_string(i)));
  const auto dropped = line.add(stranger("home", "honest"));
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->account, "a3");
  EXPECT_EQ(line.size(), 8u);
  const auto himself = line.add(stranger("c", "c0", 500));
  ASSERT_TRUE(himself);
  EXPECT_EQ(himself->account, "c0") << "whoever comes may be the greediest";
}

TEST(LogInLine, ManyAddressesFillNoMemory) {
  LogInLine line({});
  for (int i = 0; i < 5'000; ++i) {
    line.add(stranger(std::to_string(i), std::to_string(i)));
    ASSERT_LE(line.size(), 64u);
  }
}

TEST(LogInLine, KnownDevicesGoFirstAndNeverAllTheTime) {
  LogInLine line({});
  for (int i = 0; i < 8; ++i) line.add(stranger("n" + std::to_string(i), "stranger"));
  for (int i = 0; i < 8; ++i) line.add(known("known " + std::to_string(i)));
  const std::vector<std::string> accounts = order(line);
  EXPECT_EQ(accounts[0], "known 0");
  EXPECT_EQ(accounts[1], "known 1");
  EXPECT_EQ(accounts[2], "known 2");
  EXPECT_EQ(accounts[3], "stranger");
  EXPECT_EQ(std::ranges::count(std::span(accounts).first(10), "stranger"), 2);
  EXPECT_EQ(accounts.size(), 16u);
}

TEST(LogInLine, StrangersNeverFillThePlacesOfTheKnown) {
  LogInLine line({.waiting = 2, .of_one_network = 4});
  for (int i = 0; i < 9; ++i) line.add(stranger(std::to_string(i), "s"));
  EXPECT_FALSE(line.add(known("k")));
  EXPECT_EQ(line.next()->account, "k");
}

TEST(LogInQueue, ChecksEveryoneOnceAlsoAtTheEnd) {
  std::atomic<int> checked = 0, dropped = 0;
  {
    LogInQueue queue(2, {.waiting = 16, .of_one_network = 4});
    std::vector<std::jthread> comers;
    for (int i = 0; i < 8; ++i)
      comers.emplace_back([&queue, &checked, &dropped, i] {
        for (int j = 0; j < 200; ++j)
          queue.post({std::to_string(i), std::to_string(j), j % 2 == 0, 0,
                      [&](bool is_dropped) { ++(is_dropped ? dropped : checked); }});
      });
  }
  EXPECT_EQ(checked + dropped, 1600);
  EXPECT_GT(checked, 0);
}

}  // namespace
}  // namespace chuangyou
