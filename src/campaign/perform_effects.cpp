// What follows from an act in the same transaction, and what rules may ask of other records while
// it is decided. Everything is decided before anything is written, so an effect is never half
// there.
#include <algorithm>

#include "campaign/look_ups.h"
#include "campaign/perform_act.h"
#include "campaign/planned.h"
#include "ledgers/all.h"
#include "storage/look_up.h"

namespace chuangyou {
namespace {

const Actor& nobody() {
  static const Actor consequence = [] {
    Actor actor;
    actor.is_a_consequence = true;
    return actor;
  }();
  return consequence;
}

bool is_opened(const Planned& planned) { return !planned.before.stood; }

Uuid author_of(const Planned& planned) {
  const bool is_for_another = planned.act->is_for_another || planned.changes.is_for_another;
  return is_for_another ? Uuid() : Uuid(planned.actor->person);
}

const Uuid* named_in(const Value& value) {
  const Link* link = std::get_if<Link>(&value);
  return link ? &link->record : std::get_if<Uuid>(&value);
}

// What the field will hold; nullptr where the act leaves it empty.
const Uuid* named_by(const Planned& planned, std::string_view field) {
  const Ledger& ledger = planned.table->ledger();
  for (const FieldChange& change : planned.changes.fields)
    if (ledger.fields[change.field].name == field) return named_in(change.value);
  return nullptr;
}

// Without making the record: one act may open hundreds, and each asks for the others.
bool counts_for(const Planned& planned, const Query& query) {
  if (!is_opened(planned) || planned.table->ledger().name != query.ledger) return false;
  if (query.unit && query.unit != planned.changes.unit) return false;
  const Uuid author = author_of(planned);
  const Uuid* named = query.field.empty() ? &author : named_by(planned, query.field);
  return named && *named == query.is &&
         (query.states.empty() ||
          std::ranges::find(query.states, planned.changes.state) != query.states.end());
}

// Where a unit has been merged, the one that goes on; nullptr where nobody does, and for a
// collective name, which stands for its members: nothing comes to the name itself.
const Unit* who_goes_on(const Tree& tree, const Uuid& id) {
  const Unit* unit = tree.find(id);
  if (!unit) return nullptr;
  const Unit& goes_on = tree.going_on(*unit);
  return check_takes_work(goes_on, {}) ? &goes_on : nullptr;
}

Asked asked_of(const Act& act, const Cause& cause, Caused& caused, const Ledger& ledger) {
  Asked asked{act, {}, std::move(caused.reason), {}};
  if (!caused.record) asked.unit = caused.unit;
  for (std::size_t i = 0; i < cause.fields.size() && i < caused.values.size(); ++i)
    if (!is_empty(caused.values[i]))
      asked.fields.push_back(
          {ledger.index_of(*ledger.field(cause.fields[i])), std::move(caused.values[i])});
  return asked;
}

// What comes to a collective name comes to each of its members. Ledgers that ask many name the
// members themselves, by batches; of an old list more than an audience has are not taken at once.
Result<std::vector<Caused>> to_each_member(std::vector<Caused> all, const Tree& tree) {
  const auto is_to_members = [&tree](const Caused& one) {
    const Unit* unit = one.record ? nullptr : tree.find(one.unit);
    return unit && unit->type == UnitType::collective;
  };
  if (std::ranges::none_of(all, is_to_members)) return all;
  std::vector<Caused> each;
  for (Caused& one : all) {
    if (!is_to_members(one)) {
      each.push_back(std::move(one));
      continue;
    }
    for (const Uuid& member : units_below(tree, one.unit, {}, counted_at_most + 1)) {
      each.push_back(one);
      each.back().unit = UnitId(member);
    }
    if (each.size() > counted_at_most) return refuse(Refusal::field_is_too_long);
  }
  return each;
}

// Whoever is refused learns the law and no more: the other record may be hidden from him.
std::unexpected<Refused> refused_by(const Refused& effect) { return refuse(effect.law); }

}  // namespace

Record as_planned(const Planned& planned) {
  Record after = planned.before.record;
  apply(after, planned.changes, planned.at, planned.actor->person, after.version + 1);
  return after;
}

void ActPath::allow_look_ups(Circumstances& circumstances, const Body& body,
                             const std::vector<Planned>& plan) {
  chuangyou::allow_look_ups(circumstances, connection_, body);
  circumstances.count = [this, &body, &plan](const Query& query) {
    const auto opened = std::ranges::count_if(
        plan, [&](const Planned& planned) { return counts_for(planned, query); });
    return opened + count_naming(connection_, *find_ledger(query.ledger), body.no, query,
                                 counted_at_most - opened);
  };
}

Result<void> ActPath::plan_what_follows(std::vector<Planned>& plan, const Body& body, Moment now,
                                        const Circumstances& circumstances) {
  const Date today = body.zone.date_at(now);
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan[i].changes.signature) continue;  // takes effect with the last signature
    for (const Cause& cause : plan[i].act->causes) {
      const Record after = as_planned(plan[i]);
      const Planned& by = plan[i];
      std::vector<Caused> given = cause.gives(
          {by.before.record, after, *by.act, *by.actor, now, today, by.reason, circumstances});
      Result<std::vector<Caused>> each = to_each_member(std::move(given), body.tree);
      if (!each) return std::unexpected(each.error());
      for (Caused& caused : *each) {
        Result<std::optional<Planned>> effect =
            plan_effect(cause, caused, plan, body, now, circumstances);
        if (!effect) return refused_by(effect.error());
        if (*effect) plan.push_back(std::move(**effect));
      }
    }
  }
  return {};
}

