// 活动载体 Carriers (S65–S72 S85 S87): what a unit carries the campaign by, its own or one that it had
// before. Decided at a meeting after three questions were answered; its progress is public. Whoever
// takes it over says what was changed, and the credit stays with its author. After two quarters in
// which nothing came of it somebody is asked whether it should end; nothing ends by itself.
#pragma once

#include "ledgers/rules.h"
#include "ledgers/wording.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::carriers {
using namespace declared;

inline constexpr std::string_view origins[] = {"new", "existing"};
inline constexpr std::string_view forms[] = {"study",    "service", "project",
                                             "practice", "visit",   "other"};
inline constexpr std::string_view audiences[] = {"members", "cadres", "staff", "grass_roots",
                                                 "public"};

inline constexpr auto step = text("step", 200).required().shown();
inline constexpr auto by = date("by").shown();
inline constexpr auto reached_on = date("reached_on").shown();
inline constexpr auto progress = text("progress", 500).shown();
inline constexpr FieldSpec milestone_columns[] = {step, by, reached_on, progress};

inline constexpr auto title = text("title", 200).required().shown();
inline constexpr auto origin = choice("origin", origins).shown();
inline constexpr auto since = date("since").shown();  // of one that was there before
inline constexpr auto strands = choices("strands", CampaignList::strands).shown();
inline constexpr auto handles = choices("handles", CampaignList::handles).shown();
inline constexpr auto owner = person("owner");
inline constexpr auto from = date("from").shown();
inline constexpr auto until = date("until").shown();
inline constexpr auto form = choice("form", forms).shown();
inline constexpr auto audience = choices("audience", audiences).shown();
inline constexpr auto beneficiary_unit = unit("beneficiary_unit").shown();
inline constexpr auto measure = text("measure", 500).shown();
inline constexpr auto decided_at = link("decided_at", "meetings");
// S85: how each of the three is met, in a sentence; yes alone would be a tick.
inline constexpr auto organisation_can_do_it = text("organisation_can_do_it", 300);
inline constexpr auto members_can_take_part = text("members_can_take_part", 300);
inline constexpr auto it_brings_results = text("it_brings_results", 300);
inline constexpr auto milestones = rows("milestones", milestone_columns).shown();
inline constexpr auto outcome = long_text("outcome", 2000).shown();
inline constexpr auto adopted_from = link("adopted_from", "carriers").shown();
inline constexpr auto what_changed = long_text("what_changed", 1000).shown();
inline constexpr auto credit = unit("credit").shown();  // whose it is, however often it is adopted
inline constexpr auto merged_into = link("merged_into", "carriers").shown();
inline constexpr auto arises_from = row_link("arises_from", "ideas");
inline constexpr auto last_active = moment("last_active").shown();
inline constexpr auto counted_at = moment("counted_at");
inline constexpr auto is_asked = yes_no("is_asked");  // whether it should end

using wording::worded_by;

inline constexpr FieldSpec fields[] = {
    title,       origin,       since,        strands,
    handles,     owner,        from,         until,
    form,        audience,     measure,      beneficiary_unit,
    milestones,  outcome,      decided_at,   organisation_can_do_it,
    credit,      adopted_from, what_changed, members_can_take_part,
    arises_from, merged_into,  last_active,  it_brings_results,
    counted_at,  is_asked,     worded_by};

inline bool may_be_over(const Record& carrier) {
  const bool* asked = carrier.get(is_asked);
  return asked && *asked;
}

inline constexpr auto proposed = open_state("proposed", {"approve", "decline"});
inline constexpr auto approved = open_state("approved", {"start"}).shown();
inline constexpr auto running =
    open_state("running", {{"go_on", may_be_over}, {"end", may_be_over}}).shown();
inline constexpr auto ended = ended_state("ended").shown();
inline constexpr auto merged = ended_state("merged").shown();
inline constexpr auto declined = ended_state("declined");
inline constexpr auto withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State states[] = {proposed, approved, running, ended, merged, declined, withdrawn};

// S86: anybody of the branch may propose one; a light approval, by the organ committee or above it.
inline constexpr auto proposers = together<doers_of_the_unit, rights<At::own, Role::member>>;
inline constexpr auto approvers =
    together<campaign_offices, rights<At::own_or_above, Role::party_group>>;
inline constexpr auto leaders =
    together<doers_of_the_unit, rights_by<owner, At::subject, Role::member>>;
inline constexpr auto enders = together<leaders, rights<At::above, Role::organ_committee>>;

