// 民生政策 Policy matters (S109): drafting a policy is service too. Those whom it touches are heard
// before it is issued, and afterwards somebody looks what came of it.
#pragma once

#include "ledgers/rules.h"
#include "ledgers/told_in_stories.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::policy_matters {
using namespace declared;

inline constexpr std::string_view groups[] = {"masses",  "grass_roots_units", "enterprises",
                                              "members", "experts",           "departments"};
inline constexpr std::string_view conclusions[] = {"keep", "amend", "repeal"};

inline constexpr auto whom = choice("whom", groups).required();
inline constexpr auto on = date("on").required();
inline constexpr auto said = long_text("said", 2000).required();
inline constexpr auto taken_up = long_text("taken_up", 1000);
inline constexpr FieldSpec consulted_columns[] = {whom, on, said, taken_up};

inline constexpr auto title = text("title", 200).required().shown();
inline constexpr auto draft = long_text("draft", 8000);
inline constexpr auto effect = long_text("effect", 2000).shown();
inline constexpr auto consulted = rows("consulted", consulted_columns);
inline constexpr auto document_number = text("document_number", 100).shown();
inline constexpr auto issued_on = date("issued_on").shown();
inline constexpr auto feedback = long_text("feedback", 4000).shown();
inline constexpr auto conclusion = choice("conclusion", conclusions).shown();

inline constexpr FieldSpec fields[] = {title,           draft,     effect,   consulted,
                                       document_number, issued_on, feedback, conclusion};

inline constexpr State studied = open_state("studied", {"consult"});
inline constexpr State in_consultation = open_state("consulted", {"issue"});
inline constexpr State issued = open_state("issued", {"look_back"}).shown();
inline constexpr State looked_back_on = ended_state("looked_back_on").shown();
inline constexpr State dropped = ended_state("dropped", Ending::taken_back);
inline constexpr State states[] = {studied, in_consultation, issued, looked_back_on, dropped};

inline constexpr auto& drafters = doers_of_the_unit;

inline Verdict heard_by_today(const Deciding& deciding) {
  const bool is_ahead = std::ranges::any_of(deciding.after.get(consulted), [&](const RowRead& row) {
    return *row.get(on) > deciding.today;
  });
  return {is_ahead ? Refusal::day_is_still_to_come : Refusal::none, consulted.name};
}

inline Verdict is_issued_by_today(const Deciding& deciding) {
  const Date* day = deciding.after.get(issued_on);
  return {day && *day > deciding.today ? Refusal::day_is_still_to_come : Refusal::none,
          issued_on.name};
}

// Whoever is heard once it stands is told, not consulted.
inline Verdict somebody_was_heard_before(const Deciding& deciding) {
  const Date* day = deciding.after.get(issued_on);
  const bool was =
      day && std::ranges::any_of(deciding.after.get(consulted),
                                 [&](const RowRead& row) { return *row.get(on) < *day; });
  return {was ? Refusal::none : Refusal::nobody_was_consulted, consulted.name};
}
inline constexpr Law issuing[] = {is_issued_by_today, somebody_was_heard_before};

inline constexpr auto& stating = names<title, draft, effect>;
inline constexpr auto& before_issue = names<studied, in_consultation>;

inline constexpr Act acts[] = {
    {.name = "study", .to = studied, .may = drafters, .takes = stating},
    {.name = "amend", .from = before_issue, .may = drafters, .takes = stating},
    {.name = "consult",
     .from = before_issue,
     .to = in_consultation,
     .may = drafters,
     .takes = names<consulted>,
     .needs = names<draft, consulted>,
     .rule = heard_by_today},
    {.name = "issue",
     .from = names<in_consultation>,
     .to = issued,
     .may = drafters,
     .takes = names<effect, document_number, issued_on>,
     .needs = names<effect, document_number, issued_on>,
     .rule = issuing},
    {.name = "look_back",
     .from = names<issued>,
     .to = looked_back_on,
     .may = drafters,
     .takes = names<feedback, conclusion>,
     .needs = names<feedback, conclusion>},
    {.name = "drop",
     .from = before_issue,
     .to = dropped,
     .may = drafters,
     .reason = Reason::required,
     .causes = told_in_stories::casts_doubt},
    {.name = "remind", .from = names<issued>, .may = the_clock},
};

inline constexpr Deadline deadlines[] = {
    {.name = "look_back",
     .states = names<issued>,
     .length = {183, DayKind::natural, "policy_matters.look_back_days"},
     .then = "remind"},
};

inline constexpr Ledger ledger{.name = "policy_matters",
                               .title = title,
                               .place = 152,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = {}};
static_assert(well_formed(ledger));

}  // namespace chuangyou::policy_matters
