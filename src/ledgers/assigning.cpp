#include "ledgers/assigning.h"

#include <map>
#include <set>

#include "core/text.h"

namespace chuangyou::directives {
namespace {

constexpr std::string_view not_done[] = {"planned", "running"};
// What gave way, or was dropped, is no task for what is asked again later.
constexpr std::string_view not_dropped[] = {"planned", "running", "done", "confirmed", "returned"};

// The tasks that stand for the clauses of a document, wherever they were laid down, and those of
// earlier versions that asked something else.
class LaidDown {
 public:
  explicit LaidDown(const Deciding& deciding) : directive_(deciding.after) {
    const auto leading = [&](const Uuid& version, std::span<const std::string_view> states) {
      const Query query{.ledger = "tasks", .field = "answers", .is = version, .states = states};
      return deciding.circumstances.find_leading(query, 2 * tasks_max);
    };
    for (const LeadsTo& task : leading(directive_.id, {})) stands_.emplace(task.row, task.unit);
    for (const RowRead& clause : directive_.get(clause_rows)) unchanged_.insert(clause.id());
    for (const Record& version : records_before(deciding)) {
      look_at(version);
      if (!unchanged_.empty()) add_standing(leading(version.id, {}), unchanged_);
      if (same_ != unchanged_) add_standing(leading(version.id, not_dropped), same_);
      for (const LeadsTo& task : leading(version.id, not_done))
        if (!same_.contains(task.row)) outdated_.push_back(task);
    }
  }

  bool has(std::int64_t clause, const Uuid& unit) const {
    return stands_.contains({clause, UnitId(unit)});
  }
  bool has_any(std::int64_t clause) const {
    const auto first = stands_.lower_bound({clause, UnitId()});
    return first != stands_.end() && first->first == clause;
  }
  const std::vector<LeadsTo>& outdated() const { return outdated_; }

 private:
  // Which clauses ask the same in the version, and which have asked it ever since.
  void look_at(const Record& version) {
    same_.clear();
    for (const RowRead& clause : directive_.get(clause_rows))
      if (stands_as_before(&version, clause)) same_.insert(clause.id());
    std::erase_if(unchanged_, [&](std::int64_t clause) { return !same_.contains(clause); });
  }
  void add_standing(const std::vector<LeadsTo>& tasks, const std::set<std::int64_t>& clauses) {
    for (const LeadsTo& task : tasks)
      if (clauses.contains(task.row)) stands_.emplace(task.row, task.unit);
  }

