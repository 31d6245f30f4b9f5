// 文件传达 Directives (S26 S34 S35): what is asked of lower units, clause by clause, and the check of
// what it will cost them before it is issued (Law 10, R8.9).
#pragma once

#include <set>

#include "ledgers/assigning.h"
#include "ledgers/clauses.h"
#include "ledgers/parts.h"
#include "ledgers/rules.h"
#include "ledgers/sending.h"
#include "record/rights_of.h"
#include "record/well_formed.h"

namespace chuangyou::directives {
using namespace declared;

// Of before there were deliveries; of a wide audience the clock goes on by itself.
inline bool was_never_sent(const Record& directive) {
  return directive.get(audience) && !directive.get(delivered);
}

inline constexpr auto drafted = open_state("drafted", {"check"});
inline constexpr auto checked = open_state("checked", {"issue"});
inline constexpr auto issued = open_state("issued", {{"deliver", was_never_sent}}).shown();
inline constexpr auto superseded = ended_state("superseded").shown();
inline constexpr auto withdrawn = ended_state("withdrawn");
inline constexpr State states[] = {drafted, checked, issued, superseded, withdrawn};

inline bool stays_inside(const Record& directive) {
  const std::string* side = directive.get(released);
  return side && *side != "public";
}

inline constexpr auto& issuers =
    rights<At::own_or_above, Role::works_committee, Role::organ_committee>;
inline constexpr auto& readers = rights<At::anywhere, Role::organ_committee, Role::party_group,
                                        Role::secretary, Role::branch_secretary, Role::division>;
inline constexpr auto senders = together<the_clock, issuers>;
inline constexpr auto& withdrawers =
    rights<At::own_or_above, Role::works_committee, Role::secretary>;

inline std::int64_t characters_of(const Record& directive) {
  std::int64_t characters = 0;
  for (const RowRead& clause : directive.get(clause_rows))
    if (const std::string* words = clause.get(wording))
      characters += static_cast<std::int64_t>(character_count(*words));
  return characters;
}

// R8.9: five thousand characters in general, four thousand for one special task.
inline std::optional<Fixed> characters_most(const Deciding& deciding) {
  const std::string* sort = deciding.after.get(kind);
  const std::string_view key =
      sort && *sort == "plan" ? "document.special_characters" : "document.general_characters";
  return deciding.circumstances.policy(key, deciding.today);
}

inline Verdict has_clauses(const Deciding& deciding) {
  const bool has_some = characters_of(deciding.after) > 0;
  return {has_some ? Refusal::none : Refusal::clause_is_missing, clause_rows.name};
}
inline Verdict is_short_enough(const Deciding& deciding) {
  const std::optional<Fixed> limit = characters_most(deciding);
  if (!limit) return {Refusal::policy_value_is_missing, clause_rows.name};
  const bool is_over = characters_of(deciding.after) * 1'000'000 > limit->millionths;
  return {is_over ? Refusal::text_is_over_the_length_rule : Refusal::none, clause_rows.name};
}

// The days that are asked for now, each with the field in which it stands.
struct AskedDay {
  Date day;
  std::string_view field;
};
struct AskedDays {
  bool wants_reply = false, lacks_reply_due = false, lacks_due = false;
  std::vector<AskedDay> days = {};
};
inline AskedDays days_asked(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const bool* whole = directive.get(reply_wanted);
  const Date* whole_due = directive.get(reply_due);
  AskedDays asked{.wants_reply = whole && *whole};
  asked.lacks_due = asked.lacks_reply_due = asked.wants_reply && !whole_due;
  if (asked.wants_reply && whole_due) asked.days.push_back({*whole_due, reply_due.name});
  const std::optional<Record> old = record_before(deciding);
  const Record* before = old ? &*old : nullptr;
  for (const RowRead& clause : directive.get(clause_rows)) {
    if (!asks_something(clause) || stands_as_before(before, clause)) continue;
    const Date* own_due = clause.get(asked_by);
    asked.lacks_due = asked.lacks_due || (!own_due && !whole_due);
    if (own_due) asked.days.push_back({*own_due, clause_rows.name});
    if (!asks_for(clause, "reply")) continue;
    asked.wants_reply = true;
    asked.lacks_reply_due = asked.lacks_reply_due || (!own_due && !whole_due);
    if (!own_due && whole_due) asked.days.push_back({*whole_due, reply_due.name});
  }
  return asked;
}

// A reply is asked for over somebody's name, and whatever is asked leaves time for it.
inline Verdict is_signed_for(const Deciding& deciding) {
  const bool fits = !days_asked(deciding).wants_reply || deciding.after.get(reply_signed_by);
  return {fits ? Refusal::none : Refusal::reply_wanted_but_nobody_signed_for_it,
          reply_signed_by.name};
}
inline Verdict says_until_when(const Deciding& deciding) {
  const bool lacks = days_asked(deciding).lacks_reply_due;
  return {lacks ? Refusal::due_date_is_missing : Refusal::none, reply_due.name};
}

// Law 10, of what is drafted here: whatever is asked has a mandate, minutes and a day. A document
// that another body issued says of them what it says (X3).
inline bool asks_anything(const Record& directive) {
  return wants_a_reply_to_all(directive) ||
         std::ranges::any_of(directive.get(clause_rows), asks_something);
}
inline Verdict names_its_mandate(const Deciding& deciding) {
  const bool fits = !asks_anything(deciding.after) || deciding.after.get(basis);
  return {fits ? Refusal::none : Refusal::field_is_missing, basis.name};
}
inline Verdict says_how_long_it_takes(const Deciding& deciding) {
  const std::int64_t* minutes = deciding.after.get(estimated_minutes);
  const bool fits = !asks_anything(deciding.after) || (minutes && *minutes > 0);
  return {fits ? Refusal::none : Refusal::field_is_missing, estimated_minutes.name};
}
inline Verdict gives_a_day_for_each(const Deciding& deciding) {
  const bool lacks = days_asked(deciding).lacks_due;
  return {lacks ? Refusal::due_date_is_missing : Refusal::none, reply_due.name};
}

inline std::optional<Fixed> notice_least(const Deciding& deciding) {
  return deciding.circumstances.policy("notice.least_days", deciding.today);
}
inline Refusal fault_of_notice(const Deciding& deciding, Date until) {
  const std::optional<Fixed> least = notice_least(deciding);
  if (!least) return Refusal::policy_value_is_missing;
  const std::int64_t days = deciding.circumstances.calendar.between(deciding.today, until).count;
  return days * 1'000'000 < least->millionths ? Refusal::notice_is_too_short : Refusal::none;
}
inline Verdict leaves_time(const Deciding& deciding) {
  for (const auto& [day, field] : days_asked(deciding).days)
    if (const Refusal fault = fault_of_notice(deciding, day); fault != Refusal::none)
      return {fault, field};
  return {};
}

// Engine.md: an audience above this is split by whoever issues.
inline constexpr std::size_t audience_units_max = 10'000;

// Each unit once. Of one that is too wide only so many that it is seen to be.
inline std::vector<Uuid> audience_of(const Deciding& deciding) {
  const Record& directive = deciding.after;
  std::vector<Uuid> units;
  std::set<Uuid> is_there;
  if (const auto* named = directive.get(audience))
    for (const Uuid& unit : *named)
      if (is_there.insert(unit).second) units.push_back(unit);
  const Uuid* below = directive.get(audience_below);
  if (!below || directive.get(delivered)) return units;  // frozen: the list says it all
  const auto* types = directive.get(audience_types);
  for (const Uuid& unit : deciding.circumstances.units_below(
           *below, types ? std::span(*types) : std::span<const std::string>())) {
    if (units.size() > audience_units_max) break;
    if (unit != directive.unit && is_there.insert(unit).second) units.push_back(unit);
  }
  return units;
}

// Once it is issued its audience is the frozen one, whatever the tree has come to since.
inline Verdict gives_few_enough_tasks(const Deciding& deciding) {
  const bool is_frozen = deciding.before.state == issued.name;
  const auto* frozen = deciding.after.get(audience);
  const std::size_t units = !is_frozen ? audience_of(deciding).size() : frozen ? frozen->size() : 0;
  const auto clauses_for_all =
      std::ranges::count_if(deciding.after.get(clause_rows), is_a_task_for_all);
  const bool are_many = static_cast<std::size_t>(clauses_for_all) * units > tasks_max;
  return {are_many ? Refusal::audience_is_too_large : Refusal::none, clause_rows.name};
}

inline constexpr Rule weighing[] = {
    has_clauses,   is_short_enough,      names_its_mandate, says_how_long_it_takes,
    is_signed_for, gives_a_day_for_each, leaves_time,       gives_few_enough_tasks};
inline Verdict weighs_little_enough(const Deciding& deciding) {
  return first_broken(weighing, deciding);
}

inline std::int64_t sent_of(const Record& directive) {
  const std::int64_t* count = directive.get(delivered);
  return count ? *count : 0;
}

inline std::int64_t looked_back_of(const Record& directive) {
  const std::int64_t* count = directive.get(looked_back);
  return count ? *count : 0;
}

// The next of its own audience, and the next of that of the version before.
inline std::vector<Filled> sends(const Deciding& deciding, std::vector<Uuid> units) {
  const auto next_of = [](std::int64_t done, std::int64_t all) {
    return std::min(done + sending::deliveries_at_once, all);
  };
  const auto all = std::ssize(units);
  std::vector<Filled> filled{
      {audience.name, std::move(units)},
      {delivered.name, next_of(std::min(sent_of(deciding.before), all), all)}};
  const std::optional<Record> old = record_before(deciding);
  if (const auto* before = old ? old->get(audience) : nullptr)
    filled.push_back(
        {looked_back.name, next_of(looked_back_of(deciding.before), std::ssize(*before))});
  return filled;
}
inline std::vector<Filled> freezes_the_audience(const Deciding& deciding) {
  std::vector<Uuid> units = audience_of(deciding);
  if (units.empty()) return {};
  return sends(deciding, std::move(units));
}
inline std::vector<Filled> sends_the_next(const Deciding& deciding) {
  const auto* units = deciding.before.get(audience);
  if (!units) return {};
  return sends(deciding, *units);
}

// Checking is a second pair of eyes only where another one looks.
inline std::vector<Filled> notes_the_checker(const Deciding& deciding) {
  return {{checked_by.name, Uuid(deciding.actor.person)}, {to_mend.name, Value()}};
}
// Nobody asks anything of his superiors or of another line: whoever signs stands above them all.
inline Verdict asks_those_below(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const PathOfUnit& path_of = deciding.circumstances.path_of;
  const auto is_below = [&](const Uuid& unit) {
    return std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
      const bool may_issue =
          post.role == Role::works_committee || post.role == Role::organ_committee;
      return may_issue && is_in_force(post, deciding.today) && covers(post.path, path_of(unit));
    });
  };
  const Uuid* below = directive.get(audience_below);
  if (below && !is_below(*below)) return {Refusal::unit_is_of_another_line, audience_below.name};
  if (const auto* units = directive.get(audience); units && !std::ranges::all_of(*units, is_below))
    return {Refusal::unit_is_of_another_line, audience.name};
  for (const RowRead& clause : directive.get(clause_rows))
    if (const Uuid* named = clause.get(of_whom); named && !is_below(*named))
      return {Refusal::unit_is_of_another_line, clause_rows.name};
  return {};
}
inline Verdict is_of_one_issue(const Deciding& deciding) {
  const auto* units = deciding.after.get(audience);
  const bool is_too_wide = units && units->size() > audience_units_max;
  return {is_too_wide ? Refusal::audience_is_too_large : Refusal::none, audience.name};
}
inline constexpr Rule registering[] = {asks_those_below, has_clauses,           is_short_enough,
                                       is_signed_for,    says_until_when,       leaves_time,
                                       is_of_one_issue,  gives_few_enough_tasks};
