// 督办帮扶 Interventions (S96 S97, R6.5): one record is one rung of the ladder, and `previous` the one
// before it. The first is always an offer of help (Law 9): only the reminder comes by itself, every
// other rung is signed by a person, and above help none opens before help was given.
#pragma once

#include "ledgers/erased_words.h"
#include "ledgers/rules.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::interventions {
using namespace declared;

// In the order of the ladder.
inline constexpr std::string_view rungs[] = {"remind",    "urge",    "help", "talk",
                                             "criticise", "rectify", "refer"};
inline constexpr std::string_view sources[] = {"promises", "tasks", "problems", "feedback",
                                               "deliveries"};
inline constexpr auto matter = long_text("matter", 2000).required();
inline constexpr auto rung = choice("rung", rungs).required();
inline constexpr auto cause = row_link("cause", sources).required();
inline constexpr auto previous = link("previous", "interventions");
inline constexpr auto person = declared::person("person");
inline constexpr auto asked = long_text("asked", 2000);
inline constexpr auto first_due = date("first_due");
inline constexpr auto due = date("due");
inline constexpr auto signed_by = declared::person("signed_by");
inline constexpr auto signed_on = date("signed_on");
inline constexpr auto answer = long_text("answer", 4000);
// Whoever last changed what was proposed.
inline constexpr auto worded_by = declared::person("worded_by");
inline constexpr FieldSpec fields[] = {matter,    rung, cause,     previous,  person, asked,
                                       first_due, due,  signed_by, signed_on, answer, worded_by};

constexpr std::size_t height_of(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(rungs, name) - std::begin(rungs));
}
inline constexpr std::size_t help_height = height_of("help");
inline std::size_t height_of(const Record& intervention) {
  const std::string* name = intervention.get(rung);
  return name ? height_of(*name) : 0;
}
inline bool is_high(const Record& record) { return height_of(record) > help_height; }
inline bool is_up_to_help(const Record& record) { return !is_high(record); }
// Law 9: whoever is reminded of it is asked to offer help.
inline bool is_a_reminder(const Record& record) { return height_of(record) == 0; }

inline constexpr State proposed{.name = "proposed",
                                .stage = Stage::open,
                                .awaits = {{"issue", is_up_to_help}, {"sign", is_high}}};
inline constexpr State issued{
    .name = "issued", .stage = Stage::open, .awaits = {"answer", {"offer_help", is_a_reminder}}};
inline constexpr State answered{
    .name = "answered", .stage = Stage::claimed, .awaits = {"accept", "return"}};
inline constexpr State accepted{"accepted", Stage::ended};
inline constexpr State objected{
    .name = "objected", .stage = Stage::open, .awaits = {"uphold", "lift"}};
inline constexpr State upheld{.name = "upheld", .stage = Stage::open, .awaits = {"answer"}};
inline constexpr State lifted{"lifted", Stage::ended};
inline constexpr State closed{"closed", Stage::ended};
inline constexpr State withdrawn{"withdrawn", Stage::ended};
inline constexpr State states[] = {proposed, issued, answered, accepted, objected,
                                   upheld,   lifted, closed,   withdrawn};

inline constexpr auto& proposers =
    rights<At::own_or_above, Role::branch_secretary, Role::organ_committee, Role::secretary,
           Role::works_committee>;
// Up to help whoever leads the line signs; above it only a level above the unit.
inline constexpr auto& signers =
    rights<At::own_or_above, Role::organ_committee, Role::secretary, Role::works_committee>;
inline constexpr auto those_who_decide =
    together<superiors,
             rights<At::own, Role::organ_committee, Role::works_committee, Role::party_group>>;
inline constexpr auto reminders = together<a_consequence, campaign_offices>;
inline constexpr auto helped =
    together<doers_of_the_unit, rights_by<person, At::subject, Role::signed_in>>;

// Whoever may act on it reads it, the person named too; of the unit those who lead alone.
inline constexpr auto readers =
    together<rights_by<person, At::subject, Role::signed_in>, rights<At::own, Role::party_group>>;

// Whether the helped could answer: what was closed unanswered, or lifted because they objected,
// was no help.
inline bool could_be_answered(const Record& help) {
  const std::span<const std::string_view> standing = names<issued, answered, accepted, upheld>;
  if (std::ranges::find(standing, help.state) != standing.end()) return true;
  return help.state == closed.name && help.get(answer);
}

// Whom it is for: the unit, or the person who is named there. Help to one is no help to another,
// nor is help to the unit help to a person in it, or the other way round.
inline bool have_one_target(const Record& one, const Record& other) {
  return one.unit == other.unit && one.value(person) == other.value(person);
}

