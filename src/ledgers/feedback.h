// 群众意见 Feedback (S23 S106 S110 S111, R7). First receiver is responsible until another has
// accepted; an answer is a claim, and only the sender's word solves it (Law 2). Silence is never
// satisfied (Law 7).
#pragma once

#include "ledgers/acts_of.h"
#include "record/clock.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::feedback {
using namespace declared;

inline constexpr std::string_view kinds[] = {"opinion", "suggestion", "rating", "criticism",
                                             "praise",  "burden",     "request"};
inline constexpr std::string_view themes[] = {"access",   "attitude", "handling", "delay",
                                              "shifting", "outcome",  "other"};
inline constexpr std::string_view channels[] = {"web",   "qr",    "hotline",     "letter",
                                                "visit", "paper", "other_system"};
inline constexpr std::string_view senders[] = {"public", "grass_roots_unit", "enterprise", "staff"};

inline constexpr std::string_view subjects[] = {"service", "person", "own_line"};

inline constexpr auto text = long_text("text", 4000).required();
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto theme = choice("theme", themes).shown();
inline constexpr auto channel = choice("channel", channels).shown();
inline constexpr auto sender = choice("sender", senders);
// What it is about: how the unit serves, a person or leading team, or the sender's own line. Empty
// is `service`, as all were that came before the question was asked. The other two go past those
// concerned (record/concealment.h), who are kept in the two units and the rows below.
inline constexpr auto concerns = choice("concerns", subjects);
inline constexpr auto person = declared::person("person");
inline constexpr auto rated_unit = unit("rated_unit");
inline constexpr auto kept_from = unit("kept_from");
inline constexpr auto who = declared::person("who").required();
inline constexpr FieldSpec person_columns[] = {who};
inline constexpr auto concerned = rows("concerned", person_columns);
inline constexpr auto offered_to = unit("offered_to");
inline constexpr auto category = declared::text("category", 200).shown();
inline constexpr auto place = declared::text("place", 200);
inline constexpr auto received_at = moment("received_at").shown();
inline constexpr auto promised_by = moment("promised_by").shown();
inline constexpr auto answered_at = moment("answered_at").shown();
inline constexpr auto question = declared::text("question", 1000);
inline constexpr auto answer = long_text("answer", 4000).shown();
inline constexpr auto screen = declared::text("screen", 300);
inline constexpr auto about = link("about", "promises");
// What another system said about the same case, kept beside our own reckoning and never mixed with
// it.
inline constexpr auto their_verdict = declared::text("their_verdict", 40);
inline constexpr auto their_closing = declared::text("their_closing", 200);

// Of a burden: the request that is complained of. Whoever asks it is told, and answers in public.
inline constexpr auto form = link("form", "requests");

inline constexpr FieldSpec fields[] = {
    text,       kind,        theme,         channel,       sender,   category,
    place,      received_at, promised_by,   answered_at,   answer,   question,
    screen,     about,       their_verdict, their_closing, concerns, person,
    rated_unit, kept_from,   offered_to,    concerned,     form};

inline constexpr auto received = open_state("received", {"assign"});
inline constexpr auto assigned = open_state("assigned", {"answer"});
inline constexpr auto waiting = open_state("waiting", {"resume"});
inline constexpr auto answered = claimed_state("answered", {"confirm", "contest"});
inline constexpr auto confirmed = confirmed_state("confirmed");
inline constexpr auto not_solved = contested_state("not_solved", {"answer"});
inline constexpr auto explained = ended_state("explained");
inline constexpr auto redirected = ended_state("redirected");
inline constexpr auto withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State states[] = {received,   assigned,  waiting,    answered, confirmed,
                                   not_solved, explained, redirected, withdrawn};

inline constexpr auto registrars = together<hotline, campaign_offices>;
inline constexpr auto receivers =
    together<registrars, rights<At::own, Role::division, Role::secretary>>;
// What is about a leading team lies where nobody is concerned, and is answered there.
inline constexpr auto answerers =
    together<doers_of_the_unit, rights<At::own, Role::works_committee>>;
inline constexpr auto offered =
    together<offered_a_transfer<offered_to>, rights_by<offered_to, At::own, Role::works_committee>>;
// The sender himself, or the caller by way of the hotline.
inline constexpr auto sender_or_hotline = together<who_opened_it, hotline>;

