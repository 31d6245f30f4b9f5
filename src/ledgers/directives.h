// 文件传达 Directives (S26 S34 S35): what is asked of lower units, with its clauses, and the check of
// what it will cost them before it is issued (Law 10, R8.9).
#pragma once

#include "core/text.h"
#include "record/decide.h"
#include "record/unit_type.h"
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
// The audience as a query, which the act of issuing turns into the list and freezes.
inline constexpr Field<Kind::unit> audience_below{"audience_below"};
inline constexpr Field<Kind::choices> audience_types{"audience_types",
                                                     {.choices = unit_type_names}};
// How many of the audience, in the order of the list, have been sent it.
inline constexpr Field<Kind::integer> delivered{"delivered"};
inline constexpr Field<Kind::person> checked_by{"checked_by"};
inline constexpr Field<Kind::yes_no> reply_wanted{"reply_wanted"};
inline constexpr Field<Kind::text> reply_signed_by{"reply_signed_by", {.length_max = 60}};
inline constexpr Field<Kind::date> reply_due{"reply_due"};
inline constexpr Field<Kind::integer> estimated_minutes{"estimated_minutes"};
inline constexpr Field<Kind::units> acknowledged_by{"acknowledged_by"};
inline constexpr Field<Kind::text> taken_from{
    "taken_from", {.length_max = 300, .visibility = Visibility::public_}};

inline constexpr FieldSpec fields[] = {
    title,           number,     kind,           issuer,          basis,     issued_on,
    clauses,         audience,   reply_wanted,   reply_signed_by, reply_due, estimated_minutes,
    acknowledged_by, taken_from, audience_below, audience_types,  delivered, checked_by};

// Of before there were deliveries; of a wide audience the clock goes on by itself.
inline bool was_never_sent(const Record& directive) {
  return directive.get(audience) && !directive.get(delivered);
}

inline constexpr State states[] = {
    {.name = "drafted", .stage = Stage::open, .awaits = {"check"}},
    {.name = "checked", .stage = Stage::open, .awaits = {"issue"}},
    {.name = "issued",
     .stage = Stage::open,
     .is_public = true,
     .awaits = {{"deliver", was_never_sent}}},
    {"superseded", Stage::ended, true},
    {"withdrawn", Stage::ended},
};

inline constexpr Right issuers[] = {{Role::works_committee, At::own_or_above},
                                    {Role::organ_committee, At::own_or_above}};
inline constexpr Right receivers[] = {{Role::organ_committee, At::anywhere},
                                      {Role::party_group, At::anywhere},
                                      {Role::secretary, At::anywhere},
                                      {Role::branch_secretary, At::anywhere},
                                      {Role::division, At::anywhere}};
inline constexpr Right senders[] = {{Role::the_clock, At::anywhere},
                                    {Role::works_committee, At::own_or_above},
                                    {Role::organ_committee, At::own_or_above}};
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

// Engine.md: an audience above this is split by whoever issues, and so many are sent at once.
inline constexpr std::size_t audience_units_max = 10'000;
inline constexpr std::int64_t deliveries_at_once = 256;

inline std::vector<Uuid> audience_of(const Deciding& deciding) {
  const Record& directive = deciding.after;
  std::vector<Uuid> units;
  if (const auto* named = directive.get(audience)) units = *named;
  if (const Uuid* below = directive.get(audience_below)) {
    const auto* types = directive.get(audience_types);
    for (const Uuid& unit : deciding.circumstances.units_below(
             *below, types ? std::span(*types) : std::span<const std::string>()))
      if (unit != directive.unit && std::ranges::find(units, unit) == units.end())
        units.push_back(unit);
  }
  return units;
}

inline std::int64_t sent_of(const Record& directive) {
  const std::int64_t* count = directive.get(delivered);
  return count ? *count : 0;
}

inline std::vector<Filled> sends(std::vector<Uuid> units, std::int64_t sent) {
  const auto all = static_cast<std::int64_t>(units.size());
  return {{audience.name, std::move(units)},
          {delivered.name, std::min(sent + deliveries_at_once, all)}};
}
inline std::vector<Filled> freezes_the_audience(const Deciding& deciding) {
  std::vector<Uuid> units = audience_of(deciding);
  if (units.empty()) return {};
  return sends(std::move(units), 0);
}
inline std::vector<Filled> sends_the_next(const Deciding& deciding) {
  const auto* units = deciding.before.get(audience);
  if (!units) return {};
  return sends(*units, sent_of(deciding.before));
}

inline Verdict is_not_too_wide(const Deciding& deciding) {
  const auto* units = deciding.after.get(audience);
  const bool is_too_wide = units && units->size() > audience_units_max;
  return {is_too_wide ? Refusal::audience_is_too_large : Refusal::none, "audience"};
}

// Checking is a second pair of eyes only where another one looks.
inline std::vector<Filled> notes_the_checker(const Deciding& deciding) {
  return {{checked_by.name, Uuid(deciding.actor.person)}};
}
inline Verdict may_be_registered(const Deciding& deciding) {
  const Verdict weight = weighs_little_enough(deciding);
  return weight.law == Refusal::none ? is_not_too_wide(deciding) : weight;
}
inline Verdict its_checker(const Deciding& deciding) {
  const Uuid* checker = deciding.before.get(checked_by);
  const bool is_his = checker && *checker == deciding.actor.person;
  return {is_his ? Refusal::same_person_checked_it : Refusal::none, "checked_by"};
}
inline Verdict is_left_to_send(const Deciding& deciding) {
  const bool is_left = sent_of(deciding.before) < sent_of(deciding.after);
  return {is_left ? Refusal::none : Refusal::nothing_would_change, "delivered"};
}

