// 任务 Tasks (S27 S32 S40 S45 S49 S57 S78 S79 S108 S112): one clause answered, one lead unit, one
// stated result. The record's own unit is the lead; done without a result is refused (S57).
// Whoever shares the work is asked by a delivery of its own.
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/erased_words.h"
#include "ledgers/mending.h"
#include "ledgers/sending.h"
#include "ledgers/settling.h"
#include "ledgers/told_in_stories.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::tasks {
using namespace declared;
using mending::to_mend;

inline constexpr auto title = long_text("title", 2000).required().shown();
inline constexpr auto answers = row_link("answers", "directives").shown();
inline constexpr auto mandate = text("mandate", 200).shown();  // where no clause is answered
inline constexpr auto requirement_tags =
    choices("requirement_tags", CampaignList::requirements).shown();
inline constexpr auto milestone_key = choice("milestone_key", CampaignList::milestones).shown();
inline constexpr auto accountable = person("accountable");
inline constexpr auto co_units = units("co_units").shown();
inline constexpr auto handler = person("handler");
inline constexpr auto measure = text("measure", 500);
inline constexpr auto target = text("target", 200).shown();
inline constexpr auto beneficiary_unit = unit("beneficiary_unit").shown();
inline constexpr auto first_due = date("first_due").shown();
inline constexpr auto due = date("due").shown();
inline constexpr auto asked_due = date("asked_due");
inline constexpr auto result = long_text("result", 2000).shown();
inline constexpr auto evidence = text("evidence", 300);
inline constexpr auto plan_item = row_link("plan_item", "plans").shown();
// Of the first edition.
inline constexpr auto clause = link("clause", "directives").shown().retired();
inline constexpr auto clause_no = text("clause_no", 200).shown().retired();
inline constexpr auto milestone = text("milestone", 60).retired();
inline constexpr auto responsible = text("responsible", 500).shown().retired();
inline constexpr auto accepted_by = units("accepted_by").retired();
inline constexpr auto beneficiary = text("beneficiary", 200).shown().retired();
// S40: the figure of the business that it moves, as it stood before and stands after.
inline constexpr auto business_result = text("business_result", 300).shown();
inline constexpr auto outcome_before = text("outcome_before", 100).shown();
inline constexpr auto outcome_after = text("outcome_after", 100).shown();
// S45: what its doing shows. Told in stories, read by no measure.
inline constexpr std::string_view virtues[] = {"work", "innovation", "dedication"};
inline constexpr auto shows = choices("shows", virtues);
inline constexpr auto is_stressed = yes_no("is_stressed").shown();  // X6: a tag and no order
// 批示: what a leader wrote on a paper, who, on which day, under which number.
inline constexpr std::string_view urgencies[] = {"urgent", "ordinary", "hard"};
inline constexpr auto note_by = text("note_by", 60);
inline constexpr auto noted_on = date("noted_on");
inline constexpr auto note_number = text("note_number", 60);
inline constexpr auto note_urgency = choice("note_urgency", urgencies);
inline constexpr auto arises_from = row_link("arises_from", "ideas");
inline constexpr FieldSpec fields[] = {title,
                                       answers,
                                       mandate,
                                       requirement_tags,
                                       milestone_key,
                                       accountable,
                                       co_units,
                                       handler,
                                       measure,
                                       target,
                                       beneficiary_unit,
                                       first_due,
                                       due,
                                       asked_due,
                                       result,
                                       evidence,
                                       clause,
                                       clause_no,
                                       milestone,
                                       responsible,
                                       accepted_by,
                                       beneficiary,
                                       to_mend,
                                       business_result,
                                       outcome_before,
                                       outcome_after,
                                       shows,
                                       is_stressed,
                                       note_by,
                                       noted_on,
                                       note_number,
                                       note_urgency,
                                       arises_from,
                                       plan_item};

// Law 10: what a unit gives itself needs no mandate. What is given from above may be planned
// without one and asks nobody for anything until it has one.
inline bool has_a_mandate(const Record& task) {
  return task.opened_under == task.unit || task.get(answers) || task.get(mandate) ||
         task.get(clause) || task.get(note_number) || task.get(arises_from);
}
inline bool wants_a_mandate(const Record& task) { return !has_a_mandate(task); }

