// 承诺 Promises (S44 S60 S83 S95 S96, R1.6): 提诺 → 审诺 → 定诺 → 示诺 → 践诺 → 评诺. What the promiser
// claims and what the beneficiary confirms are two states; only the second counts as kept (Law 2).
#pragma once

#include "core/counted.h"
#include "ledgers/acts_of.h"
#include "ledgers/erased_words.h"
#include "ledgers/looking_back.h"
#include "ledgers/mending.h"
#include "ledgers/settling.h"
#include "ledgers/told_in_stories.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::promises {
using namespace declared;
using mending::to_mend;

inline constexpr std::string_view subject_kinds[] = {"organisation", "member"};
inline constexpr std::string_view kinds[] = {"common", "post", "real_deed"};
// Who could confirm: the unit that is named, or nobody whom the source of a registered one names.
inline constexpr std::string_view confirmers[] = {"beneficiary", "none_in_source"};

inline constexpr auto subject = choice("subject", subject_kinds).required().shown();
inline constexpr auto person = declared::person("person");
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto duty = text("duty", 200).shown();
inline constexpr auto content = text("content", 500).required().shown();
inline constexpr auto baseline = text("baseline", 200).shown();
inline constexpr auto target = text("target", 200).shown();
inline constexpr auto measure = text("measure", 500).shown();
inline constexpr auto proof = text("proof", 200).shown();
inline constexpr auto beneficiary = text("beneficiary", 200).shown().retired();
inline constexpr auto beneficiary_unit = unit("beneficiary_unit").shown();
inline constexpr auto first_due = date("first_due").shown();
inline constexpr auto due = date("due").shown();
inline constexpr auto decision = text("decision", 200).retired();
inline constexpr auto result = long_text("result", 2000).shown();
inline constexpr auto evidence = text("evidence", 300);
inline constexpr auto clause = link("clause", "directives").shown();
inline constexpr auto clause_no = text("clause_no", 40).shown();
inline constexpr auto predecessor = link("predecessor", "promises");
inline constexpr auto asked_due = date("asked_due").shown();
inline constexpr auto confirmer = choice("confirmer", confirmers).shown();
// R10.11: the member's own leave to show it to everyone.
inline constexpr auto consented = yes_no("consented").shown();
inline constexpr auto decided_at = link("decided_at", "meetings");
inline constexpr auto worded_on = date("worded_on");
// Of one that no issued document holds: where and when it was made public.
inline constexpr auto made_public_in = text("made_public_in", 200).shown();
inline constexpr auto made_public_at = moment("made_public_at").shown();

inline constexpr FieldSpec fields[] = {content,   subject,        person,           kind,
                                       duty,      baseline,       target,           measure,
                                       proof,     beneficiary,    beneficiary_unit, first_due,
                                       due,       decision,       result,           evidence,
                                       clause,    clause_no,      predecessor,      asked_due,
                                       confirmer, consented,      decided_at,       to_mend,
                                       worded_on, made_public_in, made_public_at};

inline constexpr Awaits to_be_kept = {"claim",
                                      {"extend", extension_is_asked<due, asked_due>},
                                      {"refuse_extension", extension_is_asked<due, asked_due>}};
inline constexpr auto proposed = open_state("proposed", {"review", "return"});
// Whoever promised has it again, and nobody else is asked about it meanwhile.
inline constexpr auto returned = open_state("returned", {"resubmit"});
inline constexpr auto reviewed = open_state("reviewed", {"fix"});
inline constexpr auto fixed = open_state("fixed", {"publish"});
inline constexpr auto published = open_state("published", to_be_kept).shown();
inline constexpr auto claimed = claimed_state("claimed", {"confirm", "contest"}).shown();
inline constexpr auto confirmed = confirmed_state("confirmed").shown();
inline constexpr auto not_confirmed = contested_state("not_confirmed", to_be_kept).shown();
inline constexpr auto broken = ended_state("broken", Ending::owned_up).shown();
inline constexpr auto withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State states[] = {proposed, returned,  reviewed,      fixed,  published,
                                   claimed,  confirmed, not_confirmed, broken, withdrawn};

