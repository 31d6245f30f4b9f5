// 群众意见 Feedback (S106 S110 S111, R7). First receiver is responsible until another has accepted; an
// answer is a claim, and only the sender's word solves it (Law 2). Silence is never satisfied (Law
// 7).
#pragma once

#include "record/rules.h"
#include "record/well_formed.h"

namespace chuangyou::feedback {

inline constexpr std::string_view kinds[] = {"opinion", "suggestion", "rating", "criticism",
                                             "praise",  "burden",     "request"};
inline constexpr std::string_view themes[] = {"access",   "attitude", "handling", "delay",
                                              "shifting", "outcome",  "other"};
inline constexpr std::string_view channels[] = {"web",   "qr",    "hotline",     "letter",
                                                "visit", "paper", "other_system"};
inline constexpr std::string_view senders[] = {"public", "grass_roots_unit", "enterprise", "staff"};

inline constexpr std::string_view subjects[] = {"service", "person", "own_line"};

inline constexpr Field<Kind::long_text> text{"text", {.required = true, .length_max = 4000}};
inline constexpr Field<Kind::choice> kind{
    "kind", {.required = true, .visibility = Visibility::public_, .choices = kinds}};
inline constexpr Field<Kind::choice> theme{"theme",
                                           {.visibility = Visibility::public_, .choices = themes}};
inline constexpr Field<Kind::choice> channel{
    "channel", {.visibility = Visibility::public_, .choices = channels}};
inline constexpr Field<Kind::choice> sender{"sender", {.choices = senders}};
// What it is about: how the unit serves, a person or leading team, or the sender's own line. Empty
// is `service`, as all were that came before the question was asked. The other two go past those
// concerned (record/concealment.h), who are kept in the two units below.
inline constexpr Field<Kind::choice> concerns{"concerns", {.choices = subjects}};
inline constexpr Field<Kind::person> person{"person"};
inline constexpr Field<Kind::unit> rated_unit{"rated_unit"};
inline constexpr Field<Kind::unit> kept_from{"kept_from"};
inline constexpr Field<Kind::unit> offered_to{"offered_to"};
inline constexpr Field<Kind::text> category{"category",
                                            {.length_max = 200, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> place{"place", {.length_max = 200}};
inline constexpr Field<Kind::moment> received_at{"received_at",
                                                 {.visibility = Visibility::public_}};
inline constexpr Field<Kind::moment> promised_by{"promised_by",
                                                 {.visibility = Visibility::public_}};
inline constexpr Field<Kind::moment> answered_at{"answered_at",
                                                 {.visibility = Visibility::public_}};
inline constexpr Field<Kind::text> question{"question", {.length_max = 1000}};
inline constexpr Field<Kind::long_text> answer{
    "answer", {.length_max = 4000, .visibility = Visibility::public_}};
inline constexpr Field<Kind::text> screen{"screen", {.length_max = 300}};
inline constexpr Field<Kind::link> about{"about", {.links_to = "promises"}};
// What another system said about the same case, kept beside our own reckoning and never mixed with
// it.
inline constexpr Field<Kind::text> their_verdict{"their_verdict", {.length_max = 40}};
inline constexpr Field<Kind::text> their_closing{"their_closing", {.length_max = 200}};

inline constexpr FieldSpec fields[] = {
    text,          kind,          theme,       channel, sender,     category,  place,
    received_at,   promised_by,   answered_at, answer,  question,   screen,    about,
    their_verdict, their_closing, concerns,    person,  rated_unit, kept_from, offered_to};

inline constexpr State states[] = {
    {"received", Stage::open},
    {"assigned", Stage::open},
    {"waiting", Stage::open},
    {"answered", Stage::claimed},
    {"confirmed", Stage::confirmed},
    {.name = "not_solved", .stage = Stage::open, .is_contested = true},
    {"explained", Stage::ended},
    {"redirected", Stage::ended},
    {.name = "withdrawn", .stage = Stage::ended, .ending = Ending::taken_back},
};

inline constexpr Right anyone[] = {{Role::citizen, At::anywhere}, {Role::signed_in, At::anywhere}};
inline constexpr Right sender_only[] = {{Role::citizen, At::own}, {Role::signed_in, At::subject}};
inline constexpr Right registrars[] = {{Role::operator_, At::anywhere},
                                       {Role::organ_committee, At::own_or_above},
                                       {Role::works_committee, At::own_or_above}};
// What is about a leading team lies where nobody is concerned, and is answered there.
inline constexpr Right answerers[] = {{Role::division, At::own},
                                      {Role::works_committee, At::own},
                                      {Role::organ_committee, At::own},
                                      {Role::secretary, At::own},
                                      {Role::branch_secretary, At::own}};
inline constexpr Right receivers[] = {{Role::operator_, At::anywhere},
                                      {Role::organ_committee, At::own_or_above},
                                      {Role::works_committee, At::own_or_above},
                                      {Role::division, At::own},
                                      {Role::secretary, At::own}};
inline constexpr Right explainers[] = {{Role::division, At::own},
                                       {Role::organ_committee, At::own_or_above}};
inline constexpr Right hotline[] = {{Role::operator_, At::anywhere}};
// The sender himself, or the caller by way of the hotline.
inline constexpr Right sender_or_hotline[] = {
    {Role::citizen, At::own}, {Role::signed_in, At::subject}, {Role::operator_, At::anywhere}};
inline constexpr Right offered[] = {{Role::division, At::own, "offered_to"},
                                    {Role::works_committee, At::own, "offered_to"},
                                    {Role::organ_committee, At::own_or_above, "offered_to"},
                                    {Role::secretary, At::own, "offered_to"},
                                    {Role::branch_secretary, At::own, "offered_to"}};
// Nobody of the line, for what the sender has said no to.
inline constexpr Right outsiders[] = {{Role::operator_, At::anywhere},
                                      {Role::works_committee, At::above}};

// Down one's own line, or by one who stands above both: anything else is a transfer by another
// name.
inline Verdict is_within_reach(const Deciding& deciding) {
  const std::string& to = deciding.after.path;
  const bool is_down = covers(deciding.before.path, to);
  const bool reaches = std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) &&
           (post.role == Role::operator_ || covers(post.path, to));
  });
  return {is_down || reaches ? Refusal::none : Refusal::post_does_not_allow_this, "unit"};
}

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

