// 回头看 Look-backs (S58–S63, R2): what was said to be done is looked at again, closed items too. An
// item is drawn by lot, named by hand, handed down by the campaign before, or asked about some
// weeks after it was confirmed; whoever it was for has his word before anybody concludes. A draw is
// announced first, with its candidates; its seed is a seal of the journal that does not exist yet,
// so that nobody chooses and everybody can draw it again.
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/looking_back.h"
#include "ledgers/told_in_stories.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::look_backs {
using namespace declared;

inline constexpr std::string_view sources[] = {"promises", "tasks", "problems", "mechanisms"};
inline constexpr std::string_view ways[] = {"lot", "hand", "predecessor", "clock"};
inline constexpr std::string_view said_of_old[] = {"done", "partly_done", "not_done", "unknown"};
inline constexpr std::string_view answers[] = {"yes", "partly", "no", "does_not_apply"};
inline constexpr std::string_view words_of_recipient[] = {"holds", "partly", "does_not_hold"};

inline constexpr auto matter = text("matter", 300).required().shown();
inline constexpr auto round = text("round", 100).shown();
inline constexpr auto came_by = choice("came_by", ways).shown();
inline constexpr auto looks_at = row_link("looks_at", sources).shown();
// Of the campaign before: what its list said.
inline constexpr auto inherited_from = text("inherited_from", 200).shown();
inline constexpr auto inherited_status = choice("inherited_status", said_of_old).shown();
inline constexpr auto inherited_owner = text("inherited_owner", 200);
inline constexpr auto promised = date("promised").shown();
// Of a draw.
inline constexpr auto population = choice("population", sources).shown();
inline constexpr auto how_many = integer("how_many").shown();
inline constexpr auto seed_after = moment("seed_after").shown();
inline constexpr auto candidate = row_link("what", sources).required().shown();
inline constexpr FieldSpec columns[] = {candidate};
inline constexpr auto candidates = rows("candidates", columns).shown();
inline constexpr auto seed = text("seed", 64).shown();
inline constexpr auto seal_of_seed = integer("seal_of_seed").shown();
inline constexpr auto drawn_in = link("drawn_in", "look_backs").shown();
// Whoever it was for, and what he says of it.
inline constexpr auto recipient_unit = unit("recipient_unit").shown();
inline constexpr auto ask_on = date("ask_on").shown();
inline constexpr auto recipient_says = choice("recipient_says", words_of_recipient).shown();
inline constexpr auto recipient_words = long_text("recipient_words", 1000).shown();
inline constexpr auto heard_how = text("heard_how", 300);
// The five looks (R2.4), and what comes of them.
inline constexpr auto instructions_studied = choice("instructions_studied", answers).shown();
inline constexpr auto done_and_accepted = choice("done_and_accepted", answers).shown();
inline constexpr auto cleaned_up = choice("cleaned_up", answers).shown();
inline constexpr auto rules_enforced = choice("rules_enforced", answers).shown();
inline constexpr auto linked_across_levels = choice("linked_across_levels", answers).shown();
inline constexpr auto findings = long_text("findings", 2000).shown();
inline constexpr auto improvement = long_text("improvement", 1000).shown();

// What stands since: an announcement that goes on from one that was drawn in the quarter, the entry
// that a seed has to lie over, and the day for which is promised again what is to be done again.
inline constexpr auto goes_on_from = link("goes_on_from", "look_backs").shown();
inline constexpr auto announced_as = integer("announced_as").shown();
inline constexpr auto promised_anew = date("promised_anew").shown();

inline constexpr FieldSpec fields[] = {matter,
                                       round,
                                       came_by,
                                       looks_at,
                                       inherited_from,
                                       inherited_status,
                                       inherited_owner,
                                       promised,
                                       population,
                                       how_many,
                                       seed_after,
                                       candidates,
                                       seed,
                                       seal_of_seed,
                                       drawn_in,
                                       recipient_unit,
                                       ask_on,
                                       recipient_says,
                                       recipient_words,
                                       heard_how,
                                       instructions_studied,
                                       done_and_accepted,
                                       cleaned_up,
                                       rules_enforced,
                                       linked_across_levels,
                                       findings,
                                       improvement,
                                       goes_on_from,
                                       announced_as,
                                       promised_anew};

inline bool has_its_moment(const Record& draw) { return draw.get(seed_after); }
inline bool has_a_recipient(const Record& item) { return item.get(recipient_unit); }
inline constexpr State announced = open_state("announced", {{"draw", has_its_moment}}).shown();
inline constexpr State lots_drawn = ended_state("lots_drawn").shown();
inline constexpr State withdrawn = ended_state("withdrawn", Ending::taken_back).shown();
inline constexpr State handed_down = open_state("handed_down", {"check"}).shown();
// Nothing is asked of anybody until its day has come.
inline constexpr State scheduled =
    open_state("scheduled", {{"look_now", looking_back::nobody_yet}});
