#include "overview/find_plans.h"

#include <algorithm>

#include "campaign/find_links.h"
#include "campaign/sight_of_lists.h"
#include "ledgers/all.h"
#include "ledgers/meetings.h"
#include "ledgers/plans.h"
#include "ledgers/sending.h"
#include "storage/due_at_unit.h"
#include "storage/look_up.h"

namespace chuangyou {
namespace {

constexpr std::int64_t plans_looked_at_max = 64;
constexpr std::size_t versions_looked_at_max = 64;
constexpr std::size_t tasks_shown_max = 500;
constexpr std::size_t clauses_looked_at_max = 20;
constexpr std::int64_t walked_at_unit_max = 5'000;
constexpr std::string_view item_of_plan = "plan_item";

const Ledger& of_plans() { return plans::ledger; }
const Ledger& of_tasks() { return *find_ledger("tasks"); }

std::optional<Found> seen(const Reader& reader, const Ledger& ledger, const Uuid& id) {
  const auto turn = reader.turn();
  Result<Found> found = find_record(reader, ledger, id);
  if (!found || found->sight != Sight::whole) return std::nullopt;
  return std::move(*found);
}

bool is_later(const Found& one, const std::optional<Found>& other) {
  return !other || one.record.opened_by_entry > other->record.opened_by_entry;
}

// The plan and those in whose place it came.
std::vector<Uuid> versions_of(const Reader& reader, const Record& plan) {
  std::vector<Uuid> versions{plan.id};
  const Uuid* named = plan.get(plans::predecessor);
  std::optional<Uuid> before = named ? std::optional(*named) : std::nullopt;
  while (before && versions.size() < versions_looked_at_max) {
    versions.push_back(*before);
    const auto found = LedgerTable(of_plans()).get(reader.connection, reader.body.no, *before);
    const Uuid* earlier = found ? found->get(plans::predecessor) : nullptr;
    before = earlier ? std::optional(*earlier) : std::nullopt;
  }
  return versions;
}

std::optional<Found> last_meeting(const Reader& reader, const Uuid& unit) {
  ListQuery query;
  {
    const auto turn = reader.turn();
    query.path = reader.body.tree.path_of(unit);
  }
  query.own_unit = UnitId(unit);
  query.conditions.push_back(
      {std::string(meetings::kind.name), Compare::is, {std::string("mobilisation")}});
  query.by_due = false;
  query.limit = 5;
  Result<Page> page = find_list(reader, meetings::ledger, query);
  if (!page) return std::nullopt;
  for (const Record& meeting : page->records)
    if (meeting.state == meetings::recorded.name || meeting.state == meetings::held.name)
      return seen(reader, meetings::ledger, meeting.id);
  return std::nullopt;
}

// Adds to each week what is open at the unit itself with a day in it.
void count_by_week(const Reader& reader, const Ledger& ledger, const Uuid& unit,
                   std::string_view field, std::int64_t WeekOfWork::*count, WeeksOfWork& work) {
  std::string path;
  {
    const auto turn = reader.turn();
    path = reader.body.tree.path_of(unit);
  }
  const SpanOfDays span{work.weeks.front().from, work.weeks.back().until};
  const DueAtUnit due = due_at_unit(reader.connection, ledger, reader.body.no, UnitId(unit), path,
                                    field, {&span, 1}, walked_at_unit_max);
  work.is_complete = work.is_complete && due.is_complete;
  for (const RecordId& id : due.records) {
    const std::optional<Found> found = seen(reader, ledger, id);
    const Date* day = found ? std::get_if<Date>(&found->record.value(field)) : nullptr;
    if (!day) continue;
    for (WeekOfWork& week : work.weeks)
      if (week.from <= *day && *day <= week.until) ++(week.*count);
  }
}

CoverageOfUnit coverage_of(const Reader& reader, const Uuid& unit, std::string_view phase) {
  CoverageOfUnit one{unit, find_plans_of(reader, unit, phase).stands, {}};
  if (!one.plan) return one;
  for (const RowRead& item : one.plan->record.get(plans::items)) {
    const std::string* requirement = item.get(plans::requirement);
    if (!requirement) continue;
    CoverageOfUnit::Cell& cell = one.by_requirement[*requirement];
    if (item.get(plans::excused_because)) {
      ++cell.excused;
    } else if (item.get(plans::deed)) {
      ++cell.items;
    }
  }
  return one;
}

}  // namespace

PlansOfUnit find_plans_of(const Reader& reader, const Uuid& unit, std::string_view phase) {
  constexpr std::string_view shown[] = {"drafted",  "returned", "submitted",
                                        "approved", "running",  "closed"};
  const Query query{
      .ledger = of_plans().name, .field = plans::of_unit.name, .is = unit, .states = shown};
  PlansOfUnit plans;
  for (const RecordId& id :
       find_naming(reader.connection, of_plans(), reader.body.no, query, plans_looked_at_max)) {
    std::optional<Found> found = seen(reader, of_plans(), id);
    if (!found) continue;
    const std::string* of_phase = found->record.get(plans::phase);
    if (!phase.empty() && (!of_phase || *of_phase != phase)) continue;
    const std::string& state = found->record.state;
    const bool is_closed = state == plans::closed.name;
    if (state != plans::running.name && !is_closed) {
      if (is_later(*found, plans.next)) plans.next = std::move(found);
      continue;
    }
    // What runs goes before what is over.
    const bool other_runs = plans.stands && plans.stands->record.state == plans::running.name;
    const bool goes_first = is_closed ? !other_runs && is_later(*found, plans.stands)
                                      : !other_runs || is_later(*found, plans.stands);
    if (goes_first) plans.stands = std::move(found);
  }
  return plans;
}

TasksOfPlan find_tasks_of(const Reader& reader, const Record& plan) {
  const std::vector<Uuid> versions = versions_of(reader, plan);
  CitingPage page = find_citing(reader, versions, tasks_shown_max, {&of_tasks()});
  TasksOfPlan found{{}, page.is_complete};
  for (FoundCiting& one : page.items)
    if (one.link.field == item_of_plan)
      found.tasks.push_back({std::move(one.found), one.link.to_row});
  return found;
}

FirstSteps find_first_steps(const Reader& reader, const Uuid& unit, const Record* plan) {
  FirstSteps steps;
  std::set<Uuid> documents;
  if (plan)
    for (const RowRead& row : plan->get(plans::basis))
      if (const Link* clause = row.get(plans::basis_clause);
          clause && documents.size() < clauses_looked_at_max)
        documents.insert(clause->record);
  const Ledger& deliveries = *find_ledger(sending::ledger);
  for (const Uuid& document : documents) {
    const Query query{.ledger = deliveries.name,
                      .field = sending::links[0],
                      .is = document,
                      .unit = UnitId(unit)};
    const auto ids = find_naming(reader.connection, deliveries, reader.body.no, query, 1);
    steps.received.emplace_back(document,
                                ids.empty() ? std::nullopt : seen(reader, deliveries, ids[0]));
  }
  steps.meeting = last_meeting(reader, unit);
  return steps;
}

WeeksOfWork find_weeks_of_work(const Reader& reader, const Uuid& unit) {
  const Date today = reader.today();
  const Date monday{today.days - weekday_of(today) + 1};
  WeeksOfWork work;
  for (std::int32_t week = 0; week < static_cast<std::int32_t>(weeks_ahead); ++week)
    work.weeks.push_back({Date{monday.days + 7 * week}, Date{monday.days + 7 * week + 6}});
  {
    const auto turn = reader.turn();
    if (const auto most = reader.body.frame.policy.value("load.tasks_a_week_most", today))
      work.tasks_most = most->millionths / 1'000'000;
  }
  count_by_week(reader, of_tasks(), unit, "due", &WeekOfWork::tasks, work);
  count_by_week(reader, meetings::ledger, unit, meetings::held_on.name, &WeekOfWork::meetings,
                work);
  return work;
}

Result<Coverage> find_coverage(const Reader& reader, const Uuid& unit, std::string_view phase) {
  Coverage coverage;
  std::vector<Uuid> units;
  {
    const auto turn = reader.turn();
    const Tree& tree = reader.body.tree;
    const UnitNo top = tree.number_of(unit);
    if (top == no_unit || !sees_all_below(reader, tree.path_of(unit)))
      return refuse(Refusal::nothing_is_there);
    units.push_back(unit);
    for (const UnitNo no : tree.children_of(top)) {
      const Unit& below = tree.unit(no);
      if (below.is_closed || below.type == UnitType::collective) continue;
      ++coverage.in_all;
      if (units.size() <= covering_units_max) units.push_back(below.id);
    }
  }
  for (const Uuid& one : units) coverage.units.push_back(coverage_of(reader, one, phase));
  return coverage;
}

}  // namespace chuangyou