inline constexpr std::string_view saying[] = {"text",   "kind",  "theme", "channel",  "sender",
                                              "screen", "about", "place", "concerns", "person"};
// Whom it is about is asked of the sender and stays as he said it.
inline constexpr std::string_view correcting[] = {"text",   "kind",   "theme", "channel",
                                                  "sender", "screen", "about", "place"};
inline constexpr std::string_view entering[] = {
    "text",        "kind",        "theme",         "channel",       "sender",   "category", "place",
    "received_at", "promised_by", "their_verdict", "their_closing", "concerns", "person"};
inline constexpr std::string_view entering_answered[] = {
    "text",     "kind",          "theme",         "channel",     "sender",
    "category", "place",         "received_at",   "promised_by", "answered_at",
    "answer",   "their_verdict", "their_closing", "concerns",    "person"};
inline constexpr std::string_view needs_received[] = {"received_at"};
inline constexpr std::string_view needs_answered[] = {"received_at", "answered_at"};
inline constexpr std::string_view sorting[] = {"theme", "category"};
inline constexpr std::string_view takes_answer[] = {"answer"};
inline constexpr std::string_view takes_question[] = {"question"};

inline constexpr std::string_view before_answer[] = {"received", "assigned", "waiting",
                                                     "not_solved"};
inline constexpr std::string_view is_received[] = {"received"};
inline constexpr std::string_view is_assigned[] = {"assigned"};
inline constexpr std::string_view is_waiting[] = {"waiting"};
inline constexpr std::string_view at_work[] = {"assigned", "waiting", "not_solved"};
// The last word is the sender's, whoever has ended the case.
inline constexpr std::string_view is_answered[] = {"answered", "explained", "redirected"};
inline constexpr std::string_view may_be_solved[] = {"answered", "not_solved", "explained",
                                                     "redirected"};
inline constexpr std::string_view is_contested[] = {"not_solved"};
inline constexpr std::string_view any_state[] = {"assigned",   "waiting",    "answered",
                                                 "confirmed",  "not_solved", "explained",
                                                 "redirected", "withdrawn"};
inline constexpr std::string_view first_round[] = {"received", "assigned", "waiting"};
inline constexpr std::string_view second_round[] = {"not_solved"};
inline constexpr std::string_view not_ended[] = {"received", "assigned", "waiting", "not_solved"};

