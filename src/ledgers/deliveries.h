// 签收 Deliveries (S34 S79): one record for each unit to which something was sent, with its own clock
// and its own answer. One receiver of the unit suffices, and nobody is ranked by how fast it opened
// what came.
#pragma once

#include "record/rules.h"
#include "record/well_formed.h"

namespace chuangyou::deliveries {

inline constexpr Field<Kind::link> sent{"sent", {.required = true, .links_to = "directives"}};
inline constexpr Field<Kind::text> title{"title", {.required = true, .length_max = 300}};
inline constexpr Field<Kind::unit> sender{"sender"};
inline constexpr Field<Kind::yes_no> reply_wanted{"reply_wanted"};
inline constexpr Field<Kind::date> first_due{"first_due"};
inline constexpr Field<Kind::date> due{"due"};
inline constexpr Field<Kind::long_text> answer{"answer", {.length_max = 4000}};

inline constexpr FieldSpec fields[] = {sent, title, sender, reply_wanted, first_due, due, answer};

inline bool asks_a_reply(const Record& delivery) {
  const bool* wanted = delivery.get(reply_wanted);
  return wanted && *wanted;
}
inline bool only_tells(const Record& delivery) { return !asks_a_reply(delivery); }

inline constexpr State states[] = {
    {.name = "delivered",
     .stage = Stage::open,
     .awaits = {{"acknowledge", only_tells}, {"accept", asks_a_reply}}},
    {"acknowledged", Stage::ended},
    {.name = "accepted", .stage = Stage::open, .awaits = {"answer"}},
    {"answered", Stage::claimed},
    {.name = "returned", .stage = Stage::open, .awaits = {"answer"}},
    {"declined", Stage::ended},
    {"withdrawn", Stage::ended},
};

inline constexpr Right receivers[] = {
    {Role::organ_committee, At::own},  {Role::party_group, At::own},
    {Role::works_committee, At::own},  {Role::secretary, At::own},
    {Role::branch_secretary, At::own}, {Role::division, At::own}};
inline constexpr Right senders[] = {{Role::works_committee, At::own_or_above, "sender"},
                                    {Role::organ_committee, At::own_or_above, "sender"}};

// What asks for a reply is taken in hand by `accept`, so that its clock goes on.
inline Verdict asks_nothing(const Deciding& deciding) {
  const bool* wanted = deciding.before.get(reply_wanted);
  return {wanted && *wanted ? Refusal::reply_is_wanted : Refusal::none, "reply_wanted"};
}

inline constexpr std::string_view telling[] = {"sent", "title", "sender", "reply_wanted", "due"};
inline constexpr std::string_view takes_answer[] = {"answer"};
inline constexpr std::string_view is_delivered[] = {"delivered"};
inline constexpr std::string_view in_hand[] = {"delivered", "accepted", "returned"};
inline constexpr std::string_view in_work[] = {"accepted", "returned"};
inline constexpr std::string_view is_answered[] = {"answered"};

inline constexpr Act acts[] = {
    {.name = "deliver", .to = "delivered", .may = a_consequence, .takes = telling},
    {.name = "acknowledge",
     .from = is_delivered,
     .to = "acknowledged",
     .may = receivers,
     .rule = asks_nothing},
    {.name = "accept", .from = is_delivered, .to = "accepted", .may = receivers},
    {.name = "decline",
     .from = in_hand,
     .to = "declined",
     .may = receivers,
     .reason = Reason::required},
    {.name = "answer",
     .from = in_hand,
     .to = "answered",
     .may = receivers,
     .takes = takes_answer,
     .needs = takes_answer},
    {.name = "return",
     .from = is_answered,
     .to = "returned",
     .may = senders,
     .reason = Reason::required},
    {.name = "withdraw", .from = in_hand, .to = "withdrawn", .may = a_consequence},
    {.name = "remind", .from = in_hand, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "receipt",
     .states = is_delivered,
     .length = {3, DayKind::working, "deliveries.acknowledge_days"},
     .then = "remind"},
    {.name = "reply",
     .states = in_work,
     .field = "due",
     .first_field = "first_due",
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "deliveries",
                               .title = "title",
                               .place = 120,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = senders,
                               .once_for = "sent"};
static_assert(well_formed(ledger));

}  // namespace chuangyou::deliveries
