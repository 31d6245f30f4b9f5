// 问题 Problems (S77 S94 S95): old ones, new ones, and those that harm the masses' interests, which
// come first and are public. Solved is a claim; a relapse reopens the old record, to be planned
// anew.
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/looking_back.h"
#include "ledgers/told_in_stories.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::problems {
using namespace declared;

inline constexpr std::string_view kinds[] = {"old", "new", "harm"};
inline constexpr std::string_view sources[] = {"feedback", "promises", "tasks", "ideas",
                                               "look_backs"};

inline constexpr auto title = text("title", 200).required().shown();
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto sector = text("sector", 100).shown();
inline constexpr auto source_feedback = link("source_feedback", "feedback").retired();
inline constexpr auto source_promise = link("source_promise", "promises").retired();
inline constexpr auto cause = long_text("cause", 1000);
inline constexpr auto measures = long_text("measures", 2000).shown();
inline constexpr auto owner = person("owner");
inline constexpr auto beneficiary_unit = unit("beneficiary_unit").shown();
inline constexpr auto first_promised = date("first_promised").shown();
inline constexpr auto promised = date("promised").shown();
inline constexpr auto result = long_text("result", 2000).shown();
inline constexpr auto asked_due = date("asked_due").shown();
inline constexpr auto offered_to = unit("offered_to");
inline constexpr auto arises_from = row_link("arises_from", sources);

inline constexpr FieldSpec fields[] = {
    title,    kind,     sector,    source_feedback,  source_promise,
    cause,    measures, owner,     beneficiary_unit, first_promised,
    promised, result,   asked_due, offered_to,       arises_from};

inline constexpr Awaits to_be_solved = {
    "solve",
    {"extend", extension_is_asked<promised, asked_due>},
    {"refuse_extension", extension_is_asked<promised, asked_due>}};
inline constexpr auto registered = open_state("registered", {"accept"});
inline constexpr auto accepted = open_state("accepted", {"begin"}).shown();
inline constexpr auto solving = open_state("solving", to_be_solved).shown();
inline constexpr auto solved = claimed_state("solved", {"confirm", "contest"}).shown();
inline constexpr auto confirmed = confirmed_state("confirmed").shown();
inline constexpr auto not_solved = contested_state("not_solved", to_be_solved).shown();
inline constexpr auto relapsed = open_state("relapsed", {"begin"}).shown();
inline constexpr auto explained = ended_state("explained").shown();
inline constexpr State states[] = {registered, accepted,   solving,  solved,
                                   confirmed,  not_solved, relapsed, explained};

inline constexpr auto holders =
    together<rights<At::own, Role::division, Role::branch_secretary, Role::secretary>,
             rights<At::own_or_above, Role::organ_committee>>;
inline constexpr auto judges =
    together<those_served_at<beneficiary_unit>, rights<At::subject, Role::signed_in>>;
inline constexpr auto correctors = together<holders, rights<At::subject, Role::signed_in>>;
inline constexpr auto offered = offered_a_transfer<offered_to>;
// Who must judge it, and who is asked to take it over, must be able to read.
inline constexpr auto readers = together<those_served_at<beneficiary_unit>, offered>;

inline Verdict is_a_recent_relapse(const Deciding& deciding) {
  const Date since = deciding.circumstances.zone.date_at(deciding.before.state_since);
  std::optional<Fixed> most = deciding.circumstances.policy("problems.relapse_days", since);
  if (!most) return {Refusal::policy_value_is_missing};
  std::int64_t days = deciding.today.days - since.days;
  bool recent = days * 1'000'000 <= most->millionths;
  return {recent ? Refusal::none : Refusal::relapse_is_too_long_ago};
}

// Whoever answers for the solution judges nothing of it, nor does he who led those that worked at
// it; the sender from outside keeps his word, whoever names him.
inline Verdict who_solves_it(const Deciding& deciding) {
  const Record& problem = deciding.before;
  const Uuid* solver = problem.get(owner);
  const bool is_his_own = problem.is_from_outside && problem.author == deciding.actor.person;
  if (!is_his_own && solver && *solver == deciding.actor.person)
    return {Refusal::the_doer_does_not_judge_it};
  return who_led_the_doers(deciding);
}

