// What follows from the clauses of a directive that ask a task: one for each unit of which it is
// asked, and none twice, through all revisions.
#pragma once

#include <map>
#include <set>

#include "core/text.h"
#include "ledgers/clauses.h"
#include "ledgers/sending.h"

namespace chuangyou::directives {

// A task that is asked of nobody by name is asked of every unit of the audience.
inline bool is_a_task_for_all(const RowRead& clause) {
  return asks_for(clause, "task") && !clause.get(of_whom);
}
inline constexpr std::size_t tasks_max = 10'000;

// Where each clause has its tasks already. One that asks the same in an earlier version keeps those
// that were laid down for it there.
using TasksByClause = std::multimap<std::int64_t, UnitId>;
inline TasksByClause tasks_laid_down_before(const Deciding& deciding) {
  TasksByClause laid_down;
  const Record& directive = deciding.after;
  const auto look = [&](const Uuid& version, const std::set<std::int64_t>& standing) {
    const Query query{.ledger = "tasks", .field = "answers", .is = version};
    for (const LeadsTo& task : deciding.circumstances.find_leading(query, 2 * tasks_max))
      if (standing.contains(task.row)) laid_down.emplace(task.row, task.unit);
  };
  const auto standing_since = [&](const Record* version) {
    std::set<std::int64_t> standing;
    for (const RowRead& clause : directive.get(clause_rows))
      if (!version || stands_as_before(version, clause)) standing.insert(clause.id());
    return standing;
  };
  look(directive.id, standing_since(nullptr));
  for (const Record& version : records_before(deciding)) look(version.id, standing_since(&version));
  return laid_down;
}

// One task for each clause that asks one and each unit of which it is asked, so many at once as
// there are deliveries. Of a document that was sent to nobody the issuer has them.
inline std::vector<Caused> tasks_to_come(const Deciding& deciding) {
  const Record& directive = deciding.after;
  const TasksByClause laid_down = tasks_laid_down_before(deciding);
  const auto* addressed = directive.get(audience);
  std::vector<Caused> come;
  const auto add = [&](const RowRead& clause, UnitId unit, bool is_there) {
    const std::string* words = clause.get(wording);
    if (is_there || !words || std::ssize(come) >= sending::deliveries_at_once)
      return;  // erased words ask nothing
    const Date* until = clause.get(asked_by);
    come.push_back({.unit = unit,
                    .values = {std::string(beginning_of(*words, 2000)),
                               Link{"directives", directive.id, clause.id()},
                               until ? Value(*until) : Value()}});
  };
  for (const RowRead& clause : directive.get(clause_rows)) {
    if (!asks_for(clause, "task")) continue;
    if (addressed && is_a_task_for_all(clause)) {
      const auto [first, last] = laid_down.equal_range(clause.id());
      std::set<Uuid> has_one;
      for (auto task = first; task != last; ++task) has_one.insert(task->second);
      for (const Uuid& unit : *addressed) add(clause, UnitId(unit), !has_one.insert(unit).second);
    } else {
      const Uuid* unit = clause.get(of_whom);
      add(clause, unit ? UnitId(*unit) : directive.unit, laid_down.contains(clause.id()));
    }
  }
  return come;
}
// Of a clause that asks something else by now the task that an earlier version laid down gives way
// to the one that comes, where it is planned or begun.
inline std::vector<Caused> tasks_outdated(const Deciding& deciding) {
  static constexpr std::string_view not_done[] = {"planned", "running"};
  const std::vector<Record> versions = records_before(deciding);
  if (versions.empty()) return {};
  std::set<std::pair<std::int64_t, Uuid>> come;
  std::set<std::int64_t> named;  // of another unit than before, perhaps
  for (const Caused& task : tasks_to_come(deciding)) {
    const std::int64_t row = std::get<Link>(task.values[1]).row;
    come.emplace(row, task.unit);
    const Row* clause = clause_in(deciding.after, row);
    if (clause && !is_a_task_for_all(RowRead(clause_rows, *clause))) named.insert(row);
  }
  std::vector<Caused> outdated;
  for (const Record& version : versions) {
    const Query query{.ledger = "tasks", .field = "answers", .is = version.id, .states = not_done};
    for (const LeadsTo& task : deciding.circumstances.find_leading(query, 2 * tasks_max)) {
      if (std::ssize(outdated) >= sending::deliveries_at_once) return outdated;
      if (named.contains(task.row) || come.contains({task.row, task.unit}))
        outdated.push_back({.record = task.id, .reason = *deciding.after.get(title)});
    }
  }
  return outdated;
}
inline constexpr std::string_view laying_down[] = {"title", "answers", "due"};
inline constexpr Cause lays_down[] = {{"tasks", "lay_down", laying_down, tasks_to_come},
                                      {"tasks", "give_way", {}, tasks_outdated}};
inline std::vector<Filled> counts_the_tasks(const Deciding& deciding) {
  const std::int64_t* before = deciding.before.get(tasks_assigned);
  return {{tasks_assigned.name, (before ? *before : 0) + std::ssize(tasks_to_come(deciding))}};
}

}  // namespace chuangyou::directives