inline constexpr Awaits to_be_done = {"finish",
                                      {"extend", extension_is_asked<due, asked_due>},
                                      {"refuse_extension", extension_is_asked<due, asked_due>}};
inline constexpr auto planned =
    open_state("planned", {{"start", has_a_mandate},
                           {"amend", wants_a_mandate},
                           {"extend", extension_is_asked<due, asked_due>},
                           {"refuse_extension", extension_is_asked<due, asked_due>}});
inline constexpr auto running = open_state("running", to_be_done);
inline constexpr auto done = claimed_state("done", {"confirm", "return"});
inline constexpr auto confirmed = confirmed_state("confirmed");
inline constexpr auto returned = contested_state("returned", to_be_done);
inline constexpr auto dropped = ended_state("dropped");
inline constexpr State states[] = {planned, running, done, confirmed, returned, dropped};

// The served where they are named; else the superior accepts it, which is no word of the served.
inline constexpr auto judges =
    together<rights<At::above, Role::organ_committee, Role::works_committee>,
             those_served_at<beneficiary_unit>>;
// Whoever shares the work, and whoever it serves: who is asked to confirm must be able to read.
inline constexpr auto readers = together<doers_of<co_units>, those_served_at<beneficiary_unit>>;
inline constexpr auto& droppers = rights<At::own_or_above, Role::organ_committee, Role::secretary>;

// Nobody need be named, but nobody of the line of those who do it, or share it, is: he could never
// judge.
Verdict names_no_judge_of_the_line(const Deciding& deciding);
// Whoever shares the work, handles it or answers for it judges nothing of it, under no other post.
Verdict who_shares_the_work(const Deciding& deciding);
// What was given from above is changed, extended and dropped from there. Whoever stands between the
// giver and the unit counts with the doers: they write what was left to them, and name nobody who
// would judge in the giver's place.
Verdict changes_what_was_given(const Deciding& deciding);
Verdict who_was_given_it(const Deciding& deciding);
Verdict who_asks_for_time(const Deciding& deciding);
// What was returned somebody outside concludes; what runs is for the giver alone to take back.
Verdict others_where_it_runs(const Deciding& deciding);

// All who share the work are asked, and let off, in one act.
Verdict names_few_enough(const Deciding& deciding);
Verdict answers_what_was_issued(const Deciding& deciding);  // Law 10: a draft gives no mandate
Verdict has_a_tag(const Deciding& deciding);
// The day that stands is moved to a later one as an extension, with a reason that all see.
Verdict moves_no_day_that_stands(const Deciding& deciding);
Verdict may_be_started(const Deciding& deciding);
Verdict has_a_result(const Deciding& deciding);
Verdict is_left_to_ask(const Deciding& deciding);
// A note without its number is hearsay, and one of tomorrow is none yet.
Verdict is_a_numbered_note(const Deciding& deciding);
// R6.3: where the leader named no day, so many days from his own.
std::vector<Filled> reads_the_note(const Deciding& deciding);
std::vector<Caused> deliveries_to_come(const Deciding& deciding);
std::vector<Caused> deliveries_of_those_let_off(const Deciding& deciding);

inline constexpr Law registering[] = {names_few_enough, names_no_judge_of_the_line,
                                      answers_what_was_issued};

inline constexpr Law to_plan[] = {has_a_tag, names_few_enough, names_no_judge_of_the_line,
                                  answers_what_was_issued, is_ahead<due>};

inline constexpr Law noting[] = {is_a_numbered_note, has_a_tag, names_few_enough,
                                 names_no_judge_of_the_line, is_ahead<due>};
inline constexpr Law amending[] = {
    moves_no_day_that_stands, changes_what_was_given,     has_a_tag,
    names_few_enough,         names_no_judge_of_the_line, answers_what_was_issued,
    is_ahead_where_moved<due>};

inline constexpr Cause asks_co_units[] = {
    {"deliveries", "deliver", sending::told, deliveries_to_come},
    {"deliveries", "withdraw", {}, deliveries_of_those_let_off}};

inline constexpr Cause is_over[] = {sending::takes_back[0], settling::settles[0]};