inline constexpr State asked = open_state("asked", {{"say_it_lasts", has_a_recipient},
                                                    {"say_it_does_not_last", has_a_recipient}})
                                   .shown();
inline constexpr State drawn = open_state("drawn", {"check"}).shown();
inline constexpr State checked =
    open_state("checked", {"consolidate", "improve", "redo", "abolish"}).shown();
inline constexpr State consolidated = ended_state("consolidated").shown();
inline constexpr State improved = ended_state("improved").shown();
inline constexpr State redone = ended_state("redone").shown();
inline constexpr State abolished = ended_state("abolished").shown();
inline constexpr State states[] = {announced, lots_drawn, handed_down, scheduled,
                                   asked,     drawn,      checked,     consolidated,
                                   improved,  redone,     abolished,   withdrawn};

// No campaign is closed over these without a reason that was approved (items_are_still_open); a
// look that is only scheduled is for the time after the campaign.
inline constexpr auto& still_open = names<announced, handed_down, asked, drawn, checked>;

inline constexpr auto& offices = campaign_offices;
inline constexpr auto& recipients = those_served_at<recipient_unit>;
// What the office of a unit did is looked at by whoever stands above it, or by its Party group.
inline constexpr auto lookers = together<campaign_offices, rights<At::own, Role::party_group>>;
inline constexpr auto lookers_or_clock = together<lookers, the_clock>;

// Whoever does the work of the unit, its office among them, or did it while what is looked at ran,
// neither looks at it nor writes down what others say of it.
Verdict who_does_the_work(const Deciding& deciding);
Verdict is_named_by_another(const Deciding& deciding);  // of an item that has no unit before

// The announcement freezes the candidates: all that the unit and those below it have in the ledger
// and have made public or begun, in the order of their ids, whether closed or not.
std::vector<Filled> freezes_the_candidates(const Deciding& deciding);
Verdict is_announced_beforehand(const Deciding& deciding);
Verdict draws_no_more_than_there_are(const Deciding& deciding);
// Of several announcements of the same the fitting one could be drawn: one stands at a time, of the
// same unit or by the same office of units in one line, and what was drawn in the quarter is gone
// on from by its name, with the reason.
Verdict no_other_stands(const Deciding& deciding);
Verdict goes_on_openly(const Deciding& deciding);
inline constexpr Law announcing[] = {is_announced_beforehand, draws_no_more_than_there_are,
                                     no_other_stands, goes_on_openly};

// The first seal of the journal that was made after the announced moment and lies over the
// announcement itself.
std::vector<Filled> takes_the_seed(const Deciding& deciding);
Verdict seed_is_there(const Deciding& deciding);
Verdict nobody_knows_the_seed(const Deciding& deciding);
// Of the candidates those n of which SHA-256(seed + record id) is smallest: hexadecimal digits in
// small letters, the id as it is written. Anybody can do the same with the published record.
std::vector<RecordId> lots_in(const Record& draw);
std::vector<Caused> items_drawn(const Deciding& deciding);
inline constexpr auto& told_of_a_lot = names<matter, round, looks_at, recipient_unit, drawn_in>;
inline constexpr Cause opens_items[] = {{"look_backs", "be_drawn", told_of_a_lot, items_drawn}};

Verdict five_looks_are_answered(const Deciding& deciding);
Verdict recipient_has_spoken(const Deciding& deciding);
inline constexpr Law checking[] = {five_looks_are_answered, recipient_has_spoken};

std::vector<Filled> asks_some_weeks_later(const Deciding& deciding);

// What is opened again with its day in the past would be overdue at once: a new day is promised
// with it, and the first stays.
Verdict is_promised_anew(const Deciding& deciding);

// What is closed is opened again; what the campaign before left becomes an old problem of this one.
std::vector<Caused> promise_again(const Deciding& deciding);
std::vector<Caused> task_again(const Deciding& deciding);
std::vector<Caused> problem_again(const Deciding& deciding);
std::vector<Caused> mechanism_again(const Deciding& deciding);
std::vector<Caused> carried_over(const Deciding& deciding);
inline constexpr std::string_view of_old[] = {"title", "kind", "arises_from"};
inline constexpr std::string_view until[] = {"due"};
inline constexpr Cause opens_again[] = {
    {"promises", "reopen", until, promise_again},     {"tasks", "reopen", until, task_again},
    {"problems", "reopen", {}, problem_again},        {"mechanisms", "reopen", {}, mechanism_again},
    {"problems", "carry_over", of_old, carried_over}, told_in_stories::casts_doubt[0]};

inline constexpr Setting by_lot[] = {{came_by.name, "lot"}}, by_hand[] = {{came_by.name, "hand"}},
                         by_list[] = {{came_by.name, "predecessor"}},
                         by_clock[] = {{came_by.name, "clock"}};
inline constexpr Setting it_holds[] = {{recipient_says.name, "holds"}},
                         it_does_not_hold[] = {{recipient_says.name, "does_not_hold"}};