// R7.6, R7.7: an inquiry or opinion is answered sooner than a complaint. A case of another system
// keeps the limit that it was promised there, or none; it was received there, so whoever merely
// says that he comes from another system has a clock like everyone else.
inline Length reply_length(const Record& record) {
  const std::string* came_by = record.get(channel);
  if (came_by && *came_by == "other_system" && record.get(received_at)) return {};
  const std::string* said = record.get(kind);
  if (said && *said == "criticism") return {15, DayKind::working, "feedback.criticism_reply_days"};
  return {10, DayKind::working, "feedback.reply_days"};
}

// What somebody is asked to fill in is borne by those below whoever asks it, and it is they who say
// whether it has become lighter, as those who are served by anything else do.
inline bool is_a_burden_of_a_form(const Record& record) {
  const std::string* said = record.get(kind);
  return record.get(form) && said && *said == "burden";
}
// It lies with whoever asks, who is told nobody's name, and with nobody in between.
Verdict goes_to_whoever_asks(const Deciding& deciding);

// A day that was promised elsewhere comes with a case of the hotline or of another system. Whoever
// answers for the unit puts his own clock off by none that he enters himself.
inline Verdict is_no_longer_than_its_own(const Deciding& deciding) {
  const Record& entered = deciding.after;
  const Moment* promised = entered.get(promised_by);
  const std::string* came_by = entered.get(channel);
  const bool is_elsewheres = came_by && (*came_by == "hotline" || *came_by == "other_system");
  if (!promised || is_elsewheres || stands_outside(deciding.actor, entered.path, deciding.today))
    return {};
  Record plain = entered;
  plain.set(promised_by.name, {});
  const std::optional<Moment> own = judged_by(plain, deciding.circumstances);
  const bool fits = own && *promised <= *own;
  return {fits ? Refusal::none : Refusal::doer_does_not_grant_it, promised_by.name};
}

// What was said of a person, a leading team or one's own line is written down as answered by nobody
// whom it is about, nor by anybody of their line, whoever has come to him with it.
Verdict is_not_of_his_own_line(const Deciding& deciding);
inline constexpr Law entering_what_was_answered[] = {is_not_of_his_own_line,
                                                     is_no_longer_than_its_own};

// Of a case that was entered from a register or another system, what is told there since: by
// somebody outside the line, for whoever answers for the unit answers here, and dates nothing back;
// or by anybody where the case counts in no rate yet.
Verdict was_entered_from_elsewhere(const Deciding& deciding);
// That it was closed there is the office's claim. What the sender has said no to since, a file that
// tells of an earlier closing does not close again; and an open case has none.
Verdict was_closed_since(const Deciding& deciding);
Verdict is_closed_if_it_says_when(const Deciding& deciding);
inline constexpr Law closing_as_told[] = {was_entered_from_elsewhere, is_not_of_his_own_line,
                                          was_closed_since};
inline constexpr Law correcting_as_told[] = {was_entered_from_elsewhere, is_not_of_his_own_line,
                                             is_closed_if_it_says_when};

inline constexpr auto& saying =
    names<text, kind, theme, channel, sender, screen, about, place, concerns, person, form>;
// Whom it is about is asked of the sender and stays as he said it.
inline constexpr auto& correcting = names<text, kind, theme, channel, sender, screen, about, place>;
inline constexpr auto& entering =
    names<text, kind, theme, channel, sender, category, place, received_at, promised_by,
          their_verdict, their_closing, concerns, person>;
inline constexpr auto& entering_answered =
    names<text, kind, theme, channel, sender, category, place, received_at, promised_by,
          answered_at, answer, their_verdict, their_closing, concerns, person>;

// Where the request is read, its answers are: without what was said, or by whom.
std::vector<Caused> tells_at_the_form(const Deciding&);
inline constexpr std::string_view answers_told[] = {"complaints"};
inline constexpr Cause answers_in_public[] = {
    {"requests", "tell_answer", answers_told, tells_at_the_form}};

inline constexpr auto& told_later =
    names<theme, category, place, answered_at, answer, their_verdict, their_closing>;

inline constexpr auto& first_round = names<received, assigned, waiting>;
inline constexpr auto& not_ended = names<received, assigned, waiting, not_solved>;
inline constexpr auto& at_work = names<assigned, waiting, not_solved>;

