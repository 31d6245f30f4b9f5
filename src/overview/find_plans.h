// The plan of a unit beside what has come of it: the tasks that carry out its items, its first
// steps out of the records that show them, the weeks ahead beside regular work; and which units of
// a subtree plan for which requirement. Each is bounded and read from indexes.
// Realises: S75 S79 S107 X9 — load beside regular work with its alert, the cascade by tier.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "campaign/find.h"

namespace chuangyou {

// Of a unit those that the reader sees, of one phase or of any.
struct PlansOfUnit {
  std::optional<Found> stands;  // approved and running, or closed; the one opened last
  std::optional<Found> next;    // on its way there: a first draft, or an amended version
};
PlansOfUnit find_plans_of(const Reader&, const Uuid& unit, std::string_view phase);

// A task that carries out an item, also where it names an earlier version of the plan.
struct TaskOfItem {
  Found task;
  std::int64_t item = 0;  // the number of its row; 0: the plan as a whole
};
struct TasksOfPlan {
  std::vector<TaskOfItem> tasks;
  bool is_complete = true;
};
TasksOfPlan find_tasks_of(const Reader&, const Record& plan);

// S34: the documents on which it rests and whether they reached the unit, and the meeting that set
// it going.
struct FirstSteps {
  std::vector<std::pair<Uuid, std::optional<Found>>> received;  // directive, its delivery here
  std::optional<Found> meeting;
};
FirstSteps find_first_steps(const Reader&, const Uuid& unit, const Record* plan);

// S75: what of the campaign falls due in a week beside the regular meetings that are announced. It
// crowds them out where it is more than the pack allows.
struct WeekOfWork {
  Date from, until;
  std::int64_t tasks = 0, meetings = 0;
};
struct WeeksOfWork {
  std::vector<WeekOfWork> weeks;
  std::optional<std::int64_t> tasks_most;
  bool is_complete = true;
};
inline constexpr std::size_t weeks_ahead = 8;
WeeksOfWork find_weeks_of_work(const Reader&, const Uuid& unit);

// The unit and those directly below it, each with the plan that stands there.
struct CoverageOfUnit {
  Uuid unit;
  std::optional<Found> plan;
  struct Cell {
    std::int64_t items = 0, excused = 0;
  };
  std::map<std::string, Cell> by_requirement;
};
inline constexpr std::size_t covering_units_max = 100;
struct Coverage {
  std::vector<CoverageOfUnit> units;
  std::size_t in_all = 0;
};
Result<Coverage> find_coverage(const Reader&, const Uuid& unit, std::string_view phase);

}  // namespace chuangyou
