// What an act on units asks of the records that name one, and what each of them changes by it: an
// entry of its own in its journal. What was confirmed or ended stays where it was.
#include <algorithm>

#include "campaign/perform_act.h"
#include "journal/journal.h"
#include "record/concealment.h"
#include "storage/look_up.h"
#include "storage/unfinished_successions.h"

namespace chuangyou {
namespace {

// The effect that ends such a record; null where none can.
const Act* act_that_ends(const Record& record) {
  for (const Act& act : record.ledger().acts) {
    const State* to = record.ledger().state(act.to);
    const bool is_from_here = std::ranges::find(act.from, record.state) != act.from.end();
    const bool is_an_effect = std::ranges::any_of(
        act.may, [](const Right& right) { return right.role == Role::consequence; });
    if (is_from_here && is_an_effect && to && to->stage == Stage::ended) return &act;
  }
  return nullptr;
}

std::optional<Date> due_in(const Record& record) {
  for (const Deadline& deadline : record.ledger().deadlines)
    if (const Date* due = std::get_if<Date>(&record.value(deadline.field))) return *due;
  return std::nullopt;
}

// Of two of which a unit has one only: that which asks for something by a day, that which was done,
// that which is due first.
bool goes_before(const Record& one, const Record& other) {
  const std::optional<Date> due = due_in(one), other_due = due_in(other);
  if (due.has_value() != other_due.has_value()) return due.has_value();
  if (one.stage() != other.stage()) return one.stage() == Stage::claimed;
  return due && *due < *other_due;
}

bool is_as_opened(const Record& record) {
  return std::ranges::any_of(record.ledger().acts, [&](const Act& act) {
    return act.from.empty() && act.to == record.state;
  });
}

// Whether it asks nothing by a day, nobody has begun it, and the other says all of it already.
bool is_told_by(const Record& record, const Record& other) {
  const State* over = record.ledger().state(other.state);
  return over->stage == Stage::ended && over->ending != Ending::taken_back &&
         is_as_opened(record) && !due_in(record) && !due_in(other);
}

// What the unit that goes on has of its own: what it has not done with, or what leaves nothing to
// be told.
std::optional<Record> own_of_two(Connection& connection, const LedgerTable& table, BodyNo body,
                                 const Record& record, const UnitId& unit) {
  const Ledger& ledger = table.ledger();
  const Value& value = record.value(ledger.once_for);
  const Link* link = std::get_if<Link>(&value);
  const Uuid* leads_to = link ? &link->record : std::get_if<Uuid>(&value);
  if (ledger.once_for.empty() || !leads_to) return std::nullopt;
  constexpr std::int64_t at_most = 16;
  const Query query{.ledger = ledger.name, .field = ledger.once_for, .is = *leads_to, .unit = unit};
  for (const RecordId& id : find_naming(connection, ledger, body, query, at_most)) {
    std::optional<Record> own = table.get(connection, body, id);
    if (!own || id == record.id) continue;
    if (own->stage() <= Stage::claimed || is_told_by(record, *own)) return own;
  }
  return std::nullopt;
}

// Whoever leads shares no work with himself: what was sent to one of the two by the other has
// nobody to go to where the list of those to whom it went names him no more.
bool is_sent_to_oneself(Connection& connection, std::span<const LedgerTable> tables, BodyNo body,
                        const Record& record, const Succession& succession, const Tree& tree) {
  const Link* link = std::get_if<Link>(&record.value(record.ledger().once_for));
  if (!link || !record.ledger().once_for.size()) return false;
  const auto table = std::ranges::find_if(
      tables, [&](const LedgerTable& one) { return one.ledger().name == link->ledger; });
  std::optional<Record> leads =
      table == tables.end() ? std::nullopt : table->get(connection, body, link->record);
  if (!leads || leads->stage() > Stage::claimed) return false;
  const auto after = [&](const UnitId& unit) {
    return unit == succession.from ? succession.into : unit;
  };
  if (after(leads->unit) != succession.into || after(record.unit) != succession.into) return false;
  for (const FieldChange& change : handed_on(*leads, succession, tree).fields)
    leads->change_at(change.field, change.value);
  return std::ranges::none_of(leads->ledger().fields, [&](const FieldSpec& field) {
    const auto* units = std::get_if<std::vector<Uuid>>(&leads->value(field.name));
    return units && std::ranges::find(*units, succession.into) != units->end();
  });
}

// How far it has come, by the order of the states.
std::ptrdiff_t progress_of(const Record& record) {
  return record.ledger().state(record.state) - record.ledger().states.data();
}

bool is_laid_down(const Record& record) {
  return record.author.is_nil() && record.opened_under.is_nil();
}

// Of what was laid down for one row of another record a unit has one: the other that it has.
std::optional<Record> twin_of(Connection& connection, const LedgerTable& table, BodyNo body,
                              const Record& record, const UnitId& unit) {
  if (!is_laid_down(record)) return std::nullopt;
  for (const FieldSpec& field : table.ledger().fields) {
    const Link* link = std::get_if<Link>(&record.value(field.name));
    if (field.kind != Kind::row_link || !link || link->row == 0) continue;
    constexpr std::int64_t at_most = 500;  // as many as a record has rows
    const Query query{
        .ledger = table.ledger().name, .field = field.name, .is = link->record, .unit = unit};
    for (const LeadsTo& one : find_leading(connection, table.ledger(), body, query, at_most)) {
      if (one.row != link->row || one.id == record.id) continue;
      std::optional<Record> twin = table.get(connection, body, one.id);
      if (twin && twin->stage() <= Stage::claimed && is_laid_down(*twin)) return twin;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<ActPath::Touched> ActPath::look_up(const OrgAct& act, const Body& body, const Actor& actor,
                                          Date today) const {
  if (const auto* merge = std::get_if<MergeUnits>(&act)) return look_up(*merge, body);
  if (const auto* move = std::get_if<MoveUnit>(&act))
    return look_up_judged(succession_of(*move), body);
  if (const auto* split = std::get_if<SplitUnit>(&act)) return look_up(*split, body, actor, today);
  if (const auto* close = std::get_if<CloseUnit>(&act)) return look_up(*close, body, actor, today);
  if (const auto* handover = std::get_if<ProposeHandover>(&act))
    return look_up(HandAsked{body.no, handover->unit, handover->from}, body);
  Touched touched;
  if (const auto* sign = std::get_if<SignHandover>(&act))
    touched.signed_for = *body.people.handover(sign->handover);
  return touched;
}

// Who has nothing in hand has nothing to hand over.
Result<ActPath::Touched> ActPath::look_up(const HandAsked& asked, const Body& body) const {
  bool has_any = false;
  each_in_hand(connection_, tables_, body.tree, asked,
               [&](const LedgerTable&, const Record&, const auto&) {
                 has_any = true;
                 return false;
               });
  if (has_any) return Touched{};
  return refuse(Refusal::nothing_would_change, "from", to_text(asked.person));
}

// Collected first: what is written changes the lists that are walked.
void ActPath::hand_over(Body& body, const Handover& handover, const EntryHead& by,
                        std::vector<Done>& done) {
  struct Going {
    const LedgerTable* table;
    Record record;
    HandedOn handed;
  };
  std::vector<Going> going;
  each_in_hand(
      connection_, tables_, body.tree, {body.no, handover.unit, handover.from},
      [&](const LedgerTable& table, const Record& record,
          const std::vector<const FieldSpec*>& fields) {
        HandedOn handed;
        for (const FieldSpec* field : fields)
          handed.fields.push_back({static_cast<std::size_t>(field - table.ledger().fields.data()),
                                   Value(Uuid(handover.to))});
        going.push_back({&table, record, std::move(handed)});
        return true;
      });
  for (const Going& one : going)
    done.push_back(write_handed_on(body, *one.table, one.record, one.handed, by));
}

// Nobody goes on with what is left at a unit that is closed. A shield stays: it gives nobody work,
// and to say that there is one would tell of a record that is kept from the unit.
Result<ActPath::Touched> ActPath::look_up(const CloseUnit& close, const Body& body,
                                          const Actor& actor, Date today) const {
  NamesAsked asked{body.no, close.unit, false};
  if (names_of(connection_, tables_, body.tree, asked).records == 0) return Touched{};
  // How many there are he is told of those alone that are not kept from him.
  asked.is_kept_from = [&](const Record& record) {
    return is_kept_from(actor, record, today, body.circumstances().path_of);
  };
  const std::int64_t told = names_of(connection_, tables_, body.tree, asked).records;
  return refuse(Refusal::unit_has_open_records, "unit", told == 0 ? "" : std::to_string(told));
}

Result<ActPath::Touched> ActPath::look_up(const MergeUnits& merge, const Body& body) const {
  const Tree& tree = body.tree;
  const Unit& from = *tree.find(merge.from);
  const bool was_merged = from.is_closed && from.merged_into;
  if (was_merged && fates_of_posts(merge, body.people).empty() &&
      tree.children_in_either_tree(from.no).empty() &&
      names_of(connection_, tables_, tree, {body.no, merge.from}).records == 0)
    return refuse(Refusal::nothing_would_change, "from", from.name);
  return look_up_judged(*succession_of(merge), body);
}

// Law 7: where a line would come to judge itself, another judge is named for all of it.
Result<ActPath::Touched> ActPath::look_up_judged(const Succession& succession,
                                                 const Body& body) const {
  Touched touched;
  touched.judged = self_judged(connection_, tables_, body.no, succession, body.tree);
  const std::int64_t without = needing_a_judge(touched.judged);
  if (without > 0 && succession.judge.is_nil())
    return refuse(Refusal::judge_is_not_named, "judge", std::to_string(without));
  for (const SelfJudged& one : touched.judged)
    if (one.handed.judge_is_of_its_line)
      return refuse(Refusal::the_rated_never_touch_the_raters, "judge", to_text(one.record));
  return touched;
}

// What whoever splits may not see answers as what is not there, unless it names the unit and so is
// his to hand on; what is kept from him never is.
Result<ActPath::Touched> ActPath::look_up(const SplitUnit& split, const Body& body,
                                          const Actor& actor, Date today) const {
  const PathOfUnit path_of = body.circumstances().path_of;
  Touched touched;
  for (const Uuid& id : split.records) {
    const LedgerTable* its_table = nullptr;
    std::optional<Record> record;
    for (const LedgerTable& one : tables_) {
      if (record) break;
      record = one.get(connection_, body.no, id);
      its_table = &one;
    }
    const bool names_it = record && names_unit(*record, split.unit);
    const bool is_told =
        record && (names_it ? !is_kept_from(actor, *record, today, path_of)
                            : sight_of(actor, *record, today, path_of) != Sight::nothing);
    if (!is_told) return refuse(Refusal::nothing_is_there, "records", to_text(id));
    if (!names_it) return refuse(Refusal::record_is_linked_wrongly, "records", to_text(id));
    if (record->stage() > Stage::claimed)
      return refuse(Refusal::state_does_not_allow_this, "records", to_text(id));
    touched.split_off.emplace_back(its_table, RecordId(id));
  }
  return touched;
}

void ActPath::hand_on(Body& body, const OrgAct& act, const EntryHead& by, const Touched& touched,
                      std::vector<Done>& done, GivesWay* gives_way) {
  if (const auto* split = std::get_if<SplitUnit>(&act))
    for (const auto& [its_table, id] : touched.split_off)
      hand_on(body, *its_table, id, {split->unit, split->id, {}, Succession::Way::some}, by, done);
  for (const SelfJudged& one : touched.judged)
    if (const std::optional<Record> record = one.table->get(connection_, body.no, one.record))
      done.push_back(write_handed_on(body, *one.table, *record, one.handed, by));
  if (touched.signed_for) hand_over(body, *touched.signed_for, by, done);
  const std::optional<Succession> succession = succession_of(act);
  if (!succession) return;
  Succeeding all{body.no, by, *succession, Naming(tables_, body.no, succession->from)};
  if (!gives_way) {
    hand_on(all, done, nullptr);
    return;
  }
  Slice slice(gives_way->waiting);
  if (hand_on(all, done, &slice)) return;
  mark_succession(connection_, body.no, by.seq, true);
  gives_way->rest = std::move(all);
}

bool ActPath::hand_on(Succeeding& rest, std::vector<Done>& done, Slice* slice) {
  Body& body = *bodies_.find(rest.body);
  // The unit that goes on may have gone on in another since.
  Succession succession = rest.succession;
  succession.into = body.tree.going_on(*body.tree.find(succession.into)).id;
  for (;;) {
    while (rest.portion && rest.next < rest.portion->records.size()) {
      hand_on(body, *rest.portion->table, rest.portion->records[rest.next++], succession, rest.by,
              done);
      if (slice && !slice->goes_on()) return false;
    }
    rest.next = 0;
    rest.portion = rest.naming.next(connection_, body.tree);
    if (!rest.portion) return true;
    if (slice && rest.portion->records.empty() && !slice->has_time()) return false;
  }
}

std::vector<Succeeding> ActPath::unfinished_successions() const {
  std::vector<Succeeding> all;
  for (const auto& [body, seq] : chuangyou::unfinished_successions(connection_)) {
    const std::optional<Entry> entry = entry_at(connection_, body, seq);
    const Result<OrgAct> act = entry ? decode_org_act(entry->head.act, entry->changes)
                                     : refuse(Refusal::entries_are_missing);
    const std::optional<Succession> succession = act ? succession_of(*act) : std::nullopt;
    if (!succession) throw std::logic_error("a merge that is to be gone on with cannot be read");
    all.push_back({body, entry->head, *succession, Naming(tables_, body, succession->from)});
  }
  return all;
}

void ActPath::hand_on(Body& body, const LedgerTable& its_table, const Uuid& id,
                      const Succession& succession, const EntryHead& by, std::vector<Done>& done) {
  const std::optional<Record> record = its_table.get(connection_, body.no, id);
  if (!record || record->stage() > Stage::claimed) return;
  HandedOn handed = handed_on(*record, succession, body.tree);
  if (handed.unit && gives_way_to_twin(body, its_table, *record, *handed.unit, by, done)) return;
  if (is_sent_to_oneself(connection_, tables_, body.no, *record, succession, body.tree) &&
      ends_for(body, its_table, *record, succession.into, by, done))
    return;
  if (handed.unit)
    if (const auto own = own_of_two(connection_, its_table, body.no, *record, *handed.unit)) {
      const bool goes_on = goes_before(*record, *own);
      if (ends_for(body, its_table, goes_on ? *own : *record, *handed.unit, by, done) && !goes_on)
        return;
    }
  if (!handed.is_nothing()) done.push_back(write_handed_on(body, its_table, *record, handed, by));
}

// Of two that were laid down for the same the one that has come farther goes on. False: the record
// goes on.
bool ActPath::gives_way_to_twin(Body& body, const LedgerTable& its_table, const Record& record,
                                const UnitId& unit, const EntryHead& by, std::vector<Done>& done) {
  const std::optional<Record> twin = twin_of(connection_, its_table, body.no, record, unit);
  if (!twin) return false;
  const bool goes_on = progress_of(record) > progress_of(*twin);
  return ends_for(body, its_table, goes_on ? *twin : record, unit, by, done) && !goes_on;
}

// What gives way to what the unit that goes on has is ended by the act of its ledger, with what
// follows from it. False: there is no such act.
bool ActPath::ends_for(Body& body, const LedgerTable& its_table, const Record& ended,
                       const UnitId& unit, const EntryHead& by, std::vector<Done>& done) {
  const Act* act = act_that_ends(ended);
  if (!act) return false;
  const Moment now = std::max(by.at, body.last_at);
  Circumstances circumstances = body.circumstances();
  std::vector<Planned> plan;
  allow_look_ups(circumstances, body, plan);
  Caused caused{.record = ended.id, .reason = body.tree.find(unit)->name};
  const Cause cause{its_table.ledger().name, act->name, {}, nullptr};
  Result<std::optional<Planned>> effect =
      plan_effect(cause, caused, plan, body, now, circumstances);
  if (!effect || !*effect) return false;
  plan.push_back(std::move(**effect));
  if (!plan_what_follows(plan, body, now, circumstances)) return false;
  for (Planned& planned : plan) {
    planned.note.cause = by.seq;
    write(planned, body, now, circumstances, done);
  }
  return true;
}

Done ActPath::write_handed_on(Body& body, const LedgerTable& its_table, const Record& before,
                              const HandedOn& handed, EntryHead head) {
  head.seq = ++body.last_seq;
  head.at = body.last_at = std::max(head.at, body.last_at);
  head.ledger = its_table.ledger().name;
  head.record = before.id;
  Changes changes;
  changes.act = head.act;
  changes.state = before.state;
  changes.state_entered = false;
  changes.fields = handed.fields;
  ChangesNote note;
  note.unit = handed.unit;
  write_entry(body, head, encode_changes(its_table.ledger(), changes, note));
  const Stood stood{before, standing_of_row(its_table, body, before)};
  const Stood after =
      follow_record(connection_, its_table, head, stood, changes, note, body.circumstances());
  Done what;
  what.body = body.no;
  what.ledger = &its_table.ledger();
  what.before = counted(stood.record, stood.standing);
  what.after = counted(after.record, after.standing);
  tell_flows(what, its_table, &stood, after);
  what.committed = {body.no,     head.seq, head.at,          head.ledger,
                    head.record, head.act, after.record.path};
  return what;
}

}  // namespace chuangyou