// A promise is the promiser's own: nobody imposes it from above (R9.5).
inline constexpr auto promisers = together<doers_of_the_unit, rights<At::own, Role::member>>;
inline constexpr auto doers = together<rights_by<person, At::subject, Role::member>,
                                       rights<At::subject, Role::member>, doers_of_the_unit>;
inline constexpr auto reviewers = together<rights<At::own, Role::branch_secretary>,
                                           rights<At::own_or_above, Role::organ_committee>>;
inline constexpr auto deciders = together<reviewers, rights<At::own_or_above, Role::party_group>>;
inline constexpr auto beneficiaries =
    together<doers_of<beneficiary_unit>, rights_by<beneficiary_unit, At::own, Role::member>>;
// An extension is granted by a superior, or by those who wait for what was promised.
inline constexpr auto granters = together<superiors, doers_of<beneficiary_unit>>;
inline constexpr auto& promiser_only = rights_by<person, At::subject, Role::signed_in>;

inline bool is_a_members_own(const Record& promise) {
  const std::string* whose = promise.get(subject);
  const bool* consents = promise.get(consented);
  return whose && *whose == "member" && !(consents && *consents);
}

// R1.6: a member keeps few promises well. Those of the calendar year count that he has made and not
// withdrawn.
Verdict is_within_the_year(const Deciding& deciding);
std::vector<Measure> how_many_of_the_year(const Deciding& deciding);  // told before it is too many

// Empty promises may be saved, never published: a promise without last year's figure, a number, a
// date and a proof is one that nobody can check (R1.12).
template <const auto& field, Refusal law>
Verdict says(const Deciding& deciding) {
  return {deciding.after.get(field) ? Refusal::none : law, field.name};
}
inline Verdict names_a_number(const Deciding& deciding) {
  const std::string* wanted = deciding.after.get(target);
  const bool does = wanted && has_number(*wanted);
  return {does ? Refusal::none : Refusal::promise_has_no_number, target.name};
}
inline Verdict names_a_judge(const Deciding& deciding) {
  const bool does = could_be_confirmed<beneficiary_unit>(deciding);
  return {does ? Refusal::none : Refusal::nobody_could_confirm, beneficiary_unit.name};
}
inline Verdict names_a_day_ahead(const Deciding& deciding) {
  if (!deciding.after.get(due)) return {Refusal::promise_has_no_date, due.name};
  return is_ahead<due>(deciding);
}
inline constexpr Law publishing[] = {says<duty, Refusal::promise_cites_no_post_or_duty>,
                                     says<baseline, Refusal::promise_has_no_baseline>,
                                     names_a_number,
                                     says<proof, Refusal::promise_has_no_proof>,
                                     names_a_day_ahead,
                                     names_a_judge};

// X3: nothing is invented where the source names nobody; then it says so, and is counted apart.
inline Verdict says_who_confirms(const Deciding& deciding) {
  const std::string* said = deciding.after.get(confirmer);
  const bool nobody_is_named = said && *said == "none_in_source";
  const bool fits = nobody_is_named ? !deciding.after.get(beneficiary_unit)
                                    : could_be_confirmed<beneficiary_unit>(deciding);
  return {fits ? Refusal::none : Refusal::nobody_could_confirm, beneficiary_unit.name};
}

// Whoever promised judges nothing of it and grants himself nothing, wherever he sits by now.
inline bool is_the_promiser(const Deciding& deciding) {
  const Uuid* promiser = deciding.before.get(person);
  return deciding.before.author == deciding.actor.person ||
         (promiser && *promiser == deciding.actor.person);
}
inline Verdict promiser_who_grants(const Deciding& deciding) {  // R6.3
  return {is_the_promiser(deciding) ? Refusal::doer_does_not_grant_it : Refusal::none};
}
inline Verdict promiser_who_judges(const Deciding& deciding) {  // Law 7
  if (is_the_promiser(deciding)) return {Refusal::the_rated_never_touch_the_raters};
  return who_led_the_doers(deciding);
}

