// A session that has ended stays ended, whoever reads it at that moment.
#include "access/sessions.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <thread>
#include <vector>

#include "storage/session_rows.h"

namespace chuangyou {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;

struct SessionsOf : testing::Test {
  std::filesystem::path folder;
  std::string database;
  RandomSource random = RandomSource::from_seed(8);
  const PersonId person{Uuid{{1, 2, 3}}};
  Instant start{{1'300'000'000 * second}, {77 * second}};

  void SetUp() override {
    folder = std::filesystem::path(testing::TempDir()) /
             testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = (folder / "sessions.db").string();
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string begin(Sessions& sessions, Instant now) {
    return sessions.begin(BodyNo{1}, person, now, random).token;
  }
  static Instant later(Instant from, std::int64_t wall, std::int64_t uptime) {
    return {{from.wall.microseconds + wall}, {from.uptime.microseconds + uptime}};
  }
  std::int64_t rows() {
    Connection connection(database, OpenFor::reading);
    Statement& count = connection.statement("SELECT count(*) FROM sessions");
    count.step();
    const std::int64_t number = count.integer(0);
    count.reset();
    return number;
  }
};

// As long as the disk takes nothing one comes in all the same, until the program ends.
TEST_F(SessionsOf, BeginInMemoryAloneWhereTheDiskTakesNothing) {
  std::signal(SIGXFSZ, SIG_IGN);
  Sessions sessions(database);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit nothing{0, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &nothing);
  const std::string token = begin(sessions, start);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_NE(sessions.find(token, start), nullptr);
  EXPECT_EQ(rows(), 0);
  EXPECT_EQ(Sessions(database).find(token, start), nullptr);
  EXPECT_TRUE(sessions.end(token));
  EXPECT_EQ(sessions.find(token, start), nullptr);
  EXPECT_NE(sessions.find(begin(sessions, start), start), nullptr);
  EXPECT_EQ(rows(), 1);
}

// Readers hammer while the log-out runs: those who find the session in memory, and those who have
// to read its row, as after a restart.
TEST_F(SessionsOf, NobodyBringsBackASessionThatEndsWhileHeReadsIt) {
  Sessions sessions(database);
  int lived_on = 0, found = 0;
  for (int round = 0; round < 40; ++round) {
    const std::string token = begin(sessions, start);
    Sessions after_restart(database);
    Sessions& read_by = round % 2 == 0 ? sessions : after_restart;
    std::atomic<bool> is_over = false;
    std::atomic<int> reads = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i)
      readers.emplace_back([&] {
        while (!is_over) {
          if (read_by.find(token, start)) ++reads;
          read_by.save_use(token, start.wall);
        }
      });
    if (round % 4 < 2)
      while (reads == 0) std::this_thread::yield();
    EXPECT_TRUE(read_by.end(token));
    if (read_by.find(token, start)) ++lived_on;
    is_over = true;
    readers.clear();
    found += reads;
    if (read_by.find(token, start)) ++lived_on;
    if (Sessions(database).find(token, start)) ++lived_on;
  }
  EXPECT_EQ(lived_on, 0);
  EXPECT_GT(found, 20) << "somebody must have read them";
  EXPECT_EQ(rows(), 0) << "and no use that is saved late makes a row again";
}

TEST_F(SessionsOf, ALogOutThatTheDiskDoesNotTakeSaysSoAndIsFinishedLater) {
  Sessions sessions(database);
  const std::string token = begin(sessions, start);
  {
    Connection other(database, OpenFor::writing);
    other.run("ALTER TABLE sessions RENAME TO not_to_be_reached");
  }
  EXPECT_FALSE(sessions.end(token));
  EXPECT_FALSE(sessions.find(token, start)) << "it is over at once all the same";
  EXPECT_FALSE(sessions.finish_ends());
  {
    Connection other(database, OpenFor::writing);
    other.run("ALTER TABLE not_to_be_reached RENAME TO sessions");
  }
  EXPECT_EQ(rows(), 1);
  EXPECT_FALSE(sessions.find(token, start)) << "the row is there again, the session is not";
  EXPECT_TRUE(sessions.finish_ends());
  EXPECT_EQ(rows(), 0);
  EXPECT_FALSE(sessions.find(token, start));
  EXPECT_FALSE(Sessions(database).find(token, start)) << "nor after a restart";
}

TEST_F(SessionsOf, AllThatTheDiskDoesNotLetEndAreOverAtOnceAndFinishedLater) {
  const std::string elsewhere = Sessions(database).begin(BodyNo{1}, person, start, random).token;
  Sessions sessions(database);
  const std::string here = begin(sessions, start), mine = begin(sessions, start);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit nothing{0, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &nothing);
  const bool is_on_the_disk = sessions.end_all(BodyNo{1}, person, mine);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(is_on_the_disk);
  EXPECT_FALSE(sessions.find(here, start));
  EXPECT_FALSE(sessions.find(elsewhere, start)) << "of which nothing was in memory";
  EXPECT_TRUE(sessions.find(mine, start));
  EXPECT_EQ(rows(), 3);
  EXPECT_TRUE(sessions.finish_ends());
  EXPECT_EQ(rows(), 1);
  EXPECT_FALSE(sessions.find(elsewhere, start));
  EXPECT_TRUE(sessions.find(mine, start));
}

// The rows of all but one went with the act; readers hammer meanwhile.
TEST_F(SessionsOf, FollowAnActThatHasTakenTheirRows) {
  Sessions sessions(database);
  const std::string one = begin(sessions, start), mine = begin(sessions, start);
  std::atomic<bool> is_over = false;
  std::jthread reader([&] {
    while (!is_over) sessions.find(one, start);
  });
  {
    Connection other(database, OpenFor::writing);
    drop_session_rows_of(other, BodyNo{1}, person, session_key_of(mine));
  }
  sessions.follow({.body = BodyNo{1},
                   .person = person,
                   .ends_sessions = true,
                   .session = session_key_of(mine)});
  EXPECT_FALSE(sessions.find(one, start));
  EXPECT_TRUE(sessions.find(mine, start));
  is_over = true;
  reader.join();
  EXPECT_FALSE(sessions.find(one, start));
}

TEST_F(SessionsOf, AgesByTheTimeThatPassesAndNotByTheClockOnTheWall) {
  struct Case {
    std::int64_t wall, uptime;
    bool is_alive;
  };
  for (const Case& each : {Case{0, hour, true},
                           {10 * 365 * 24 * hour, hour, true},  // put forward by ten years
                           {-24 * hour, hour, true},            // put back by a day
                           {-24 * hour, 2 * hour + second, false},
                           {0, 2 * hour + second, false},
                           {2 * hour, 2 * hour, true}}) {
    Sessions sessions(database);
    const std::string token = begin(sessions, start);
    const auto found = sessions.find(token, later(start, each.wall, each.uptime));
    EXPECT_EQ(found != nullptr, each.is_alive) << each.wall / hour << " " << each.uptime / hour;
  }
}

TEST_F(SessionsOf, InUseLivesTwelveHoursAndNoLonger) {
  Sessions sessions(database);
  const std::string token = begin(sessions, start);
  for (int i = 1; i <= 12; ++i) EXPECT_TRUE(sessions.find(token, later(start, 0, i * hour))) << i;
  EXPECT_FALSE(sessions.find(token, later(start, 0, 12 * hour + second)));
}

TEST_F(SessionsOf, AfterARestartTheRowSaysHowOldItIs) {
  std::string token;
  {
    Sessions sessions(database);
    token = begin(sessions, start);
    sessions.save_use(token, {start.wall.microseconds + hour});
  }
  const auto found_at = [&](std::int64_t wall, std::int64_t uptime) {
    return Sessions(database).find(token, {{start.wall.microseconds + wall}, {uptime}}) != nullptr;
  };
  EXPECT_TRUE(found_at(2 * hour, 5 * second)) << "the machine has been started anew";
  EXPECT_TRUE(found_at(3 * hour, 5 * second));
  EXPECT_FALSE(found_at(3 * hour + second, 900 * hour)) << "idle since it was saved";
  EXPECT_TRUE(found_at(hour - 200 * second, 5 * second)) << "a clock may be set right a little";
  EXPECT_FALSE(found_at(-24 * hour, 5 * second)) << "a session out of the future is none";
  Sessions sessions(database);
  EXPECT_TRUE(sessions.find(token, later(start, 2 * hour, 0)));
  EXPECT_FALSE(sessions.find(token, later(start, 2 * hour, 2 * hour + second)));
}

TEST_F(SessionsOf, BeginningTakesOldRowsAway) {
  Sessions sessions(database);
  begin(sessions, start);
  begin(sessions, later(start, hour, hour));
  EXPECT_EQ(rows(), 2);
  begin(sessions, later(start, 12 * hour + second, 12 * hour + second));
  EXPECT_EQ(rows(), 2);
}

TEST(CookieIn, FindsTheNameThatWasAskedFor) {
  EXPECT_EQ(cookie_in("a=1; chuangyou_session=x; b=2", "chuangyou_session"), "x");
  EXPECT_EQ(cookie_in("not_chuangyou_session=x", "chuangyou_session"), "");
  EXPECT_EQ(cookie_in("chuangyou_session_x=x;chuangyou_session=y", "chuangyou_session"), "y");
  EXPECT_EQ(cookie_in("", "chuangyou_session"), "");
}

}  // namespace
}  // namespace chuangyou