inline Verdict may_be_registered(const Deciding& deciding) {
  return first_broken(registering, deciding);
}
inline Verdict its_checker(const Deciding& deciding) {
  const Uuid* checker = deciding.before.get(checked_by);
  const bool is_his = checker && *checker == deciding.actor.person;
  return {is_his ? Refusal::same_person_checked_it : Refusal::none, checked_by.name};
}
inline Verdict is_left_to_send(const Deciding& deciding) {
  const bool is_left = sent_of(deciding.before) != sent_of(deciding.after) ||
                       looked_back_of(deciding.before) < looked_back_of(deciding.after);
  return {is_left ? Refusal::none : Refusal::nothing_would_change, delivered.name};
}

// Public is a choice of its own, and nobody is taken to have answered.
inline Verdict may_be_published(const Deciding& deciding) {
  const bool* answer = deciding.after.get(secret);
  if (!answer) return {Refusal::secrecy_is_not_answered, secret.name};
  return {*answer ? Refusal::secret_is_not_published : Refusal::none, secret.name};
}

// Where this turn begins. Two addressees that were merged stand in the list once, and those behind
// them have come nearer: the last of those that count as served may not have been.
inline std::int64_t turn_begins_at(const Deciding& deciding) {
  const auto* units = deciding.after.get(audience);
  const std::int64_t done = sent_of(deciding.before);
  std::int64_t at = units ? std::min(done, std::ssize(*units)) : 0;
  const std::int64_t least = std::max<std::int64_t>(at - sending::deliveries_at_once, 0);
  const auto is_served = [&](std::int64_t place) {
    const UnitId unit((*units)[static_cast<std::size_t>(place)]);
    return sending::count(deciding, deciding.after.id, unit) > 0;
  };
  while (at > least && !is_served(at - 1)) --at;
  return at;
}

