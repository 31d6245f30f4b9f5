// 实施方案 Plans (S1 S7 S38 S39 S56 S63 S76 S80 S98 S104 S112 X4): a unit's plan for a phase, inherited
// from the plan above and from the last phase's, item by item. It covers or excuses each
// requirement, strand and milestone of the campaign before anybody sends it in; the Party group
// approves it, and what it approved is the baseline. A change is a version of its own, which the
// Party group approves as well: the baseline stands until then. Where the source is silent nothing
// is invented (X3).
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/plan_items.h"
#include "record/rights_of.h"
#include "record/well_formed.h"

namespace chuangyou::plans {
using namespace declared;

inline constexpr auto& summary =
    names<improvement, character, effect, in_mind, in_energy, in_content, in_work, balance,
          understood, mobilised, extended, learned, thought, improved>;
bool is_summed_up(const Record& plan);

inline constexpr auto drafted = open_state("drafted", {"submit"});
inline constexpr auto returned = open_state("returned", {"submit"});
inline constexpr auto submitted = open_state("submitted", {"approve", "return"});
inline constexpr auto approved = open_state("approved", {"run"});
inline constexpr auto running = open_state("running", {{"close", is_summed_up}});
inline constexpr auto closed = ended_state("closed");
inline constexpr auto superseded = ended_state("superseded");
inline constexpr auto withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State states[] = {drafted, returned, submitted,  approved,
                                   running, closed,   superseded, withdrawn};
inline constexpr auto& written = names<drafted, returned>;
inline constexpr auto& before_it_runs = names<drafted, returned, submitted, approved>;
inline constexpr auto& not_over = names<drafted, returned, submitted, approved, running>;

// Those of the unit write, its campaign office and those above send in, the Party group decides; at
// the top, which has none above it, another of the three who convene the campaign (S9-S11).
inline constexpr auto planners =
    together<rights<At::own, Role::division, Role::secretary, Role::branch_secretary>,
             campaign_offices>;
inline constexpr auto approvers =
    together<rights<At::own_or_above, Role::party_group>,
             rights<At::own, Role::works_committee, Role::organisation_department,
                    Role::publicity_department>>;
// Lower units inherit it, and so read it.
inline constexpr auto& readers = rights<At::anywhere, Role::organ_committee, Role::party_group,
                                        Role::secretary, Role::branch_secretary, Role::division>;

Verdict has_no_gaps(const Deciding&);         // the gaps by their names in the detail
Verdict keeps_the_standard(const Deciding&);  // S63
Verdict follows_a_plan_above(const Deciding&);
Verdict goes_on_from_the_last_phase(const Deciding&);
Verdict stands_alone(const Deciding&);
Verdict is_not_being_amended(const Deciding&);
Verdict has_a_whole_summary(const Deciding&);

inline constexpr Law drafting_it[] = {follows_a_plan_above, goes_on_from_the_last_phase,
                                      stands_alone};
inline constexpr Law linking_it[] = {follows_a_plan_above, goes_on_from_the_last_phase};
inline constexpr Law sending_in[] = {has_no_gaps, keeps_the_standard, stands_alone};

inline constexpr auto& drafting =
    names<title, phase, accountable, parent, last_phase, basis, items>;
inline constexpr auto& revising = names<title, phase, accountable, parent, last_phase, basis, items,
                                        of_unit, predecessor, changed_because, worded_by>;

// Law 1: what the plan above and that of the phase before hold is not typed again.
std::vector<Filled> begins(const Deciding&);
std::vector<Filled> brings_in_what_is_held(const Deciding&);
std::vector<Filled> notes_who_words_it(const Deciding&);
std::vector<Filled> keeps_first_days(const Deciding&);
std::vector<Caused> next_version(const Deciding&);
std::vector<Caused> version_before(const Deciding&);
inline constexpr Cause begins_a_version[] = {{"plans", "draft_version", revising, next_version}};
inline constexpr Cause takes_its_place[] = {{"plans", "give_way", {}, version_before}};

inline constexpr Act acts[] = {
    {.name = "draft",
     .to = drafted,
     .may = planners,
     .takes = drafting,
     .rule = drafting_it,
     .fills = begins},
    {.name = "draft_version", .to = drafted, .may = a_consequence, .takes = revising},
    {.name = "inherit",
     .from = written,
     .may = planners,
     .takes = names<parent, last_phase>,
     .rule = linking_it,
     .fills = brings_in_what_is_held},
    {.name = "edit",
     .from = written,
     .may = planners,
     .takes = drafting,
     .rule = drafting_it,
     .fills = notes_who_words_it},
    {.name = "submit",
     .from = written,
     .to = submitted,
     .may = campaign_offices,
     .rule = sending_in,
     .fills = mending::is_mended},
    gives_back(names<submitted, approved>, returned, approvers),
    // The meeting that decided is cited where there was one.
    {.name = "approve",
     .from = names<submitted>,
     .to = approved,
     .may = approvers,
     .takes = names<decided_at>,
     .rule = sending_in,
     .closed_to = wording::who_worded_it,
     .fills = keeps_first_days},
    {.name = "run",
     .from = names<approved>,
     .to = running,
     .may = campaign_offices,
     .rule = stands_alone,
     .causes = takes_its_place},
    {.name = "give_way", .from = names<running>, .to = superseded, .may = a_consequence},
    {.name = "amend",
     .from = names<running>,
     .may = planners,
     .reason = Reason::required,
     .rule = is_not_being_amended,
     .causes = begins_a_version},
    {.name = "summarise",
     .from = names<running>,
     .may = planners,
     .takes =
         names<improvement, character, effect, in_mind, in_energy, in_content, in_work, in_work_by,
               balance, understood, mobilised, extended, learned, thought, improved, awareness>},
    {.name = "close",
     .from = names<running>,
     .to = closed,
     .may = approvers,
     .reason = Reason::optional,
     .rule = has_a_whole_summary},
    {.name = "withdraw",
     .from = before_it_runs,
     .to = withdrawn,
     .may = planners,
     .reason = Reason::required},
    {.name = "remind", .from = names<submitted, returned>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "approval",
     .states = names<submitted>,
     .length = {10, DayKind::working, "plans.approval_days"},
     .then = "remind"},
    {.name = "mending",
     .states = names<returned>,
     .length = {10, DayKind::working, "plans.mending_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "plans",
                               .title = title,
                               .place = 135,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers};
static_assert(well_formed(ledger));

}  // namespace chuangyou::plans
