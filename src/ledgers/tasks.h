// 任务 Tasks (S27 S32 S40 S57 S78 S79 S108 S112): one clause answered, one lead unit, one stated
// result. The record's own unit is the lead; done without a result is refused (S57).
#pragma once

#include "record/rules.h"
#include "record/well_formed.h"

namespace chuangyou::tasks {

// The four phrases of the overall requirement (S32); another campaign's tags follow with the ledger
// of plans, which will name them as data.
inline constexpr std::string_view requirements[] = {"scientific_development", "social_harmony",
                                                    "serve_the_people", "strengthen_organisations"};

inline constexpr Field<Kind::long_text> title{
    "title", {.required = true, .length_max = 2000, .visibility = Visibility::public_}};
inline constexpr Field<Kind::link> clause{
    "clause", {.visibility = Visibility::public_, .links_to = "directives"}};
inline constexpr Field<Kind::text> clause_no{
    "clause_no", {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::choices> requirement_tags{
    "requirement_tags", {.visibility = Visibility::public_, .choices = requirements}};
inline constexpr Field<Kind::text> milestone{"milestone", {.length_max = 60}};
inline constexpr Field<Kind::text> responsible{
    "responsible", {.length_max = 500, .visibility = Visibility::public_}};
inline constexpr Field<Kind::units> co_units{"co_units", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::units> accepted_by{"accepted_by"};
inline constexpr Field<Kind::person> handler{"handler"};
inline constexpr Field<Kind::text> measure{"measure", {.length_max = 500}};
inline constexpr Field<Kind::text> target{"target",
                                          {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> beneficiary{
    "beneficiary", {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::unit> beneficiary_unit{"beneficiary_unit",
                                                    {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> first_due{"first_due", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> due{"due", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> asked_due{"asked_due"};
inline constexpr Field<Kind::long_text> result{
    "result", {.length_max = 2000, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> evidence{"evidence", {.length_max = 300}};

inline constexpr FieldSpec fields[] = {
    title,       clause,    clause_no, requirement_tags, milestone,   responsible,      co_units,
    accepted_by, handler,   measure,   target,           beneficiary, beneficiary_unit, first_due,
    due,         asked_due, result,    evidence};

inline constexpr State states[] = {
    {.name = "planned",
     .stage = Stage::open,
     .awaits = {"start", {"extend", extension_is_asked<due, asked_due>}}},
    {.name = "running",
     .stage = Stage::open,
     .awaits = {"finish", {"extend", extension_is_asked<due, asked_due>}}},
    {.name = "done", .stage = Stage::claimed, .awaits = {"confirm", "return"}},
    {"confirmed", Stage::confirmed},
    {.name = "returned",
     .stage = Stage::open,
     .is_contested = true,
     .awaits = {"finish", {"extend", extension_is_asked<due, asked_due>}}},
    {"dropped", Stage::ended},
};

inline constexpr Right assigners[] = {{Role::organ_committee, At::own_or_above},
                                      {Role::works_committee, At::own_or_above}};
inline constexpr Right doers[] = {{Role::division, At::own},
                                  {Role::branch_secretary, At::own},
                                  {Role::organ_committee, At::own},
                                  {Role::secretary, At::own}};
inline constexpr Right co_workers[] = {{Role::division, At::own, "co_units"},
                                       {Role::organ_committee, At::own, "co_units"},
                                       {Role::secretary, At::own, "co_units"},
                                       {Role::branch_secretary, At::own, "co_units"}};
// The served where they are named; else the superior accepts it, which is no word of the served.
inline constexpr Right judges[] = {{Role::organ_committee, At::above},
                                   {Role::works_committee, At::above},
                                   {Role::division, At::own, "beneficiary_unit"},
                                   {Role::organ_committee, At::own, "beneficiary_unit"},
                                   {Role::branch_secretary, At::own, "beneficiary_unit"},
                                   {Role::member, At::own, "beneficiary_unit"}};
// Whoever shares the work, and whoever it serves: who is asked to confirm must be able to read.
inline constexpr Right readers[] = {{Role::division, At::own, "co_units"},
                                    {Role::organ_committee, At::own, "co_units"},
                                    {Role::secretary, At::own, "co_units"},
                                    {Role::branch_secretary, At::own, "co_units"},
                                    {Role::division, At::own, "beneficiary_unit"},
                                    {Role::organ_committee, At::own, "beneficiary_unit"},
                                    {Role::branch_secretary, At::own, "beneficiary_unit"},
                                    {Role::member, At::own, "beneficiary_unit"}};
inline constexpr Right outsiders[] = {{Role::operator_, At::anywhere},
                                      {Role::works_committee, At::above}};
inline constexpr Right droppers[] = {{Role::organ_committee, At::own_or_above},
                                     {Role::secretary, At::own_or_above}};

// Nobody need be named, but nobody of the doers' own line is: he could never judge.
inline Verdict names_no_judge_of_the_line(const Deciding& deciding) {
  const bool fits =
      !deciding.after.get(beneficiary_unit) || could_be_confirmed<beneficiary_unit>(deciding);
  return {fits ? Refusal::none : Refusal::nobody_could_confirm, "beneficiary_unit"};
}

inline Verdict has_a_requirement_and_time(const Deciding& deciding) {
  const auto* tags = deciding.after.get(requirement_tags);
  if (!tags || tags->empty()) return {Refusal::requirement_tag_is_missing, "requirement_tags"};
  if (Verdict served = names_no_judge_of_the_line(deciding); served.law != Refusal::none)
    return served;
  return is_ahead<due>(deciding);
}

inline Verdict has_a_result(const Deciding& deciding) {
  return {deciding.after.get(result) ? Refusal::none : Refusal::result_is_missing, "result"};
}

inline constexpr std::string_view planning[] = {
    "title",   "clause", "clause_no",   "requirement_tags", "milestone", "co_units",   "handler",
    "measure", "target", "beneficiary", "beneficiary_unit", "due",       "responsible"};
inline constexpr std::string_view needs_clause[] = {"title", "clause"};
inline constexpr std::string_view takes_result[] = {"result", "evidence"};
inline constexpr std::string_view takes_asked_due[] = {"asked_due"};
inline constexpr std::string_view takes_due[] = {"due"};

inline constexpr std::string_view is_planned[] = {"planned"};
inline constexpr std::string_view in_hand[] = {"running", "returned"};
inline constexpr std::string_view is_done[] = {"done"};
inline constexpr std::string_view is_returned[] = {"returned"};
inline constexpr std::string_view unfinished[] = {"planned", "running", "returned"};

inline constexpr Act acts[] = {
    {.name = "plan",
     .to = "planned",
     .may = assigners,
     .takes = planning,
     .rule = has_a_requirement_and_time},
    // A task that an issued document already laid down, under its clause.
    {.name = "register",
     .to = "running",
     .may = assigners,
     .takes = planning,
     .needs = needs_clause,
     .rule = names_no_judge_of_the_line},
    {.name = "amend",
     .from = is_planned,
     .may = assigners,
     .takes = planning,
     .rule = has_a_requirement_and_time},
    {.name = "start", .from = is_planned, .to = "running", .may = doers},
    {.name = "accept", .from = unfinished, .may = co_workers, .adds_unit_to = "accepted_by"},
    {.name = "decline", .from = unfinished, .may = co_workers, .reason = Reason::required},
    {.name = "finish",
     .from = in_hand,
     .to = "done",
     .may = doers,
     .takes = takes_result,
     .rule = has_a_result},
    {.name = "confirm",
     .from = is_done,
     .to = "confirmed",
     .may = judges,
     .reason = Reason::optional},
    {.name = "return",
     .from = is_done,
     .to = "returned",
     .may = judges,
     .reason = Reason::required},
    {.name = "ask_extension",
     .from = unfinished,
     .may = doers,
     .takes = takes_asked_due,
     .needs = takes_asked_due,
     .reason = Reason::required,
     .rule = is_asked_before_expiry<due, asked_due>,
     .tells_public = true},
    {.name = "extend",
     .from = unfinished,
     .may = assigners,
     .takes = takes_due,
     .needs = takes_due,
     .reason = Reason::required,
     .rule = is_granted_in_time<due, asked_due, false>,
     .closed_to = who_does_it,
     .tells_public = true},
    {.name = "conclude",
     .from = is_returned,
     .to = "dropped",
     .may = outsiders,
     .reason = Reason::required},
    {.name = "drop",
     .from = unfinished,
     .to = "dropped",
     .may = droppers,
     .reason = Reason::required,
     .sign_off = SignOff::all_of},
    {.name = "remind", .from = unfinished, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "due_date",
     .states = unfinished,
     .field = "due",
     .first_field = "first_due",
     .then = "remind",
     .repeats = {.before = reminded_before, .warns_by = "remind"}},
};

inline constexpr Ledger ledger{.name = "tasks",
                               .title = "title",
                               .place = 140,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers};
static_assert(well_formed(ledger));

}  // namespace chuangyou::tasks
