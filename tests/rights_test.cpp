// Every cell of ledger × act × role × place: what decide() allows against a second reading of the
// declared rights, made here over names and parents of units and never over right_of() or paths.
#include <gtest/gtest.h>

#include <algorithm>

#include "acts_world.h"
#include "ledgers/all.h"
#include "record/well_formed.h"

namespace chuangyou {
namespace {

constexpr std::string_view own_unit = "branch_1";
constexpr std::string_view served_unit = "branch_3";
constexpr std::string_view co_units[] = {"branch_2", "office"};
constexpr std::size_t post_roles = static_cast<std::size_t>(Role::auditor) + 1;

enum class Being { other, author, named };  // who the acting person is to the record

struct Who {
  Role role = Role::member;
  std::string_view unit = {};  // empty: a citizen or the clock
  Being being = Being::other;
  bool is_the_clock = false, holds_receipt = false, is_a_consequence = false;
};

bool is_above(std::string_view upper, std::string_view lower) {
  for (std::string_view at = SmallWorld::parent_of(lower); !at.empty();
       at = SmallWorld::parent_of(at))
    if (at == upper) return true;
  return false;
}

bool stands(std::string_view unit, At at, std::string_view anchor) {
  switch (at) {
    case At::own:
      return unit == anchor;
    case At::above:
      return is_above(unit, anchor);
    case At::own_or_above:
      return unit == anchor || is_above(unit, anchor);
    case At::anywhere:
      return true;
    case At::subject:
      return false;
  }
  return false;
}

// Which units a right looks at: the record's own, or those that the fixture put into its field.
std::vector<std::string_view> anchors(const Ledger& ledger, const Right& right, bool opens) {
  if (right.field.empty()) return {own_unit};
  if (opens) return {};  // the fixture opens records with empty fields
  if (ledger.field(right.field)->kind == Kind::unit) return {served_unit};
  return {std::begin(co_units), std::end(co_units)};
}

bool allows(const Ledger& ledger, const Right& right, const Who& who, bool opens) {
  if (who.is_the_clock) return right.role == Role::the_clock;
  if (who.is_a_consequence) return right.role == Role::consequence;
  if (who.unit.empty())
    return right.role == Role::citizen && (right.at == At::anywhere || who.holds_receipt);
  if (right.role != Role::signed_in && right.role != who.role) return false;
  if (right.at == At::subject)
    return right.field.empty() ? opens || who.being == Being::author
                               : !opens && who.being == Being::named;
  for (std::string_view anchor : anchors(ledger, right, opens))
    if (stands(who.unit, right.at, anchor)) return true;
  return false;
}

// Who told what the served alone may judge has a sender's part in it and no other.
bool is_held_to_his_part(const Ledger& ledger, const Right& right, const Who& who, bool opens) {
  const bool is_senders = right.at == At::subject && right.field.empty();
  return !ledger.conceals.from.empty() && !opens && !who.unit.empty() &&
         who.being == Being::author && !is_senders;
}

bool allows(const Ledger& ledger, const Act& act, const Who& who) {
  for (const Right& right : act.may)
    if (!is_held_to_his_part(ledger, right, who, act.from.empty()) &&
        allows(ledger, right, who, act.from.empty()))
      return true;
  return false;
}

bool is_of_the_line(std::string_view unit) {
  return unit == own_unit || is_above(unit, own_unit) || is_above(own_unit, unit);
}

// Whether the act would also be heard from him: the served are named here, so nobody of the line
// judges, and nothing was entered late.
bool is_heard(const Ledger& ledger, const Act& act, const Who& who) {
  if (act.confirms_entry) return false;
  const State* to = act.to.empty() ? nullptr : ledger.state(act.to);
  if (!to || who.unit.empty()) return true;
  const bool judges = to->stage == Stage::confirmed || to->is_contested;
  return !judges || !is_of_the_line(who.unit);
}

Record record_in(const Ledger& ledger, std::string_view state) {
  Record record(ledger);
  if (state.empty()) return record;
  record.state = state;
  record.unit = SmallWorld::unit(own_unit);
  record.path = SmallWorld::path_of(record.unit);
  record.author = PersonId(SmallWorld::id_of("person", "author"));
  for (const FieldSpec& field : ledger.fields) {
    // Nobody is concerned here; who is, has tests of its own below.
    if (field.name == ledger.conceals.from || field.name == ledger.conceals.rated) continue;
    if (field.kind == Kind::unit) record.set(field.name, SmallWorld::unit(served_unit));
    if (field.kind == Kind::person) record.set(field.name, SmallWorld::id_of("person", "named"));
    if (field.kind != Kind::units) continue;
    std::vector<Uuid> units;
    for (std::string_view unit : co_units) units.push_back(SmallWorld::unit(unit));
    record.set(field.name, units);
  }
  return record;
}

Actor actor_of(const Who& who, std::optional<Date> until = {}) {
  Actor actor;
  actor.is_the_clock = who.is_the_clock;
  actor.holds_receipt = who.holds_receipt;
  actor.is_a_consequence = who.is_a_consequence;
  if (who.unit.empty()) return actor;
  constexpr std::string_view names[] = {"other", "author", "named"};
  Post post = SmallWorld::post(who.role, who.unit);
  post.until = until;
  return SmallWorld::actor(names[static_cast<std::size_t>(who.being)], {post});
}

std::vector<Who> everybody() {
  std::vector<Who> all = {
      {.is_the_clock = true}, {}, {.holds_receipt = true}, {.is_a_consequence = true}};
  for (std::size_t role = 0; role < post_roles; ++role)
    for (const SmallWorld::UnitInWorld& unit : SmallWorld::units)
      for (Being being : {Being::other, Being::author, Being::named})
        all.push_back({.role = static_cast<Role>(role), .unit = unit.name, .being = being});
  return all;
}

std::string text_of(const Ledger& ledger, const Act& act, std::string_view state, const Who& who) {
  return std::string(ledger.name) + "." + std::string(act.name) + " in " + std::string(state) +
         " by " +
         (who.is_the_clock       ? "the clock"
          : who.is_a_consequence ? "an effect"
                                 : std::string(name_of(who.role))) +
         "@" + std::string(who.unit) + " being " + std::to_string(static_cast<int>(who.being));
}

class RightsMatrix : public testing::Test {
 protected:
  bool is_let(const Record& record, const Act& act, const Actor& actor) const {
    Asked asked{act, {}, "理由", {}};
    if (act.from.empty()) asked.unit = SmallWorld::unit(own_unit);
    Result<Changes> changes = decide(record, asked, actor, now, world.circumstances());
    return changes || changes.error().law != Refusal::post_does_not_allow_this;
  }
  std::vector<std::string_view> states_before(const Act& act) const {
    if (act.from.empty()) return {std::string_view{}};
    return {act.from.begin(), act.from.end()};
  }

