// Realises: S41 S42 S64 X3 — organisations and members propose their own, the served have the word
#include "ledgers/promises.h"

#include <set>

namespace chuangyou::promises {
namespace {

constexpr std::int64_t looked_at_most = 200;  // of one promiser and one year
constexpr Fixed members_most{5'000'000};      // where the pack says nothing of it

constexpr std::string_view made[] = {"proposed", "returned",  "reviewed",      "fixed", "published",
                                     "claimed",  "confirmed", "not_confirmed", "broken"};

bool is_a_members(const Record& promise) {
  const std::string* whose = promise.get(subject);
  return whose && *whose == "member";
}

// The person named, else whoever wrote it, or is writing it.
Uuid promiser_of(const Record& promise, const Actor& writing) {
  if (const Uuid* named = promise.get(person)) return *named;
  return promise.author.is_nil() ? writing.person : promise.author;
}

// What he has made in the year beside the promise at hand.
std::int64_t others_of_the_year(const Deciding& deciding, const Uuid& promiser, int year) {
  const Circumstances& circumstances = deciding.circumstances;
  const Zone& zone = circumstances.zone;
  const Moment since = zone.end_of(make_date(year - 1, 12, 31));
  const auto counts = [&](const RecordId& id) {
    if (id == deciding.before.id) return false;
    const std::optional<Record> other = circumstances.record(ledger.name, id);
    return !other || (is_a_members(*other) && promiser_of(*other, deciding.actor) == promiser &&
                      year_of(zone.date_at(other->created_at)) == year);
  };
  std::set<RecordId> others;
  for (const std::string_view by : {person.name, std::string_view()}) {
    const Query query{
        .ledger = ledger.name, .field = by, .is = promiser, .states = made, .since = since};
    for (const RecordId& id : circumstances.find(query, looked_at_most))
      if (counts(id)) others.insert(id);
  }
  return std::ssize(others);
}

// The promise at hand among those that its promiser has made in the year of its own.
std::int64_t with_this_one(const Deciding& deciding) {
  const Record &before = deciding.before, &promise = deciding.after;
  const Date made_on = before.state.empty()
                           ? deciding.today
                           : deciding.circumstances.zone.date_at(before.created_at);
  return 1 + others_of_the_year(deciding, promiser_of(promise, deciding.actor), year_of(made_on));
}
Fixed yearly_most(const Deciding& deciding) {
  return deciding.circumstances.policy("promises.members_yearly_most", deciding.today)
      .value_or(members_most);
}

// Of no text of a later day than its own.
Refusal fault_of_fixing(const std::optional<Record>& meeting, const Record& promise, Date since) {
  if (const Refusal fault = fault_of_decision(meeting, promise); fault != Refusal::none)
    return fault;
  const Date* day = std::get_if<Date>(&meeting->value("held_on"));
  return day && since <= *day ? Refusal::none : Refusal::meeting_was_before_the_promise;
}

}  // namespace

Verdict was_decided_there(const Deciding& deciding) {
  const Record& promise = deciding.before;
  const Uuid& meeting = *deciding.after.get(decided_at);
  const Uuid* before = promise.get(decided_at);
  if (before && *before == meeting) return {Refusal::field_is_missing, decided_at.name};
  const Date* worded = promise.get(worded_on);
  const Date since = worded ? *worded : deciding.circumstances.zone.date_at(promise.created_at);
  const auto held = deciding.circumstances.record("meetings", meeting);
  return {fault_of_fixing(held, promise, since), decided_at.name};
}

Verdict somebody_else_than_the_member(const Deciding& deciding) {
  const Record& promise = deciding.before;
  if (!is_a_members(promise) || is_the_promiser(deciding)) return {};
  const Uuid promiser = promiser_of(promise, deciding.actor);
  const auto holders = deciding.circumstances.holders_at(promise.unit, deciding.today);
  const bool is_still_there =
      std::ranges::any_of(holders, [&](const auto& holder) { return holder.first == promiser; });
  return {is_still_there ? Refusal::post_does_not_allow_this : Refusal::none};
}

Verdict names_who_leads(const Deciding& deciding) {
  const Record& promise = deciding.after;
  const Uuid* named = promise.get(person);
  if (!named || is_a_members(promise)) return {};
  const auto holders = deciding.circumstances.holders_at(promise.unit, deciding.today);
  const bool leads_it = std::ranges::any_of(holders, [named](const auto& holder) {
    return holder.first == *named && leads(holder.second);
  });
  return {leads_it ? Refusal::none : Refusal::person_does_not_lead_the_unit, person.name};
}

std::vector<Filled> notes_whose_text_of_which_day(const Deciding& deciding) {
  std::vector<Filled> noted;
  if (is_a_members(deciding.after) && !deciding.after.get(person))
    noted.push_back({person.name, Uuid(deciding.actor.person)});
  const bool differs = std::ranges::any_of(drafting, [&](std::string_view field) {
    return deciding.before.value(field) != deciding.after.value(field);
  });
  if (differs) noted.push_back({worded_on.name, deciding.today});
  return noted;
}

Verdict is_within_the_year(const Deciding& deciding) {
  const Record &before = deciding.before, &promise = deciding.after;
  const bool was_one = !before.state.empty() && is_a_members(before);
  // What is entered for others and names no member is nobody's to count.
  const bool is_somebodys = !deciding.act.is_for_another || promise.get(person);
  if (!is_a_members(promise) || was_one || !is_somebodys || !deciding.circumstances.find) return {};
  const bool are_many = with_this_one(deciding) * 1'000'000 > yearly_most(deciding).millionths;
  return {are_many ? Refusal::member_promises_are_too_many : Refusal::none, subject.name};
}

std::vector<Measure> how_many_of_the_year(const Deciding& deciding) {
  if (!is_a_members(deciding.after) || !deciding.circumstances.find) return {};
  return {{.name = "promises_of_the_year",
           .is = with_this_one(deciding),
           .most = yearly_most(deciding).millionths / 1'000'000}};
}

}  // namespace chuangyou::promises
