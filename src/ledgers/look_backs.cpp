#include "ledgers/look_backs.h"

#include <algorithm>

#include "core/hash.h"
#include "core/text.h"

namespace chuangyou::look_backs {
namespace {

// One draw opens so many items at most, all in one act.
constexpr std::int64_t lots_max = 100;

// In which states a record of a ledger is looked back at: what was made public or begun, closed or
// not. Drafts and what was taken back say nothing.
std::span<const std::string_view> states_looked_at(std::string_view of) {
  static constexpr std::string_view of_promises[] = {"published", "claimed", "confirmed",
                                                     "not_confirmed", "broken"};
  static constexpr std::string_view of_tasks[] = {"running", "done", "confirmed", "returned"};
  static constexpr std::string_view of_problems[] = {
      "accepted", "solving", "solved", "confirmed", "relapsed", "explained", "not_solved"};
  static constexpr std::string_view of_mechanisms[] = {"in_force", "not_executed", "to_revise"};
  if (of == sources[0]) return of_promises;
  if (of == sources[1]) return of_tasks;
  return of == sources[2] ? std::span<const std::string_view>(of_problems) : of_mechanisms;
}

std::int64_t wanted(const Record& draw) {
  const std::int64_t* count = draw.get(how_many);
  return count ? *count : 0;
}

// The first seal of the journal after the moment that was announced.
std::optional<SealMade> seal_of_the_draw(const Deciding& deciding) {
  const Moment* moment = deciding.before.get(seed_after);
  const auto& seal_after = deciding.circumstances.first_seal_after;
  return moment && seal_after ? seal_after(*moment) : std::nullopt;
}

std::string lot_of(std::string_view seed_of_draw, const RecordId& id) {
  return to_hex(hash_of(HashFunction::sha256, {seed_of_draw, to_text(id)}));
}

}  // namespace

namespace {

Verdict is_no_doer_at(std::string_view path, const Deciding& deciding) {
  const auto does_it = [&](const Post& post) {
    const bool works = post.role == Role::division || post.role == Role::branch_secretary ||
                       post.role == Role::secretary || post.role == Role::member;
    return works && is_in_force(post, deciding.today) && post.path == path;
  };
  const bool is_theirs = std::ranges::any_of(deciding.actor.posts, does_it);
  return {is_theirs ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}

}  // namespace

Verdict who_does_the_work(const Deciding& deciding) {
  return is_no_doer_at(deciding.before.path, deciding);
}

Verdict is_named_by_another(const Deciding& deciding) {
  return is_no_doer_at(deciding.after.path, deciding);
}

std::vector<Filled> freezes_the_candidates(const Deciding& deciding) {
  const std::string* from = deciding.after.get(population);
  if (!from) return {};
  const auto* source = std::ranges::find(sources, *from);
  if (source == std::end(sources)) return {};
  const std::string_view of = *source;
  std::vector<RecordId> found = deciding.circumstances.find(
      {.ledger = of, .field = "unit", .is = deciding.after.unit, .states = states_looked_at(of)},
      rows_max + 1);
  std::ranges::sort(found);
  Rows rows;
  for (const RecordId& id : found) rows.all.push_back({.cells = {Link{of, id}}});
  return {{candidates.name, std::move(rows)}};
}

Verdict is_announced_beforehand(const Deciding& deciding) {
  const Moment* moment = deciding.after.get(seed_after);
  const bool is_ahead = moment && *moment > deciding.now;
  return {is_ahead ? Refusal::none : Refusal::draw_is_not_announced, seed_after.name};
}

Verdict draws_no_more_than_there_are(const Deciding& deciding) {
  const std::int64_t count = wanted(deciding.after);
  const std::int64_t all = std::ssize(deciding.after.get(candidates));
  const bool fits = count >= 1 && count <= lots_max && count <= all;
  return {fits ? Refusal::none : Refusal::number_is_out_of_range, how_many.name};
}

std::vector<Filled> takes_the_seed(const Deciding& deciding) {
  const std::optional<SealMade> seal = seal_of_the_draw(deciding);
  if (!seal) return {};
  return {{seed.name, seal->hash}, {seal_of_seed.name, seal->entries}};
}

// Asked of the journal and not of the field, which is filled as the lots are drawn: whoever only
// reads the announcement is offered the draw as soon as there is something to draw by.
Verdict seed_is_there(const Deciding& deciding) {
  const bool is_there = seal_of_the_draw(deciding).has_value();
  return {is_there ? Refusal::none : Refusal::seed_is_not_there_yet, seed_after.name};
}

std::vector<RecordId> lots_in(const Record& draw) {
  const std::string* drawn_by = draw.get(seed);
  if (!drawn_by) return {};
  std::vector<std::pair<std::string, RecordId>> lots;
  for (const RowRead& row : draw.get(candidates))
    if (const Link* what = row.get(candidate)) {
      const RecordId id(what->record);
      lots.emplace_back(lot_of(*drawn_by, id), id);
    }
  std::ranges::sort(lots);
  if (std::ssize(lots) > wanted(draw)) lots.resize(static_cast<std::size_t>(wanted(draw)));
  std::vector<RecordId> chosen;
  for (const auto& [lot, id] : lots) chosen.push_back(id);
  return chosen;
}

std::vector<Caused> items_drawn(const Deciding& deciding) {
  const Record& draw = deciding.after;
  const std::string said = words_or_erased(draw.get(population));
  const auto* known = std::ranges::find(sources, said);
  if (known == std::end(sources)) return {};
  std::vector<Caused> items;
  for (const RecordId& id : lots_in(draw)) {
    const auto record = deciding.circumstances.record(*known, id);
    if (!record) continue;
    std::string name = looking_back::name_for_all(*record);
    if (name.empty())
      name = std::string(beginning_of(words_or_erased(draw.get(matter)), 280)) + " · " +
             std::to_string(items.size() + 1);
    items.push_back({.unit = record->unit,
                     .values = {std::move(name), draw.value(round.name), Link{*known, id},
                                record->value("beneficiary_unit"), Uuid(draw.id)}});
  }
  return items;
}

Verdict five_looks_are_answered(const Deciding& deciding) {
  for (const auto& look :
       {instructions_studied, done_and_accepted, cleaned_up, rules_enforced, linked_across_levels})
    if (!deciding.after.get(look)) return {Refusal::five_looks_are_not_answered, look.name};
  return {};
}

Verdict recipient_has_spoken(const Deciding& deciding) {
  const bool has_spoken = deciding.after.get(recipient_says);
  return {has_spoken ? Refusal::none : Refusal::recipient_has_not_spoken, recipient_says.name};
}

std::vector<Filled> asks_some_weeks_later(const Deciding& deciding) {
  constexpr std::int32_t weeks_without_policy = 8, days_of_a_week = 7;
  const auto value = deciding.circumstances.policy("look_back.weeks_after", deciding.today);
  const auto weeks =
      value ? static_cast<std::int32_t>(value->millionths / 1'000'000) : weeks_without_policy;
  return {{ask_on.name, deciding.today + NaturalDays{weeks * days_of_a_week}}};
}

std::vector<Caused> promise_again(const Deciding& deciding) {
  return looking_back::opened_again(deciding, sources[0]);
}
std::vector<Caused> task_again(const Deciding& deciding) {
  return looking_back::opened_again(deciding, sources[1]);
}
std::vector<Caused> problem_again(const Deciding& deciding) {
  return looking_back::opened_again(deciding, sources[2]);
}
std::vector<Caused> mechanism_again(const Deciding& deciding) {
  return looking_back::opened_again(deciding, sources[3]);
}

std::vector<Caused> carried_over(const Deciding& deciding) {
  const Record& item = deciding.before;
  if (item.get(looks_at) || !item.get(inherited_from)) return {};
  const std::string name = words_or_erased(item.get(matter));
  return {{.unit = item.unit,
           .values = {std::string(beginning_of(name, 200)), std::string("old"),
                      Link{"look_backs", item.id}}}};
}

}  // namespace chuangyou::look_backs