  const Record& directive_;
  std::set<std::pair<std::int64_t, UnitId>> stands_;
  std::set<std::int64_t> same_, unchanged_;
  std::vector<LeadsTo> outdated_;
};

// Those of whom a clause asks its task; whoever is named is asked alone.
std::vector<Uuid> asked_of(const Deciding& deciding, const RowRead& clause) {
  const Record& directive = deciding.after;
  const auto* addressed = directive.get(audience);
  const Uuid* named = clause.get(of_whom);
  if (!named) return addressed ? *addressed : std::vector<Uuid>{directive.unit};
  std::vector<Uuid> members = sending::members_of(deciding, *named);
  return members.empty() ? std::vector<Uuid>{*named} : members;
}

bool is_asked_of_one(const Deciding& deciding, const RowRead& clause) {
  const Uuid* named = clause.get(of_whom);
  return named ? sending::members_of(deciding, *named).empty() : !deciding.after.get(audience);
}

// Whoever declined the document with a reason is given no task by it.
std::set<Uuid> those_who_declined(const Deciding& deciding) {
  static constexpr std::string_view declined[] = {"declined"};
  std::set<Uuid> units;
  const Query query{.ledger = sending::ledger,
                    .field = sending::links[0],
                    .is = deciding.after.id,
                    .states = declined};
  for (const LeadsTo& one : deciding.circumstances.find_leading(query, tasks_max))
    units.insert(one.unit);
  return units;
}

// As it was said when they were assigned; else by the clause, else by the document.
const Date* day_for(const Record& directive, const RowRead& clause) {
  for (const RowRead& said : directive.get(task_days))
    if (const std::int64_t* row = said.get(of_clause); row && *row == clause.id())
      if (const Date* day = said.get(day_of_tasks)) return day;
  const Date* of_clause_itself = clause.get(asked_by);
  return of_clause_itself ? of_clause_itself : directive.get(reply_due);
}

std::vector<Caused> tasks_to_come(const Deciding& deciding, const LaidDown& laid_down) {
  const Record& directive = deciding.after;
  const std::set<Uuid> declined = those_who_declined(deciding);
  std::vector<Caused> come;
  for (const RowRead& clause : directive.get(clause_rows)) {
    const std::string* words = clause.get(wording);
    const bool says_something = words && *words != erased_words;  // erased words ask nothing
    if (!says_something || !asks_for(clause, "task")) continue;
    // The one who is named may have been split, or handed it on: it is asked of nobody else.
    if (is_asked_of_one(deciding, clause) && laid_down.has_any(clause.id())) continue;
    const Date* until = day_for(directive, clause);
    std::set<Uuid> has_one = declined;
    for (const Uuid& unit : asked_of(deciding, clause)) {
      if (laid_down.has(clause.id(), unit) || !has_one.insert(unit).second) continue;
      if (std::ssize(come) >= sending::deliveries_at_once) return come;
      come.push_back({.unit = UnitId(unit),
                      .values = {std::string(beginning_of(*words, 2000)),
                                 Link{"directives", directive.id, clause.id()},
                                 until ? Value(*until) : Value()}});
    }
  }
  return come;
}

}  // namespace

std::size_t tasks_asked(const Deciding& deciding, std::size_t units_addressed) {
  std::size_t asked = 0;
  for (const RowRead& clause : deciding.after.get(clause_rows)) {
    if (asked > tasks_max || !asks_for(clause, "task")) continue;
    const Uuid* named = clause.get(of_whom);
    asked += named ? sending::members_of(deciding, *named).size() : units_addressed;
  }
  return asked;
}

std::vector<Caused> tasks_to_come(const Deciding& deciding) {
  return tasks_to_come(deciding, LaidDown(deciding));
}

std::vector<Caused> tasks_outdated(const Deciding& deciding) {
  const LaidDown laid_down(deciding);
  if (laid_down.outdated().empty()) return {};
  std::set<std::pair<std::int64_t, Uuid>> come;
  std::set<std::int64_t> asked_of_one;  // of another unit than before, perhaps
  for (const Caused& task : tasks_to_come(deciding, laid_down))
    come.emplace(std::get<Link>(task.values[1]).row, task.unit);
  for (const RowRead& clause : deciding.after.get(clause_rows)) {
    const auto first = come.lower_bound({clause.id(), Uuid()});
    const bool has_one =
        laid_down.has_any(clause.id()) || (first != come.end() && first->first == clause.id());
    const bool is_named = clause.get(of_whom) && is_asked_of_one(deciding, clause);
    if (has_one && is_named) asked_of_one.insert(clause.id());
  }
  std::vector<Caused> outdated;
  for (const LeadsTo& task : laid_down.outdated()) {
    if (std::ssize(outdated) >= sending::deliveries_at_once) break;
    const bool is_replaced = asked_of_one.contains(task.row) ||
                             laid_down.has(task.row, task.unit) ||
                             come.contains({task.row, task.unit});
    if (is_replaced) outdated.push_back({.record = task.id, .reason = title_of(deciding.after)});
  }
  return outdated;
}

std::vector<Filled> counts_the_tasks(const Deciding& deciding) {
  const std::int64_t* before = deciding.before.get(tasks_assigned);
  return {{tasks_assigned.name, (before ? *before : 0) + std::ssize(tasks_to_come(deciding))}};
}

}  // namespace chuangyou::directives