// Calls `use` for each unit of this turn that is asked something, but for those that acknowledged
// the document before there were deliveries.
template <class Use>
void for_each_of_this_turn(const Deciding& deciding, const Asking& asking, Use use) {
  const auto* units = deciding.after.get(audience);
  if (!units) return;
  for (auto at = turn_begins_at(deciding); at < sent_of(deciding.after); ++at) {
    const Uuid& unit = (*units)[static_cast<std::size_t>(at)];
    if (sending::is_among(deciding.before.get(acknowledged_by), unit)) continue;
    if (std::optional<AskedOfUnit> asked = asking.of(unit)) use(unit, std::move(*asked));
  }
}

// What a unit has of the versions before and has not done with, with the version of each.
inline std::vector<std::pair<const Record*, Record>> open_before(const Deciding& deciding,
                                                                 const Asking& asking,
                                                                 const Uuid& unit) {
  std::vector<std::pair<const Record*, Record>> open;
  for (const Record& version : asking.versions())
    for (const RecordId& id : sending::open_of(deciding, version.id, UnitId(unit), 1))
      if (auto delivery = deciding.circumstances.record("deliveries", id))
        open.emplace_back(&version, std::move(*delivery));
  return open;
}

// Whoever has not even acknowledged what an earlier version told him is told that as well.
inline void tell_also(const Record& delivery, Rows& changes, bool& tells_all) {
  const Rows* told = std::get_if<Rows>(&delivery.value("asked"));
  if (!told || told->all.empty()) tells_all = true;
  if (!told) return;
  for (const Row& row : told->all) {
    const auto is_of = [&row](const Row& one) {
      return std::get<Link>(one.cells.front()).row == std::get<Link>(row.cells.front()).row;
    };
    if (std::ranges::none_of(changes.all, is_of)) changes.all.push_back({.cells = row.cells});
  }
}

