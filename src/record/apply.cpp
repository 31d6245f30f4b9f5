// The record as it stands after an act. What an entry of any age changes is folded here and nowhere
// else, so that no law is asked: laws bind whoever decides.
#include <algorithm>

#include "record/moments.h"

namespace chuangyou {

const Deadline* deadline_named(const Ledger& ledger, std::string_view name) {
  const auto found = std::ranges::find(ledger.deadlines, name, &Deadline::name);
  return found == ledger.deadlines.end() ? nullptr : &*found;
}

const Deadline* deadline_of_state(const Ledger& ledger, std::string_view state) {
  for (const Deadline& deadline : ledger.deadlines)
    if (std::ranges::find(deadline.states, state) != deadline.states.end()) return &deadline;
  return nullptr;
}

std::optional<Moment> moment_given(const Ledger& ledger, const Changes& changes,
                                   std::string_view field) {
  for (const FieldChange& change : changes.fields)
    if (ledger.fields[change.field].name == field)
      if (const Moment* moment = std::get_if<Moment>(&change.value)) return *moment;
  return std::nullopt;
}

std::optional<bool> word_of_the_served(const Record& after, const Changes& changes) {
  if (!changes.state_entered || changes.signature || changes.says == Changes::Says::nothing)
    return std::nullopt;
  const State* state = after.ledger().state(after.state);
  if (changes.says == Changes::Says::no || (state && state->is_contested)) return false;
  return after.stage() == Stage::confirmed ? std::optional(true) : std::nullopt;
}

namespace {

// The first clock stands still where the served first send a claim back.
void keep_first_round(Record& record, Moment at) {
  if (record.first_round || record.deadline.empty()) return;
  const Deadline* ran = deadline_named(record.ledger(), record.deadline);
  if (!ran) return;
  record.first_round = FirstRound{record.deadline, record.clock_started, at,
                                  ran->field.empty() ? Value() : record.value(ran->field)};
}

// A yes is one of all: decide() lets nobody say it over the no of another.
void hear(Record& record, bool is_yes, Moment at, PersonId person, UnitId under) {
  record.last_word = Word{is_yes, person, under, at};
  if (!record.first_word) record.first_word = record.last_word;
  if (is_yes) {
    record.noes.clear();
    return;
  }
  std::erase_if(record.noes, [&](const Word& no) { return no.person == person; });
  record.noes.push_back(*record.last_word);
}

void keep_who_claimed(Record& record, PersonId person) {
  const PersonId before = record.claimed_by;
  std::erase(record.claimed_before, person);
  if (!before.is_nil() && before != person) record.claimed_before.push_back(before);
  record.claimed_by = person;
}

// What a change of state means between doers and served; `left` is the stage before.
void follow_the_claim(Record& record, const Changes& changes, Stage left, Moment at,
                      PersonId person, UnitId under) {
  const Stage entered = record.stage();
  if (entered == Stage::claimed) {
    keep_who_claimed(record, person);
    ++record.rounds;
  }
  if (const std::optional<bool> word = word_of_the_served(record, changes))
    hear(record, *word, at, person, under);
  if (entered == Stage::open && left != Stage::open) keep_first_round(record, at);
}

}  // namespace

void apply(Record& record, const Changes& changes, Moment at, PersonId person, std::int64_t seq,
           UnitId under) {
  const Ledger& ledger = record.ledger();
  bool opens = record.state.empty();
  const Stage left_stage = opens ? Stage::open : record.stage();
  if (changes.under) under = changes.under->unit;
  if (opens) {
    record.created_at = at;
    const Act* act = ledger.act(changes.act);  // null: one that the declaration no longer has
    if (!changes.is_for_another && (!act || !act->is_for_another)) {
      record.author = person;
      record.opened_under = under;
    }
    record.is_from_outside = changes.is_from_outside;
    record.opened_by_entry = seq;
  }
  if (changes.history != History::none) record.history = changes.history;
  if (changes.is_told) record.told.push_back({changes.act, changes.reason, at});
  record.version = seq;
  if (changes.unit) {
    // No act of the ledger's: the unit has ended, and what it gave itself the one that goes on has.
    const bool goes_on = !opens && !ledger.act(changes.act);
    if (goes_on && record.opened_under == record.unit) record.opened_under = *changes.unit;
    record.unit = *changes.unit;
    record.path = changes.path;
    record.signatures.clear();  // who may sign depends on the unit
  }
  for (const FieldChange& change : changes.fields) record.change_at(change.field, change.value);
  if (changes.pause == Pause::starts) record.pauses.push_back({at, std::nullopt});
  if (changes.pause == Pause::ends && !record.pauses.empty() && !record.pauses.back().until)
    record.pauses.back().until = at;
  if (changes.signature) {
    record.signatures.push_back(*changes.signature);
    return;
  }
  std::erase_if(record.signatures, [&](const Signature& s) { return s.act == changes.act; });
  if (!changes.state_entered) return;

  const Deadline* left = deadline_of_state(ledger, record.state);
  record.state = changes.state;
  record.state_since = at;
  record.signatures.clear();
  if (const Deadline* entered = deadline_of_state(ledger, record.state);
      entered && entered != left) {
    record.deadline = entered->name;
    record.clock_started = at;
  }
  // A case that another system closed enters past its clock and is judged by the one it had there.
  bool enters_closed = record.stage() == Stage::claimed || record.stage() == Stage::confirmed;
  if (opens && enters_closed && record.deadline.empty() && !ledger.deadlines.empty()) {
    record.deadline = ledger.deadlines.front().name;
    record.clock_started = at;
  }
  if (record.stage() == Stage::open) {
    record.closed_at.reset();
  } else if (!record.closed_at) {
    record.closed_at = moment_given(ledger, changes, ledger.closed_at).value_or(at);
  }
  follow_the_claim(record, changes, left_stage, at, person, under);
}

}  // namespace chuangyou
