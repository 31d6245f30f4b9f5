// 问题 Problems (S77 S94 S95): old ones, new ones, and those that harm the masses' interests, which
// come first and are public. Solved is a claim; a relapse reopens the old record, to be planned
// anew.
#pragma once

#include "record/rules.h"
#include "record/well_formed.h"

namespace chuangyou::problems {

inline constexpr std::string_view kinds[] = {"old", "new", "harm"};

inline constexpr Field<Kind::text> title{
    "title", {.required = true, .length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::choice> kind{
    "kind", {.required = true, .visibility = Visibility::public_, .choices = kinds}};
inline constexpr Field<Kind::text> sector{"sector",
                                          {.length_max = 100, .visibility = Visibility::public_}};
inline constexpr Field<Kind::link> source_feedback{"source_feedback", {.links_to = "feedback"}};
inline constexpr Field<Kind::link> source_promise{"source_promise", {.links_to = "promises"}};
inline constexpr Field<Kind::long_text> cause{"cause", {.length_max = 1000}};
inline constexpr Field<Kind::long_text> measures{
    "measures", {.length_max = 2000, .visibility = Visibility::public_}};
inline constexpr Field<Kind::person> owner{"owner"};
inline constexpr Field<Kind::unit> beneficiary_unit{"beneficiary_unit",
                                                    {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> first_promised{"first_promised",
                                                  {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> promised{"promised", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::long_text> result{
    "result", {.length_max = 2000, .visibility = Visibility::public_}};

inline constexpr Field<Kind::date> asked_due{"asked_due", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::unit> offered_to{"offered_to"};

inline constexpr FieldSpec fields[] = {
    title,    kind,     sector,    source_feedback,  source_promise,
    cause,    measures, owner,     beneficiary_unit, first_promised,
    promised, result,   asked_due, offered_to};

inline constexpr State states[] = {
    {"registered", Stage::open},
    {"accepted", Stage::open, true},
    {"solving", Stage::open, true},
    {"solved", Stage::claimed, true},
    {"confirmed", Stage::confirmed, true},
    {.name = "not_solved", .stage = Stage::open, .is_public = true, .is_contested = true},
    {"relapsed", Stage::open, true},
    {"explained", Stage::ended, true},
};

inline constexpr Right registrars[] = {{Role::signed_in, At::anywhere}};
inline constexpr Right holders[] = {{Role::division, At::own},
                                    {Role::organ_committee, At::own_or_above},
                                    {Role::branch_secretary, At::own},
                                    {Role::secretary, At::own}};
inline constexpr Right judges[] = {{Role::division, At::own, "beneficiary_unit"},
                                   {Role::organ_committee, At::own, "beneficiary_unit"},
                                   {Role::branch_secretary, At::own, "beneficiary_unit"},
                                   {Role::member, At::own, "beneficiary_unit"},
                                   {Role::signed_in, At::subject}};
inline constexpr Right offered[] = {{Role::division, At::own, "offered_to"},
                                    {Role::organ_committee, At::own_or_above, "offered_to"},
                                    {Role::branch_secretary, At::own, "offered_to"},
                                    {Role::secretary, At::own, "offered_to"}};
// Who must judge it, and who is asked to take it over, must be able to read.
inline constexpr Right readers[] = {{Role::division, At::own, "beneficiary_unit"},
                                    {Role::organ_committee, At::own, "beneficiary_unit"},
                                    {Role::branch_secretary, At::own, "beneficiary_unit"},
                                    {Role::member, At::own, "beneficiary_unit"},
                                    {Role::division, At::own, "offered_to"},
                                    {Role::organ_committee, At::own_or_above, "offered_to"},
                                    {Role::branch_secretary, At::own, "offered_to"},
                                    {Role::secretary, At::own, "offered_to"}};
inline constexpr Right granters[] = {{Role::organ_committee, At::above},
                                     {Role::works_committee, At::above},
                                     {Role::party_group, At::above}};
inline constexpr Right outsiders[] = {{Role::operator_, At::anywhere},
                                      {Role::works_committee, At::above}};
inline constexpr Right explainers[] = {{Role::division, At::own},
                                       {Role::organ_committee, At::own_or_above}};

inline Verdict is_a_recent_relapse(const Deciding& deciding) {
  Date confirmed = deciding.circumstances.zone.date_at(deciding.before.state_since);
  std::optional<Fixed> most = deciding.circumstances.policy("problems.relapse_days", confirmed);
  if (!most) return {Refusal::policy_value_is_missing};
  std::int64_t days = deciding.today.days - confirmed.days;
  bool recent = days * 1'000'000 <= most->millionths;
  return {recent ? Refusal::none : Refusal::relapse_is_too_long_ago};
}

inline constexpr std::string_view stating[] = {
    "title", "kind", "sector", "source_feedback", "source_promise", "beneficiary_unit"};
inline constexpr std::string_view planning[] = {"cause", "measures", "owner", "promised"};
inline constexpr std::string_view needs_plan[] = {"measures", "promised"};
inline constexpr std::string_view takes_result[] = {"result"};
inline constexpr std::string_view takes_promised[] = {"promised"};
inline constexpr std::string_view takes_asked_due[] = {"asked_due"};

inline constexpr std::string_view is_registered[] = {"registered"};
inline constexpr std::string_view in_work[] = {"solving", "not_solved"};
inline constexpr std::string_view is_solved[] = {"solved"};
inline constexpr std::string_view is_confirmed[] = {"confirmed"};
inline constexpr std::string_view before_plan[] = {"registered", "accepted"};
inline constexpr std::string_view is_contested[] = {"not_solved"};
inline constexpr std::string_view is_relapsed[] = {"relapsed"};
inline constexpr std::string_view without_plan[] = {"registered", "accepted", "relapsed"};
inline constexpr std::string_view to_be_planned[] = {"accepted", "relapsed"};
inline constexpr std::string_view not_solved_yet[] = {"registered", "accepted", "solving",
                                                      "not_solved", "relapsed"};

inline constexpr Act acts[] = {
    {.name = "register", .to = "registered", .may = registrars, .takes = stating},
    {.name = "accept", .from = is_registered, .to = "accepted", .may = holders},
    {.name = "transfer",
     .from = without_plan,
     .may = holders,
     .reason = Reason::required,
     .transfer = Transfer::offered},
    {.name = "accept_transfer",
     .from = without_plan,
     .to = "registered",
     .may = offered,
     .transfer = Transfer::accepted},
    {.name = "decline_transfer",
     .from = without_plan,
     .may = offered,
     .reason = Reason::required,
     .transfer = Transfer::declined},
    {.name = "begin",
     .from = to_be_planned,
     .to = "solving",
     .may = holders,
     .takes = planning,
     .needs = needs_plan,
     .rule = is_ahead<promised>},
    {.name = "ask_extension",
     .from = in_work,
     .may = holders,
     .takes = takes_asked_due,
     .needs = takes_asked_due,
     .reason = Reason::required,
     .rule = is_asked_before_expiry<promised, asked_due>,
     .tells_public = true},
    {.name = "extend",
     .from = in_work,
     .may = granters,
     .takes = takes_promised,
     .needs = takes_promised,
     .reason = Reason::required,
     .rule = is_granted_in_time<promised, asked_due>,
     .tells_public = true},
    {.name = "solve",
     .from = in_work,
     .to = "solved",
     .may = holders,
     .takes = takes_result,
     .needs = takes_result},
    {.name = "confirm",
     .from = is_solved,
     .to = "confirmed",
     .may = judges,
     .reason = Reason::optional},
    {.name = "contest",
     .from = is_solved,
     .to = "not_solved",
     .may = judges,
     .reason = Reason::required},
    {.name = "conclude",
     .from = is_contested,
     .to = "explained",
     .may = outsiders,
     .reason = Reason::required},
    {.name = "explain",
     .from = not_solved_yet,
     .to = "explained",
     .may = explainers,
     .reason = Reason::required,
     .sign_off = SignOff::all_of},
    {.name = "relapse",
     .from = is_confirmed,
     .to = "relapsed",
     .may = registrars,
     .reason = Reason::required,
     .rule = is_a_recent_relapse},
    {.name = "remind", .from = not_solved_yet, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "acceptance",
     .states = before_plan,
     .length = {5, DayKind::working, "problems.acceptance_days"},
     .then = "remind"},
    // The date of the first plan has passed: a new plan is due, and the first date stays on record.
    {.name = "new_plan",
     .states = is_relapsed,
     .length = {5, DayKind::working, "problems.new_plan_days"},
     .then = "remind"},
    {.name = "promised_date",
     .states = in_work,
     .field = "promised",
     .first_field = "first_promised",
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "problems",
                               .title = "title",
                               .place = 310,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .offered_to = "offered_to"};
static_assert(well_formed(ledger));

}  // namespace chuangyou::problems