// Help counts once a named person signed it and the helped could answer, and the cooling days have
// gone by.
inline Refusal fault_of_help(const Record& help, const Deciding& deciding) {
  if (height_of(help) < help_height || !help.get(signed_by) || !could_be_answered(help))
    return Refusal::help_comes_first;
  const Link* same = help.get(cause);
  const Link* this_cause = deciding.after.get(cause);
  const bool fits = same && this_cause && same->record == this_cause->record &&
                    have_one_target(help, deciding.after);
  if (!fits) return Refusal::help_comes_first;
  const Date* since = help.get(signed_on);
  const std::optional<Fixed> days =
      deciding.circumstances.policy("interventions.cooling_days", deciding.today);
  if (!since || !days) return Refusal::policy_value_is_missing;
  const std::int64_t gone_by =
      deciding.circumstances.calendar.between(*since, deciding.today).count;
  return gone_by * 1'000'000 < days->millionths ? Refusal::cooling_days_are_not_over
                                                : Refusal::none;
}

inline Verdict help_came_first(const Deciding& deciding) {
  if (height_of(deciding.after) <= help_height) return {};
  const Uuid* before = deciding.after.get(previous);
  if (!before) return {Refusal::help_comes_first, previous.name};
  const std::optional<Record> help = deciding.circumstances.record("interventions", *before);
  if (!help) return {Refusal::record_is_linked_wrongly, previous.name};
  return {fault_of_help(*help, deciding), previous.name};
}

// Whoever is to answer reads for what (Law 6); and what is kept from him is not told to him by an
// intervention that names no cause (Law 7).
Verdict shows_its_cause(const Deciding& deciding);

inline Verdict may_be_sent(const Deciding& deciding) {
  const Verdict ahead = is_ahead<due>(deciding);
  return ahead.law == Refusal::none ? shows_its_cause(deciding) : ahead;
}

inline Verdict may_be_proposed(const Deciding& deciding) {
  const Verdict sent = may_be_sent(deciding);
  return sent.law == Refusal::none ? help_came_first(deciding) : sent;
}

inline Verdict is_below_help(const Deciding& deciding) {
  if (height_of(deciding.before) >= help_height)
    return {Refusal::state_does_not_allow_this, rung.name};
  return may_be_sent(deciding);
}

inline Verdict asks_no_higher_level(const Deciding& deciding) {
  const bool is_too_high = is_high(deciding.before);
  return {is_too_high ? Refusal::level_does_not_allow_this : Refusal::none, rung.name};
}
// Its day lies ahead when it goes out, not only when it was proposed.
inline constexpr Law issuing[] = {asks_no_higher_level, shows_its_cause, is_ahead<due>};
inline constexpr Law signing[] = {help_came_first, shows_its_cause, is_ahead<due>};

// Whoever proposes a rung above help, or was the last to change what it says, does not sign it as
// well.
inline Verdict its_proposer(const Deciding& deciding) {
  const Uuid* last = deciding.before.get(worded_by);
  const bool is_his =
      deciding.before.author == deciding.actor.person || (last && *last == deciding.actor.person);
  return {is_his ? Refusal::same_person_checked_it : Refusal::none, signed_by.name};
}

inline Verdict its_signer(const Deciding& deciding) {
  const Uuid* signer = deciding.before.get(signed_by);
  const bool is_same = signer && *signer == deciding.actor.person;
  return {is_same ? Refusal::the_doer_does_not_judge_it : Refusal::none, signed_by.name};
}

