// 机制制度 Mechanisms (S59 S84): what was built to last. Being in force is what its keepers say of it;
// each half-year somebody looks whether it is carried out at all, and what nobody carries out is
// said to be so, mended or abolished with its reason in public.
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/told_in_stories.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::mechanisms {
using namespace declared;

inline constexpr std::string_view kinds[] = {"mechanism", "system", "measure"};
inline constexpr std::string_view sources[] = {"problems", "feedback", "tasks", "promises"};

inline constexpr auto title = text("title", 200).required().shown();
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto document_number = text("document_number", 100).shown();
inline constexpr auto provisions = long_text("provisions", 4000).shown();
inline constexpr auto in_force_since = date("in_force_since").required().shown();
inline constexpr auto owner = person("owner");
inline constexpr auto arises_from = row_link("arises_from", sources);
inline constexpr auto finding = long_text("finding", 2000).shown();
inline constexpr auto looked_at = moment("looked_at").shown();
inline constexpr auto look_is_due = yes_no("look_is_due");

inline constexpr FieldSpec fields[] = {title,       kind,     document_number, provisions,
                                       owner,       finding,  in_force_since,  arises_from,
                                       look_is_due, looked_at};

inline bool is_to_be_looked_at(const Record& mechanism) {
  const bool* due = mechanism.get(look_is_due);
  return due && *due;
}

inline constexpr State in_force = open_state("in_force", {{"find_executed", is_to_be_looked_at},
                                                          {"find_not_executed", is_to_be_looked_at},
                                                          {"find_to_revise", is_to_be_looked_at}})
                                      .shown();
inline constexpr State not_executed = open_state("not_executed", {"find_executed"}).shown();
inline constexpr State to_revise = open_state("to_revise", {"revise"}).shown();
inline constexpr State abolished = ended_state("abolished").shown();
inline constexpr State states[] = {in_force, not_executed, to_revise, abolished};

// Those who keep it say what it provides; whether it is carried out is looked at by the campaign
// offices, their own and those above.
inline constexpr auto& keepers = doers_of_the_unit;
inline constexpr auto& lookers = campaign_offices;

inline Verdict has_begun(const Deciding& deciding) {
  const Date* since = deciding.after.get(in_force_since);
  return {since && *since > deciding.today ? Refusal::day_is_still_to_come : Refusal::none,
          in_force_since.name};
}
// What was to be revised provides something else than before.
inline Verdict provides_something_new(const Deciding& deciding) {
  const bool stands = deciding.before.value(provisions) == deciding.after.value(provisions);
  return {stands ? Refusal::nothing_would_change : Refusal::none, provisions.name};
}
inline constexpr Law revising[] = {has_begun, provides_something_new};

// Each look is told anew: what an earlier one saw says nothing of today.
inline Verdict tells_what_was_seen(const Deciding& deciding) {
  const bool stands = deciding.before.value(finding) == deciding.after.value(finding);
  return {stands ? Refusal::field_is_missing : Refusal::none, finding.name};
}

// From this moment on the half-years count anew.
inline std::vector<Filled> was_looked_at(const Deciding& deciding) {
  return {{looked_at.name, deciding.now}, {look_is_due.name, {}}};
}
inline std::vector<Filled> is_due_to_be_looked_at(const Deciding&) {
  return {{look_is_due.name, true}};
}

inline constexpr auto& describing =
    names<title, kind, document_number, provisions, in_force_since, owner, arises_from>;
inline constexpr auto& not_as_it_should_be = names<not_executed, to_revise>;
inline constexpr auto& standing = names<in_force, not_executed, to_revise>;

inline constexpr Act acts[] = {
    {.name = "set_up",
     .to = in_force,
     .may = keepers,
     .takes = describing,
     .needs = names<provisions>,
     .rule = has_begun},
    {.name = "amend",
     .from = standing,
     .may = keepers,
     .takes = names<title, kind, document_number, owner, arises_from>},
    {.name = "find_executed",
     .from = names<in_force, not_executed>,
     .to = in_force,
     .may = lookers,
     .takes = names<finding>,
     .needs = names<finding>,
     .rule = tells_what_was_seen,
     .fills = was_looked_at},
    {.name = "find_not_executed",
     .from = names<in_force, to_revise>,
     .to = not_executed,
     .may = lookers,
     .takes = names<finding>,
     .needs = names<finding>,
     .rule = tells_what_was_seen,
     .fills = was_looked_at,
     .causes = told_in_stories::casts_doubt},
    {.name = "find_to_revise",
     .from = names<in_force, not_executed>,
     .to = to_revise,
     .may = lookers,
     .takes = names<finding>,
     .needs = names<finding>,
     .rule = tells_what_was_seen,
     .fills = was_looked_at},
    {.name = "revise",
     .from = names<to_revise>,
     .to = in_force,
     .may = keepers,
     .takes = names<title, document_number, provisions, in_force_since>,
     .rule = revising},
    {.name = "abolish",
     .from = standing,
     .to = abolished,
     .may = lookers,
     .reason = Reason::required,
     .tells_public = true},
    {.name = "call_for_a_look",
     .from = names<in_force>,
     .may = the_clock,
     .fills = is_due_to_be_looked_at},
    {.name = "remind", .from = not_as_it_should_be, .may = the_clock},
    // A look back found that nobody carries it out.
    {.name = "reopen",
     .from = names<in_force>,
     .to = not_executed,
     .may = a_consequence,
     .reason = Reason::required,
     .causes = told_in_stories::casts_doubt},
};

inline constexpr Deadline deadlines[] = {
    {.name = "look_back",
     .states = names<in_force>,
     .since = looked_at,
     .then = "call_for_a_look",
     .repeats = {.every = Period::half_year}},
    {.name = "mending",
     .states = not_as_it_should_be,
     .length = {20, DayKind::working, "mechanisms.mending_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "mechanisms",
                               .title = title,
                               .place = 240,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {}};
static_assert(well_formed(ledger));

}  // namespace chuangyou::mechanisms
