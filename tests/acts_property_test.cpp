// Whatever anyone tries in whatever order: a refusal changes nothing, deciding twice gives the
// same, no record leaves the declared states, and what the laws hold fast stays as it was.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "acts_world.h"
#include "journal/happening.h"
#include "ledgers/all.h"
#include "record/clock.h"
#include "record/well_formed.h"

namespace chuangyou {
namespace {

// Most of them hold every post of a unit, so that long stories happen; the others fail at rights.
std::vector<Actor> cast() {
  std::vector<Actor> actors(4);
  actors[1].holds_receipt = true;
  actors[2].is_the_clock = true;
  actors[3].is_a_consequence = true;
  for (std::string_view unit : {"bureau", "branch_1", "branch_2", "branch_3"})
    for (std::string_view person : {"first", "second"}) {
      std::vector<Post> posts;
      for (std::size_t role = 0; role <= static_cast<std::size_t>(Role::auditor); ++role)
        posts.push_back(SmallWorld::post(static_cast<Role>(role), unit));
      actors.push_back(SmallWorld::actor(std::string(person) + "@" + std::string(unit), posts));
    }
  return actors;
}

// Evenly from the first run on: left alone, the library would begin with small numbers only. A
// story that fails is told by its seed; making hundreds of picks smaller would take minutes.
std::size_t pick(std::size_t count) {
  return *rc::gen::noShrink(
      rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, count)));
}

Value any_value(const FieldSpec& field, Date today);

// Some that stand already, where they do, and some that are new.
Value any_rows(const FieldSpec& field, Date today) {
  Value value;
  Rows& rows = value.emplace<Rows>();
  const std::size_t standing = pick(3), fresh = pick(3);
  for (std::size_t i = 0; i < standing + fresh; ++i) {
    Row& row = rows.all.emplace_back();
    if (i < standing) row.id = static_cast<std::int64_t>(i) + 1;
    for (const FieldSpec& column : field.columns()) row.cells.push_back(any_value(column, today));
  }
  return value;
}

// Mostly fitting values, for otherwise nothing is ever accepted.
Value any_value(const FieldSpec& field, Date today) {
  if (pick(25) == 0) return {};
  constexpr std::string_view units[] = {"branch_1", "branch_2", "branch_3", "office"};
  const Uuid unit = SmallWorld::unit(units[pick(std::size(units))]);
  const Moment noon{(std::int64_t{today.days} * 86'400 + 43'200) * 1'000'000};
  const std::int64_t microseconds_a_day = 86'400'000'000;
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
      return std::string(pick(20) == 0 ? field.length_max + 1 : 1 + pick(5), '7');
    case Kind::integer:
      return static_cast<std::int64_t>(pick(1000));
    case Kind::number:
      return Fixed{static_cast<std::int64_t>(pick(1000))};
    case Kind::date:
      return today + NaturalDays{static_cast<std::int32_t>(pick(60)) - 5};
    case Kind::moment:
      return Moment{noon.microseconds +
                    (static_cast<std::int64_t>(pick(40)) - 20) * microseconds_a_day};
    case Kind::choice:
      if (field.choices.empty()) {  // the campaign's own
        const std::vector<std::string> keys = SmallWorld::keys_to_cover(field.choices_from);
        return pick(20) == 0 ? "?" : keys[pick(keys.size())];
      }
      return std::string(pick(20) == 0 ? "?" : field.choices[pick(field.choices.size())]);
    case Kind::choices:
      if (field.choices.empty())
        return std::vector<std::string>{pick(20) == 0 ? "?" : "serve_the_people"};
      return std::vector<std::string>{std::string(field.choices[pick(field.choices.size())])};
    case Kind::yes_no:
      return pick(2) == 0;
    case Kind::unit:
      return unit;
    case Kind::units:
      return std::vector<Uuid>{unit, SmallWorld::unit("bureau")};
    case Kind::person:
      return SmallWorld::id_of("person", "first@branch_1");
    case Kind::link:
      return SmallWorld::id_of("record", "any");
    case Kind::row_link:
      return Link{field.links_to[0], SmallWorld::id_of("record", "any"),
                  static_cast<std::int64_t>(pick(2))};
    case Kind::rows:
      return any_rows(field, today);
  }
  return {};
}

