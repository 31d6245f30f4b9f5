// 报送要求 Requests (Law 1, Law 10, R9.4): what units are asked to fill in, field by field, over a
// mandate, with a reason, the minutes it takes and an end. What is held is struck out, not asked.
#pragma once

#include "ledgers/acts_of.h"
#include "ledgers/asked_of_others.h"
#include "ledgers/cap_on_requests.h"
#include "ledgers/mending.h"
#include "ledgers/requested_fields.h"
#include "ledgers/rules.h"
#include "ledgers/sending.h"
#include "ledgers/wording.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::requests {
using namespace declared;
using mending::to_mend;

inline constexpr auto title = text("title", 200).required().shown();
inline constexpr auto mandate = row_link("mandate", "directives").shown();
inline constexpr auto mandate_document = text("mandate_document", 200).shown();
inline constexpr auto grounds = long_text("grounds", 1000).shown();
inline constexpr auto asked_fields = rows("asked_fields", asked_columns).shown();
inline constexpr auto found_held = rows("found_held", marked_columns).shown();
inline constexpr auto audience = units("audience");
inline constexpr auto audience_below = unit("audience_below");
inline constexpr auto audience_types = choices("audience_types", unit_type_names);
inline constexpr auto due = date("due").shown();
inline constexpr auto estimated_minutes = integer("estimated_minutes").shown();
inline constexpr auto ends_on = date("ends_on").shown();
inline constexpr auto predecessor = link("predecessor", "requests").shown();
inline constexpr auto checked_by = person("checked_by");
inline constexpr auto delivered = integer("delivered");
inline constexpr auto sent_at = moment("sent_at").shown();
inline constexpr auto complaints = rows("complaints", told_columns).shown();
inline constexpr auto use = rows("use", use_columns).shown();
using wording::worded_by;

inline constexpr FieldSpec fields[] = {
    title,      mandate,  mandate_document, grounds,        asked_fields,
    found_held, audience, audience_below,   audience_types, estimated_minutes,
    due,        ends_on,  predecessor,      checked_by,     delivered,
    sent_at,    use,      to_mend,          complaints,     worded_by};

inline bool use_is_unsaid(const Record& request) {
  return std::ranges::any_of(request.get(use), [](const RowRead& one) { return !one.get(used); });
}

inline constexpr auto drafted = open_state("drafted", {"check"});
inline constexpr auto checked = open_state("checked", {"send"});
inline constexpr auto sent = open_state("sent", {{"state_use", use_is_unsaid}}).shown();
inline constexpr auto answered = open_state("answered", {{"state_use", use_is_unsaid}}).shown();
inline constexpr auto ended = ended_state("ended").shown();
inline constexpr auto discarded = ended_state("discarded", Ending::taken_back);
inline constexpr State states[] = {drafted, checked, sent, answered, ended, discarded};

inline constexpr auto& issuers =
    rights<At::own_or_above, Role::works_committee, Role::organ_committee>;
inline constexpr auto& readers =
    rights<At::anywhere, Role::works_committee, Role::organ_committee, Role::party_group>;
inline constexpr auto senders = together<the_clock, issuers>;

std::vector<Uuid> audience_of(const Deciding&);
// Law 10, each told by its own words.
Verdict names_its_mandate(const Deciding&), says_until_when(const Deciding&);
Verdict says_how_long_it_takes(const Deciding&), has_an_end(const Deciding&);
Verdict leaves_time(const Deciding&), goes_to_those_below(const Deciding&);
// Law 1: something is left that is not held, and what came to be held since is not asked either.
Verdict asks_something_new(const Deciding&), asks_nothing_held(const Deciding&);
Verdict leaves_units_in_peace(const Deciding&);  // so many to one unit in a quarter
inline constexpr Law checking[] = {names_its_mandate, says_until_when, says_how_long_it_takes,
                                   has_an_end,        leaves_time,     goes_to_those_below,
                                   asks_something_new};
inline constexpr Law sending_it[] = {says_until_when,     has_an_end,        leaves_time,
                                     goes_to_those_below, asks_nothing_held, leaves_units_in_peace};
Verdict is_left_to_send(const Deciding&), is_left_to_take_back(const Deciding&);
Verdict is_not_renewed_yet(const Deciding&);
Verdict names_the_same_fields(const Deciding&);  // what was asked is no longer up to whoever asked