// Whom it serves, and that it harms the masses, nobody takes back for whoever registered it.
inline Verdict leaves_what_is_the_senders(const Deciding& deciding) {
  const Record& was = deciding.before;
  const Record& is = deciding.after;
  if (was.author == deciding.actor.person) return {};
  const std::string* before = was.get(kind);
  const std::string* after = is.get(kind);
  const bool harmed = before && *before == "harm" && !(after && *after == "harm");
  if (harmed) return {Refusal::post_does_not_allow_this, kind.name};
  const bool serves_others = was.value(beneficiary_unit.name) != is.value(beneficiary_unit.name);
  if (serves_others) return {Refusal::post_does_not_allow_this, beneficiary_unit.name};
  return {};
}

inline constexpr auto& stating = names<title, kind, sector, arises_from, beneficiary_unit>;
inline constexpr auto& not_begun = names<registered, accepted>;
inline constexpr auto& in_work = names<solving, not_solved>;
inline constexpr auto& without_plan = names<registered, accepted, relapsed>;
inline constexpr auto& not_solved_yet = names<registered, accepted, solving, not_solved, relapsed>;

inline constexpr auto& stating_and_planning =
    names<title, kind, sector, arises_from, beneficiary_unit, cause, measures, owner, promised>;

inline constexpr Setting is_new[] = {{"kind", "new"}};

inline constexpr Act acts[] = {
    {.name = "register", .to = registered, .may = staff, .takes = stating},
    // As the unit's own list of what it is putting right has it, whose day may be past.
    {.name = "record_solving",
     .to = solving,
     .may = holders,
     .takes = stating_and_planning,
     .needs = names<measures, promised>},
    {.name = "accept", .from = names<registered>, .to = accepted, .may = holders},
    // What was stated, before anybody has planned on it.
    {.name = "amend",
     .from = not_begun,
     .may = correctors,
     .takes = stating,
     .rule = leaves_what_is_the_senders},
    // An idea was taken up as one that is to be solved.
    {.name = "arise",
     .to = registered,
     .may = a_consequence,
     .takes = names<title, arises_from>,
     .sets = is_new},
    offers_transfer(without_plan, holders),
    accepts_transfer(without_plan, offered, registered),
    declines_transfer(without_plan, offered),
    {.name = "begin",
     .from = names<accepted, relapsed>,
     .to = solving,
     .may = holders,
     .takes = names<cause, measures, owner, promised>,
     .needs = names<measures, promised>,
     .rule = is_ahead<promised>},
    asks_extension<promised, asked_due>(in_work, holders),
    grants_extension<promised, asked_due>(in_work, superiors),
    refuses_extension<promised, asked_due>(in_work, superiors),
    {.name = "solve",
     .from = in_work,
     .to = solved,
     .may = holders,
     .takes = names<result>,
     .needs = names<result>},
    {.name = "confirm",
     .from = names<solved>,
     .to = confirmed,
     .may = judges,
     .reason = Reason::optional,
     .closed_to = who_solves_it,
     .causes = looking_back::settles_and_asks_again},
    {.name = "contest",
     .from = names<solved>,
     .to = not_solved,
     .may = judges,
     .reason = Reason::required,
     .closed_to = who_solves_it,
     .causes = told_in_stories::casts_doubt},
    concludes(names<not_solved>, explained),
    explains(not_solved_yet, explained),
    {.name = "relapse",
     .from = names<confirmed>,
     .to = relapsed,
     .may = staff,
     .reason = Reason::required,
     .rule = is_a_recent_relapse,
     .causes = told_in_stories::casts_doubt},
    {.name = "remind", .from = not_solved_yet, .may = the_clock},
    // A look back found that it does not last, or that the campaign before left it.
    {.name = "reopen",
     .from = names<confirmed, explained>,
     .to = relapsed,
     .may = a_consequence,
     .reason = Reason::required,
     .causes = told_in_stories::casts_doubt},
    {.name = "carry_over",
     .to = registered,
     .may = a_consequence,
     .takes = names<title, kind, arises_from>},
};

inline constexpr Deadline deadlines[] = {
    {.name = "acceptance",
     .states = not_begun,
     .length = {5, DayKind::working, "problems.acceptance_days"},
     .then = "remind"},
    // The date of the first plan has passed: a new plan is due, and the first date stays on record.
    {.name = "new_plan",
     .states = names<relapsed>,
     .length = {5, DayKind::working, "problems.new_plan_days"},
     .then = "remind"},
    {.name = "promised_date",
     .states = in_work,
     .field = promised,
     .first_field = first_promised,
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "problems",
                               .title = title,
                               .place = 310,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .offered_to = offered_to};
static_assert(well_formed(ledger));

}  // namespace chuangyou::problems