void go_on_with_units(Planned& planned, const Tree& tree) {
  if (!planned.before.stood || planned.before.record.stage() <= Stage::claimed) return;
  const Record after = as_planned(planned);
  if (after.stage() > Stage::claimed) return;
  go_on_with_units(after, tree, planned.changes);
  planned.note.unit = planned.changes.unit;
}

Result<void> is_the_only_one(const Before& before, const Changes& changes, const Ledger& ledger,
                             const Circumstances& circumstances) {
  if (ledger.once_for.empty() || before.stood) return {};
  // What was taken back is as if it had never been there: whoever was let off may be asked again.
  std::vector<std::string_view> standing;
  for (const State& state : ledger.states)
    if (state.ending != Ending::taken_back) standing.push_back(state.name);
  for (const FieldChange& change : changes.fields) {
    const Uuid* leads_to = named_in(change.value);
    if (ledger.fields[change.field].name != ledger.once_for || !leads_to) continue;
    if (circumstances.count({.ledger = ledger.name,
                             .field = ledger.once_for,
                             .is = *leads_to,
                             .states = standing,
                             .unit = changes.unit}) > 0)
      return refuse(Refusal::it_is_there_already, std::string(ledger.once_for));
  }
  return {};
}

Result<Before> ActPath::look_up_effect(const Caused& caused, const LedgerTable& ledger_table,
                                       std::span<const Planned> plan, const Body& body,
                                       Moment now) {
  if (!caused.record) return Before{std::nullopt, opening(ledger_table.ledger(), body, now)};
  const bool is_touched = std::ranges::any_of(
      plan, [&](const Planned& earlier) { return earlier.before.record.id == *caused.record; });
  if (is_touched) return refuse(Refusal::state_does_not_allow_this);
  std::optional<Record> record = ledger_table.get(connection_, body.no, *caused.record);
  if (!record) return refuse(Refusal::nothing_is_there);
  if (fences_.hold(connection_, body.no, *record)) return refuse(Refusal::import_is_running);
  const Standing standing = standing_of_row(ledger_table, body, *record);
  return Before{Stood{*record, standing}, std::move(*record)};
}

// nullopt: there is nothing to do, since nobody goes on with the unit, or has it already.
Result<std::optional<Planned>> ActPath::plan_effect(const Cause& cause, Caused& caused,
                                                    std::span<const Planned> plan, const Body& body,
                                                    Moment now,
                                                    const Circumstances& circumstances) {
  const Ledger& ledger = *find_ledger(cause.ledger);
  if (!caused.record) {
    const Unit* unit = who_goes_on(body.tree, caused.unit);
    if (!unit) return std::nullopt;
    caused.unit = unit->id;
  }
  Result<Before> before = look_up_effect(caused, table(ledger), plan, body, now);
  if (!before) return std::unexpected(before.error());
  const Act& act = *ledger.act(cause.act);
  const Asked asked = asked_of(act, cause, caused, ledger);
  Result<Changes> changes = decide(before->record, asked, nobody(), now, circumstances);
  if (!changes) return std::unexpected(changes.error());
  if (!is_the_only_one(*before, *changes, ledger, circumstances)) return std::nullopt;
  ChangesNote note;
  note.unit = changes->unit;
  Planned planned{&table(ledger),  &act,         &nobody(), std::move(*before), std::move(*changes),
                  std::move(note), asked.reason, now};
  go_on_with_units(planned, body.tree);
  return planned;
}

}  // namespace chuangyou
