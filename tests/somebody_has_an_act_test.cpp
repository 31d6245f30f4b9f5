// No state leaves an open record in which nobody has an act: whoever was asked may never come back,
// and then those who are there must be able to go on.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "acts_world.h"
#include "campaign/whose_turn.h"
#include "ledgers/all.h"
#include "record/clock.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

// A record in the state, as it would stand at branch_1 if nobody had filled in who else is
// concerned.
Record in_state(const Ledger& ledger, const State& state, const SmallWorld& world) {
  Record record(ledger);
  record.unit = SmallWorld::unit("branch_1");
  record.path = SmallWorld::path_of(record.unit);
  record.state = state.name;
  record.created_at = record.state_since = record.clock_started = world.at("2011-03-01 10:00:00");
  record.version = record.opened_by_entry = 1;
  return record;
}

// Everyone who sits at the unit or above it, one post each, and the hotline of another line.
std::vector<Actor> those_who_are_there() {
  std::vector<Actor> there;
  for (std::string_view unit : {"branch_1", "bureau", "root"})
    for (std::size_t role = 0; role <= static_cast<std::size_t>(Role::auditor); ++role) {
      const auto held = static_cast<Role>(role);
      there.push_back(SmallWorld::actor(std::string(name_of(held)) + "@" + std::string(unit),
                                        {SmallWorld::post(held, unit)}));
    }
  there.push_back(SmallWorld::actor("hotline", {SmallWorld::post(Role::operator_, "office")}));
  return there;
}

// Leads on: out of the state, without waiting for anybody who is not there.
bool leads_on(const Act& act, const State& state) {
  return !act.to.empty() && act.to != state.name;
}

bool somebody_leads_on(const Record& record, const State& state, Date today) {
  return std::ranges::any_of(those_who_are_there(), [&](const Actor& actor) {
    const auto acts = acts_open_to(actor, record, today, SmallWorld::path_of);
    return std::ranges::any_of(acts, [&](const Act* act) { return leads_on(*act, state); });
  });
}

// Where nothing is claimed there is nothing to say no to.
bool has_claims(const Ledger& ledger) {
  return std::ranges::any_of(ledger.states,
                             [](const State& state) { return state.stage == Stage::claimed; });
}

class EveryState : public testing::TestWithParam<const Ledger*> {};

TEST_P(EveryState, LetsSomebodyWhoIsThereGoOn) {
  const SmallWorld world;
  const Ledger& ledger = *GetParam();
  const Date today = make_date(2011, 3, 2);
  for (const State& state : ledger.states) {
    if (state.stage != Stage::open) continue;
    Record record = in_state(ledger, state, world);
    EXPECT_TRUE(somebody_leads_on(record, state, today)) << state.name;
    // Nor is it otherwise once the served have said no and will say nothing more.
    if (!has_claims(ledger)) continue;
    record.first_word = record.last_word = Word{false, {}, {}, record.created_at};
    EXPECT_TRUE(somebody_leads_on(record, state, today)) << state.name << " contested";
  }
}

// What a record awaits is somebody's turn, and first of all theirs who stand nearest; those above
// are asked as well once it is late.
TEST_P(EveryState, AsksSomebodyForWhatItAwaits) {
  const SmallWorld world;
  const Circumstances circumstances = world.circumstances();
  const Moment now = world.at("2011-03-02 10:00:00");
  const std::vector<Actor> there = those_who_are_there();
  std::map<Uuid, std::vector<Actor>> at_unit;
  for (const Actor& actor : there) at_unit[actor.posts.front().unit].push_back(actor);
  const SittingAt sitting_at = [&](const Uuid& unit) {
    return std::span<const Actor>(at_unit[unit]);
  };
  for (const State& state : GetParam()->states) {
    const Record record = in_state(*GetParam(), state, world);
    const auto turns = [&](const Actor& actor, bool is_late) {
      return turns_of(actor, record, is_late, now, circumstances, sitting_at);
    };
    const auto is_blocked = [&](const Actor& actor) {
      return std::ranges::any_of(GetParam()->acts, [&](const Act& act) {
        return is_awaited(record, act) && would_be_refused(record, act, actor, now, circumstances);
      });
    };
    const bool is_awaited_here = std::ranges::any_of(
        GetParam()->acts, [&](const Act& act) { return is_awaited(record, act); });
    const bool is_asked = std::ranges::any_of(
        there, [&](const Actor& actor) { return !turns(actor, false).empty(); });
    if (state.stage == Stage::open) {
      EXPECT_EQ(is_asked, is_awaited_here) << state.name;
    }
    for (const Actor& actor : there) {
      EXPECT_GE(turns(actor, true).size(), turns(actor, false).size()) << state.name;
      for (const Turn& turn : turns(actor, false)) {
        EXPECT_NE(turn.because, Because::late);
        // Where what is awaited would be refused, something else is asked in its place.
        EXPECT_TRUE(is_awaited(record, *turn.act) || is_blocked(actor)) << turn.act->name;
      }
    }
  }
}

TEST_P(EveryState, EndsEveryPauseByItself) {
  const SmallWorld world;
  const Ledger& ledger = *GetParam();
  for (const Act& pausing : ledger.acts) {
    if (pausing.pause != Pause::starts) continue;
    Record record = in_state(ledger, *ledger.state(pausing.to), world);
    record.deadline = ledger.deadlines.front().name;
    record.pauses.push_back({record.created_at, std::nullopt});
    const std::optional<Moment> due = due_at(record, world.circumstances());
    ASSERT_TRUE(due) << pausing.name;
    const Act* then = ledger.act(act_when_due(record));
    ASSERT_NE(then, nullptr) << pausing.name;
    Actor clock;
    clock.is_the_clock = true;
    const auto changes =
        decide(record, Asked{*then, {}, {}, {}}, clock, *due, world.circumstances());
    ASSERT_TRUE(changes) << name_of(changes.error().law);
    apply(record, *changes, *due, {}, 2);
    EXPECT_TRUE(record.pauses.back().until);
    EXPECT_TRUE(due_at(record, world.circumstances())) << "counts again";
  }
}

INSTANTIATE_TEST_SUITE_P(Ledgers, EveryState,
                         testing::ValuesIn(all_ledgers().begin(), all_ledgers().end()),
                         [](const auto& each) { return std::string(each.param->name); });

}  // namespace
}  // namespace chuangyou
