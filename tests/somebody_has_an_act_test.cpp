// No state leaves an open record in which nobody has an act: whoever was asked may never come back,
// and then those who are there must be able to go on.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "acts_world.h"
#include "campaign/whose_turn.h"
#include "ledgers/all.h"
#include "record/clock.h"
#include "record/well_formed.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

// A record in the state, as it would stand at branch_1 if nobody had filled in who else is
// concerned.
Record in_state(const Ledger& ledger, const State& state, const SmallWorld& world,
                std::string_view unit = "branch_1") {
  Record record(ledger);
  record.unit = SmallWorld::unit(unit);
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

bool somebody_leads_on(const Record& record, const State& state, Moment now,
                       const std::vector<Actor>& there, const Circumstances& circumstances) {
  const Date today = circumstances.zone.date_at(now);
  return std::ranges::any_of(there, [&](const Actor& actor) {
    const auto acts = acts_open_to(actor, record, today, circumstances.path_of);
    return std::ranges::any_of(acts, [&](const Act* act) {
      const Deciding asking{record, record, *act, actor, now, today, {}, circumstances};
      return leads_on(*act, state) && verdict_of(act->closed_to, asking).law == Refusal::none;
    });
  });
}

// The units of the small world as moves and merges may have left them: each below any other.
class AnyTree {
 public:
  explicit AnyTree(std::mt19937& dice) {
    std::vector<std::string_view> units;
    for (const SmallWorld::UnitInWorld& unit : SmallWorld::units) units.push_back(unit.name);
    std::ranges::shuffle(std::span(units).subspan(1), dice);
    for (std::size_t i = 0; i < units.size(); ++i) {
      const std::string above = i == 0 ? "" : path_of(SmallWorld::unit(units[dice() % i]));
      const std::string own = std::to_string(1000 + i);
      paths_[SmallWorld::unit(units[i])] = above + own;
    }
  }
  const std::string& path_of(const Uuid& unit) const {
    static const std::string none;
    const auto found = paths_.find(unit);
    return found == paths_.end() ? none : found->second;
  }
  Post post(Role role, std::string_view unit) const {
    Post held = SmallWorld::post(role, unit);
    held.path = path_of(held.unit);
    return held;
  }
  std::vector<Actor> everybody() const {
    std::vector<Actor> all;
    for (const SmallWorld::UnitInWorld& unit : SmallWorld::units)
      for (std::size_t role = 0; role <= static_cast<std::size_t>(Role::auditor); ++role) {
        const auto held = static_cast<Role>(role);
        all.push_back(SmallWorld::actor(std::string(name_of(held)) + "@" + std::string(unit.name),
                                        {post(held, unit.name)}));
      }
    return all;
  }

 private:
  std::map<Uuid, std::string> paths_;
};

std::string_view any_unit(std::mt19937& dice) {
  return SmallWorld::units[dice() % std::size(SmallWorld::units)].name;
}

bool is_judged_by_its_sender(const Act& act, const Ledger& ledger) {
  const State* to = ledger.state(act.to);
  return to && to->stage == Stage::confirmed &&
         std::ranges::any_of(act.may, [](const Right& right) {
           return right.at == At::subject && right.field.empty();
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
  const Moment now = world.at("2011-03-02 10:00:00");
  const Circumstances circumstances = world.circumstances();
  const std::vector<Actor> there = those_who_are_there();
  // At the very top nobody stands above, and somebody decides all the same.
  for (const std::string_view unit : {"branch_1", "root"})
    for (const State& state : ledger.states) {
      if (state.stage != Stage::open) continue;
      Record record = in_state(ledger, state, world, unit);
      EXPECT_TRUE(somebody_leads_on(record, state, now, there, circumstances))
          << state.name << " at " << unit;
      // Nor is it otherwise once the served have said no and will say nothing more.
      if (!has_claims(ledger)) continue;
      record.first_word = record.last_word = Word{false, {}, {}, record.created_at};
      EXPECT_TRUE(somebody_leads_on(record, state, now, there, circumstances))
          << state.name << " contested at " << unit;
    }
}

// Whatever has become of units and posts since: somebody can go on with what was contested, and
// whoever sent it from outside keeps his word.
TEST_P(EveryState, LeavesSomebodyAnActWhateverBecomesOfUnitsAndPosts) {
  const SmallWorld world;
  const Ledger& ledger = *GetParam();
  const Moment now = world.at("2011-03-02 10:00:00");
  const Date today = make_date(2011, 3, 2);
  Circumstances circumstances = world.circumstances();
  std::mt19937 dice(20110302);
  for (int round = 0; round < 50; ++round) {
    const AnyTree tree(dice);
    const PathOfUnit path_of = [&](const Uuid& unit) -> std::string_view {
      return tree.path_of(unit);
    };
    circumstances.path_of = path_of;
    const Actor sender = SmallWorld::actor("sender", {tree.post(Role::member, any_unit(dice))});
    std::vector<Actor> there = tree.everybody();
    there.push_back(sender);
    for (const State& state : ledger.states) {
      if (state.stage > Stage::claimed || !has_claims(ledger)) continue;
      Record record = in_state(ledger, state, world);
      record.unit = SmallWorld::unit(any_unit(dice));
      record.path = tree.path_of(record.unit);
      record.author = sender.person;
      record.is_from_outside = true;
      record.first_word = record.last_word =
          Word{false, sender.person, sender.posts[0].unit, record.created_at};
      record.noes = {*record.last_word};
      if (state.stage == Stage::open) {
        EXPECT_TRUE(somebody_leads_on(record, state, now, there, circumstances)) << state.name;
        continue;
      }
      const auto open = acts_open_to(sender, record, today, path_of);
      for (const Act& act : ledger.acts)
        if (declaration::contains(act.from, state.name) && is_judged_by_its_sender(act, ledger)) {
          EXPECT_TRUE(std::ranges::find(open, &act) != open.end()) << act.name << round;
        }
    }
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
