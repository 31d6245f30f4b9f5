// 签收 Deliveries (S34 S79): one record for each unit to which something was sent, with its own clock
// and its own answer. One receiver of the unit suffices, and nobody is ranked by how fast it opened
// what came.
#pragma once

#include "ledgers/filling_in.h"
#include "ledgers/mending.h"
#include "ledgers/rules.h"
#include "ledgers/settling.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::deliveries {
using namespace declared;
using namespace filling_in;
using mending::to_mend;

inline constexpr std::string_view sources[] = {"directives", "tasks", "requests"};
inline constexpr std::string_view changes[] = {"added", "changed", "dropped"};
inline constexpr auto clause = row_link("clause", "directives");
inline constexpr auto change = choice("change", changes);
inline constexpr FieldSpec clauses_asked[] = {clause, change};
inline constexpr auto conveys = row_link("conveys", sources).required();
inline constexpr auto title = text("title", 300).required();
inline constexpr auto sender = unit("sender");
inline constexpr auto reply_wanted = yes_no("reply_wanted");
inline constexpr auto first_due = date("first_due");
inline constexpr auto due = date("due");
inline constexpr auto asked = rows("asked", clauses_asked);  // of a revision: what changed
inline constexpr auto answer = long_text("answer", 4000);
inline constexpr auto sent = link("sent", "directives").retired();
inline constexpr FieldSpec fields[] = {conveys,   title,   sender, reply_wanted,
                                       first_due, due,     asked,  answer,
                                       sent,      to_mend, form,   filled_in_by};

inline bool asks_a_reply(const Record& delivery) {
  const bool* wanted = delivery.get(reply_wanted);
  return wanted && *wanted;
}
inline bool only_tells(const Record& delivery) { return !asks_a_reply(delivery); }
// A form is filled in at once, and need not be taken in hand before.
inline bool asks_for_words(const Record& delivery) {
  return asks_a_reply(delivery) && is_no_form(delivery);
}

inline constexpr auto delivered = open_state("delivered", {{"acknowledge", only_tells},
                                                           {"accept", asks_for_words},
                                                           {"fill_in", is_a_form},
                                                           {"decline", asks_a_reply}});
inline constexpr auto acknowledged = ended_state("acknowledged");
inline constexpr auto accepted =
    open_state("accepted", {{"answer", is_no_form}, {"fill_in", is_a_form}});
inline constexpr auto answered = claimed_state("answered", {});
inline constexpr auto returned =
    open_state("returned", {{"answer", is_no_form}, {"fill_in", is_a_form}});
inline constexpr auto declined = ended_state("declined");
inline constexpr auto withdrawn = ended_state("withdrawn", Ending::taken_back);
inline constexpr State states[] = {delivered, acknowledged, accepted, answered,
                                   returned,  declined,     withdrawn};

inline constexpr auto receivers =
    together<doers_of_the_unit, rights<At::own, Role::party_group, Role::works_committee>>;
inline constexpr auto& senders =
    rights_by<sender, At::own_or_above, Role::works_committee, Role::organ_committee>;
inline constexpr auto readers = together<senders, doers_of<sender>>;

inline Verdict asks_something(const Deciding& deciding) {
  const bool tells = only_tells(deciding.before);
  return {tells ? Refusal::nothing_would_change : Refusal::none, reply_wanted.name};
}
// Of what is over nothing is asked any more, better or worse.
inline Verdict is_still_asked(const Deciding& deciding) {
  const Link* link = deciding.before.get(conveys);
  const Uuid* of_before = deciding.before.get(sent);
  const auto conveyed = link        ? deciding.circumstances.record(link->ledger, link->record)
                        : of_before ? deciding.circumstances.record("directives", *of_before)
                                    : std::nullopt;
  const bool is_asked = conveyed && conveyed->stage() <= Stage::claimed;
  return {is_asked ? Refusal::none : Refusal::state_does_not_allow_this, conveys.name};
}
inline constexpr Law returning[] = {mending::names_what_is_there, is_still_asked};

// What asks for a reply is taken in hand by `accept`, so that its clock goes on.
inline Verdict asks_nothing(const Deciding& deciding) {
  const bool asks = asks_a_reply(deciding.before);
  return {asks ? Refusal::reply_is_wanted : Refusal::none, reply_wanted.name};
}

inline constexpr auto& in_hand = names<delivered, accepted, returned>;

inline constexpr Act acts[] = {
    {.name = "deliver",
     .to = delivered,
     .may = a_consequence,
     .takes = names<conveys, title, sender, reply_wanted, due, asked, filled_in_by, form>},
    {.name = "acknowledge",
     .from = names<delivered>,
     .to = acknowledged,
     .may = receivers,
     .rule = asks_nothing,
     .causes = settling::settles},
    {.name = "accept",
     .from = names<delivered>,
     .to = accepted,
     .may = receivers,
     .rule = asks_something},
    {.name = "decline",
     .from = in_hand,
     .to = declined,
     .may = receivers,
     .reason = Reason::required,
     .causes = ends_its_turn},
    {.name = "answer",
     .from = in_hand,
     .to = answered,
     .may = receivers,
     .takes = names<answer>,
     .needs = names<answer>,
     .closed_to = is_filled_in,
     .fills = mending::is_mended,
     .causes = settling::settles},
    {.name = "fill_in",
     .from = in_hand,
     .to = answered,
     .may = receivers,
     .takes = names<form>,
     .needs = names<form>,
     .rule = answers_each_field,
     .closed_to = is_answered_in_words,
     .fills = mending::is_mended,
     .causes = ends_its_turn},
    {.name = "return",
     .from = names<answered>,
     .to = returned,
     .may = senders,
     .takes = names<to_mend>,
     .reason = Reason::required,
     .rule = returning,
     .causes = waits_again},
    {.name = "withdraw",
     .from = in_hand,
     .to = withdrawn,
     .may = a_consequence,
     .causes = settling::settles},
    {.name = "remind", .from = in_hand, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "receipt",
     .states = names<delivered>,
     .length = {3, DayKind::working, "deliveries.acknowledge_days"},
     .then = "remind"},
    {.name = "reply",
     .states = names<accepted, returned>,
     .field = due,
     .first_field = first_due,
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "deliveries",
                               .title = title,
                               .place = 120,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .once_for = conveys};
static_assert(well_formed(ledger));

}  // namespace chuangyou::deliveries
