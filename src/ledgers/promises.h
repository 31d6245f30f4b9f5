// 承诺 Promises (S44 S60 S83 S95 S96, R1.6): 提诺 → 审诺 → 定诺 → 示诺 → 践诺 → 评诺. What the promiser
// claims and what the beneficiary confirms are two states; only the second counts as kept (Law 2).
#pragma once

#include "record/rules.h"
#include "record/well_formed.h"

namespace chuangyou::promises {

inline constexpr std::string_view subject_kinds[] = {"organisation", "member"};
inline constexpr std::string_view kinds[] = {"common", "post", "real_deed"};

inline constexpr Field<Kind::choice> subject{
    "subject", {.required = true, .visibility = Visibility::public_, .choices = subject_kinds}};
inline constexpr Field<Kind::person> person{"person"};
inline constexpr Field<Kind::choice> kind{
    "kind", {.required = true, .visibility = Visibility::public_, .choices = kinds}};
inline constexpr Field<Kind::text> duty{"duty",
                                        {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> content{
    "content", {.required = true, .length_max = 500, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> baseline{"baseline",
                                            {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> target{"target",
                                          {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> measure{"measure",
                                           {.length_max = 500, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> proof{"proof",
                                         {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> beneficiary{
    "beneficiary", {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::unit> beneficiary_unit{"beneficiary_unit",
                                                    {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> first_due{"first_due", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::date> due{"due", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::text> decision{"decision", {.length_max = 200}};
inline constexpr Field<Kind::long_text> result{
    "result", {.length_max = 2000, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> evidence{"evidence", {.length_max = 300}};
inline constexpr Field<Kind::link> clause{
    "clause", {.visibility = Visibility::public_, .links_to = "directives"}};
inline constexpr Field<Kind::text> clause_no{"clause_no",
                                             {.length_max = 40, .visibility = Visibility::public_}};
inline constexpr Field<Kind::link> predecessor{"predecessor", {.links_to = "promises"}};
inline constexpr Field<Kind::date> asked_due{"asked_due", {.visibility = Visibility::public_}};
// Who could confirm: the unit that is named, or nobody whom the source of a registered one names.
inline constexpr std::string_view confirmers[] = {"beneficiary", "none_in_source"};
inline constexpr Field<Kind::choice> confirmer{
    "confirmer", {.visibility = Visibility::public_, .choices = confirmers}};
// R10.11: the member's own leave to show it to everyone.
inline constexpr Field<Kind::yes_no> consented{"consented", {.visibility = Visibility::public_}};

inline constexpr FieldSpec fields[] = {
    content, subject,     person,           kind,      duty,      baseline, target, measure,
    proof,   beneficiary, beneficiary_unit, first_due, due,       decision, result, evidence,
    clause,  clause_no,   predecessor,      asked_due, confirmer, consented};

inline constexpr State states[] = {
    {"proposed", Stage::open},
    {"reviewed", Stage::open},
    {"fixed", Stage::open},
    {"published", Stage::open, true},
    {"claimed", Stage::claimed, true},
    {"confirmed", Stage::confirmed, true},
    {.name = "not_confirmed", .stage = Stage::open, .is_public = true, .is_contested = true},
    {.name = "broken", .stage = Stage::ended, .is_public = true, .ending = Ending::owned_up},
    {.name = "withdrawn", .stage = Stage::ended, .ending = Ending::taken_back},
};

// A promise is the promiser's own: nobody imposes it from above (R9.5).
inline constexpr Right promisers[] = {
    {Role::branch_secretary, At::own}, {Role::organ_committee, At::own}, {Role::division, At::own},
    {Role::secretary, At::own},        {Role::member, At::own},
};
inline constexpr Right doers[] = {
    {Role::member, At::subject, "person"}, {Role::member, At::subject},
    {Role::branch_secretary, At::own},     {Role::division, At::own},
    {Role::organ_committee, At::own},      {Role::secretary, At::own},
};
inline constexpr Right reviewers[] = {
    {Role::branch_secretary, At::own},
    {Role::organ_committee, At::own_or_above},
};
inline constexpr Right deciders[] = {
    {Role::branch_secretary, At::own},
    {Role::organ_committee, At::own_or_above},
    {Role::party_group, At::own_or_above},
};
inline constexpr Right organ[] = {{Role::organ_committee, At::own_or_above},
                                  {Role::works_committee, At::own_or_above}};
inline constexpr Right beneficiaries[] = {
    {Role::division, At::own, "beneficiary_unit"},
    {Role::organ_committee, At::own, "beneficiary_unit"},
    {Role::secretary, At::own, "beneficiary_unit"},
    {Role::branch_secretary, At::own, "beneficiary_unit"},
    {Role::member, At::own, "beneficiary_unit"},
};

// An extension is granted by a superior, or by those who wait for what was promised.
inline constexpr Right granters[] = {
    {Role::organ_committee, At::above},
    {Role::party_group, At::above},
    {Role::works_committee, At::above},
    {Role::division, At::own, "beneficiary_unit"},
    {Role::organ_committee, At::own, "beneficiary_unit"},
    {Role::secretary, At::own, "beneficiary_unit"},
    {Role::branch_secretary, At::own, "beneficiary_unit"},
};
inline constexpr Right promiser_only[] = {{Role::signed_in, At::subject, "person"}};

inline bool is_a_members_own(const Record& promise) {
  const std::string* whose = promise.get(subject);
  const bool* consents = promise.get(consented);
  return whose && *whose == "member" && !(consents && *consents);
}

inline std::string_view first_character(std::string_view utf8) {
  std::size_t size = 1;
  while (size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0u) == 0x80u) ++size;
  return utf8.substr(0, size);
}

inline bool starts_with_one_of(std::string_view listed, std::string_view text) {
  return !text.empty() && listed.contains(first_character(text));
}

// A figure: digits, 百分之, or a Chinese numeral that counts something (三个工作日, 二十余户). The
// numerals in 进一步 or 统一 count nothing, and phrases of that kind fill empty promises.
inline bool has_number(std::string_view text) {
  constexpr std::string_view digits = "0123456789０１２３４５６７８９";
  constexpr std::string_view numerals = "零〇一二两三四五六七八九十百千万亿";
  constexpr std::string_view about = "余多几来";
  constexpr std::string_view measures =
      "个件次人户名家天日周月年季小分秒元倍成份条项篇场期批套处所台例封"
      "页公亩吨米里平位门间座辆岁";
  if (text.contains("百分之")) return true;
  for (; !text.empty(); text.remove_prefix(first_character(text).size())) {
    if (starts_with_one_of(digits, text)) return true;
    std::string_view rest = text;
    while (starts_with_one_of(numerals, rest)) rest.remove_prefix(first_character(rest).size());
    if (rest.size() == text.size()) continue;
    while (starts_with_one_of(about, rest)) rest.remove_prefix(first_character(rest).size());
    if (starts_with_one_of(measures, rest)) return true;
  }
  return false;
}

inline Verdict not_judged_by_its_author(const Deciding& deciding) {
  if (deciding.before.author == deciding.actor.person) return {Refusal::the_doer_does_not_judge_it};
  return {};
}

// Empty promises may be saved, never published: a promise without last year's figure, a number, a
// date and a proof is one that nobody can check (R1.12).
inline Verdict is_no_empty_promise(const Deciding& deciding) {
  const Record& promise = deciding.after;
  if (!promise.get(duty)) return {Refusal::promise_cites_no_post_or_duty, "duty"};
  if (!promise.get(baseline)) return {Refusal::promise_has_no_baseline, "baseline"};
  const std::string* wanted = promise.get(target);
  if (!wanted || !has_number(*wanted)) return {Refusal::promise_has_no_number, "target"};
  if (!promise.get(proof)) return {Refusal::promise_has_no_proof, "proof"};
  const Date* date = promise.get(due);
  if (!date) return {Refusal::promise_has_no_date, "due"};
  if (!could_be_confirmed<beneficiary_unit>(deciding))
    return {Refusal::nobody_could_confirm, "beneficiary_unit"};
  return is_ahead<due>(deciding);
}

// X3: nothing is invented where the source names nobody; then it says so, and is counted apart.
inline Verdict says_who_confirms(const Deciding& deciding) {
  const std::string* said = deciding.after.get(confirmer);
  const bool nobody_is_named = said && *said == "none_in_source";
  const bool fits = nobody_is_named ? !deciding.after.get(beneficiary_unit)
                                    : could_be_confirmed<beneficiary_unit>(deciding);
  return {fits ? Refusal::none : Refusal::nobody_could_confirm, "beneficiary_unit"};
}

// R6.3: whoever promised grants himself nothing, wherever he sits by now.
inline Verdict is_granted_to_the_promiser(const Deciding& deciding) {
  const Uuid* promiser = deciding.before.get(person);
  const bool is_his = deciding.before.author == deciding.actor.person ||
                      (promiser && *promiser == deciding.actor.person);
  if (is_his) return {Refusal::doer_does_not_grant_it};
  return is_granted_in_time<due, asked_due>(deciding);
}

// What comes back from the meeting and is amended is another text: another meeting fixes it.
inline Verdict names_a_new_decision(const Deciding& deciding) {
  bool same = deciding.before.get(decision) &&
              *deciding.after.get(decision) == *deciding.before.get(decision);
  return {same ? Refusal::field_is_missing : Refusal::none, "decision"};
}

// Law 7: whoever promised does not confirm, wherever he sits by now.
inline Verdict is_confirmed_by_the_served(const Deciding& deciding) {
  const Record& promise = deciding.before;
  const Uuid* promiser = promise.get(person);
  bool rated =
      promise.author == deciding.actor.person || (promiser && *promiser == deciding.actor.person);
  return {rated ? Refusal::the_rated_never_touch_the_raters : Refusal::none};
}

inline constexpr std::string_view drafting[] = {
    "content",   "subject",          "person",     "kind",        "duty", "baseline",
    "target",    "measure",          "proof",      "beneficiary", "due",  "clause",
    "clause_no", "beneficiary_unit", "predecessor"};
inline constexpr std::string_view takes_decision[] = {"decision"};
inline constexpr std::string_view takes_result[] = {"result", "evidence"};
inline constexpr std::string_view needs_result[] = {"result"};
inline constexpr std::string_view takes_due[] = {"due"};
inline constexpr std::string_view takes_asked_due[] = {"asked_due"};
inline constexpr std::string_view takes_consent[] = {"consented"};
inline constexpr std::string_view registering[] = {
    "content",   "subject",          "person",      "kind",        "duty", "baseline",
    "target",    "measure",          "proof",       "beneficiary", "due",  "clause",
    "clause_no", "beneficiary_unit", "predecessor", "confirmer"};
inline constexpr std::string_view needs_clause[] = {"content", "due", "clause"};

inline constexpr std::string_view is_proposed[] = {"proposed"};
inline constexpr std::string_view is_reviewed[] = {"reviewed"};
inline constexpr std::string_view is_fixed[] = {"fixed"};
inline constexpr std::string_view unpublished[] = {"proposed", "reviewed", "fixed"};
inline constexpr std::string_view running[] = {"published", "not_confirmed"};
inline constexpr std::string_view is_claimed[] = {"claimed"};
inline constexpr std::string_view not_withdrawn[] = {"proposed",      "reviewed", "fixed",
                                                     "published",     "claimed",  "confirmed",
                                                     "not_confirmed", "broken"};

inline std::vector<Caused> reminds_of_the_lapse(const Deciding& deciding) {
  const Record& promise = deciding.before;
  return {{.unit = promise.unit,
           .values = {promise.value(content.name), Link{"promises", promise.id},
                      promise.value(person.name)}}};
}
inline constexpr std::string_view reminding[] = {"matter", "cause", "person"};
inline constexpr Cause reminder[] = {{"interventions", "remind", reminding, reminds_of_the_lapse}};

inline constexpr Act acts[] = {
    {.name = "propose",
     .to = "proposed",
     .may = promisers,
     .takes = drafting,
     .rule = is_ahead<due>},
    // A commitment that an issued document already made public: its clause stands for the steps.
    {.name = "register",
     .to = "published",
     .may = organ,
     .takes = registering,
     .needs = needs_clause,
     .rule = says_who_confirms,
     .is_for_another = true},
    {.name = "amend", .from = is_proposed, .may = doers, .takes = drafting, .rule = is_ahead<due>},
    {.name = "review",
     .from = is_proposed,
     .to = "reviewed",
     .may = reviewers,
     .reason = Reason::optional,
     .rule = not_judged_by_its_author},
    {.name = "return",
     .from = unpublished,
     .to = "proposed",
     .may = reviewers,
     .reason = Reason::required},
    {.name = "fix",
     .from = is_reviewed,
     .to = "fixed",
     .may = deciders,
     .takes = takes_decision,
     .needs = takes_decision,
     .rule = names_a_new_decision},
    // The text is the meeting's: what is still empty goes back, and nothing changes here.
    {.name = "publish",
     .from = is_fixed,
     .to = "published",
     .may = reviewers,
     .rule = is_no_empty_promise},
    {.name = "claim",
     .from = running,
     .to = "claimed",
     .may = doers,
     .takes = takes_result,
     .needs = needs_result},
    {.name = "confirm",
     .from = is_claimed,
     .to = "confirmed",
     .may = beneficiaries,
     .reason = Reason::optional,
     .rule = is_confirmed_by_the_served},
    {.name = "contest",
     .from = is_claimed,
     .to = "not_confirmed",
     .may = beneficiaries,
     .reason = Reason::required,
     .rule = is_confirmed_by_the_served},
    {.name = "ask_extension",
     .from = running,
     .may = doers,
     .takes = takes_asked_due,
     .needs = takes_asked_due,
     .reason = Reason::required,
     .rule = is_asked_before_expiry<due, asked_due>,
     .tells_public = true},
    {.name = "extend",
     .from = running,
     .may = granters,
     .takes = takes_due,
     .needs = takes_due,
     .reason = Reason::required,
     .rule = is_granted_to_the_promiser,
     .tells_public = true},
    {.name = "break",
     .from = running,
     .to = "broken",
     .may = doers,
     .reason = Reason::required,
     .tells_public = true},
    {.name = "consent",
     .from = not_withdrawn,
     .may = promiser_only,
     .takes = takes_consent,
     .needs = takes_consent},
    {.name = "withdraw",
     .from = unpublished,
     .to = "withdrawn",
     .may = doers,
     .reason = Reason::required},
    // Law 9: what has lapsed is reminded of, and whoever leads the line is asked to offer help.
    {.name = "offer_help", .from = running, .may = the_clock, .causes = reminder},
};

inline constexpr Deadline deadlines[] = {
    {.name = "promised_date",
     .states = running,
     .field = "due",
     .first_field = "first_due",
     .then = "offer_help"},
};

inline constexpr Ledger ledger{.name = "promises",
                               .title = "content",
                               .place = 210,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {},
                               .is_personal = is_a_members_own};
static_assert(well_formed(ledger));

}  // namespace chuangyou::promises