inline std::vector<Caused> next_deliveries(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const Asking asking(deciding);
  std::vector<Caused> next;
  for_each_of_this_turn(deciding, asking, [&](const Uuid& unit, AskedOfUnit asked) {
    if (sending::count(deciding, directive.id, UnitId(unit)) > 0) return;
    bool tells_all = false;
    for (const auto& [version, delivery] : open_before(deciding, asking, unit)) {
      if (!Asking::asks_a_reply(delivery)) tell_also(delivery, asked.changes, tells_all);
      if (!asking.asks_the_whole(*version, delivery)) continue;
      const Date* until = directive.get(reply_due);
      tells_all = asked.reply = true;
      if (until && (!asked.due || *until < *asked.due)) asked.due = *until;
    }
    Value due, changes;
    if (asked.due) due = *asked.due;
    if (!asked.changes.all.empty() && !tells_all) changes = std::move(asked.changes);
    next.push_back(
        {.unit = UnitId(unit),
         .values = {Link{"directives", directive.id}, directive.value(title.name),
                    Uuid(directive.unit), asked.reply, std::move(due), std::move(changes)}});
  });
  return next;
}

// What an earlier version still asks stays asked, with its date. What of it is asked anew, or was
// only told, or no longer concerns the unit, goes.
inline std::vector<Caused> deliveries_outdated(const Deciding& deciding) {
  const Asking asking(deciding);
  if (asking.versions().empty()) return {};
  std::vector<RecordId> open;
  for_each_of_this_turn(deciding, asking, [&](const Uuid& unit, const AskedOfUnit&) {
    for (const auto& [version, delivery] : open_before(deciding, asking, unit))
      if (!asking.is_still_owed(*version, delivery)) open.push_back(delivery.id);
  });
  const auto* before = asking.versions().front().get(audience);
  for (auto at = looked_back_of(deciding.before); at < looked_back_of(deciding.after); ++at) {
    const Uuid& unit = (*before)[static_cast<std::size_t>(at)];
    if (sending::is_among(deciding.after.get(audience), unit)) continue;
    for (const auto& [version, delivery] : open_before(deciding, asking, unit))
      open.push_back(delivery.id);
  }
  return sending::taken_back(open);
}

