// A second ledger for the tests of this floor, declared by typed names: what an inspection found,
// by whom, and what it leads to. It has rows, links to several ledgers and a field that is retired.
#pragma once

#include "record/decide.h"
#include "record/rights_of.h"
#include "record/typed_names.h"
#include "record/well_formed.h"

namespace chuangyou::reports {
using namespace declared;

inline constexpr std::string_view cited[] = {"reports", "cases"};
inline constexpr std::string_view grades[] = {"light", "grave"};

inline constexpr auto who = person("who").required();
inline constexpr auto came = yes_no("came");
inline constexpr auto told_to = text("told_to", 10).sealed();
inline constexpr auto note = text("note", 10).shown();
inline constexpr auto sign = text("sign", 10).retired();
inline constexpr FieldSpec team_columns[] = {who, came, told_to, note, sign};

inline constexpr auto at = unit("at");
inline constexpr auto wording = long_text("wording", 20).required();
inline constexpr auto grade = choice("grade", grades);
inline constexpr auto broken = row_link("broken", cited);
inline constexpr FieldSpec finding_columns[] = {at, wording, grade, broken};

inline constexpr auto title = text("title", 10).required().shown();
inline constexpr auto team = rows("team", team_columns).shown();
inline constexpr auto findings = rows("findings", finding_columns);
inline constexpr auto because_of = row_link("because_of", cited);
inline constexpr auto follows = link("follows", "reports");
inline constexpr auto decision = text("decision", 10).retired();
inline constexpr FieldSpec fields[] = {title, team, findings, because_of, follows, decision};

inline constexpr State open{
    .name = "open", .stage = Stage::open, .is_public = true, .awaits = {"answer"}};
inline constexpr State answered{"answered", Stage::claimed};
inline constexpr State states[] = {open, answered};

inline constexpr Column found_at{"findings.at"}, team_member{"team.who"};
inline constexpr auto& members = rights_by<team_member, At::subject, Role::signed_in>;
inline constexpr auto& those_found = rights_by<found_at, At::own, Role::division>;
inline constexpr auto& inspectors = rights<At::anywhere, Role::inspector>;

inline constexpr auto& takes_all = names<title, team, findings, because_of, follows>;

// A rule reads rows by the typed names of their columns.
inline Verdict is_nothing_grave(const Deciding& deciding) {
  for (const RowRead& row : deciding.after.get(findings))
    if (const std::string* said = row.get(grade); said && *said == "grave")
      return {Refusal::unit_takes_no_work, findings.name};
  return {};
}

inline constexpr Act acts[] = {
    {.name = "report", .to = open, .may = inspectors, .takes = takes_all},
    {.name = "correct",
     .from = names<open>,
     .may = together<inspectors, members>,
     .takes = takes_all},
    {.name = "answer",
     .from = names<open>,
     .to = answered,
     .may = those_found,
     .rule = is_nothing_grave},
};

inline constexpr Ledger ledger{.name = "reports",
                               .title = title,
                               .place = 20,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = {},
                               .read = members};
static_assert(well_formed(ledger));

}  // namespace chuangyou::reports
