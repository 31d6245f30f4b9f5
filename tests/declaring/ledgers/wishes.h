// 建议 Wishes: what staff and members propose. Whoever proposed one says whether it was
// carried out; ideas are counted, never ranked. Here it is a test's ledger with a field of every
// kind, and no file of the program knows of it.
#pragma once

#include "ledgers/rules.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::wishes {
using namespace declared;

inline constexpr std::string_view sorts[] = {"service", "procedure", "equipment"};
inline constexpr std::string_view favourable_tests[] = {"development", "harmony", "people"};
inline constexpr std::string_view cited[] = {"wishes", "tasks", "problems"};

inline constexpr auto what = declared::text("what", 60).required().shown();
inline constexpr auto at = unit("at");
inline constexpr auto who = person("who");
inline constexpr auto until = date("until");
inline constexpr auto size = choice("size", sorts);
inline constexpr auto like = row_link("like", cited);
inline constexpr auto secret = declared::text("secret", 60).sealed();
inline constexpr FieldSpec step_columns[] = {what, at, who, until, size, like, secret};

inline constexpr auto title = declared::text("title", 60).required().shown();
inline constexpr auto text = long_text("text", 2000);
inline constexpr auto sort = choice("sort", sorts).required().shown();
inline constexpr auto tests_answered = choices("tests_answered", favourable_tests);
inline constexpr auto anonymous = yes_no("anonymous");
inline constexpr auto minutes_saved = integer("minutes_saved");
inline constexpr auto cost = number("cost");
inline constexpr auto offered_at = moment("offered_at");
inline constexpr auto concerns = unit("concerns").shown();
inline constexpr auto supported_by = units("supported_by");
inline constexpr auto answered_for_by = person("answered_for_by");
inline constexpr auto became = link("became", "tasks");
inline constexpr auto arises_from = row_link("arises_from", cited);
inline constexpr auto steps = rows("steps", step_columns).shown();
inline constexpr auto first_planned = date("first_planned");
inline constexpr auto planned = date("planned").shown();
inline constexpr auto outcome = long_text("outcome", 2000).shown();
inline constexpr auto remark = declared::text("remark", 60).retired();

inline constexpr FieldSpec fields[] = {
    title, text,          sort,         tests_answered,  anonymous,  minutes_saved,
    cost,  concerns,      supported_by, answered_for_by, became,     arises_from,
    steps, first_planned, planned,      outcome,         offered_at, remark};

inline constexpr State offered{
    .name = "offered", .stage = Stage::open, .awaits = {"take_up", "answer"}};
inline constexpr State taken_up{
    .name = "taken_up", .stage = Stage::open, .is_public = true, .awaits = {"carry_out"}};
inline constexpr State carried_out{.name = "carried_out",
                                   .stage = Stage::claimed,
                                   .is_public = true,
                                   .awaits = {"confirm", "contest"}};
inline constexpr State confirmed{"confirmed", Stage::confirmed, true};
inline constexpr State not_carried_out{.name = "not_carried_out",
                                       .stage = Stage::open,
                                       .is_public = true,
                                       .is_contested = true,
                                       .awaits = {"carry_out"}};
inline constexpr State answered{"answered", Stage::ended};
inline constexpr State states[] = {offered,   taken_up,        carried_out,
                                   confirmed, not_carried_out, answered};

inline constexpr auto& proposer = rights<At::subject, Role::signed_in>;
inline constexpr Right deciders[] = {{Role::branch_secretary, At::own},
                                     {Role::organ_committee, At::own_or_above}};
inline constexpr auto& supporters =
    rights<At::anywhere, Role::branch_secretary, Role::organ_committee>;
inline constexpr Column step_by{"steps.who"}, step_at{"steps.at"};
inline constexpr auto stepping = together<rights_by<step_by, At::subject, Role::signed_in>,
                                          rights_by<step_at, At::own, Role::branch_secretary>>;

inline constexpr auto readers = together<supporters, stepping>;

inline Verdict names_another_unit(const Deciding& deciding) {
  const bool is_same = deciding.after.unit == deciding.before.unit;
  return {is_same ? Refusal::unit_is_missing : Refusal::none, "unit"};
}

// A law of its own, which stands beside this file.
inline Verdict says_more(const Deciding& deciding) {
  const std::string* what_it_is = deciding.after.get(text);
  const std::string* called = deciding.after.get(title);
  const bool repeats_it = what_it_is && called && *what_it_is == *called;
  return {repeats_it ? Refusal::idea_says_no_more_than_its_title : Refusal::none, text.name};
}
inline constexpr std::int64_t minutes_most = 480;  // of a working day
inline Verdict saves_no_more_than_there_is(const Deciding& deciding) {
  const std::int64_t* minutes = deciding.after.get(minutes_saved);
  const bool fits = !minutes || *minutes <= minutes_most;
  return {fits ? Refusal::none : Refusal::number_is_out_of_range, minutes_saved.name};
}
inline constexpr Law offering[] = {says_more, saves_no_more_than_there_is};

inline std::vector<Measure> measured(const Deciding& deciding) {
  const std::int64_t* minutes = deciding.after.get(minutes_saved);
  return {{.name = "minutes_in_all", .is = minutes ? *minutes : 0, .most = minutes_most}};
}

inline constexpr Act acts[] = {
    {.name = "offer",
     .to = offered,
     .may = staff,
     .takes = names<title, text, sort, tests_answered, anonymous, minutes_saved, cost, concerns,
                    offered_at, arises_from, steps>,
     .rule = offering},
    {.name = "support",
     .from = names<offered>,
     .may = supporters,
     .takes = names<supported_by>,
     .needs = names<supported_by>},
    {.name = "pass_on",
     .from = names<offered>,
     .may = deciders,
     .reason = Reason::required,
     .rule = names_another_unit,
     .moves_unit = true},
    {.name = "take_up",
     .from = names<offered>,
     .to = taken_up,
     .may = deciders,
     .takes = names<became, answered_for_by, planned, steps>,
     .needs = names<planned>,
     .rule = is_ahead<planned>},
    {.name = "step", .from = names<taken_up>, .may = stepping, .takes = names<steps>},
    {.name = "extend",
     .from = names<taken_up, not_carried_out>,
     .may = deciders,
     .takes = names<planned>,
     .needs = names<planned>,
     .reason = Reason::required,
     .rule = is_asked_before_expiry<planned>},
    {.name = "carry_out",
     .from = names<taken_up, not_carried_out>,
     .to = carried_out,
     .may = deciders,
     .takes = names<outcome>,
     .needs = names<outcome>},
    {.name = "confirm", .from = names<carried_out>, .to = confirmed, .may = proposer},
    {.name = "contest",
     .from = names<carried_out>,
     .to = not_carried_out,
     .may = proposer,
     .reason = Reason::required},
    {.name = "answer",
     .from = names<offered>,
     .to = answered,
     .may = deciders,
     .reason = Reason::required},
    {.name = "remind", .from = names<offered>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "reply",
     .states = names<offered>,
     .length = {10, DayKind::working, "ideas.reply_days"},
     .since = offered_at,
     .then = "remind"},
    {.name = "planned_date",
     .states = names<taken_up, not_carried_out>,
     .field = planned,
     .first_field = first_planned},
};

inline constexpr Ledger ledger{.name = "wishes",
                               .title = title,
                               .place = 147,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = readers,
                               .opened_at = offered_at,
                               .measures = measured};
static_assert(well_formed(ledger));

}  // namespace chuangyou::wishes
