#include "journal/roll_up.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace chuangyou {
namespace {

UnitId id_of(int number) {
  Uuid id;
  id.bytes[0] = 1;
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return UnitId(id);
}

Unit unit_of(int number, int parent) {
  Unit unit;
  unit.id = id_of(number);
  unit.name = "unit";
  if (parent >= 0) unit.administrative_parent = id_of(parent);
  return unit;
}

// 0 ─┬ 1 ─ 3
//    └ 2
Tree small_tree() {
  Tree tree;
  int parents[] = {-1, 0, 0, 1};
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(tree.put(unit_of(i, parents[i])));
  return tree;
}

Counted at_unit(int unit, Stage stage = Stage::open) {
  Counted one;
  one.unit = id_of(unit);
  one.stage = stage;
  return one;
}

std::int64_t count(const RollUp& roll_up, UnitNo unit, Count kind,
                   std::string_view ledger = "tasks") {
  return roll_up.counts(ledger, unit)[static_cast<std::size_t>(kind)];
}

TEST(RollUp, CountsAlongTheLineOfDuty) {
  Tree tree = small_tree();
  RollUp roll_up(tree, Moment{100});
  roll_up.follow("tasks", std::nullopt, at_unit(3));
  roll_up.follow("tasks", std::nullopt, at_unit(2));
  roll_up.follow("problems", std::nullopt, at_unit(2));
  for (UnitNo unit : {0, 1, 2, 3})
    EXPECT_EQ(count(roll_up, unit, Count::open), unit == 0 ? 2 : 1) << unit;
  EXPECT_EQ(count(roll_up, 0, Count::all, "problems"), 1);
  EXPECT_EQ(roll_up.counts("promises", 0), Counts{});
  EXPECT_EQ(roll_up.counts("tasks", 4), Counts{});

  roll_up.follow("tasks", at_unit(3), at_unit(2));  // a transfer
  EXPECT_EQ(count(roll_up, 1, Count::all), 0);
  EXPECT_EQ(count(roll_up, 2, Count::all), 2);
  roll_up.follow("tasks", at_unit(2), std::nullopt);  // an import undone
  EXPECT_EQ(count(roll_up, 0, Count::all), 1);
  EXPECT_THROW(roll_up.follow("tasks", std::nullopt, at_unit(9)), std::logic_error);
}

TEST(RollUp, EachKindCountsWhatItSays) {
  Tree tree = small_tree();
  auto counted_alone = [&](const Counted& one) {
    RollUp roll_up(tree, Moment{100});
    roll_up.follow("tasks", std::nullopt, one);
    std::vector<std::string_view> kinds;
    for (std::size_t kind = 0; kind < count_kinds; ++kind)
      if (roll_up.counts("tasks", 0)[kind]) kinds.push_back(count_names[kind]);
    return kinds;
  };
  using Kinds = std::vector<std::string_view>;
  Counted one = at_unit(0);
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "open"}));
  one.due_at = Moment{101};
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "open"}));
  one.due_at = Moment{100};
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "open", "open_overdue"}));
  one.word = false;
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "open", "open_overdue", "contested"}));
  one = at_unit(0, Stage::claimed);
  one.due_at = Moment{50};
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "claimed"}));
  one.on_time = true;
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "claimed", "closed_on_time"}));
  one.stage = Stage::confirmed;
  one.on_time = false;
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "confirmed", "closed_late"}));
  one.implausible = true;
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "confirmed", "implausible"}));
  one = at_unit(0, Stage::ended);
  one.on_time = true;
  EXPECT_EQ(counted_alone(one), (Kinds{"all", "closed_on_time", "ended"}));
  one.word = true;
  one.on_time = false;
  one.kept_first = true;
  one.is_history = true;
  EXPECT_EQ(counted_alone(one),
            (Kinds{"all", "closed_late", "ended", "said_yes", "kept_first", "history"}));
}

TEST(RollUp, GrowsWithTheTree) {
  Tree tree = small_tree();
  RollUp roll_up(tree, Moment{100});
  roll_up.follow("tasks", std::nullopt, at_unit(3));
  ASSERT_TRUE(tree.put(unit_of(4, 3)));
  EXPECT_EQ(roll_up.counts("tasks", 4), Counts{});
  roll_up.follow("tasks", std::nullopt, at_unit(4));
  EXPECT_EQ(count(roll_up, 4, Count::all), 1);
  EXPECT_EQ(count(roll_up, 1, Count::all), 2);
  Tree empty;
  RollUp first(empty, Moment{1});
  EXPECT_EQ(first.counts("tasks", 0), Counts{});
}

