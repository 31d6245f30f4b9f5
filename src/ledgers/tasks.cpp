#include "ledgers/tasks.h"

namespace chuangyou::tasks {
namespace {

// Where those who do the work stand: the unit that leads, and those that share it.
struct Doer {
  Uuid unit;
  std::string_view path;
};
std::vector<Doer> those_who_do_it(const Record& task, const PathOfUnit& path_of) {
  std::vector<Doer> doers{{task.unit, task.path}};
  if (const auto* units = task.get(co_units))
    for (const Uuid& unit : *units)
      if (const std::string_view path = path_of(unit); !path.empty()) doers.push_back({unit, path});
  return doers;
}

// Who gave what the task has of its clause alone: the unit of the document that asked it.
UnitId whose_document_asked(const Record& task, const Circumstances& circumstances) {
  const Link* answered = task.get(answers);
  if (!answered || !circumstances.record) return {};
  const auto document = circumstances.record(answered->ledger, answered->record);
  return document ? document->unit : UnitId();
}

// Where it was given: at the unit of the post under which it was planned, or whose document asked
// it. Of a giver who is not there any more, or not above the unit, the next above takes the place.
std::string_view giver_of(const Deciding& deciding) {
  const Record& task = deciding.before;
  const Circumstances& circumstances = deciding.circumstances;
  const UnitId& giver =
      task.opened_under.is_nil() ? whose_document_asked(task, circumstances) : task.opened_under;
  const std::string_view path = circumstances.path_of(giver), own = task.path;
  if (!path.empty() && covers(path, own)) return path;
  return own.size() <= path_segment_size ? own : own.substr(0, own.size() - path_segment_size);
}

// By a post of those that may do the act, where it was given or above.
bool stands_with_the_giver(const Deciding& deciding) {
  const std::string_view giver = giver_of(deciding);
  return std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) && covers(post.path, giver) &&
           std::ranges::any_of(deciding.act.may, [&post](const Right& right) {
             const bool looks_up = right.at == At::above || right.at == At::own_or_above;
             return looks_up && right.field.empty() && right.role == post.role;
           });
  });
}

// Of the line of those who do the work for him who gave it: they, whoever is below them, and
// whoever stands between, since what comes down to them comes through there.
bool is_of_the_line_to(std::string_view giver, const Post& post, const Doer& doer) {
  const bool is_between =
      post.path.size() > giver.size() && covers(giver, post.path) && covers(post.path, doer.path);
  return is_between || covers(doer.path, post.path);
}

// The same on the days on which he held the post, wherever units have been moved since.
bool was_of_the_line_to(const Uuid& giver, const Post& post, const Doer& doer, const Days& days,
                        const Deciding& deciding) {
  const bool was_between = post.unit != giver && stood_above(deciding, giver, post.unit, days) &&
                           stood_above(deciding, post.unit, doer.unit, days);
  return was_between || stood_above(deciding, doer.unit, post.unit, days);
}

}  // namespace

Verdict names_no_judge_of_the_line(const Deciding& deciding) {
  const Uuid* served = deciding.after.get(beneficiary_unit);
  if (!served) return {};
  const PathOfUnit& path_of = deciding.circumstances.path_of;
  const std::string_view judge = path_of(*served);
  const bool fits =
      std::ranges::all_of(those_who_do_it(deciding.after, path_of),
                          [&](const Doer& doer) { return is_of_another_line(judge, doer.path); });
  return {fits ? Refusal::none : Refusal::nobody_could_confirm, beneficiary_unit.name};
}

Verdict who_shares_the_work(const Deciding& deciding) {
  const Record& task = deciding.before;
  const Actor& actor = deciding.actor;
  for (const auto* person : {task.get(accountable), task.get(handler)})
    if (person && *person == actor.person) return {Refusal::the_doer_does_not_judge_it};
  const bool is_served = task.get(beneficiary_unit);
  if (!is_served && !stands_with_the_giver(deciding)) return {Refusal::given_from_above};
  const std::string_view giver = giver_of(deciding);
  const UnitId giving = deciding.circumstances.unit_at(giver);
  const std::vector<Doer> doers = those_who_do_it(task, deciding.circumstances.path_of);
  // A superior, who accepts it where nobody is served, stands above whoever does it.
  const auto is_theirs = [&](const Post& post, const Days& days) {
    return std::ranges::any_of(doers, [&](const Doer& doer) {
      if (!is_served)
        return is_of_the_line_to(giver, post, doer) ||
               was_of_the_line_to(giving, post, doer, days, deciding);
      return is_one_line(post.path, doer.path) ||
             stood_above(deciding, post.unit, doer.unit, days) ||
             stood_above(deciding, doer.unit, post.unit, days);
    });
  };
  const Days now{deciding.today, deciding.today};
  const bool is_of_them = std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) && is_theirs(post, now);
  });
  const bool is_rated = is_of_them || led_since(deciding, is_theirs);
  return {is_rated ? Refusal::the_rated_never_touch_the_raters : Refusal::none};
}

Verdict who_was_given_it(const Deciding& deciding) {
  return {stands_with_the_giver(deciding) ? Refusal::none : Refusal::given_from_above};
}

Verdict who_asks_for_time(const Deciding& deciding) {
  const Verdict own = who_does_it(deciding);
  return own.law == Refusal::none ? who_was_given_it(deciding) : own;
}

Verdict others_where_it_runs(const Deciding& deciding) {
  return deciding.before.state == returned.name ? Verdict() : who_was_given_it(deciding);
}

Verdict changes_what_was_given(const Deciding& deciding) {
  if (stands_with_the_giver(deciding)) return {};
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
