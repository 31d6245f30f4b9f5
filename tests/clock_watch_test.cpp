// What is shown as of a past day while the machine's clock is put right.
#include "jobs/clock_watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <shared_mutex>
#include <thread>

#include "world/world.h"

namespace chuangyou {
namespace {

TEST(ClockWatch, KeepsAShownDayWhereItIsWhileManyReadIt) {
  world::TemporaryFolder folder;
  world::World world(folder.path(),
                     {.shown_as_of = make_date(2019, 7, 1), .start = "2024-05-06T03:00:00Z"});
  const Moment last_entry = world.now();
  std::atomic<Moment> wall = Moment{};  // a battery that is empty
  HouseClock clock({[&wall] { return wall.load(); }, [] { return Uptime{}; }}, last_entry, false);
  Health health;
  ClockWatch watch(clock, world.bodies(), world.writer(), health);
  const Moment before = body_now(world.province(), clock.now());
  std::atomic<bool> has_begun = false;
  {
    std::jthread reader([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        (void)body_now(world.province(), clock.now());
        has_begun = true;
      }
    });
    while (!has_begun) std::this_thread::yield();
    wall = Moment{last_entry.microseconds + 24 * 3'600'000'000};
    watch.round();
  }
  EXPECT_EQ(clock.now(), wall.load());
  EXPECT_EQ(body_now(world.province(), clock.now()), before);
}

// Work that falls due is looked for under the body's lock, and figures that were moved ahead never
// go back: nobody who holds it sees the clock put right and the shown day not yet.
TEST(ClockWatch, ShowsNoDayThatNeverWasWhileTheClockIsPutRight) {
  world::TemporaryFolder folder;
  world::World world(folder.path(),
                     {.shown_as_of = make_date(2019, 7, 1), .start = "2024-05-06T03:00:00Z"});
  const Moment last_entry = world.now();
  Health health;
  for (int round = 0; round < 200; ++round) {
    std::atomic<Moment> wall = Moment{};
    HouseClock clock({[&wall] { return wall.load(); }, [] { return Uptime{}; }}, last_entry, false);
    ClockWatch watch(clock, world.bodies(), world.writer(), health);
    const auto shown = [&] {
      const std::shared_lock lock(world.province().lock);
      return body_now(world.province(), clock.now());
    };
    const Moment before = shown();
    std::atomic<bool> has_begun = false;
    std::atomic<Moment> latest = before;
    {
      std::jthread reader([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          latest = std::max(latest.load(), shown());
          has_begun = true;
        }
      });
      while (!has_begun) std::this_thread::yield();
      wall = Moment{last_entry.microseconds + 24 * 3'600'000'000};
      watch.round();
    }
    ASSERT_EQ(latest.load(), before) << "round " << round;
  }
}

}  // namespace
}  // namespace chuangyou