TEST(RollUp, ASnapshotBelongsToItsTree) {
  Tree tree = small_tree();
  RollUp roll_up(tree, Moment{100});
  roll_up.follow("tasks", std::nullopt, at_unit(3));
  std::string snapshot = roll_up.snapshot();
  RollUp other(tree, Moment{7});
  for (std::size_t size = 0; size < snapshot.size(); ++size)
    ASSERT_FALSE(other.restore(std::string_view(snapshot).substr(0, size))) << size;
  for (std::size_t at = 0; at < snapshot.size(); ++at) {
    std::string damaged = snapshot;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    ASSERT_FALSE(other.restore(damaged)) << at;
  }
  EXPECT_FALSE(other.restore(snapshot + "x"));
  EXPECT_EQ(other.at(), Moment{7});
  EXPECT_EQ(other.counts("tasks", 0), Counts{});
  EXPECT_TRUE(other.restore(snapshot));
  EXPECT_EQ(other.at(), Moment{100});
  EXPECT_EQ(other.counts("tasks", 1), roll_up.counts("tasks", 1));

  Tree moved = tree;
  ASSERT_TRUE(moved.put(unit_of(3, 2)));
  EXPECT_FALSE(RollUp(moved, Moment{100}).restore(snapshot));
  Tree larger = tree;
  ASSERT_TRUE(larger.put(unit_of(4, 2)));
  EXPECT_FALSE(RollUp(larger, Moment{100}).restore(snapshot));
}

TEST(RollUp, TakesMemoryForLedgersWithEntriesOnly) {
  Tree tree = small_tree();
  RollUp roll_up(tree, Moment{100});
  std::size_t empty = roll_up.bytes_held();
  roll_up.follow("tasks", std::nullopt, at_unit(3));
  // Two kinds, `all` and `open`.
  EXPECT_EQ(roll_up.bytes_held() - empty, 2 * 4 * sizeof(std::uint32_t));
}

// --- against a recount of every record ---

struct World {
  Tree tree;
  Moment at{100};
  std::vector<std::pair<std::string, Counted>> records;
};

Counts recounted(const World& world, std::string_view ledger, UnitNo unit) {
  Counts counts{};
  auto add = [&](Count kind, bool holds) { counts[static_cast<std::size_t>(kind)] += holds; };
  for (const auto& [name, one] : world.records) {
    if (name != ledger || !world.tree.path_of(one.unit).starts_with(world.tree.path_of(unit)))
      continue;
    add(Count::all, true);
    add(Count::open, one.stage == Stage::open);
    add(Count::open_overdue, one.stage == Stage::open && one.due_at && *one.due_at <= world.at);
    add(Count::claimed, one.stage == Stage::claimed);
    add(Count::confirmed, one.stage == Stage::confirmed);
    add(Count::contested, one.word && !*one.word);
    add(Count::closed_on_time, !one.implausible && one.on_time && *one.on_time);
    add(Count::closed_late, !one.implausible && one.on_time && !*one.on_time);
    add(Count::said_yes, one.word && *one.word);
    add(Count::kept_first, one.kept_first && *one.kept_first);
    add(Count::history, one.is_history);
    add(Count::implausible, one.implausible);
    add(Count::ended, one.stage == Stage::ended);
  }
  return counts;
}

void expect_recounted(const World& world, const RollUp& roll_up) {
  for (std::string_view ledger : {"tasks", "problems"})
    for (UnitNo unit = 0; unit < world.tree.size(); ++unit)
      RC_ASSERT(roll_up.counts(ledger, unit) == recounted(world, ledger, unit));
}

Counted any_counted(const World& world) {
  Counted one = at_unit(*rc::gen::inRange(0, static_cast<int>(world.tree.size())));
  one.stage = static_cast<Stage>(*rc::gen::inRange(0, 4));
  if (*rc::gen::arbitrary<bool>()) one.word = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) one.kept_first = *rc::gen::arbitrary<bool>();
  one.is_history = *rc::gen::arbitrary<bool>();
  one.implausible = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) one.due_at = Moment{*rc::gen::inRange(90, 130)};
  if (*rc::gen::arbitrary<bool>()) one.unit_no = number_in_path(world.tree.path_of(one.unit));
  if (*rc::gen::arbitrary<bool>()) one.on_time = *rc::gen::arbitrary<bool>();
  return one;
}

void act(World& world, RollUp& roll_up) {
  bool opens = world.records.empty() || *rc::gen::inRange(0, 2) == 0;
  if (opens) {
    std::string ledger = *rc::gen::element<std::string>("tasks", "problems");
    world.records.emplace_back(ledger, any_counted(world));
    roll_up.follow(ledger, std::nullopt, world.records.back().second);
    return;
  }
  auto at = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, world.records.size()));
  auto& [ledger, before] = world.records[static_cast<std::size_t>(at)];
  if (*rc::gen::inRange(0, 5) == 0) {
    roll_up.follow(ledger, before, std::nullopt);
    world.records.erase(world.records.begin() + at);
    return;
  }
  Counted after = any_counted(world);
  if (*rc::gen::arbitrary<bool>()) {
    after.unit = before.unit;
    after.unit_no = no_unit;
  }
  roll_up.follow(ledger, before, after);
  before = after;
}

// As jobs do it: each ledger with the old moment, then the new one for all.
void let_time_pass(World& world, RollUp& roll_up) {
  Moment now{world.at.microseconds + *rc::gen::inRange(0, 10)};
  for (std::string_view ledger : {"tasks", "problems"}) {
    std::vector<Counted> fell_due;
    for (const auto& [name, one] : world.records)
      if (name == ledger && one.stage == Stage::open && one.due_at && *one.due_at > world.at &&
          *one.due_at <= now)
        fell_due.push_back(one);
    if (!fell_due.empty()) roll_up.advance(roll_up.at(), ledger, fell_due);
  }
  roll_up.advance(now, {}, {});
  world.at = now;
}

