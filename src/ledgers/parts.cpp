#include "ledgers/parts.h"

#include <algorithm>

#include "ledgers/directives.h"
#include "ledgers/promises.h"
#include "ledgers/tasks.h"

namespace chuangyou {

namespace directives {
namespace {

constexpr std::int64_t whole(Fixed value) { return value.millionths / 1'000'000; }
constexpr std::int64_t minutes_most = 1'000'000;  // of each unit: beyond it is a slip

// What a directive asks of those to whom it goes, in figures (Law 10).
std::vector<Measure> burden_of(const Deciding& deciding) {
  const Record& directive = deciding.after;
  std::vector<Measure> burden;
  burden.push_back({.name = "characters", .is = characters_of(directive)});
  if (const auto limit = characters_most(deciding)) burden.back().most = whole(*limit);
  const AskedDays asked = days_asked(deciding);
  std::int64_t asking = 0;
  for (const RowRead& clause : directive.get(clause_rows)) asking += asks_something(clause);
  burden.push_back({.name = "asking_clauses", .is = asking});
  if (!asked.days.empty()) {
    const Date first = std::ranges::min(asked.days, {}, &AskedDay::day).day;
    burden.push_back({.name = "notice_days",
                      .is = deciding.circumstances.calendar.between(deciding.today, first).count});
    if (const auto least = notice_least(deciding)) burden.back().least = whole(*least);
  }
  const auto units = static_cast<std::int64_t>(audience_of(deciding).size());
  burden.push_back(
      {.name = "units", .is = units, .most = static_cast<std::int64_t>(audience_units_max)});
  if (const std::int64_t* minutes = directive.get(estimated_minutes))
    if (*minutes > 0 && *minutes <= minutes_most)
      burden.push_back({.name = "minutes_in_all", .is = *minutes * units});
  return burden;
}

}  // namespace
}  // namespace directives

namespace {

struct InParts {
  Rule whole;
  Parts parts;
};
constexpr InParts all_in_parts[] = {
    {promises::may_be_proposed, promises::proposing},
    {promises::may_be_registered, promises::registering_it},
    {promises::may_be_published, promises::publishing},
    {tasks::may_be_planned, tasks::to_plan},
    {tasks::may_be_registered, tasks::registering},
    {directives::weighs_little_enough, directives::weighing},
    {directives::may_be_registered, directives::registering},
};

struct Measured {
  std::string_view ledger;
  std::vector<Measure> (*measures)(const Deciding&);
};
constexpr Measured all_measured[] = {{directives::ledger.name, directives::burden_of}};

}  // namespace

Parts parts_of(const Act& act) {
  const auto found = std::ranges::find(all_in_parts, act.rule, &InParts::whole);
  return found == std::end(all_in_parts) ? Parts() : found->parts;
}

Verdict first_broken(Parts parts, const Deciding& deciding) {
  for (const Rule& part : parts)
    if (const Verdict broken = part(deciding); broken.law != Refusal::none) return broken;
  return {};
}

std::vector<Measure> measures_of(const Deciding& deciding) {
  const std::string_view name = deciding.after.ledger().name;
  const auto found = std::ranges::find(all_measured, name, &Measured::ledger);
  return found == std::end(all_measured) ? std::vector<Measure>() : found->measures(deciding);
}

}  // namespace chuangyou