inline std::vector<Caused> predecessor_gives_way(const Deciding& deciding) {
  const Uuid* earlier = deciding.after.get(predecessor);
  if (!earlier) return {};
  return {{.record = RecordId(*earlier), .values = {Uuid(deciding.after.id)}}};
}
inline constexpr Cause delivers[] = {{"deliveries", "deliver", sending::told, next_deliveries},
                                     {"deliveries", "withdraw", {}, deliveries_outdated}};
inline constexpr Cause issues[] = {
    delivers[0],
    delivers[1],
    {"directives", "give_way", names<superseded_by>, predecessor_gives_way}};

// What a revision left open stays open as long as the revision stands, and is taken back with it.
inline std::vector<RecordId> open_of_all_versions(const Deciding& deciding, std::int64_t at_most) {
  std::vector<RecordId> open = sending::open_of(deciding, deciding.before.id, {}, at_most);
  for (const Record& version : records_before(deciding))
    std::ranges::copy(sending::open_of(deciding, version.id, {}, at_most - std::ssize(open)),
                      std::back_inserter(open));
  return open;
}
inline std::vector<Caused> all_taken_back(const Deciding& deciding) {
  return sending::taken_back(open_of_all_versions(deciding, sending::deliveries_at_once));
}
inline constexpr Cause takes_back[] = {{"deliveries", "withdraw", {}, all_taken_back}};
inline Verdict is_left_to_take_back(const Deciding& deciding) {
  const bool is_left =
      !deciding.before.get(superseded_by) && !open_of_all_versions(deciding, 1).empty();
  return {is_left ? Refusal::none : Refusal::nothing_would_change};
}

inline constexpr auto& drafting =
    names<title, number, kind, issuer, basis, issued_on, clause_rows, audience, reply_wanted,
          reply_signed_by, reply_due, estimated_minutes, taken_from, audience_below,
          audience_types>;
inline constexpr auto& revising =
    names<title, kind, issuer, basis, clause_rows, audience, reply_wanted, reply_signed_by,
          estimated_minutes, predecessor>;

// A draft that begins as the document stands, with the numbers of its clauses.
inline std::vector<Caused> next_version(const Deciding& deciding) {
  Caused draft{.unit = deciding.after.unit};
  for (const std::string_view field : revising) draft.values.push_back(deciding.after.value(field));
  draft.values.back() = Uuid(deciding.after.id);
  return {draft};
}
inline constexpr Cause revises[] = {{"directives", "draft_revision", revising, next_version}};