  SmallWorld world;
  Moment now = world.at("2011-03-01 10:00:00");
  Date today = world.zone.date_at(now);
};

TEST_F(RightsMatrix, EveryCellIsAsDeclared) {
  std::int64_t cells = 0;
  for (const Ledger* ledger : all_ledgers())
    for (const Act& act : ledger->acts) {
      std::int64_t allowed = 0, denied = 0;
      for (std::string_view state : states_before(act)) {
        const Record record = record_in(*ledger, state);
        for (const Who& who : everybody()) {
          bool expected = allows(*ledger, act, who);
          (expected ? allowed : denied) += 1;
          EXPECT_EQ(is_let(record, act, actor_of(who)), expected)
              << text_of(*ledger, act, state, who);
        }
      }
      EXPECT_GT(allowed, 0) << ledger->name << "." << act.name;
      EXPECT_GT(denied, 0) << ledger->name << "." << act.name;
      cells += allowed + denied;
    }
  RecordProperty("cells", std::to_string(cells));
}

TEST_F(RightsMatrix, APostThatHasEndedAllowsNothing) {
  for (const Ledger* ledger : all_ledgers())
    for (const Act& act : ledger->acts)
      for (std::string_view state : states_before(act)) {
        const Record record = record_in(*ledger, state);
        for (const Who& who : everybody()) {
          if (who.unit.empty()) continue;
          EXPECT_FALSE(is_let(record, act, actor_of(who, make_date(2011, 2, 28))))
              << text_of(*ledger, act, state, who);
          EXPECT_EQ(is_let(record, act, actor_of(who, make_date(2011, 3, 1))),
                    allows(*ledger, act, who))
              << text_of(*ledger, act, state, who) << " on the last day";
        }
      }
}

// Who is concerned by a record of `office` about branch_3 below it, by names and parents.
bool sits_at_or_below(const Who& who, std::string_view unit) {
  return who.unit == unit || is_above(unit, who.unit);
}

TEST_F(RightsMatrix, WhomARecordIsAboutNeitherSeesNorTouchesIt) {
  std::int64_t blind = 0, seeing = 0;
  for (const Ledger* ledger : all_ledgers()) {
    if (ledger->conceals.from.empty()) continue;
    for (const State& state : ledger->states) {
      Record record = record_in(*ledger, state.name);  // of branch_1
      record.set(ledger->conceals.rated, SmallWorld::unit("team"));
      record.set(ledger->conceals.from, SmallWorld::unit("team"));
      for (const Who& who : everybody()) {
        const Actor actor = actor_of(who);
        const Sight sight = sight_of(actor, record, today, SmallWorld::path_of);
        const bool is_author = who.being == Being::author && !who.unit.empty();
        const bool is_kept = !who.unit.empty() && !is_author &&
                             (who.being == Being::named || sits_at_or_below(who, "team"));
        if (is_kept) {
          ++blind;
          EXPECT_EQ(sight, Sight::nothing) << name_of(who.role) << "@" << who.unit;
        }
        if (is_author) {
          EXPECT_EQ(sight, Sight::whole);
        }
        std::vector<const Act*> expected;
        for (const Act& act : ledger->acts) {
          const bool may = allows(*ledger, act, who) && !is_kept && is_heard(*ledger, act, who);
          if (declaration::contains(act.from, state.name) && may) expected.push_back(&act);
        }
        EXPECT_EQ(acts_open_to(actor, record, today, SmallWorld::path_of), expected)
            << ledger->name << " " << state.name << " " << name_of(who.role) << "@" << who.unit;
        seeing += sight == Sight::whole;
      }
    }
  }
  EXPECT_GT(blind, 0);
  EXPECT_GT(seeing, 0);
}

TEST_F(RightsMatrix, AtTheVeryTopTheDisciplineStandsIn) {
  for (const Ledger* ledger : all_ledgers()) {
    if (ledger->conceals.from.empty()) continue;
    for (const State& state : ledger->states) {
      Record record = record_in(*ledger, state.name);
      record.unit = SmallWorld::unit("root");
      record.path = SmallWorld::path_of(record.unit);
      record.set(ledger->conceals.from, SmallWorld::unit("root"));
      record.set(ledger->conceals.person, Value{});
      for (const Who& who : everybody()) {
        if (who.unit.empty() || who.being == Being::author) continue;
        const bool handles = who.role == Role::discipline && who.unit == "root";
        EXPECT_EQ(sight_of(actor_of(who), record, today, SmallWorld::path_of),
                  handles ? Sight::whole : Sight::nothing)
            << name_of(who.role) << "@" << who.unit;
        // It stands in for posts, never for the served: their word stays theirs.
        for (const Act* act : acts_open_to(actor_of(who), record, today, SmallWorld::path_of))
          EXPECT_TRUE(std::ranges::any_of(act->may, [](const Right& right) {
            return right.role < Role::citizen;
          })) << act->name;
        if (!handles) {
          EXPECT_TRUE(acts_open_to(actor_of(who), record, today, SmallWorld::path_of).empty())
              << name_of(who.role) << "@" << who.unit;
        }
      }
    }
  }
}

TEST_F(RightsMatrix, TheDeskOffersExactlyTheseActs) {
  for (const Ledger* ledger : all_ledgers())
    for (const State& state : ledger->states) {
      const Record record = record_in(*ledger, state.name);
      for (const Who& who : everybody()) {
        std::vector<const Act*> expected;
        for (const Act& act : ledger->acts)
          if (declaration::contains(act.from, state.name) && allows(*ledger, act, who) &&
              is_heard(*ledger, act, who))
            expected.push_back(&act);
        EXPECT_EQ(acts_open_to(actor_of(who), record, today, SmallWorld::path_of), expected)
            << ledger->name << " " << state.name;
      }
    }
}

}  // namespace
}  // namespace chuangyou