inline constexpr Act acts[] = {
    {.name = "say",
     .to = received,
     .may = anybody,
     .takes = saying,
     .rule = goes_to_whoever_asks,
     .gives_receipt = true},
    // Cases that another system holds enter as they stand there, with their own times.
    {.name = "record_open",
     .to = assigned,
     .may = registrars,
     .takes = entering,
     .needs = names<received_at>,
     .rule = is_no_longer_than_its_own,
     .gives_receipt = true,
     .is_for_another = true},
    {.name = "record_answered",
     .to = answered,
     .may = registrars,
     .takes = entering_answered,
     .needs = names<received_at, answered_at>,
     .rule = entering_what_was_answered,
     .gives_receipt = true,
     .is_for_another = true},
    {.name = "assign",
     .from = names<received>,
     .to = assigned,
     .may = receivers,
     .takes = names<theme, category>,
     .rule = is_within_reach,
     .moves_unit = true},
    offers_transfer(at_work, receivers),
    accepts_transfer(at_work, offered),
    declines_transfer(at_work, offered),
    {.name = "ask",
     .from = names<assigned>,
     .to = waiting,
     .may = answerers,
     .takes = names<question>,
     .needs = names<question>,
     .pause = Pause::starts},
    {.name = "resume",
     .from = names<waiting>,
     .to = assigned,
     .may = sender_or_hotline,
     .reason = Reason::required,
     .pause = Pause::ends},
    // Who was asked has not come back: the clock goes on, and with it the office.
    {.name = "end_wait",
     .from = names<waiting>,
     .to = assigned,
     .may = the_clock,
     .pause = Pause::ends},
    {.name = "answer",
     .from = at_work,
     .to = answered,
     .may = answerers,
     .takes = names<answer>,
     .needs = names<answer>,
     .causes = answers_in_public},
    // The last word is the sender's, whoever has ended the case.
    {.name = "confirm",
     .from = names<answered, not_solved, explained, redirected>,
     .to = confirmed,
     .may = who_opened_it,
     .reason = Reason::optional,
     .causes = settling::settles},
    {.name = "contest",
     .from = names<answered, explained, redirected>,
     .to = not_solved,
     .may = who_opened_it,
     .reason = Reason::optional},
    explains(at_work, explained),
    {.name = "redirect",
     .from = not_ended,
     .to = redirected,
     .may = receivers,
     .reason = Reason::required,
     .causes = settling::settles},
    concludes(names<not_solved>, explained),
    // What the unit or its superior entered late counts once somebody outside stands for it.
    {.name = "confirm_entry",
     .from = names<assigned, waiting, answered, confirmed, not_solved, explained, redirected,
                   withdrawn>,
     .may = outsiders,
     .reason = Reason::optional,
     .confirms_entry = true},
    {.name = "withdraw",
     .from = not_ended,
     .to = withdrawn,
     .may = who_opened_it,
     .reason = Reason::optional,
     .causes = settling::settles},
    {.name = "remind", .from = not_ended, .may = the_clock},
    {.name = "correct", .from = names<received>, .may = hotline, .takes = correcting},
    // The next month's register, or another system: it was closed there, or is told otherwise.
    {.name = "record_closing",
     .from = at_work,
     .to = answered,
     .may = registrars,
     .takes = told_later,
     .needs = names<answered_at>,
     .rule = closing_as_told},
    {.name = "correct_entry",
     .from = names<assigned, waiting, answered, not_solved>,
     .may = registrars,
     .takes = told_later,
     .rule = correcting_as_told},
};

inline constexpr Deadline deadlines[] = {
    {.name = "reply",
     .states = first_round,
     .field = promised_by,
     .length_of = reply_length,
     .since = received_at,
     .then = "remind"},
    // A "not solved" reopens with a shorter clock (demand 15).
    {.name = "second_reply",
     .states = names<not_solved>,
     .length = {5, DayKind::working, "feedback.second_reply_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{
    .name = "feedback",
    .title = text,
    .place = 410,
    .fields = fields,
    .states = states,
    .acts = acts,
    .deadlines = deadlines,
    .read = hotline,
    .closed_at = answered_at,
    .opened_at = received_at,
    .conceals = {.concerns = concerns,
                 .nobody = "service",
                 .own_line = "own_line",
                 .person = person,
                 .rated = rated_unit,
                 .from = kept_from,
                 .concerned = "concerned.who"},
    .waits = {{10, DayKind::working, "feedback.pause_days_most"}, "end_wait"},
    .offered_to = offered_to,
    .is_confidential = true,
    .burdens = is_a_burden_of_a_form};
static_assert(well_formed(ledger));

}  // namespace chuangyou::feedback