inline Verdict is_left_to_assign(const Deciding& deciding) {
  if (const Verdict few = gives_few_enough_tasks(deciding); few.law != Refusal::none) return few;
  // Where the act itself is decided, what is to come is counted already.
  const auto counted = [](const Record& directive) {
    const std::int64_t* count = directive.get(tasks_assigned);
    return count ? *count : 0;
  };
  const bool is_left =
      counted(deciding.after) > counted(deciding.before) || !tasks_to_come(deciding).empty();
  return {is_left ? Refusal::none : Refusal::nothing_would_change, clause_rows.name};
}
// The clock goes on with what somebody began, and begins nothing.
inline Verdict is_left_to_go_on_with(const Deciding& deciding) {
  if (!deciding.before.get(tasks_assigned))
    return {Refusal::nothing_would_change, clause_rows.name};
  return is_left_to_assign(deciding);
}
inline constexpr Setting is_inside[] = {{released, "inside"}};
inline constexpr Setting is_public[] = {{released, "public"}};

inline constexpr Act acts[] = {
    {.name = "draft", .to = drafted, .may = issuers, .takes = drafting},
    {.name = "draft_revision", .to = drafted, .may = a_consequence, .takes = revising},
    // A document that another body issued, entered so that its clauses can be answered.
    {.name = "register",
     .to = issued,
     .may = issuers,
     .takes = drafting,
     .needs = names<title, number, clause_rows, taken_from>,
     .rule = may_be_registered,
     .sets = is_inside,
     .fills = freezes_the_audience,
     .causes = delivers,
     .goes_on_with = "deliver"},
    {.name = "amend", .from = names<drafted>, .may = issuers, .takes = drafting},
    {.name = "check",
     .from = names<drafted>,
     .to = checked,
     .may = issuers,
     .rule = weighs_little_enough,
     .closed_to = its_author,
     .fills = notes_the_checker},
    {.name = "return",
     .from = names<checked>,
     .to = drafted,
     .may = issuers,
     .takes = names<to_mend>,
     .reason = Reason::required,
     .rule = mending::names_what_is_there},
    {.name = "issue",
     .from = names<checked>,
     .to = issued,
     .may = issuers,
     .rule = may_be_registered,
     .closed_to = its_checker,
     .sets = is_inside,
     .fills = freezes_the_audience,
     .causes = issues,
     .goes_on_with = "deliver"},
    // Those of the audience who have not been sent it yet: of a wide audience the next, and of what
    // was issued before there were deliveries all.
    {.name = "deliver",
     .from = names<issued>,
     .may = senders,
     .rule = is_left_to_send,
     .fills = sends_the_next,
     .causes = delivers,
     .goes_on_with = "deliver"},
    {.name = "assign",
     .from = names<issued>,
     .may = issuers,
     .rule = is_left_to_assign,
     .fills = counts_the_tasks,
     .causes = lays_down,
     .goes_on_with = "assign_next"},
    {.name = "assign_next",
     .from = names<issued>,
     .may = the_clock,
     .rule = is_left_to_go_on_with,
     .fills = counts_the_tasks,
     .causes = lays_down,
     .goes_on_with = "assign_next"},
    {.name = "publish",
     .from = names<issued>,
     .may = issuers,
     .takes = names<secret>,
     .rule = may_be_published,
     .sets = is_public},
    {.name = "revise", .from = names<issued>, .may = issuers, .causes = revises},
    {.name = "give_way",
     .from = names<issued>,
     .to = superseded,
     .may = a_consequence,
     .takes = names<superseded_by>},
    {.name = "supersede",
     .from = names<issued>,
     .to = superseded,
     .may = issuers,
     .reason = Reason::required,
     .causes = takes_back,
     .goes_on_with = "call_back"},
    {.name = "discard",
     .from = names<drafted, checked>,
     .to = withdrawn,
     .may = issuers,
     .reason = Reason::required},
    {.name = "withdraw",
     .from = names<issued>,
     .to = withdrawn,
     .may = withdrawers,
     .reason = Reason::required,
     .sign_off = SignOff::all_of,
     .causes = takes_back,
     .goes_on_with = "call_back"},
    {.name = "call_back",
     .from = names<superseded, withdrawn>,
     .may = the_clock,
     .rule = is_left_to_take_back,
     .causes = takes_back,
     .goes_on_with = "call_back"},
};

inline constexpr InOrder in_order[] = {{issued_on, reply_due}};

inline constexpr Ledger ledger{.name = "directives",
                               .title = title,
                               .place = 110,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = readers,
                               .is_personal = stays_inside,
                               .in_order = in_order};
static_assert(well_formed(ledger));

}  // namespace chuangyou::directives