std::vector<Filled> marks_what_is_held(const Deciding&), strikes_out(const Deciding&);
std::vector<Filled> freezes_the_audience(const Deciding&), sends_the_next(const Deciding&);
// With what each unit fills in: the fields that are left, in their order.
std::vector<Caused> next_deliveries(const Deciding&);
inline constexpr std::string_view told[] = {"conveys", "title",        "sender", "reply_wanted",
                                            "due",     "filled_in_by", "form"};
inline constexpr Cause delivers[] = {{sending::ledger, "deliver", told, next_deliveries}};

inline constexpr auto& drafting =
    names<title, mandate, mandate_document, grounds, asked_fields, audience, audience_below,
          audience_types, estimated_minutes, due, ends_on>;
inline constexpr auto& carried =
    names<title, mandate, mandate_document, grounds, asked_fields, audience, audience_below,
          audience_types, estimated_minutes, predecessor>;
std::vector<Filled> is_worded_anew(const Deciding&);  // by whoever changes any of it
std::vector<Caused> next_period(const Deciding&);
inline constexpr Cause begins_the_next[] = {{"requests", "draft_next", carried, next_period}};

inline constexpr auto& out = names<sent, answered>;
inline constexpr auto& was_out = names<sent, answered, ended>;

inline constexpr Act acts[] = {
    {.name = "draft",
     .to = drafted,
     .may = issuers,
     .takes = drafting,
     .needs = names<asked_fields>,
     .fills = marks_what_is_held},
    {.name = "draft_next",
     .to = drafted,
     .may = a_consequence,
     .takes = carried,
     .fills = marks_what_is_held},
    {.name = "amend",
     .from = names<drafted>,
     .may = issuers,
     .takes = drafting,
     .needs = names<asked_fields>,
     .fills = is_worded_anew},
    {.name = "check",
     .from = names<drafted>,
     .to = checked,
     .may = issuers,
     .needs = names<grounds>,
     .rule = checking,
     .closed_to = wording::who_worded_it,
     .fills = strikes_out},
    gives_back(names<checked>, drafted, issuers),
    {.name = "send",
     .from = names<checked>,
     .to = sent,
     .may = issuers,
     .rule = sending_it,
     .fills = freezes_the_audience,
     .causes = delivers,
     .goes_on_with = "deliver"},
    {.name = "deliver",
     .from = names<sent>,
     .may = senders,
     .rule = is_left_to_send,
     .fills = sends_the_next,
     .causes = delivers,
     .goes_on_with = "deliver"},
    {.name = "all_answered", .from = names<sent>, .to = answered, .may = a_consequence},
    {.name = "wait_again", .from = names<answered>, .to = sent, .may = a_consequence},
    // What was answered to whoever complained of it as a burden.
    {.name = "tell_answer", .from = was_out, .may = a_consequence, .takes = names<complaints>},
    {.name = "state_use",
     .from = was_out,
     .may = issuers,
     .takes = names<use>,
     .rule = names_the_same_fields},
    {.name = "renew",
     .from = was_out,
     .may = issuers,
     .rule = is_not_renewed_yet,
     .causes = begins_the_next},
    {.name = "end",
     .from = out,
     .to = ended,
     .may = issuers,
     .reason = Reason::optional,
     .causes = sending::takes_back,
     .goes_on_with = "call_back"},
    {.name = "expire",
     .from = out,
     .to = ended,
     .may = the_clock,
     .causes = sending::takes_back,
     .goes_on_with = "call_back"},
    {.name = "call_back",
     .from = names<ended>,
     .may = the_clock,
     .rule = is_left_to_take_back,
     .causes = sending::takes_back,
     .goes_on_with = "call_back"},
    {.name = "discard",
     .from = names<drafted, checked>,
     .to = discarded,
     .may = issuers,
     .reason = Reason::required},
};

inline constexpr Deadline deadlines[] = {
    {.name = "end", .states = out, .field = ends_on, .then = "expire"},
};

inline constexpr InOrder in_order[] = {{due, ends_on}};

std::vector<Measure> burden_of(const Deciding&);
AskedOfOthers asked_of(const Deciding&);

inline constexpr Ledger ledger{.name = "requests",
                               .title = title,
                               .place = 270,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .in_order = in_order,
                               .measures = burden_of,
                               .asks = asked_of};
static_assert(well_formed(ledger));

}  // namespace chuangyou::requests
