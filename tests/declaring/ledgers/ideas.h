// 建议 Ideas (S36 S86): what staff and members propose. Whoever proposed one says whether it was
// carried out; ideas are counted, never ranked. Here it is a test's ledger with a field of every
// kind, and no file of the program knows of it.
#pragma once

#include "record/rules.h"
#include "record/well_formed.h"

namespace chuangyou::ideas {

inline constexpr std::string_view sorts[] = {"service", "procedure", "equipment"};
inline constexpr std::string_view favourable_tests[] = {"development", "harmony", "people"};

inline constexpr Field<Kind::text> title{
    "title", {.required = true, .length_max = 60, .visibility = Visibility::public_}};
inline constexpr Field<Kind::long_text> text{"text", {.length_max = 2000}};
inline constexpr Field<Kind::choice> sort{
    "sort", {.required = true, .visibility = Visibility::public_, .choices = sorts}};
inline constexpr Field<Kind::choices> tests_answered{"tests_answered",
                                                     {.choices = favourable_tests}};
inline constexpr Field<Kind::yes_no> anonymous{"anonymous"};
inline constexpr Field<Kind::integer> minutes_saved{"minutes_saved"};
inline constexpr Field<Kind::number> cost{"cost"};
inline constexpr Field<Kind::moment> offered_at{"offered_at"};
inline constexpr Field<Kind::unit> concerns{"concerns", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::units> supported_by{"supported_by"};
inline constexpr Field<Kind::person> answered_for_by{"answered_for_by"};
inline constexpr Field<Kind::link> became{"became", {.links_to = "tasks"}};
inline constexpr Field<Kind::date> first_planned{"first_planned"};
inline constexpr Field<Kind::date> planned{"planned", {.visibility = Visibility::public_}};
inline constexpr Field<Kind::long_text> outcome{
    "outcome", {.length_max = 2000, .visibility = Visibility::public_}};

inline constexpr FieldSpec fields[] = {
    title,         text,          sort,     tests_answered, anonymous,
    minutes_saved, cost,          concerns, supported_by,   answered_for_by,
    became,        first_planned, planned,  outcome,        offered_at};

inline constexpr State states[] = {
    {"offered", Stage::open},
    {"taken_up", Stage::open, true},
    {"carried_out", Stage::claimed, true},
    {"confirmed", Stage::confirmed, true},
    {.name = "not_carried_out", .stage = Stage::open, .is_public = true, .is_contested = true},
    {"answered", Stage::ended},
};

inline constexpr Right proposers[] = {{Role::signed_in, At::anywhere}};
inline constexpr Right proposer[] = {{Role::signed_in, At::subject}};
inline constexpr Right deciders[] = {{Role::branch_secretary, At::own},
                                     {Role::organ_committee, At::own_or_above}};
inline constexpr Right supporters[] = {{Role::branch_secretary, At::anywhere},
                                       {Role::organ_committee, At::anywhere}};

inline constexpr std::string_view offering[] = {"title",          "text",      "sort",
                                                "tests_answered", "anonymous", "minutes_saved",
                                                "cost",           "concerns",  "offered_at"};
inline constexpr std::string_view taking_up[] = {"became", "answered_for_by", "planned"};
inline constexpr std::string_view needs_planned[] = {"planned"};
inline constexpr std::string_view takes_outcome[] = {"outcome"};

inline constexpr std::string_view is_offered[] = {"offered"};
inline constexpr std::string_view in_hand[] = {"taken_up", "not_carried_out"};
inline constexpr std::string_view is_carried_out[] = {"carried_out"};

inline constexpr Act acts[] = {
    {.name = "offer", .to = "offered", .may = proposers, .takes = offering},
    {.name = "support", .from = is_offered, .may = supporters, .adds_unit_to = "supported_by"},
    {.name = "pass_on",
     .from = is_offered,
     .may = deciders,
     .reason = Reason::required,
     .rule = names_another_unit,
     .moves_unit = true},
    {.name = "take_up",
     .from = is_offered,
     .to = "taken_up",
     .may = deciders,
     .takes = taking_up,
     .needs = needs_planned,
     .rule = is_ahead<planned>},
    {.name = "extend",
     .from = in_hand,
     .may = deciders,
     .takes = needs_planned,
     .needs = needs_planned,
     .reason = Reason::required,
     .rule = is_asked_before_expiry<planned>},
    {.name = "carry_out",
     .from = in_hand,
     .to = "carried_out",
     .may = deciders,
     .takes = takes_outcome,
     .needs = takes_outcome},
    {.name = "confirm",
     .from = is_carried_out,
     .to = "confirmed",
     .may = proposer,
     .rule = is_judged_by_others},
    {.name = "contest",
     .from = is_carried_out,
     .to = "not_carried_out",
     .may = proposer,
     .reason = Reason::required,
     .rule = is_judged_by_others},
    {.name = "answer",
     .from = is_offered,
     .to = "answered",
     .may = deciders,
     .reason = Reason::required},
    {.name = "remind", .from = is_offered, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "reply",
     .states = is_offered,
     .length = {10, DayKind::working, "ideas.reply_days"},
     .since = "offered_at",
     .then = "remind"},
    {.name = "planned_date", .states = in_hand, .field = "planned", .first_field = "first_planned"},
};

inline constexpr Ledger ledger{.name = "ideas",
                               .title = "title",
                               .place = 160,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = supporters,
                               .opened_at = "offered_at"};
static_assert(well_formed(ledger));

}  // namespace chuangyou::ideas