void change_the_tree(World& world, RollUp& roll_up) {
  int units = static_cast<int>(world.tree.size());
  int no = *rc::gen::inRange(1, units + 3);
  (void)world.tree.put(unit_of(std::min(no, units), *rc::gen::inRange(0, units)));  // or refused
  roll_up.reshape(world.tree);
}

RC_GTEST_PROP(RollUpProperty, EqualsARecountWhateverHappens, ()) {
  World world;
  world.tree = small_tree();
  RollUp roll_up(world.tree, world.at);
  int steps = *rc::gen::inRange(1, 80);
  for (int step = 0; step < steps; ++step) {
    int what = *rc::gen::inRange(0, 10);
    if (what < 7) {
      act(world, roll_up);
    } else if (what == 7) {
      let_time_pass(world, roll_up);
    } else if (what == 8) {
      change_the_tree(world, roll_up);
    } else {
      RollUp again(world.tree, Moment{1});
      RC_ASSERT(again.restore(roll_up.snapshot()));
      RC_ASSERT(again.at() == world.at);
      RC_ASSERT(again.snapshot() == roll_up.snapshot());
      expect_recounted(world, again);
    }
  }
  expect_recounted(world, roll_up);
}

FlowCounts flows_of(const RollUp& roll_up, UnitNo unit) {
  return roll_up.flows("tasks", unit, Date{0}, Date{100});
}

TEST(RollUp, HoldsWhatHappenedByDayAndForgetsOldDays) {
  Tree tree = small_tree();
  RollUp roll_up(tree, Moment{100});
  roll_up.forget_flows_before(Date{10});
  roll_up.flow("tasks", {3, Date{9}, bit_of(Happened::opened)});  // lies on the disk alone
  roll_up.flow("tasks", {3, Date{10}, bit_of(Happened::opened)});
  roll_up.flow("tasks", {2, Date{11}, bit_of(Happened::opened)});
  EXPECT_EQ(flows_of(roll_up, 0)[0], 2);
  EXPECT_EQ(flows_of(roll_up, 1)[0], 1);
  EXPECT_EQ(roll_up.flows("tasks", 0, Date{11}, Date{11})[0], 1);
  EXPECT_EQ(roll_up.flows("problems", 0, Date{10}, Date{11})[0], 0);
  roll_up.flow("tasks", {2, Date{11}, bit_of(Happened::opened), -1});
  EXPECT_EQ(flows_of(roll_up, 0)[0], 1);
  roll_up.forget_flows_before(Date{11});
  EXPECT_EQ(flows_of(roll_up, 0), FlowCounts{});
  EXPECT_EQ(roll_up.flows_from(), Date{11});
  EXPECT_THROW(roll_up.flow("tasks", {9, Date{11}, 1}), std::logic_error);
}

// Whatever moves and merges in whatever order: the flows stand where counting them anew puts them,
// and so they do after a snapshot.
RC_GTEST_PROP(RollUp, FlowsFollowThePresentTree, ()) {
  Tree tree;
  const int units = *rc::gen::inRange(2, 12);
  for (int i = 0; i < units; ++i)
    RC_ASSERT(tree.put(unit_of(i, i == 0 ? -1 : *rc::gen::inRange(0, i))).has_value());
  RollUp roll_up(tree, Moment{1});
  std::vector<FlowChange> all;
  const int steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    const int one = *rc::gen::inRange(0, units), other = *rc::gen::inRange(0, units);
    switch (*rc::gen::inRange(0, 4)) {
      case 0: {  // refused where it would go below itself
        Unit moved = tree.unit(one);
        if (one == 0) break;
        moved.administrative_parent = id_of(other);
        if (tree.put(std::move(moved))) roll_up.reshape(tree);
        break;
      }
      case 1: {
        if (one == 0 || one == other || !tree.children_of(one).empty()) break;
        Unit merged = tree.unit(one);
        merged.is_closed = true;
        merged.merged_into = id_of(other);
        RC_ASSERT(tree.put(std::move(merged)).has_value());
        roll_up.reshape(tree);
        break;
      }
      default:
        all.push_back({one, Date{*rc::gen::inRange(0, 5)},
                       static_cast<HappenedBits>(*rc::gen::inRange(1, 256))});
        roll_up.flow("tasks", all.back());
    }
  }
  RollUp anew(tree, Moment{1});
  for (const FlowChange& change : all) anew.flow("tasks", change);
  RollUp restored(tree, Moment{1});
  RC_ASSERT(restored.restore(roll_up.snapshot()));
  for (UnitNo no = 0; no < units; ++no) {
    RC_ASSERT(flows_of(roll_up, no) == flows_of(anew, no));
    RC_ASSERT(flows_of(restored, no) == flows_of(anew, no));
  }
}

}  // namespace
}  // namespace chuangyou
