#include "ledgers/look_backs.h"

#include <algorithm>

#include "core/hash.h"
#include "core/text.h"

namespace chuangyou::look_backs {
namespace {

// One draw opens so many items at most, all in one act.
constexpr std::int64_t lots_max = 100;

// In which states a record of a ledger is looked back at: what was said to be done, whatever has
// become of it, and what was broken or is in force. What is still on its way says nothing yet.
std::span<const std::string_view> states_looked_at(std::string_view of) {
  static constexpr std::string_view of_promises[] = {"claimed", "confirmed", "not_confirmed",
                                                     "broken"};
  static constexpr std::string_view of_tasks[] = {"done", "confirmed", "returned"};
  static constexpr std::string_view of_problems[] = {"solved", "confirmed", "relapsed", "explained",
                                                     "not_solved"};
  static constexpr std::string_view of_mechanisms[] = {"in_force", "not_executed", "to_revise"};
  if (of == sources[0]) return of_promises;
  if (of == sources[1]) return of_tasks;
  return of == sources[2] ? std::span<const std::string_view>(of_problems) : of_mechanisms;
}

std::int64_t wanted(const Record& draw) {
  const std::int64_t* count = draw.get(how_many);
  return count ? *count : 0;
}

std::optional<SealMade> seal_of_the_draw(const Deciding& deciding) {
  const Moment* moment = deciding.before.get(seed_after);
  const auto& seal_after = deciding.circumstances.first_seal_after;
  if (!moment || !seal_after) return std::nullopt;
  return seal_after(*moment, deciding.before.opened_by_entry);
}

// Where the house lives on another day than its seals, the announced moment is still to come.
bool its_moment_has_come(const Deciding& deciding) {
  const Moment* moment = deciding.before.get(seed_after);
  return moment && *moment < deciding.now;
}

bool is_of_the_same(const Record& one, const Record& other) {
  const std::string *of = one.get(population), *of_other = other.get(population);
  return of && of_other && *of == *of_other;
}

// As many as one unit, or one office with all below it, has at a time.
constexpr std::int64_t announcements_max = 256;

using IsMeant = std::function<bool(const Record&)>;
bool any_of_them(const Deciding& deciding, const Query& query, const IsMeant& is_meant) {
  const Circumstances& here = deciding.circumstances;
  return std::ranges::any_of(here.find(query, announcements_max), [&](const RecordId& id) {
    const auto other = here.record("look_backs", id);
    return other && is_of_the_same(*other, deciding.after) && is_meant(*other);
  });
}

std::string lot_of(std::string_view seed_of_draw, const RecordId& id) {
  return to_hex(hash_of(HashFunction::sha256, {seed_of_draw, to_text(id)}));
}

bool does_the_work(Role role) {
  return role == Role::division || role == Role::branch_secretary || role == Role::secretary ||
         role == Role::organ_committee || role == Role::member;
}

// Since when what is looked at ran: since ever where the campaign before left it.
Date ran_since(const std::optional<Record>& source, const Record& item, const Deciding& deciding) {
  if (!item.get(looks_at)) return earliest_date;
  Moment since = source ? source->created_at : item.created_at;
  const auto* opened =
      source ? std::get_if<Moment>(&source->value(source->ledger().opened_at)) : nullptr;
  if (opened) since = std::min(since, *opened);
  return deciding.circumstances.zone.date_at(since);
}

Verdict is_no_doer_of(const Record& item, const Deciding& deciding) {
  const auto works_there = [&](const Post& post) {
    return does_the_work(post.role) && !post.is_passed_over && post.path == item.path;
  };
  const auto does_it = [&](const Post& post) {
    return works_there(post) && is_in_force(post, deciding.today);
  };
  const Circumstances& here = deciding.circumstances;
  bool is_theirs = std::ranges::any_of(deciding.actor.posts, does_it);
  if (!is_theirs && here.posts_ever) {
    const Link* looked_at = item.get(looks_at);
    const auto source =
        looked_at && here.record ? here.record(looked_at->ledger, looked_at->record) : std::nullopt;
    const Date since = ran_since(source, item, deciding);
    const auto did_it = [&](const Post& post) {
      const bool has_gone_before = post.until && *post.until < since;
      return works_there(post) && post.from <= deciding.today && !has_gone_before;
    };
    // Whoever claimed it done says nothing of whether it was, wherever he sits.
    is_theirs = (source && source->was_claimed_by(deciding.actor.person)) ||
                std::ranges::any_of(here.posts_ever(deciding.actor.person), did_it);
  }
  return {is_theirs ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}

}  // namespace

Verdict who_does_the_work(const Deciding& deciding) {
  return is_no_doer_of(deciding.before, deciding);
}

Verdict is_named_by_another(const Deciding& deciding) {
  return is_no_doer_of(deciding.after, deciding);
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

Verdict no_other_stands(const Deciding& deciding) {
  constexpr std::string_view standing[] = {announced};
  const Record& draw = deciding.after;
  const Query same_unit{.ledger = "look_backs",
                        .field = "unit",
                        .is = draw.unit,
                        .states = standing,
                        .unit = draw.unit};
  const Verdict stands{Refusal::draw_stands_already, population.name};
  if (any_of_them(deciding, same_unit, [](const Record&) { return true; })) return stands;
  for (const Post& post : deciding.actor.posts) {
    if (!is_in_force(post, deciding.today) || !covers(post.path, draw.path)) continue;
    const Query same_office{
        .ledger = "look_backs", .field = "unit", .is = post.unit, .states = standing};
    const bool is_there = any_of_them(deciding, same_office, [&](const Record& other) {
      return is_one_line(other.path, draw.path) && other.opened_under == post.unit;
    });
    if (is_there) return stands;
  }
  return {};
}

Verdict goes_on_openly(const Deciding& deciding) {
  constexpr std::string_view over[] = {lots_drawn};
  const Record& draw = deciding.after;
  const Zone& zone = deciding.circumstances.zone;
  const Date quarter = first_of_quarter(deciding.today);
  const Uuid* named = draw.get(goes_on_from);
  bool names_one_of_them = false;
  // Announced in the quarter before at the earliest.
  const Query drawn_before{
      .ledger = "look_backs",
      .field = "unit",
      .is = draw.unit,
      .states = over,
      .since = zone.end_of(Date{first_of_quarter({quarter.days - 1}).days - 1}),
      .unit = draw.unit};
  const bool was_drawn = any_of_them(deciding, drawn_before, [&](const Record& other) {
    names_one_of_them = names_one_of_them || (named && *named == other.id);
    return !named && zone.date_at(other.state_since) >= quarter;
  });
  if (was_drawn) return {Refusal::draw_stands_already, goes_on_from.name};
  if (named && !names_one_of_them) return {Refusal::record_is_linked_wrongly, goes_on_from.name};
  const bool is_silent = named && is_blank(deciding.reason);
  return {is_silent ? Refusal::reason_is_missing : Refusal::none, "reason"};
}

std::vector<Filled> takes_the_seed(const Deciding& deciding) {
  const std::optional<SealMade> seal = seal_of_the_draw(deciding);
  if (!seal) return {};
  return {{seed.name, seal->hash},
          {seal_of_seed.name, seal->entries},
          {announced_as.name, deciding.before.opened_by_entry}};
}

// Asked of the journal and not of the field, which is filled as the lots are drawn: whoever only
// reads the announcement is offered the draw as soon as there is something to draw by.
Verdict seed_is_there(const Deciding& deciding) {
  const bool is_there = its_moment_has_come(deciding) && seal_of_the_draw(deciding);
  return {is_there ? Refusal::none : Refusal::seed_is_not_there_yet, seed_after.name};
}

Verdict nobody_knows_the_seed(const Deciding& deciding) {
  const bool is_there = seal_of_the_draw(deciding).has_value();
  return {is_there ? Refusal::seed_is_there_already : Refusal::none, seed_after.name};
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

Verdict is_promised_anew(const Deciding& deciding) {
  if (deciding.after.get(promised_anew)) return is_ahead<promised_anew>(deciding);
  const Link* source = deciding.before.get(looks_at);
  const auto record =
      source ? deciding.circumstances.record(source->ledger, source->record) : std::nullopt;
  const bool is_opened_again = record && looking_back::is_over(*record);
  const auto* due = record ? std::get_if<Date>(&record->value(until[0])) : nullptr;
  const bool is_late_at_once = is_opened_again && due && *due <= deciding.today;
  return {is_late_at_once ? Refusal::field_is_missing : Refusal::none, promised_anew.name};
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