// One delivery for each unit of this turn, but for those that acknowledged the document before
// there were deliveries.
inline std::vector<Caused> next_deliveries(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const auto* units = directive.get(audience);
  if (!units) return {};
  const auto* had = deciding.before.get(acknowledged_by);
  std::vector<Caused> next;
  for (auto at = sent_of(deciding.before); at < sent_of(directive); ++at) {
    const Uuid& unit = (*units)[static_cast<std::size_t>(at)];
    if (had && std::ranges::find(*had, unit) != had->end()) continue;
    if (deciding.circumstances.count(
            {.ledger = "deliveries", .field = "sent", .is = directive.id, .unit = UnitId(unit)}) >
        0)
      continue;
    next.push_back(
        {.unit = UnitId(unit),
         .values = {Uuid(directive.id), directive.value(title.name), Uuid(directive.unit),
                    directive.value(reply_wanted.name), directive.value(reply_due.name)}});
  }
  return next;
}
inline constexpr std::string_view telling[] = {"sent", "title", "sender", "reply_wanted", "due"};
inline constexpr Cause deliveries[] = {{"deliveries", "deliver", telling, next_deliveries}};

// What is still open of them goes back with the document.
inline constexpr std::string_view open_deliveries[] = {"delivered", "accepted", "returned"};
inline Query still_out(const Deciding& deciding) {
  return {
      .ledger = "deliveries", .field = "sent", .is = deciding.before.id, .states = open_deliveries};
}
inline std::vector<Caused> deliveries_called_back(const Deciding& deciding) {
  std::vector<Caused> back;
  for (const RecordId& id : deciding.circumstances.find(still_out(deciding), deliveries_at_once))
    back.push_back({.record = id});
  return back;
}
inline Verdict is_left_to_call_back(const Deciding& deciding) {
  const bool is_left = deciding.circumstances.count(still_out(deciding)) > 0;
  return {is_left ? Refusal::none : Refusal::nothing_would_change};
}
inline constexpr Cause call_back[] = {{"deliveries", "withdraw", {}, deliveries_called_back}};

inline constexpr std::string_view drafting[] = {
    "title",        "number",          "kind",          "issuer",
    "basis",        "issued_on",       "clauses",       "audience",
    "reply_wanted", "reply_signed_by", "reply_due",     "estimated_minutes",
    "taken_from",   "audience_below",  "audience_types"};
inline constexpr std::string_view needs_number[] = {"title", "number", "clauses", "taken_from"};

inline constexpr std::string_view is_drafted[] = {"drafted"};
inline constexpr std::string_view is_checked[] = {"checked"};
inline constexpr std::string_view is_issued[] = {"issued"};
inline constexpr std::string_view is_over[] = {"superseded", "withdrawn"};
inline constexpr std::string_view before_issue[] = {"drafted", "checked"};

inline constexpr Act acts[] = {
    {.name = "draft", .to = "drafted", .may = issuers, .takes = drafting},
    // A document that another body issued, entered so that its clauses can be answered.
    {.name = "register",
     .to = "issued",
     .may = issuers,
     .takes = drafting,
     .needs = needs_number,
     .rule = may_be_registered,
     .fills = freezes_the_audience,
     .causes = deliveries,
     .goes_on_with = "deliver"},
    {.name = "amend", .from = is_drafted, .may = issuers, .takes = drafting},
    {.name = "check",
     .from = is_drafted,
     .to = "checked",
     .may = issuers,
     .rule = weighs_little_enough,
     .fills = notes_the_checker},
    {.name = "return",
     .from = is_checked,
     .to = "drafted",
     .may = issuers,
     .reason = Reason::required},
    {.name = "issue",
     .from = is_checked,
     .to = "issued",
     .may = issuers,
     .rule = may_be_registered,
     .closed_to = its_checker,
     .fills = freezes_the_audience,
     .causes = deliveries,
     .goes_on_with = "deliver"},
    // Those of the audience who have not been sent it yet: of a wide audience the next, and of what
    // was issued before there were deliveries all.
    {.name = "deliver",
     .from = is_issued,
     .may = senders,
     .rule = is_left_to_send,
     .fills = sends_the_next,
     .causes = deliveries,
     .goes_on_with = "deliver"},
    {.name = "supersede",
     .from = is_issued,
     .to = "superseded",
     .may = issuers,
     .reason = Reason::required,
     .causes = call_back,
     .goes_on_with = "call_back"},
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
     .sign_off = SignOff::all_of,
     .causes = call_back,
     .goes_on_with = "call_back"},
    {.name = "call_back",
     .from = is_over,
     .may = the_clock,
     .rule = is_left_to_call_back,
     .causes = call_back,
     .goes_on_with = "call_back"},
};

inline constexpr InOrder in_order[] = {{"issued_on", "reply_due"}};

inline constexpr Ledger ledger{.name = "directives",
                               .title = "title",
                               .place = 110,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = receivers,
                               .in_order = in_order};
static_assert(well_formed(ledger));

}  // namespace chuangyou::directives
