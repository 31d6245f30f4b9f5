// 典型 Exemplars (S25 S37 S46 S48 S88–S91): what was done well, told so that others can do it too.
// Each claim rests on a record and is held against it again when the story is published; whoever is
// told of consents; colleagues and the public recommend. No measure and no figure reads this
// ledger: to be published is no merit (R9).
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/wording.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::exemplars {
using namespace declared;
using wording::worded_by;

inline constexpr std::string_view kinds[] = {"organisation", "member", "practice"};
inline constexpr std::string_view recommenders[] = {"colleagues", "public", "office"};
inline constexpr std::string_view topics_known[] = {"style", "service",   "promise", "work",
                                                    "study", "mechanism", "team",    "integrity"};
inline constexpr std::string_view channel_states[] = {"sent", "used", "not_used"};
inline constexpr std::string_view evidence_of_claims[] = {
    "promises", "tasks", "problems", "mechanisms", "meetings", "look_backs", "policy_matters"};

inline constexpr auto title = text("title", 100).required().shown();
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto recommended_by = choice("recommended_by", recommenders).shown();
inline constexpr auto lead = long_text("lead", 2000);
inline constexpr auto who = person("who");
inline constexpr auto topics = choices("topics", topics_known).shown();
inline constexpr auto claim = text("claim", 300).required().shown();
inline constexpr auto rests_on = row_link("rests_on", evidence_of_claims).shown();
inline constexpr auto seen = integer("seen");
inline constexpr auto seen_state = text("seen_state", 60);
inline constexpr FieldSpec columns[] = {claim, rests_on, seen, seen_state};
inline constexpr auto claims = rows("claims", columns).shown();
inline constexpr auto consents = yes_no("consents").shown();
inline constexpr auto story = long_text("story", 8000).shown();
// The three headings (S90): Party spirit, character, contribution.
inline constexpr auto party_spirit = long_text("party_spirit", 2000).shown();
inline constexpr auto character = long_text("character", 2000).shown();
inline constexpr auto contribution = long_text("contribution", 2000).shown();
// Four questions that the editor asks himself (S89); nobody counts the answers.
inline constexpr auto new_thinking = text("new_thinking", 300);
inline constexpr auto new_angle = text("new_angle", 300);
inline constexpr auto new_reading = text("new_reading", 300);
inline constexpr auto new_way = text("new_way", 300);
inline constexpr auto edited_by = person("edited_by");
// Two channels, each with a form of its own (S91).
inline constexpr auto web_summary = text("web_summary", 120).shown();
inline constexpr auto website = choice("website", channel_states).shown();
inline constexpr auto journal_column = text("journal_column", 30).shown();
inline constexpr auto journal_issue = text("journal_issue", 30).shown();
inline constexpr auto journal = choice("journal", channel_states).shown();
// What another unit took over, with what it changed; the merit stays with whose it was.
inline constexpr auto adopted_from = link("adopted_from", "exemplars").shown();
inline constexpr auto changed = long_text("changed", 2000).shown();
inline constexpr auto inherited_from = text("inherited_from", 200).shown();

inline constexpr FieldSpec fields[] = {
    title,          kind,           recommended_by, lead,         who,          topics,
    claims,         consents,       story,          party_spirit, character,    contribution,
    new_thinking,   new_angle,      new_reading,    new_way,      edited_by,    web_summary,
    website,        journal_column, journal_issue,  journal,      adopted_from, changed,
    inherited_from, worded_by};

// Consent is of a wording: whoever has given it and not taken it back is asked anew for what is
// told since, which leaves the field empty.
inline bool is_consented_to(const Record& exemplar) {
  const bool* given = exemplar.get(consents);
  return given && *given;
}
inline bool was_taken_back(const Record& exemplar) {
  const bool* given = exemplar.get(consents);
  return given && !*given;
}
inline bool waits_for_consent(const Record& exemplar) { return !exemplar.get(consents); }

inline constexpr State led = open_state("led", {"verify", "decline"});
inline constexpr State verified = open_state("verified", {{"consent", waits_for_consent},
                                                          {"refuse_consent", waits_for_consent},
                                                          {"decline", was_taken_back}});
inline constexpr State consented = open_state("consented", {"edit"});
inline constexpr State edited = open_state("edited", {{"consent_to_wording", waits_for_consent},
                                                      {"review", is_consented_to},
                                                      {"return", is_consented_to}});
inline constexpr State reviewed = open_state("reviewed", {"publish", "return"});
inline constexpr State published = ended_state("published").shown();
// What one of its claims rests on has been contested or opened again since: it says so to all,
// until somebody has looked at it anew.
inline constexpr State in_doubt = open_state("in_doubt", {"stand_by", "take_down"}).shown();
inline constexpr State declined = ended_state("declined");
inline constexpr State taken_down = ended_state("taken_down", Ending::taken_back);
inline constexpr State handed_down = ended_state("handed_down").shown();
inline constexpr State adopted = ended_state("adopted").shown();
inline constexpr State states[] = {led,      verified,   consented,   edited,  reviewed, published,
                                   declined, taken_down, handed_down, adopted, in_doubt};

inline constexpr auto& offices = campaign_offices;
inline constexpr auto& editors = rights<At::own_or_above, Role::editor, Role::publicity_department>;
inline constexpr auto& reviewers =
    rights<At::own_or_above, Role::works_committee, Role::party_group, Role::publicity_department,
           Role::organ_committee>;
inline constexpr auto editors_or_offices = together<editors, campaign_offices>;
// Whom it is told of; of a unit or its practice whoever answers for the unit, and not its office,
// which tells it.
inline constexpr auto the_told =
    together<rights_by<who, At::subject, Role::signed_in>,
             rights<At::own, Role::secretary, Role::branch_secretary, Role::organ_committee>>;
inline constexpr auto who_consents =
    together<rights_by<who, At::subject, Role::signed_in>,
             rights<At::own, Role::secretary, Role::branch_secretary, Role::division>>;

inline constexpr auto the_told_or_offices = together<the_told, editors, campaign_offices>;

// Where somebody is named, it is he who consents, and nobody for him; of a unit's practice nobody
// who has told or edited it.
Verdict somebody_else(const Deciding& deciding);
Verdict who_tells_it(const Deciding& deciding);
// Whoever has edited any of the story does not pass it.
Verdict who_edited_it(const Deciding& deciding);

Verdict names_the_member(const Deciding& deciding);
Verdict claims_are_there(const Deciding& deciding);
Verdict claims_rest_on_records(const Deciding& deciding);
inline constexpr Law verifying[] = {names_the_member, claims_are_there, claims_rest_on_records};
// Beside each claim: how its record stood when the claim was verified.
std::vector<Filled> sees_the_records(const Deciding& deciding);
Verdict has_consent(const Deciding& deciding);
Verdict claims_stand_as_seen(const Deciding& deciding);
inline constexpr Law publishing[] = {has_consent, claims_stand_as_seen};

Verdict may_be_told(const Deciding& deciding);  // consent was given, and not taken back since
Verdict wording_waits_for_consent(const Deciding& deciding);

inline std::vector<Filled> is_consented(const Deciding&) { return {{consents.name, true}}; }
// With it goes every channel that it is in or on its way to, but for an issue that is printed.
std::vector<Filled> is_consented_no_more(const Deciding& deciding);
std::vector<Filled> leaves_the_channels(const Deciding& deciding);
std::vector<Filled> notes_the_editor(const Deciding& deciding);

// A claim does not stand by what was said no to, or is opened again.
Verdict claims_hold_again(const Deciding& deciding);
inline constexpr Law standing_by[] = {claims_are_there, claims_rest_on_records, claims_hold_again};

// From the library alone, and not one's own.
Verdict is_anothers_practice(const Deciding& deciding);
std::vector<Filled> keeps_its_name(const Deciding& deciding);

inline constexpr Setting to_website[] = {{website.name, "sent"}},
                         on_website[] = {{website.name, "used"}},
                         off_website[] = {{website.name, "not_used"}},
                         to_journal[] = {{journal.name, "sent"}},
                         in_journal[] = {{journal.name, "used"}},
                         out_of_journal[] = {{journal.name, "not_used"}};
inline constexpr Setting from_colleagues[] = {{recommended_by.name, "colleagues"}},
                         from_public[] = {{recommended_by.name, "public"}},
                         from_office[] = {{recommended_by.name, "office"}},
                         is_practice[] = {{kind.name, "practice"}};

Verdict was_sent_to_website(const Deciding& deciding);
Verdict was_sent_to_journal(const Deciding& deciding);

inline constexpr auto& leading = names<title, kind, lead, who, topics, claims>;
inline constexpr auto& editing =
    names<title, topics, story, party_spirit, character, contribution, new_thinking, new_angle,
          new_reading, new_way, web_summary, journal_column>;
inline constexpr auto& after_consent = names<consented, edited, reviewed, published, in_doubt>;
inline constexpr auto& before_the_end = names<led, verified, consented, edited, reviewed>;

inline constexpr Act acts[] = {
    {.name = "lead", .to = led, .may = offices, .takes = leading, .sets = from_office},
    {.name = "recommend",
     .to = led,
     .may = staff,
     .takes = names<title, kind, lead, who, topics>,
     .needs = names<lead>,
     .sets = from_colleagues},
    {.name = "recommend_from_outside",
     .to = led,
     .may = rights<At::anywhere, Role::citizen>,
     .takes = names<title, kind, lead>,
     .needs = names<lead>,
     .gives_receipt = true,
     .sets = from_public},
    {.name = "verify",
     .from = names<led, verified>,
     .to = verified,
     .may = offices,
     .takes = leading,
     .rule = verifying,
     .fills = sees_the_records},
    // What a claim rests on has changed: it is looked at anew. What is said stays as others have
    // consented to it and passed it; whoever wants to say something else edits it.
    {.name = "verify_again",
     .from = names<consented, edited, reviewed, published>,
     .may = offices,
     .reason = Reason::optional,
     .rule = verifying,
     .fills = sees_the_records},
    {.name = "consent",
     .from = names<verified>,
     .to = consented,
     .may = who_consents,
     .closed_to = who_tells_it,
     .fills = is_consented},
    {.name = "consent_to_wording",
     .from = names<edited, reviewed>,
     .may = who_consents,
     .rule = wording_waits_for_consent,
     .closed_to = who_tells_it,
     .fills = is_consented},
    {.name = "refuse_consent",
     .from = names<verified>,
     .to = declined,
     .may = the_told,
     .reason = Reason::optional,
     .closed_to = somebody_else},
    // What was published is so no more, from this moment on.
    {.name = "take_back_consent",
     .from = after_consent,
     .to = verified,
     .may = the_told,
     .closed_to = somebody_else,
     .fills = is_consented_no_more},
    {.name = "edit",
     .from = names<consented, edited>,
     .to = edited,
     .may = editors_or_offices,
     .takes = editing,
     .needs = names<story>,
     .rule = may_be_told,
     .fills = notes_the_editor},
    {.name = "review",
     .from = names<edited>,
     .to = reviewed,
     .may = reviewers,
     .reason = Reason::optional,
     .rule = has_consent,
     .closed_to = who_edited_it},
    {.name = "return",
     .from = names<edited, reviewed>,
     .to = consented,
     .may = reviewers,
     .reason = Reason::required},
    {.name = "publish",
     .from = names<reviewed>,
     .to = published,
     .may = editors_or_offices,
     .rule = publishing},
    {.name = "decline",
     .from = before_the_end,
     .to = declined,
     .may = offices,
     .reason = Reason::required},
    {.name = "come_into_doubt",
     .from = names<published>,
     .to = in_doubt,
     .may = a_consequence,
     .reason = Reason::optional},
    {.name = "stand_by",
     .from = names<in_doubt>,
     .to = published,
     .may = editors_or_offices,
     .reason = Reason::required,
     .rule = standing_by,
     .fills = sees_the_records,
     .tells_public = true},
    {.name = "take_down",
     .from = names<published, in_doubt, adopted>,
     .to = taken_down,
     .may = the_told_or_offices,
     .reason = Reason::required,
     .fills = leaves_the_channels},
    {.name = "send_to_website",
     .from = names<reviewed, published>,
     .may = editors_or_offices,
     .needs = names<web_summary>,
     .rule = has_consent,
     .sets = to_website},
    {.name = "website_used",
     .from = names<reviewed, published>,
     .may = editors_or_offices,
     .rule = was_sent_to_website,
     .sets = on_website},
    {.name = "website_declined",
     .from = names<reviewed, published>,
     .may = editors_or_offices,
     .reason = Reason::required,
     .rule = was_sent_to_website,
     .sets = off_website},
    {.name = "send_to_journal",
     .from = names<reviewed, published>,
     .may = editors_or_offices,
     .needs = names<journal_column>,
     .rule = has_consent,
     .sets = to_journal},
    {.name = "journal_used",
     .from = names<reviewed, published>,
     .may = editors_or_offices,
     .takes = names<journal_issue>,
     .needs = names<journal_issue>,
     .rule = was_sent_to_journal,
     .sets = in_journal},
    {.name = "journal_declined",
     .from = names<reviewed, published>,
     .may = editors_or_offices,
     .reason = Reason::required,
     .rule = was_sent_to_journal,
     .sets = out_of_journal},
    {.name = "adopt",
     .to = adopted,
     .may = doers_of_the_unit,
     .takes = names<title, topics, adopted_from, changed>,
     .needs = names<adopted_from, changed>,
     .rule = is_anothers_practice,
     .sets = is_practice,
     .fills = keeps_its_name},
    // A practice of the campaign before (S37), as its list tells it.
    {.name = "bring_in",
     .to = handed_down,
     .may = offices,
     .takes = names<title, topics, story, inherited_from>,
     .needs = names<title, story, inherited_from>,
     .sets = is_practice},
};

inline constexpr Ledger ledger{.name = "exemplars",
                               .title = title,
                               .place = 260,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = the_told};
static_assert(well_formed(ledger));

}  // namespace chuangyou::exemplars