inline Verdict promiser_who_reviews(const Deciding& deciding) {
  return {is_the_promiser(deciding) ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}

// R9.5: a member's promise is his own, whoever leads him.
inline Verdict is_his_own(const Deciding& deciding) {
  const std::string* whose = deciding.after.get(subject);
  const Uuid* promiser = deciding.after.get(person);
  const bool is_anothers =
      whose && *whose == "member" && promiser && *promiser != deciding.actor.person;
  return {is_anothers ? Refusal::promise_is_imposed : Refusal::none, person.name};
}
// What a unit promises is promised by somebody who leads it, where anybody is named.
Verdict names_who_leads(const Deciding& deciding);
inline constexpr Law proposing[] = {is_his_own, names_who_leads, is_ahead<due>, is_within_the_year};
// The steps are left out for what was made public before: by an issued document, or elsewhere, and
// then it is told where and when. What those who promised tell so of the past is history.
inline Verdict says_where_it_was_made_public(const Deciding& deciding) {
  if (deciding.after.get(clause)) return {};
  if (!deciding.after.get(made_public_in)) return {Refusal::field_is_missing, clause.name};
  const bool says_when = deciding.after.get(made_public_at);
  return {says_when ? Refusal::none : Refusal::field_is_missing, made_public_at.name};
}
inline Verdict was_made_public_there(const Deciding& deciding) {
  const Uuid* document = deciding.after.get(clause);
  const bool was = !document || was_issued(deciding, *document);
  return {was ? Refusal::none : Refusal::record_is_linked_wrongly, clause.name};
}
inline constexpr Law registering_it[] = {
    says_where_it_was_made_public, is_his_own,        names_who_leads, says_who_confirms,
    was_made_public_there,         is_within_the_year};
// What a member promised is written anew, put off, broken and taken back by the member alone, as
// long as he is one of the unit; once he has gone, those who are left answer for it. That it was
// kept his unit may state for him, and is asked to once it is late.
Verdict somebody_else_than_the_member(const Deciding& deciding);

inline constexpr auto& drafting =
    names<content, subject, person, kind, duty, baseline, target, measure, proof, due, clause,
          clause_no, beneficiary_unit, predecessor>;
// The day from which the text stands as it does; and a member who names nobody speaks for himself.
std::vector<Filled> notes_whose_text_of_which_day(const Deciding& deciding);

// A meeting of the unit or above it that decided, of which there is the record. What comes back
// from one and is amended is another text: another meeting fixes it.
Verdict was_decided_there(const Deciding& deciding);

inline std::vector<Caused> reminds_of_the_lapse(const Deciding& deciding) {
  const Record& promise = deciding.before;
  return {{.unit = promise.unit,
           .values = {words_or_erased(promise.get(content)), Link{"promises", promise.id},
                      promise.value(person)}}};
}
inline constexpr std::string_view reminding[] = {"matter", "cause", "person"};
inline constexpr Cause reminder[] = {{"interventions", "remind", reminding, reminds_of_the_lapse}};

inline constexpr auto& registering =
    names<content, subject, person, kind, duty, baseline, target, measure, proof, due, clause,
          clause_no, beneficiary_unit, predecessor, confirmer, made_public_in, made_public_at>;
inline constexpr auto& under_way = names<proposed, reviewed, fixed>;
inline constexpr auto& unpublished = names<proposed, returned, reviewed, fixed>;
inline constexpr auto& running = names<published, not_confirmed>;

inline constexpr Act acts[] = {
    {.name = "propose",
     .to = proposed,
     .may = promisers,
     .takes = drafting,
     .rule = proposing,
     .fills = notes_whose_text_of_which_day},
    // A commitment that was already made public: its clause, or its source, stands for the steps.
    {.name = "register",
     .to = published,
     .may = campaign_offices,
     .takes = registering,
     .needs = names<content, due>,
     .rule = registering_it,
     .is_for_another = true},
    {.name = "amend",
     .from = names<proposed>,
     .may = doers,
     .takes = drafting,
     .rule = proposing,
     .closed_to = somebody_else_than_the_member,
     .fills = notes_whose_text_of_which_day},
    {.name = "review",
     .from = names<proposed>,
     .to = reviewed,
     .may = reviewers,
     .reason = Reason::optional,
     .closed_to = promiser_who_reviews,
     .fills = mending::is_mended},
    gives_back(under_way, returned, reviewers, promiser_who_reviews),
    {.name = "resubmit",
     .from = names<returned>,
     .to = proposed,
     .may = doers,
     .takes = drafting,
     .rule = proposing,
     .closed_to = somebody_else_than_the_member,
     .fills = notes_whose_text_of_which_day},
    {.name = "fix",
     .from = names<reviewed>,
     .to = fixed,
     .may = deciders,
     .takes = names<decided_at>,
     .needs = names<decided_at>,
     .rule = was_decided_there},
    // The text is the meeting's: what is still empty goes back, and nothing changes here.
    {.name = "publish",
     .from = names<fixed>,
     .to = published,
     .may = reviewers,
     .rule = publishing},
    {.name = "claim",
     .from = running,
     .to = claimed,
     .may = doers,
     .takes = names<result, evidence>,
     .needs = names<result>},
    {.name = "confirm",
     .from = names<claimed>,
     .to = confirmed,
     .may = beneficiaries,
     .reason = Reason::optional,
     .closed_to = promiser_who_judges,
     .causes = looking_back::settles_and_asks_again},
    {.name = "contest",
     .from = names<claimed>,
     .to = not_confirmed,
     .may = beneficiaries,
     .reason = Reason::required,
     .closed_to = promiser_who_judges,
     .causes = told_in_stories::casts_doubt},
    asks_extension<due, asked_due>(running, doers, somebody_else_than_the_member),
    grants_extension<due, asked_due>(running, granters, promiser_who_grants),
    refuses_extension<due, asked_due>(running, granters, promiser_who_grants),
    {.name = "break",
     .from = running,
     .to = broken,
     .may = doers,
     .reason = Reason::required,
     .closed_to = somebody_else_than_the_member,
     .causes = told_in_stories::settles_and_casts_doubt,
     .tells_public = true},
    {.name = "consent",
     .from = names<proposed, returned, reviewed, fixed, published, claimed, confirmed,
                   not_confirmed, broken>,
     .may = promiser_only,
     .takes = names<consented>,
     .needs = names<consented>},
    {.name = "withdraw",
     .from = unpublished,
     .to = withdrawn,
     .may = doers,
     .reason = Reason::required,
     .closed_to = somebody_else_than_the_member,
     .causes = settling::settles},
    // What the promiser's own line registered of the past counts once somebody outside stands for
    // it.
    {.name = "confirm_entry",
     .from = names<published, claimed, confirmed, not_confirmed, broken>,
     .may = outsiders,
     .reason = Reason::optional,
     .confirms_entry = true},
    {.name = "remind", .from = running, .may = the_clock},
    // Law 9: what has lapsed is reminded of, and whoever leads the line is asked to offer help.
    {.name = "offer_help", .from = running, .may = the_clock, .causes = reminder},
    // A look back found that it is not kept any more.
    {.name = "reopen",
     .from = names<confirmed, broken>,
     .to = published,
     .may = a_consequence,
     .takes = names<due>,
     .reason = Reason::required,
     .causes = told_in_stories::casts_doubt,
     .tells_public = true},
};

inline constexpr Deadline deadlines[] = {
    {.name = "promised_date",
     .states = running,
     .field = due,
     .first_field = first_due,
     .then = "offer_help",
     .repeats = {.before = reminded_before, .warns_by = "remind"}},
};

inline constexpr Ledger ledger{.name = "promises",
                               .title = content,
                               .place = 210,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {},
                               .opened_at = made_public_at,
                               .is_personal = is_a_members_own,
                               .measures = how_many_of_the_year};
static_assert(well_formed(ledger));

}  // namespace chuangyou::promises