inline constexpr auto& planning =
    names<title, answers, mandate, requirement_tags, milestone_key, accountable, co_units, handler,
          measure, target, beneficiary_unit, due, business_result, outcome_before, is_stressed,
          plan_item>;
inline constexpr auto& noting_down =
    names<title, requirement_tags, milestone_key, accountable, co_units, handler, measure, target,
          beneficiary_unit, due, note_by, noted_on, note_number, note_urgency, is_stressed>;
inline constexpr auto& unfinished = names<planned, running, returned>;

inline constexpr Act acts[] = {
    {.name = "plan",
     .to = planned,
     .may = campaign_offices,
     .takes = planning,
     .rule = to_plan,
     .causes = asks_co_units},
    // A task that an issued document already laid down, under its clause.
    {.name = "register",
     .to = running,
     .may = campaign_offices,
     .takes = planning,
     .needs = names<title, answers>,
     .rule = registering,
     .causes = asks_co_units},
    // Those whom it concerns are told by it; how many notes a unit has is counted nowhere (Law 3).
    {.name = "note_down",
     .to = planned,
     .may = campaign_offices,
     .takes = noting_down,
     .needs = names<note_by, noted_on, note_urgency>,
     .rule = noting,
     .fills = reads_the_note,
     .causes = asks_co_units},
    {.name = "arise", .to = planned, .may = a_consequence, .takes = names<title, arises_from>},
    {.name = "lay_down", .to = planned, .may = a_consequence, .takes = names<title, answers, due>},
    {.name = "amend",
     .from = names<planned>,
     .may = campaign_offices,
     .takes = planning,
     .rule = amending,
     .causes = asks_co_units},
    // Those who have no delivery of it: of what was imported, or stands from before.
    {.name = "deliver",
     .from = unfinished,
     .may = campaign_offices,
     .rule = is_left_to_ask,
     .causes = asks_co_units},
    {.name = "start",
     .from = names<planned>,
     .to = running,
     .may = doers_of_the_unit,
     .rule = may_be_started},
    {.name = "finish",
     .from = names<running, returned>,
     .to = done,
     .may = doers_of_the_unit,
     .takes = names<result, evidence, outcome_after, shows>,
     .rule = has_a_result,
     .fills = mending::is_mended},
    {.name = "confirm",
     .from = names<done>,
     .to = confirmed,
     .may = judges,
     .reason = Reason::optional,
     .closed_to = who_shares_the_work,
     .causes = is_over},
    gives_back(names<done>, returned, judges, who_shares_the_work, told_in_stories::casts_doubt),
    asks_extension<due, asked_due>(unfinished, doers_of_the_unit),
    grants_extension<due, asked_due, false>(unfinished, campaign_offices, who_asks_for_time),
    refuses_extension<due, asked_due>(unfinished, campaign_offices, who_asks_for_time),
    {.name = "conclude",
     .from = unfinished,
     .to = dropped,
     .may = outsiders,
     .reason = Reason::required,
     .closed_to = others_where_it_runs,
     .causes = is_over},
    {.name = "drop",
     .from = unfinished,
     .to = dropped,
     .may = droppers,
     .reason = Reason::required,
     .sign_off = SignOff::all_of,
     .closed_to = who_was_given_it,
     .causes = is_over},
    // Its clause was revised and asks something else: the task for that stands in its place.
    {.name = "give_way",
     .from = names<planned, running>,
     .to = dropped,
     .may = a_consequence,
     .reason = Reason::required,
     .causes = is_over},
    {.name = "remind", .from = unfinished, .may = the_clock},
    // A look back found that its result does not last.
    {.name = "reopen",
     .from = names<confirmed, dropped>,
     .to = running,
     .may = a_consequence,
     .takes = names<due>,
     .reason = Reason::required,
     .causes = told_in_stories::casts_doubt},
};

inline constexpr Deadline deadlines[] = {
    {.name = "due_date",
     .states = unfinished,
     .field = due,
     .first_field = first_due,
     .then = "remind",
     .repeats = {.before = reminded_before, .warns_by = "remind"}}};

inline constexpr Ledger ledger{.name = "tasks",
                               .title = title,
                               .place = 140,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers};
static_assert(well_formed(ledger));

}  // namespace chuangyou::tasks
