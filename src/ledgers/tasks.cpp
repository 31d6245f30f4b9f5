#include "ledgers/tasks.h"

namespace chuangyou::tasks {
namespace {

// Where those who do the work stand: the unit that leads, and those that share it.
std::vector<std::string_view> lines_of_the_doers(const Record& task, const PathOfUnit& path_of) {
  std::vector<std::string_view> lines{task.path};
  if (const auto* units = task.get(co_units))
    for (const Uuid& unit : *units)
      if (const std::string_view path = path_of(unit); !path.empty()) lines.push_back(path);
  return lines;
}

// What the task has of its clause alone, a document of the unit's own asked; whatever else somebody
// planned was planned under a post, at the unit or above it.
bool is_given_from_above(const Deciding& deciding) {
  const Record& task = deciding.before;
  const Link* answered = task.get(answers);
  if (!task.opened_under.is_nil() || !answered) return task.opened_under != task.unit;
  const auto document = deciding.circumstances.record(answered->ledger, answered->record);
  return !document || document->unit != task.unit;
}

}  // namespace

Verdict names_no_judge_of_the_line(const Deciding& deciding) {
  const Uuid* served = deciding.after.get(beneficiary_unit);
  if (!served) return {};
  const PathOfUnit& path_of = deciding.circumstances.path_of;
  const std::string_view judge = path_of(*served);
  const bool fits =
      std::ranges::all_of(lines_of_the_doers(deciding.after, path_of),
                          [&](std::string_view line) { return is_of_another_line(judge, line); });
  return {fits ? Refusal::none : Refusal::nobody_could_confirm, beneficiary_unit.name};
}

Verdict who_shares_the_work(const Deciding& deciding) {
  const Record& task = deciding.before;
  const Actor& actor = deciding.actor;
  for (const auto* person : {task.get(accountable), task.get(handler)})
    if (person && *person == actor.person) return {Refusal::the_doer_does_not_judge_it};
  const bool is_served = task.get(beneficiary_unit);
  const std::vector<std::string_view> lines =
      lines_of_the_doers(task, deciding.circumstances.path_of);
  // A superior, who accepts it where nobody is served, stands above whoever does it.
  const auto is_theirs = [&](const Post& post) {
    return std::ranges::any_of(lines, [&](std::string_view line) {
      return is_served ? is_one_line(post.path, line) : covers(line, post.path);
    });
  };
  const bool is_of_them = std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) && is_theirs(post);
  });
  const bool is_rated = is_of_them || led_since(deciding, is_theirs);
  return {is_rated ? Refusal::the_rated_never_touch_the_raters : Refusal::none};
}

Verdict changes_what_was_given(const Deciding& deciding) {
  const bool is_the_doers = who_does_it(deciding).law != Refusal::none;
  if (!is_the_doers || !is_given_from_above(deciding)) return {};
  for (const std::string_view field : planning) {
    const Value& given = deciding.before.value(field);
    const bool is_left_to_them =
        field == handler.name || (is_empty(given) && field != beneficiary_unit.name);
    if (!is_left_to_them && given != deciding.after.value(field))
      return {Refusal::given_from_above, field};
  }
  return {};
}

}  // namespace chuangyou::tasks
