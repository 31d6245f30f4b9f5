// 文件传达 Directives (S26 S34 S35): what is asked of lower units, with its clauses, and the check of
// what it will cost them before it is issued (Law 10, R8.9).
#pragma once

#include "core/text.h"
#include "record/decide.h"
#include "record/well_formed.h"

namespace chuangyou::directives {

inline constexpr std::string_view kinds[] = {"notice", "opinion", "decision",
                                             "plan",   "letter",  "reply"};

inline constexpr Field<Kind::text> title{
    "title", {.required = true, .length_max = 300, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> number{"number",
                                          {.length_max = 60, .visibility = Visibility::public_}};
inline constexpr Field<Kind::choice> kind{
    "kind", {.required = true, .visibility = Visibility::public_, .choices = kinds}};
inline constexpr Field<Kind::text> issuer{"issuer",
                                          {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> basis{"basis",
                                         {.length_max = 300, .visibility = Visibility::public_}};
inline constexpr Field<Kind::date> issued_on{"issued_on", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::long_text> clauses{
    "clauses", {.length_max = 60000, .visibility = Visibility::public_}};
inline constexpr Field<Kind::units> audience{"audience"};
inline constexpr Field<Kind::yes_no> reply_wanted{"reply_wanted"};
inline constexpr Field<Kind::text> reply_signed_by{"reply_signed_by", {.length_max = 60}};
inline constexpr Field<Kind::date> reply_due{"reply_due"};
inline constexpr Field<Kind::integer> estimated_minutes{"estimated_minutes"};
inline constexpr Field<Kind::units> acknowledged_by{"acknowledged_by"};
inline constexpr Field<Kind::text> taken_from{
    "taken_from", {.length_max = 300, .visibility = Visibility::public_}};

inline constexpr FieldSpec fields[] = {
    title,           number,    kind,         issuer,          basis,     issued_on,
    clauses,         audience,  reply_wanted, reply_signed_by, reply_due, estimated_minutes,
    acknowledged_by, taken_from};

inline constexpr State states[] = {
    {"drafted", Stage::open},           {"checked", Stage::open},    {"issued", Stage::open, true},
    {"superseded", Stage::ended, true}, {"withdrawn", Stage::ended},
};

inline constexpr Right issuers[] = {{Role::works_committee, At::own_or_above},
                                    {Role::organ_committee, At::own_or_above}};
inline constexpr Right receivers[] = {{Role::organ_committee, At::anywhere},
                                      {Role::party_group, At::anywhere},
                                      {Role::secretary, At::anywhere},
                                      {Role::branch_secretary, At::anywhere},
                                      {Role::division, At::anywhere}};
inline constexpr Right withdrawers[] = {{Role::works_committee, At::own_or_above},
                                        {Role::secretary, At::own_or_above}};

// R8.9: five thousand characters in general, four thousand for one special task.
inline Verdict weighs_little_enough(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const std::string* text = directive.get(clauses);
  if (!text) return {Refusal::clause_is_missing, "clauses"};
  const std::string* sort = directive.get(kind);
  std::string_view key =
      sort && *sort == "plan" ? "document.special_characters" : "document.general_characters";
  std::optional<Fixed> limit = deciding.circumstances.policy(key, deciding.today);
  if (!limit) return {Refusal::policy_value_is_missing, "clauses"};
  if (static_cast<std::int64_t>(character_count(*text)) * 1'000'000 > limit->millionths)
    return {Refusal::text_is_over_the_length_rule, "clauses"};
  const bool* wanted = directive.get(reply_wanted);
  if (!wanted || !*wanted) return {};
  if (!directive.get(reply_signed_by))
    return {Refusal::reply_wanted_but_nobody_signed_for_it, "reply_signed_by"};
  const Date* until = directive.get(reply_due);
  if (!until) return {Refusal::due_date_is_missing, "reply_due"};
  std::optional<Fixed> least = deciding.circumstances.policy("notice.least_days", deciding.today);
  if (!least) return {Refusal::policy_value_is_missing, "reply_due"};
  std::int64_t days = deciding.circumstances.calendar.between(deciding.today, *until).count;
  bool short_notice = days * 1'000'000 < least->millionths;
  return {short_notice ? Refusal::notice_is_too_short : Refusal::none, "reply_due"};
}

inline constexpr std::string_view drafting[] = {
    "title",     "number",   "kind",         "issuer",          "basis",     "issued_on",
    "clauses",   "audience", "reply_wanted", "reply_signed_by", "reply_due", "estimated_minutes",
    "taken_from"};
inline constexpr std::string_view needs_number[] = {"title", "number", "clauses", "taken_from"};

inline constexpr std::string_view is_drafted[] = {"drafted"};
inline constexpr std::string_view is_checked[] = {"checked"};
inline constexpr std::string_view is_issued[] = {"issued"};
inline constexpr std::string_view before_issue[] = {"drafted", "checked"};

inline constexpr Act acts[] = {
    {.name = "draft", .to = "drafted", .may = issuers, .takes = drafting},
    // A document that another body issued, entered so that its clauses can be answered.
    {.name = "register", .to = "issued", .may = issuers, .takes = drafting, .needs = needs_number},
    {.name = "amend", .from = is_drafted, .may = issuers, .takes = drafting},
    {.name = "check",
     .from = is_drafted,
     .to = "checked",
     .may = issuers,
     .rule = weighs_little_enough},
    {.name = "return",
     .from = is_checked,
     .to = "drafted",
     .may = issuers,
     .reason = Reason::required},
    {.name = "issue",
     .from = is_checked,
     .to = "issued",
     .may = issuers,
     .rule = weighs_little_enough},
    {.name = "acknowledge", .from = is_issued, .may = receivers, .adds_unit_to = "acknowledged_by"},
    {.name = "supersede",
     .from = is_issued,
     .to = "superseded",
     .may = issuers,
     .reason = Reason::required},
    {.name = "discard",
     .from = before_issue,
     .to = "withdrawn",
     .may = issuers,
     .reason = Reason::required},
    {.name = "withdraw",
     .from = is_issued,
     .to = "withdrawn",
     .may = withdrawers,
     .reason = Reason::required,
     .sign_off = SignOff::all_of},
};

inline constexpr Ledger ledger{.name = "directives",
                               .title = "title",
                               .place = 110,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = receivers};
static_assert(well_formed(ledger));

}  // namespace chuangyou::directives