Asked any_request(const Ledger& ledger, const Record& record, Date today) {
  std::vector<const Act*> fitting;
  for (const Act& act : ledger.acts)
    if (record.state.empty() ? act.from.empty() : declaration::contains(act.from, record.state))
      fitting.push_back(&act);
  const bool is_wild = fitting.empty() || pick(8) == 0;
  const Act& act = is_wild ? ledger.acts[pick(ledger.acts.size())] : *fitting[pick(fitting.size())];
  Asked asked{act, {}, pick(4) == 0 ? "" : "理由", {}};
  for (std::string_view name : act.takes) {
    const FieldSpec& field = *ledger.field(name);
    if (pick(15) != 0) asked.fields.push_back({ledger.index_of(field), any_value(field, today)});
  }
  if (pick(20) == 0) {
    const FieldSpec& field = ledger.fields[pick(ledger.fields.size())];
    asked.fields.push_back({ledger.index_of(field), any_value(field, today)});
  }
  if (act.from.empty()) asked.unit = SmallWorld::unit(pick(20) == 0 ? "nowhere" : "branch_1");
  if (act.moves_unit && pick(2) == 0) asked.unit = SmallWorld::unit("branch_2");
  return asked;
}

bool same(const std::vector<FieldChange>& a, const std::vector<FieldChange>& b) {
  return std::ranges::equal(a, b, [](const FieldChange& x, const FieldChange& y) {
    return x.field == y.field && x.value == y.value;
  });
}

bool same(const std::optional<Signature>& a, const std::optional<Signature>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->act == b->act && a->right == b->right && a->person == b->person && a->at == b->at;
}

bool same(const Result<Changes>& a, const Result<Changes>& b) {
  if (a.has_value() != b.has_value()) return false;
  if (!a)
    return a.error().law == b.error().law && a.error().field == b.error().field &&
           a.error().detail == b.error().detail;
  return a->act == b->act && a->unit == b->unit && a->path == b->path && a->state == b->state &&
         a->state_entered == b->state_entered && same(a->fields, b->fields) &&
         a->reason == b->reason && a->pause == b->pause && same(a->signature, b->signature) &&
         a->under == b->under;
}

void check_step(const Record& before, const Record& after, const Changes& changes) {
  const Ledger& ledger = before.ledger();
  RC_ASSERT(ledger.state(after.state) != nullptr);
  RC_ASSERT(after.version == before.version + 1);
  RC_ASSERT(!after.path.empty());
  const Act& act = *ledger.act(changes.act);
  RC_ASSERT(after.state == before.state || after.state == act.to);
  for (const Deadline& deadline : ledger.deadlines) {
    if (deadline.first_field.empty() || is_empty(before.value(deadline.first_field))) continue;
    RC_ASSERT(after.value(deadline.first_field) == before.value(deadline.first_field));
  }
  if (!before.state.empty()) {
    RC_ASSERT(after.author == before.author);
    RC_ASSERT(after.created_at == before.created_at);
  }
  // The no of the served stands until they say yes, and what they have said is never forgotten.
  if (before.is_contested() && !after.is_contested()) RC_ASSERT(after.stage() == Stage::confirmed);
  RC_ASSERT(!before.first_word || after.first_word);
  RC_ASSERT(after.rounds >= before.rounds);
  if (changes.signature) {
    RC_ASSERT(after.state == before.state);
    RC_ASSERT(after.signatures.size() == before.signatures.size() + 1);
  }
  bool was_done = after.stage() == Stage::claimed || after.stage() == Stage::confirmed;
  if (was_done) RC_ASSERT(after.closed_at.has_value());
  if (after.stage() == Stage::open) RC_ASSERT(!after.closed_at);
  if (after.stage() == Stage::ended) return;
  for (const FieldSpec& field : ledger.fields)
    if (field.required) RC_ASSERT(!is_empty(after.value(field.name)));
}

