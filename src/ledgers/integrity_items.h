// 廉政事项 Integrity items (S105): that the rules were read and the report was made, yes or no, and on
// which day. Never what was reported: there is no field that could take it.
#pragma once

#include "ledgers/erased_words.h"
#include "ledgers/rules.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::integrity_items {
using namespace declared;

inline constexpr std::string_view kinds[] = {"integrity_rules_read", "personal_matters_reported",
                                             "selection_rules_read"};
inline constexpr std::string_view grounds[] = {"new_in_post", "long_leave", "not_bound_by_it",
                                               "left_the_post"};

inline constexpr auto title = text("title", 60).required();  // the post
inline constexpr auto kind = choice("kind", kinds).required();
inline constexpr auto who = person("who").required();
inline constexpr auto first_due = date("first_due");
inline constexpr auto due = date("due").required();
inline constexpr auto met_on = date("met_on");
inline constexpr auto ground = choice("ground", grounds);

inline constexpr FieldSpec fields[] = {title, kind, who, first_due, due, met_on, ground};

inline bool names_somebody(const Record& item) { return item.get(who); }

inline constexpr State still_due = open_state("due", {{"meet", names_somebody}});
inline constexpr State said_to_be_met = claimed_state("said_to_be_met", {"confirm", "contest"});
// Looked up in the list, which is no word of anybody who was served.
inline constexpr State met = ended_state("met");
inline constexpr State excused = ended_state("excused");
inline constexpr State states[] = {still_due, said_to_be_met, met, excused};

inline constexpr auto keepers =
    together<rights<At::own_or_above, Role::discipline>, rights<At::own, Role::organ_committee>>;
inline constexpr auto& the_person = rights_by<who, At::subject, Role::signed_in>;

inline Verdict was_met_by_today(const Deciding& deciding) {
  const Date* day = deciding.after.get(met_on);
  return {day && *day > deciding.today ? Refusal::day_is_still_to_come : Refusal::none,
          met_on.name};
}
// Whoever kept the list confirms nothing of himself.
inline Verdict whom_it_asks(const Deciding& deciding) {
  const Uuid* asked = deciding.before.get(who);
  const bool is_his_own = asked && *asked == deciding.actor.person;
  return {is_his_own ? Refusal::the_doer_does_not_judge_it : Refusal::none};
}
inline std::vector<Filled> was_not_met(const Deciding&) { return {{met_on.name, {}}}; }

// R: it is asked of the post every year. Whoever has left it, or never was bound, is asked no more.
inline bool ends_for_good(const Record& item) {
  const std::string* why = item.get(ground);
  return why && (*why == "not_bound_by_it" || *why == "left_the_post");
}
inline std::vector<Caused> asks_again_next_year(const Deciding& deciding) {
  const Record& item = deciding.after;
  const Date* day = item.get(due);
  if (!day || !item.get(who) || ends_for_good(item)) return {};
  const int month = month_of(*day), leap_day = month == 2 && day_of_month(*day) == 29 ? 1 : 0;
  const Date next = make_date(year_of(*day) + 1, month, day_of_month(*day) - leap_day);
  return {{.unit = item.unit,
           .values = {words_or_erased(item.get(title)), item.value(kind), item.value(who), next}}};
}
inline constexpr auto& asking = names<title, kind, who, due>;
inline constexpr Cause comes_again[] = {
    {"integrity_items", "ask_again", asking, asks_again_next_year}};

inline constexpr Act acts[] = {
    {.name = "ask",
     .to = still_due,
     .may = keepers,
     .takes = asking,
     .rule = is_ahead<due>,
     .is_for_another = true},
    {.name = "ask_again", .to = still_due, .may = a_consequence, .takes = asking},
    {.name = "meet",
     .from = names<still_due>,
     .to = said_to_be_met,
     .may = the_person,
     .takes = names<met_on>,
     .needs = names<met_on>,
     .rule = was_met_by_today},
    {.name = "confirm",
     .from = names<said_to_be_met>,
     .to = met,
     .may = keepers,
     .closed_to = whom_it_asks,
     .causes = comes_again},
    {.name = "contest",
     .from = names<said_to_be_met>,
     .to = still_due,
     .may = keepers,
     .reason = Reason::required,
     .closed_to = whom_it_asks,
     .fills = was_not_met},
    {.name = "excuse",
     .from = names<still_due>,
     .to = excused,
     .may = keepers,
     .takes = names<ground>,
     .needs = names<ground>,
     .closed_to = whom_it_asks,
     .causes = comes_again},
    {.name = "remind", .from = names<still_due>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "due",
     .states = names<still_due>,
     .field = due,
     .first_field = first_due,
     .then = "remind",
     .repeats = {.before = reminded_before, .warns_by = "remind"}},
};

inline constexpr Ledger ledger{.name = "integrity_items",
                               .title = title,
                               .place = 170,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = the_person,
                               .is_confidential = true,
                               .is_personal = [](const Record&) { return true; }};
static_assert(well_formed(ledger));

}  // namespace chuangyou::integrity_items
