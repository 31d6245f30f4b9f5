#include "campaign/house_clock.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

using Doubt = HouseClock::Doubt;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t year = 365 * day;
constexpr Moment last_entry{1'800'000'000 * second};

// A machine whose two clocks the test moves.
struct Machine {
  Moment wall{last_entry.microseconds + day};
  Uptime uptime{500 * second};

  Clocks clocks() {
    return {[this] { return wall; }, [this] { return uptime; }};
  }
  void pass(std::int64_t microseconds) {
    wall.microseconds += microseconds;
    uptime.microseconds += microseconds;
  }
  void step(std::int64_t microseconds) { wall.microseconds += microseconds; }
};

TEST(HouseClock, AtStartIsHeldAgainstTheLastEntry) {
  struct Case {
    std::int64_t after;
    Doubt doubt;
  };
  for (const Case& each : {Case{0, Doubt::none},
                           {-hour, Doubt::none},
                           {-hour - second, Doubt::before_the_last_entry},
                           {-10 * year, Doubt::before_the_last_entry},
                           {31 * day, Doubt::none},
                           {31 * day + second, Doubt::long_after_the_last_entry},
                           {10 * year, Doubt::long_after_the_last_entry}}) {
    Machine machine;
    machine.wall = {last_entry.microseconds + each.after};
    HouseClock clock(machine.clocks(), last_entry, false);
    EXPECT_EQ(clock.look().doubt, each.doubt) << each.after / hour;
    machine.pass(5 * day);
    EXPECT_EQ(clock.look().doubt, each.doubt) << "time that passes changes nothing";
    const std::int64_t believed = each.doubt == Doubt::none ? each.after : 0;
    EXPECT_EQ(clock.now().microseconds, last_entry.microseconds + believed + 5 * day);
    EXPECT_EQ(HouseClock(machine.clocks(), last_entry, true).look().doubt, Doubt::none);
    EXPECT_EQ(HouseClock(machine.clocks(), std::nullopt, false).look().doubt, Doubt::none);
  }
}

TEST(HouseClock, WhileItRunsIsHeldAgainstTheUptime) {
  struct Case {
    std::int64_t step;
    Doubt doubt;
  };
  for (const Case& each : {Case{0, Doubt::none},
                           {hour, Doubt::none},
                           {-hour, Doubt::none},
                           {hour + second, Doubt::put_forward},
                           {-hour - second, Doubt::put_back},
                           {10 * year, Doubt::put_forward},
                           {-10 * year, Doubt::put_back}}) {
    Machine machine;
    HouseClock clock(machine.clocks(), last_entry, false);
    machine.pass(3 * day);
    const Moment before = clock.now();
    EXPECT_EQ(before, machine.wall);
    machine.step(each.step);
    EXPECT_EQ(clock.look().doubt, each.doubt) << each.step / hour;
    EXPECT_EQ(clock.look().drift_seconds, each.step / second);
    EXPECT_EQ(clock.now(), each.doubt == Doubt::none ? machine.wall : before);
    machine.pass(hour);
    EXPECT_EQ(clock.look().doubt, each.doubt);
    const bool goes_on_alone = each.doubt != Doubt::none;
    EXPECT_EQ(clock.now().microseconds,
              goes_on_alone ? before.microseconds + hour : machine.wall.microseconds);
    machine.step(-each.step);
    EXPECT_EQ(clock.look().doubt, Doubt::none) << "it fits again";
    EXPECT_EQ(clock.now(), machine.wall);
  }
}

// Half an hour again and again is as wrong in the end as a year at once.
TEST(HouseClock, ManySmallStepsAddUp) {
  Machine machine;
  HouseClock clock(machine.clocks(), last_entry, false);
  for (int i = 0; i < 2; ++i) {
    machine.step(hour / 2);
    EXPECT_EQ(clock.look().doubt, Doubt::none);
  }
  machine.step(hour / 2);
  EXPECT_EQ(clock.look().doubt, Doubt::put_forward);
}

TEST(HouseClock, ThatWasWrongAtStartAndIsSetRightFits) {
  Machine machine;
  machine.wall = {0};  // a battery that is empty
  HouseClock clock(machine.clocks(), last_entry, false);
  EXPECT_EQ(clock.look().doubt, Doubt::before_the_last_entry);
  machine.pass(hour);
  machine.wall = {last_entry.microseconds + 2 * day};
  const HouseClock::View seen = clock.look();
  EXPECT_EQ(seen.doubt, Doubt::none);
  EXPECT_EQ(seen.moved_microseconds, 2 * day - hour) << "the house stood at the entry and an hour";
  EXPECT_EQ(clock.now(), machine.wall);
  EXPECT_EQ(clock.look().moved_microseconds, 0);
}

TEST(HouseClock, ThatIsConfirmedIsBelievedFromThenOn) {
  for (const std::int64_t step : {10 * year, -10 * year}) {
    Machine machine;
    HouseClock clock(machine.clocks(), last_entry, false);
    machine.step(step);
    EXPECT_NE(clock.look().doubt, Doubt::none);
    EXPECT_EQ(clock.confirm().moved_microseconds, step);
    EXPECT_EQ(clock.look().doubt, Doubt::none);
    EXPECT_EQ(clock.now(), machine.wall);
    machine.step(-step);
    EXPECT_NE(clock.look().doubt, Doubt::none) << "and what was right before is doubted now";
  }
}

}  // namespace
}  // namespace chuangyou