Verdict answers_the_three_tests(const Deciding& deciding);
Verdict was_decided_at_a_meeting(const Deciding& deciding);
Verdict says_since_when(const Deciding& deciding);
Verdict is_not_over_yet(const Deciding& deciding);
Verdict has_begun(const Deciding& deciding);
Verdict tells_of_days_gone_by(const Deciding& deciding);
Verdict is_of_another_unit(const Deciding& deciding);
Verdict goes_into_one_that_lives(const Deciding& deciding);
Verdict was_asked(const Deciding& deciding);
std::vector<Filled> is_alive(const Deciding& deciding);
std::vector<Filled> takes_over(const Deciding& deciding);
std::vector<Filled> counts_the_quarter(const Deciding& deciding);

// S68: days in common, and the same form with some of the same people, or names much alike. A help
// to the author, no bar.
bool are_alike(const Record& one, const Record& other);

inline constexpr Law proposing[] = {says_since_when, is_not_over_yet};
inline constexpr Law adopting[] = {is_of_another_unit, is_not_over_yet};
inline constexpr Law approving[] = {answers_the_three_tests, was_decided_at_a_meeting};
inline constexpr Law going_on[] = {was_asked, is_not_over_yet};

inline constexpr auto& stating =
    names<title, origin, since, strands, handles, owner, from, until, form, audience,
          beneficiary_unit, measure, milestones, organisation_can_do_it, members_can_take_part,
          it_brings_results>;
// Of what an idea became, too: nobody proposed it, and whoever filled it in does not approve it.
inline std::vector<Filled> is_worded_anew(const Deciding& deciding) {
  return wording::notes_who_words_it(deciding, stating);
}
inline constexpr auto& adopted =
    names<title, adopted_from, what_changed, strands, handles, owner, from, until, form, audience,
          beneficiary_unit, measure, milestones, organisation_can_do_it, members_can_take_part,
          it_brings_results>;
inline constexpr auto& alive = names<proposed, approved, running>;

inline constexpr Act acts[] = {
    {.name = "propose",
     .to = proposed,
     .may = proposers,
     .takes = stating,
     .needs = names<origin>,
     .rule = proposing},
    {.name = "adopt",
     .to = proposed,
     .may = proposers,
     .takes = adopted,
     .needs = names<adopted_from, what_changed>,
     .rule = adopting,
     .fills = takes_over},
    // An idea was taken up as one.
    {.name = "arise", .to = proposed, .may = a_consequence, .takes = names<title, arises_from>},
    {.name = "amend",
     .from = names<proposed>,
     .may = proposers,
     .takes = stating,
     .rule = proposing,
     .fills = is_worded_anew},
    {.name = "approve",
     .from = names<proposed>,
     .to = approved,
     .may = approvers,
     .takes = names<decided_at>,
     .needs = names<owner, from, until, form, audience, measure>,
     .rule = approving,
     .closed_to = wording::who_worded_it},
    {.name = "decline",
     .from = names<proposed>,
     .to = declined,
     .may = approvers,
     .reason = Reason::required,
     .closed_to = wording::who_worded_it},
    {.name = "withdraw",
     .from = names<proposed, approved>,
     .to = withdrawn,
     .may = proposers,
     .reason = Reason::required},
    {.name = "start",
     .from = names<approved>,
     .to = running,
     .may = leaders,
     .rule = has_begun,
     .fills = is_alive},
    {.name = "report",
     .from = names<running>,
     .may = leaders,
     .takes = names<milestones>,
     .needs = names<milestones>,
     .rule = tells_of_days_gone_by,
     .fills = is_alive},
    {.name = "go_on",
     .from = names<running>,
     .may = enders,
     .takes = names<until, owner>,
     .reason = Reason::required,
     .rule = going_on,
     .fills = is_alive,
     .tells_public = true},
    {.name = "end",
     .from = names<running>,
     .to = ended,
     .may = enders,
     .takes = names<outcome>,
     .needs = names<outcome>},
    {.name = "merge",
     .from = alive,
     .to = merged,
     .may = approvers,
     .takes = names<merged_into>,
     .needs = names<merged_into>,
     .reason = Reason::required,
     .rule = goes_into_one_that_lives,
     .tells_public = true},
    {.name = "ask_whether_it_goes_on",
     .from = names<running>,
     .may = the_clock,
     .fills = counts_the_quarter},
    {.name = "remind", .from = names<proposed, approved>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "approval",
     .states = names<proposed>,
     .length = {10, DayKind::working, "carriers.approval_days"},
     .then = "remind"},
    {.name = "beginning", .states = names<approved>, .field = from, .then = "remind"},
    // Looked at after each quarter; what was alive in it is not called late.
    {.name = "quarter",
     .states = names<running>,
     .since = counted_at,
     .then = "ask_whether_it_goes_on",
     .repeats = {.every = Period::quarter}},
};

inline constexpr InOrder in_order[] = {{from, until}};

inline constexpr Ledger ledger{.name = "carriers",
                               .title = title,
                               .place = 145,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {},
                               .in_order = in_order};
static_assert(well_formed(ledger));

}  // namespace chuangyou::carriers