// Whom it asks to do better judges nothing of it, under whatever post.
inline Verdict those_helped(const Deciding& deciding) {
  const bool is_helped = right_of(deciding.actor, helped, deciding.before, deciding.today,
                                  deciding.circumstances.path_of)
                             .has_value();
  return {is_helped ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}

// An objection is decided above the unit. At the top, where nobody stands above, by somebody of
// those who lead the line who neither signed it nor is to do better.
inline Verdict leaves_it_to_others(const Deciding& deciding) {
  if (const Verdict own = its_signer(deciding); own.law != Refusal::none) return own;
  if (deciding.before.path.size() <= path_segment_size) return those_helped(deciding);
  const bool is_above = right_of(deciding.actor, superiors, deciding.before, deciding.today,
                                 deciding.circumstances.path_of)
                            .has_value();
  return {is_above ? Refusal::none : Refusal::the_rated_never_touch_the_raters};
}

// Nobody helps or urges himself: that would be no help that came first.
inline Verdict helps_others(const Deciding& deciding) {
  const bool is_helped = right_of(deciding.actor, helped, deciding.after, deciding.today,
                                  deciding.circumstances.path_of)
                             .has_value();
  return is_helped ? Verdict{Refusal::the_doer_does_not_judge_it} : may_be_sent(deciding);
}

inline std::vector<Filled> signs(const Deciding& deciding) {
  return {{signed_by.name, Uuid(deciding.actor.person)}, {signed_on.name, deciding.today}};
}

// The reminder becomes help for the same cause, signed by whoever offers it.
inline std::vector<Caused> help_instead(const Deciding& deciding) {
  const Record& reminder = deciding.after;
  return {{.unit = reminder.unit,
           .values = {words_or_erased(reminder.get(matter)), reminder.value(cause),
                      Uuid(reminder.id), reminder.value(person), reminder.value(asked),
                      reminder.value(due), Uuid(deciding.actor.person), deciding.today}}};
}
inline constexpr auto& helping =
    names<matter, cause, previous, person, asked, due, signed_by, signed_on>;
inline constexpr Cause opens_help[] = {{"interventions", "help", helping, help_instead}};

inline constexpr auto& proposing = names<matter, rung, cause, previous, person, asked, due>;
inline std::vector<Filled> notes_who_worded_it(const Deciding& deciding) {
  const auto differs = [&](std::string_view field) {
    return deciding.before.value(field) != deciding.after.value(field);
  };
  if (std::ranges::none_of(proposing, differs)) return {};
  return {{worded_by.name, Uuid(deciding.actor.person)}};
}
inline constexpr auto& lending = names<matter, cause, previous, person, asked, due>;
inline constexpr Setting is_urging[] = {{rung, "urge"}};
inline constexpr Setting is_reminder[] = {{rung, "remind"}};
inline constexpr Setting is_help[] = {{rung, "help"}};

inline constexpr Act acts[] = {
    {.name = "remind",
     .to = issued,
     .may = reminders,
     .takes = names<matter, cause, person, asked, due>,
     .rule = may_be_sent,
     .sets = is_reminder},
    {.name = "help", .to = issued, .may = a_consequence, .takes = helping, .sets = is_help},
    // What leads the line helps and urges by its own word; only what is above help takes two.
    {.name = "offer",
     .to = issued,
     .may = signers,
     .takes = lending,
     .needs = names<asked>,
     .rule = helps_others,
     .sets = is_help,
     .fills = signs},
    {.name = "urge",
     .to = issued,
     .may = signers,
     .takes = lending,
     .needs = names<asked>,
     .rule = helps_others,
     .sets = is_urging,
     .fills = signs},
    {.name = "propose",
     .to = proposed,
     .may = proposers,
     .takes = proposing,
     .needs = names<asked>,
     .rule = may_be_proposed},
    {.name = "amend",
     .from = names<proposed>,
     .may = proposers,
     .takes = proposing,
     .rule = may_be_proposed,
     .fills = notes_who_worded_it},
    {.name = "issue",
     .from = names<proposed>,
     .to = issued,
     .may = signers,
     .rule = issuing,
     .closed_to = those_helped,
     .fills = signs},
    {.name = "sign",
     .from = names<proposed>,
     .to = issued,
     .may = superiors,
     .rule = signing,
     .closed_to = its_proposer,
     .fills = signs},
    {.name = "withdraw",
     .from = names<proposed>,
     .to = withdrawn,
     .may = proposers,
     .reason = Reason::required},
    // Of a reminder or an urging: help is the next thing that is done.
    {.name = "offer_help",
     .from = names<issued, answered>,
     .to = closed,
     .may = signers,
     .takes = names<asked, due>,
     .needs = names<asked>,
     .rule = is_below_help,
     .closed_to = those_helped,
     .causes = opens_help},
    {.name = "answer",
     .from = names<issued, upheld>,
     .to = answered,
     .may = helped,
     .takes = names<answer>,
     .needs = names<answer>},
    {.name = "object",
     .from = names<issued, answered>,
     .to = objected,
     .may = helped,
     .reason = Reason::required},
    {.name = "accept",
     .from = names<answered>,
     .to = accepted,
     .may = signers,
     .closed_to = those_helped},
    {.name = "return",
     .from = names<answered>,
     .to = issued,
     .may = signers,
     .reason = Reason::required,
     .closed_to = those_helped},
    {.name = "uphold",
     .from = names<objected>,
     .to = upheld,
     .may = those_who_decide,
     .reason = Reason::required,
     .closed_to = leaves_it_to_others},
    {.name = "lift",
     .from = names<objected>,
     .to = lifted,
     .may = those_who_decide,
     .reason = Reason::required,
     .closed_to = leaves_it_to_others},
    {.name = "close",
     .from = names<issued, answered, upheld>,
     .to = closed,
     .may = signers,
     .reason = Reason::required,
     .closed_to = those_helped},
    // What it was about is over, and nobody has answered.
    {.name = "settle",
     .from = names<issued, upheld>,
     .to = closed,
     .may = a_consequence,
     .rule = asks_no_higher_level},
};

inline constexpr Deadline deadlines[] = {
    {.name = "answer",
     .states = names<issued, upheld>,
     .field = due,
     .first_field = first_due,
     .length = {10, DayKind::working, "interventions.answer_days"}},
    {.name = "objection",
     .states = names<objected>,
     .length = {30, DayKind::natural, "supervision.decision_days"}},
};

inline constexpr Ledger ledger{.name = "interventions",
                               .title = matter,
                               .place = 320,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .is_confidential = true};
static_assert(well_formed(ledger));

}  // namespace chuangyou::interventions