void check_clock(const Record& record, Moment now, const SmallWorld& world) {
  std::optional<ClockReading> reading = read_clock(record, now, world.circumstances());
  std::optional<Moment> due = due_at(record, world.circumstances());
  const bool is_paused = !record.pauses.empty() && !record.pauses.back().until;
  if (due && !is_paused) RC_ASSERT(reading && reading->due_at == *due);
  if (!reading) return;
  const State* state = record.ledger().state(record.state);
  bool is_over = state->stage == Stage::ended || state->stage == Stage::confirmed;
  if (is_over) RC_ASSERT(reading->light == Light::none);
  if (reading->light == Light::green) RC_ASSERT(reading->working_days_left > 3);
  if (reading->light == Light::green || reading->light == Light::yellow)
    RC_ASSERT(now < reading->due_at);
  for (const SkippedDay& day : reading->skipped)
    RC_ASSERT(!world.calendar.is_working(day.date) && day.date <= reading->due);
}

// What happens tells by itself in which stage a record is, so that flows sum up to stocks.
void check_what_happens(const Record& before, const Record& after, const Changes& changes,
                        Moment at, const SmallWorld& world) {
  EntryHead head;
  head.seq = after.version;
  head.at = at;
  HappenedBits bits = 0;
  for (const HappenedRow& row :
       what_happened(stood_before(before), after, changes, head, world.circumstances()))
    bits = static_cast<HappenedBits>(bits | row.bits);
  const auto happened = [&](Happened kind) { return (bits & bit_of(kind)) != 0; };
  RC_ASSERT(happened(Happened::opened) == before.state.empty());
  Stage stage = before.state.empty() ? Stage::open : before.stage();
  if (happened(Happened::reopened)) stage = Stage::open;
  if (happened(Happened::claimed)) stage = Stage::claimed;
  if (happened(Happened::confirmed)) stage = Stage::confirmed;
  if (happened(Happened::ended)) stage = Stage::ended;
  RC_ASSERT(stage == after.stage());
  const bool is_judged = happened(Happened::claimed_on_time) || happened(Happened::claimed_late);
  RC_ASSERT(!is_judged || happened(Happened::claimed) || changes.history == History::confirmed);
  RC_ASSERT(!is_judged || after.history != History::unconfirmed);
  if (happened(Happened::contested)) RC_ASSERT(after.last_word && !after.last_word->is_yes);
}

// Returns how many acts were allowed.
int live(const Ledger& ledger, const SmallWorld& world, const std::vector<Actor>& actors) {
  Record record(ledger);
  Moment now = world.at("2011-03-01 10:00:00");
  int allowed = 0;
  for (int step = 0; step < 200; ++step) {
    const bool is_over =
        record.stage() == Stage::ended || (record.stage() == Stage::confirmed && pick(5) == 0);
    if (is_over) record = Record(ledger);
    now.microseconds += static_cast<std::int64_t>(pick(6)) * 43'200'000'000;
    const Asked asked = any_request(ledger, record, world.zone.date_at(now));
    const Actor& actor = actors[pick(actors.size())];
    const Result<Changes> changes = decide(record, asked, actor, now, world.circumstances());
    RC_ASSERT(same(changes, decide(record, asked, actor, now, world.circumstances())));
    if (!changes) {
      RC_ASSERT(changes.error().law != Refusal::none);
      continue;
    }
    const Record before = record;
    apply(record, *changes, now, actor.person, record.version + 1);
    check_step(before, record, *changes);
    check_what_happens(before, record, *changes, now, world);
    check_clock(record, now, world);
    ++allowed;
  }
  return allowed;
}

class AnyStory : public testing::TestWithParam<const Ledger*> {};

TEST_P(AnyStory, KeepsTheLaws) {
  const SmallWorld world;
  const std::vector<Actor> actors = cast();
  std::int64_t allowed = 0;
  const bool holds = rc::check("any story of " + std::string(GetParam()->name),
                               [&] { allowed += live(*GetParam(), world, actors); });
  EXPECT_TRUE(holds);
  EXPECT_GT(allowed, 300) << "hardly anything happened";
}

INSTANTIATE_TEST_SUITE_P(Ledgers, AnyStory,
                         testing::ValuesIn(all_ledgers().begin(), all_ledgers().end()),
                         [](const auto& each) { return std::string(each.param->name); });

}  // namespace
}  // namespace chuangyou