inline constexpr Act acts[] = {
    {.name = "say", .to = "received", .may = anyone, .takes = saying, .gives_receipt = true},
    // Cases that another system holds enter as they stand there, with their own times.
    {.name = "record_open",
     .to = "assigned",
     .may = registrars,
     .takes = entering,
     .needs = needs_received,
     .gives_receipt = true,
     .is_for_another = true},
    {.name = "record_answered",
     .to = "answered",
     .may = registrars,
     .takes = entering_answered,
     .needs = needs_answered,
     .gives_receipt = true,
     .is_for_another = true},
    {.name = "assign",
     .from = is_received,
     .to = "assigned",
     .may = receivers,
     .takes = sorting,
     .rule = is_within_reach,
     .moves_unit = true},
    {.name = "transfer",
     .from = at_work,
     .may = receivers,
     .reason = Reason::required,
     .transfer = Transfer::offered},
    {.name = "accept_transfer", .from = at_work, .may = offered, .transfer = Transfer::accepted},
    {.name = "decline_transfer",
     .from = at_work,
     .may = offered,
     .reason = Reason::required,
     .transfer = Transfer::declined},
    {.name = "ask",
     .from = is_assigned,
     .to = "waiting",
     .may = answerers,
     .takes = takes_question,
     .needs = takes_question,
     .pause = Pause::starts},
    {.name = "resume",
     .from = is_waiting,
     .to = "assigned",
     .may = sender_or_hotline,
     .reason = Reason::required,
     .pause = Pause::ends},
    // Who was asked has not come back: the clock goes on, and with it the office.
    {.name = "end_wait",
     .from = is_waiting,
     .to = "assigned",
     .may = the_clock,
     .pause = Pause::ends},
    {.name = "answer",
     .from = at_work,
     .to = "answered",
     .may = answerers,
     .takes = takes_answer,
     .needs = takes_answer},
    {.name = "confirm",
     .from = may_be_solved,
     .to = "confirmed",
     .may = sender_only,
     .reason = Reason::optional},
    {.name = "contest",
     .from = is_answered,
     .to = "not_solved",
     .may = sender_only,
     .reason = Reason::optional},
    // No legal basis: two people sign and the sender is told why (R7.2).
    {.name = "explain",
     .from = at_work,
     .to = "explained",
     .may = explainers,
     .reason = Reason::required,
     .sign_off = SignOff::all_of},
    {.name = "redirect",
     .from = before_answer,
     .to = "redirected",
     .may = receivers,
     .reason = Reason::required},
    // What the sender has said no to is closed by somebody outside, who tells him why.
    {.name = "conclude",
     .from = is_contested,
     .to = "explained",
     .may = outsiders,
     .reason = Reason::required},
    // What the unit or its superior entered late counts once somebody outside stands for it.
    {.name = "confirm_entry",
     .from = any_state,
     .may = outsiders,
     .reason = Reason::optional,
     .confirms_entry = true},
    {.name = "withdraw",
     .from = not_ended,
     .to = "withdrawn",
     .may = sender_only,
     .reason = Reason::optional},
    {.name = "remind", .from = not_ended, .may = the_clock},
    {.name = "correct", .from = is_received, .may = hotline, .takes = correcting},
};

inline constexpr Deadline deadlines[] = {
    {.name = "reply",
     .states = first_round,
     .field = "promised_by",
     .length_of = reply_length,
     .since = "received_at",
     .then = "remind"},
    // A "not solved" reopens with a shorter clock (demand 15).
    {.name = "second_reply",
     .states = second_round,
     .length = {5, DayKind::working, "feedback.second_reply_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{
    .name = "feedback",
    .title = "text",
    .place = 410,
    .fields = fields,
    .states = states,
    .acts = acts,
    .deadlines = deadlines,
    .read = hotline,
    .closed_at = "answered_at",
    .opened_at = "received_at",
    .conceals = {.concerns = "concerns",
                 .nobody = "service",
                 .own_line = "own_line",
                 .person = "person",
                 .rated = "rated_unit",
                 .from = "kept_from"},
    .waits = {{10, DayKind::working, "feedback.pause_days_most"}, "end_wait"},
    .offered_to = "offered_to",
    .is_confidential = true};
static_assert(well_formed(ledger));

}  // namespace chuangyou::feedback
