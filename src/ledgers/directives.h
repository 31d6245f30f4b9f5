// 文件传达 Directives (S8 S26 S34 S35): what is asked of lower units, clause by clause.
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/asked_of_others.h"
#include "ledgers/assigning.h"
#include "ledgers/burden.h"
#include "ledgers/rules.h"
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

// Once it is issued its audience is the frozen one, whatever the tree has come to since.
inline Verdict gives_few_enough_tasks(const Deciding& deciding) {
  const bool is_frozen = deciding.before.state == issued.name;
  const auto* frozen = deciding.after.get(audience);
  const std::size_t units = !is_frozen ? audience_of(deciding).size() : frozen ? frozen->size() : 0;
  const bool are_many = tasks_asked(deciding, units) > tasks_max;
  return {are_many ? Refusal::audience_is_too_large : Refusal::none, clause_rows.name};
}

using wording::who_worded_it;
inline std::vector<Filled> notes_the_checker(const Deciding& deciding) {
  return {{checked_by.name, Uuid(deciding.actor.person)}, {to_mend.name, Value()}};
}
inline Verdict asks_those_below(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const auto is_below = [&](const Uuid& unit) { return sending::stands_above(deciding, unit); };
  const Uuid* below = directive.get(audience_below);
  if (below && !is_below(*below)) return {Refusal::unit_is_of_another_line, audience_below.name};
  if (const auto* units = directive.get(audience); units && !std::ranges::all_of(*units, is_below))
    return {Refusal::unit_is_of_another_line, audience.name};
  for (const RowRead& clause : directive.get(clause_rows))
    if (const Uuid* named = clause.get(of_whom); named && !is_below(*named))
      return {Refusal::unit_is_of_another_line, clause_rows.name};
  return {};
}
inline constexpr Law weighing[] = {
    has_clauses,   is_short_enough,      names_its_mandate, says_how_long_it_takes,
    is_signed_for, gives_a_day_for_each, leaves_time,       gives_few_enough_tasks};
inline Verdict is_of_one_issue(const Deciding& deciding) {
  const auto* units = deciding.after.get(audience);
  const bool is_too_wide = units && units->size() > audience_units_max;
  return {is_too_wide ? Refusal::audience_is_too_large : Refusal::none, audience.name};
}
inline constexpr Law registering[] = {asks_those_below, has_clauses,           is_short_enough,
                                      is_signed_for,    says_until_when,       leaves_time,
                                      is_of_one_issue,  gives_few_enough_tasks};
inline Verdict its_checker(const Deciding& deciding) {
  const Uuid* checker = deciding.before.get(checked_by);
  const bool is_his = checker && *checker == deciding.actor.person;
  return {is_his ? Refusal::same_person_checked_it : Refusal::none, checked_by.name};
}
// Public is a choice of its own, and nobody is taken to have answered.
inline Verdict may_be_published(const Deciding& deciding) {
  const bool* answer = deciding.after.get(secret);
  if (!answer) return {Refusal::secrecy_is_not_answered, secret.name};
  return {*answer ? Refusal::secret_is_not_published : Refusal::none, secret.name};
}

inline constexpr auto& drafting =
    names<title, number, kind, issuer, basis, issued_on, clause_rows, audience, reply_wanted,
          reply_signed_by, reply_due, estimated_minutes, taken_from, audience_below,
          audience_types>;
inline constexpr auto& revising =
    names<title, kind, issuer, basis, clause_rows, audience, reply_wanted, reply_signed_by,
          estimated_minutes, worded_by, predecessor>;

// A draft that begins as the document stands, with the numbers of its clauses, and is worded by
// whoever begins it. What was erased cannot be said again: its place is kept.
inline std::vector<Caused> next_version(const Deciding& deciding) {
  Caused draft{.unit = deciding.after.unit};
  for (const std::string_view field : revising) {
    Value value = deciding.after.value(field);
    if (field == title.name) value = title_of(deciding.after);
    if (field == clause_rows.name) keep_places_of_erased(value);
    if (field == worded_by.name) value = Rows{{{.cells = {Uuid(deciding.actor.person)}}}};
    if (field == predecessor.name) value = Uuid(deciding.after.id);
    draft.values.push_back(std::move(value));
  }
  return {draft};
}
inline std::vector<Filled> notes_who_words_it(const Deciding& deciding) {
  return wording::notes_who_words_it(deciding, drafting);
}

inline constexpr Cause revises[] = {{"directives", "draft_revision", revising, next_version}};

inline Verdict is_left_to_assign(const Deciding& deciding) {
  if (const Verdict few = gives_few_enough_tasks(deciding); few.law != Refusal::none) return few;
  const bool is_left = !tasks_to_come(deciding).empty() || !tasks_outdated(deciding).empty();
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
     .rule = registering,
     .sets = is_inside,
     .fills = freezes_the_audience,
     .causes = delivers,
     .goes_on_with = "deliver"},
    {.name = "amend",
     .from = names<drafted>,
     .may = issuers,
     .takes = drafting,
     .fills = notes_who_words_it},
    {.name = "check",
     .from = names<drafted>,
     .to = checked,
     .may = issuers,
     .rule = weighing,
     .closed_to = who_worded_it,
     .fills = notes_the_checker},
    gives_back(names<checked>, drafted, issuers),
    {.name = "issue",
     .from = names<checked>,
     .to = issued,
     .may = issuers,
     .rule = registering,
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
     .takes = names<task_days>,
     .closed_to = is_left_to_assign,  // no day that he says makes more of it
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

AskedOfOthers asked_of(const Deciding&);

inline constexpr Ledger ledger{.name = "directives",
                               .title = title,
                               .place = 110,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = readers,
                               .is_personal = stays_inside,
                               .in_order = in_order,
                               .measures = burden_of,
                               .asks = asked_of};
static_assert(well_formed(ledger));

}  // namespace chuangyou::directives