inline constexpr auto& needed = names<matter, round, population, how_many, seed_after>;
inline constexpr auto& announcement =
    names<matter, round, population, how_many, seed_after, goes_on_from>;
inline constexpr auto& five_looks = names<instructions_studied, done_and_accepted, cleaned_up,
                                          rules_enforced, linked_across_levels, findings>;
inline constexpr auto& to_check = names<drawn, handed_down>;

inline constexpr Act acts[] = {
    {.name = "announce",
     .to = announced,
     .may = offices,
     .takes = announcement,
     .needs = needed,
     .reason = Reason::optional,
     .rule = announcing,
     .fills = freezes_the_candidates,
     .tells_public = true},
    {.name = "draw",
     .from = names<announced>,
     .to = lots_drawn,
     .may = offices,
     .rule = seed_is_there,
     .fills = takes_the_seed,
     .causes = opens_items},
    // An announcement that is wrong, as long as nobody can know what would be drawn by it.
    {.name = "withdraw",
     .from = names<announced>,
     .to = withdrawn,
     .may = offices,
     .reason = Reason::required,
     .rule = nobody_knows_the_seed,
     .tells_public = true},
    {.name = "be_drawn", .to = drawn, .may = a_consequence, .takes = told_of_a_lot, .sets = by_lot},
    {.name = "name_item",
     .to = drawn,
     .may = offices,
     .takes = names<matter, round, looks_at, recipient_unit>,
     .needs = names<round, looks_at>,
     .rule = is_named_by_another,
     .sets = by_hand},
    {.name = "bring_in",
     .to = handed_down,
     .may = offices,
     .takes = names<matter, round, inherited_from, inherited_status, inherited_owner, promised,
                    recipient_unit>,
     .needs = names<inherited_from, inherited_status>,
     .sets = by_list},
    {.name = "schedule",
     .to = scheduled,
     .may = a_consequence,
     .takes = names<matter, looks_at, recipient_unit>,
     .sets = by_clock,
     .fills = asks_some_weeks_later},
    {.name = "ask", .from = names<scheduled>, .to = asked, .may = the_clock},
    {.name = "say_it_lasts",
     .from = names<asked>,
     .to = consolidated,
     .may = recipients,
     .takes = names<recipient_words>,
     .closed_to = who_does_the_work,
     .sets = it_holds},
    {.name = "say_it_does_not_last",
     .from = names<asked>,
     .to = drawn,
     .may = recipients,
     .takes = names<recipient_words>,
     .needs = names<recipient_words>,
     .closed_to = who_does_the_work,
     .sets = it_does_not_hold},
    // Silence is no yes: whoever was asked and says nothing leaves it to a look.
    {.name = "look_now",
     .from = names<scheduled, asked>,
     .to = drawn,
     .may = lookers_or_clock,
     .closed_to = who_does_the_work},
    {.name = "speak",
     .from = to_check,
     .may = recipients,
     .takes = names<recipient_says, recipient_words>,
     .needs = names<recipient_says>,
     .closed_to = who_does_the_work},
    {.name = "hear",
     .from = to_check,
     .may = lookers,
     .takes = names<recipient_says, recipient_words, heard_how>,
     .needs = names<recipient_says, heard_how>,
     .closed_to = who_does_the_work},
    {.name = "check",
     .from = to_check,
     .to = checked,
     .may = lookers,
     .takes = five_looks,
     .needs = names<findings>,
     .rule = checking,
     .closed_to = who_does_the_work},
    {.name = "consolidate",
     .from = names<checked>,
     .to = consolidated,
     .may = lookers,
     .reason = Reason::optional,
     .closed_to = who_does_the_work},
    {.name = "improve",
     .from = names<checked>,
     .to = improved,
     .may = lookers,
     .takes = names<improvement>,
     .needs = names<improvement>,
     .closed_to = who_does_the_work},
    {.name = "redo",
     .from = names<checked>,
     .to = redone,
     .may = lookers,
     .takes = names<promised_anew>,
     .reason = Reason::required,
     .rule = is_promised_anew,
     .closed_to = who_does_the_work,
     .causes = opens_again,
     .tells_public = true},
    {.name = "abolish",
     .from = names<checked>,
     .to = abolished,
     .may = lookers,
     .reason = Reason::required,
     .closed_to = who_does_the_work,
     .causes = told_in_stories::casts_doubt,
     .tells_public = true},
    {.name = "remind", .from = names<drawn, handed_down, checked>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "weeks_after", .states = names<scheduled>, .field = ask_on, .then = "ask"},
    {.name = "recipients_word",
     .states = names<asked>,
     .length = {10, DayKind::working, "look_back.word_days"},
     .then = "look_now"},
    {.name = "look",
     .states = names<drawn, handed_down, checked>,
     .length = {20, DayKind::working, "look_back.check_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "look_backs",
                               .title = matter,
                               .place = 250,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = recipients};
static_assert(well_formed(ledger));

}  // namespace chuangyou::look_backs
