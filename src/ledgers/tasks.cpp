#include "ledgers/tasks.h"

#include <set>

#include "core/document_number.h"

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
  // What came of an idea the unit gave itself.
  if (task.get(arises_from)) return task.path;
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

// Of the co-units those that were not asked yet, nor accepted before there were deliveries.
constexpr std::int64_t asked_ever_max = 10'000;
// R6.3 says days and not which: they are taken as natural ones, the last moved off a day off.
Date day_for_a_note(Date noted, std::string_view urgency, const Deciding& deciding) {
  struct {
    std::string_view urgency, policy;
    std::int32_t days;
  } constexpr limits[] = {{"urgent", "tasks.note_urgent_days", 5},
                          {"ordinary", "tasks.note_days", 15},
                          {"hard", "tasks.note_hard_days", 30}};
  const auto& limit =
      *std::ranges::find(limits, urgency, [](const auto& one) { return one.urgency; });
  const std::optional<Fixed> said = deciding.circumstances.policy(limit.policy, deciding.today);
  const std::int64_t days = said ? said->millionths / 1'000'000 : limit.days;
  return deciding.circumstances.calendar.add(noted, NaturalDays{static_cast<std::int32_t>(days)})
      .date;
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

// All who share the work are asked, and let off, in one act.
Verdict names_few_enough(const Deciding& deciding) {
  const auto* units = deciding.after.get(co_units);
  const bool are_many = units && std::ssize(*units) > sending::deliveries_at_once;
  return {are_many ? Refusal::co_units_are_too_many : Refusal::none, co_units.name};
}

// Law 10: a draft gives nobody a mandate.
Verdict answers_what_was_issued(const Deciding& deciding) {
  const Link* answered = deciding.after.get(answers);
  const bool is_new = answered && deciding.before.value(answers) != deciding.after.value(answers);
  const bool fits = !is_new || was_issued(deciding, answered->record);
  return {fits ? Refusal::none : Refusal::record_is_linked_wrongly, answers.name};
}

Verdict says_what_laid_it_down(const Deciding& deciding) {
  const bool says = deciding.after.get(answers) || deciding.after.get(mandate);
  return {says ? Refusal::none : Refusal::field_is_missing, answers.name};
}

Verdict has_a_tag(const Deciding& deciding) {
  const auto* tags = deciding.after.get(requirement_tags);
  const bool has_one = tags && !tags->empty();
  return {has_one ? Refusal::none : Refusal::requirement_tag_is_missing, requirement_tags.name};
}
// The day that stands is moved to a later one as an extension, with a reason that all see, and by
// nobody as a correction.
Verdict moves_no_day_that_stands(const Deciding& deciding) {
  const Date* stands = deciding.before.get(due);
  const Date* wanted = deciding.after.get(due);
  const bool is_later = stands && (!wanted || *wanted > *stands);
  if (is_later && *stands < deciding.today) return {Refusal::extension_after_expiry, due.name};
  if (!is_later) return {};
  const Refusal of_the_doers = who_does_it(deciding).law;
  const bool does_it = of_the_doers != Refusal::none;
  return {does_it ? of_the_doers : Refusal::a_later_day_is_an_extension, due.name};
}
Verdict may_be_started(const Deciding& deciding) {
  const bool may = has_a_mandate(deciding.before);
  return {may ? Refusal::none : Refusal::mandate_is_missing, mandate.name};
}

Verdict has_a_result(const Deciding& deciding) {
  return {deciding.after.get(result) ? Refusal::none : Refusal::result_is_missing, result.name};
}

std::vector<Caused> deliveries_to_come(const Deciding& deciding) {
  const Record& task = deciding.after;
  std::vector<Caused> come;
  if (wants_a_mandate(task)) return come;
  const std::string what = words_or_erased(task.get(title));
  // Also by what came to a unit that has been merged in it since, and is over.
  std::set<Uuid> asked{task.unit};
  if (const auto* units = task.get(co_units); units && !deciding.before.state.empty())
    for (const LeadsTo& one : deciding.circumstances.find_leading({.ledger = sending::ledger,
                              .field = sending::links[0],
                              .is = task.id,
                              .states = sending::not_taken_back},
                                                                  asked_ever_max))
      asked.insert(one.unit);
  if (const auto* units = task.get(co_units))
    for (const Uuid& unit : *units) {
      const bool is_asked =
          !asked.insert(unit).second || sending::is_among(task.get(accepted_by), unit) ||
          sending::count(deciding, task.id, UnitId(unit), sending::not_taken_back) > 0;
      if (is_asked) continue;
      come.push_back({.unit = UnitId(unit),
                      .values = {Link{"tasks", task.id}, std::string(beginning_of(what, 300)),
                                 Uuid(task.unit), true, task.value(due)}});
    }
  return come;
}
std::vector<Caused> deliveries_of_those_let_off(const Deciding& deciding) {
  std::vector<RecordId> open;
  if (const auto* units = deciding.before.get(co_units))
    for (const Uuid& unit : *units)
      if (!sending::is_among(deciding.after.get(co_units), unit))
        std::ranges::copy(sending::open_of(deciding, deciding.before.id, UnitId(unit), 1),
                          std::back_inserter(open));
  return sending::taken_back(open);
}
Verdict is_left_to_ask(const Deciding& deciding) {
  const bool is_left = !deliveries_to_come(deciding).empty();
  return {is_left ? Refusal::none : Refusal::nothing_would_change, co_units.name};
}

Verdict is_a_numbered_note(const Deciding& deciding) {
  const std::string* number = deciding.after.get(note_number);
  if (!number || !read_document_number(*number))
    return {Refusal::leaders_note_has_no_number, note_number.name};
  const Date* day = deciding.after.get(noted_on);
  return {day && *day > deciding.today ? Refusal::day_is_still_to_come : Refusal::none,
          noted_on.name};
}

std::vector<Filled> reads_the_note(const Deciding& deciding) {
  std::vector<Filled> filled;
  const Record& task = deciding.after;
  if (const std::string* number = task.get(note_number))
    if (auto as_written = read_document_number(*number))
      filled.push_back({note_number.name, std::move(*as_written)});
  const Date* day = task.get(noted_on);
  const std::string* urgency = task.get(note_urgency);
  if (!task.get(due) && day && urgency)
    filled.push_back({due.name, day_for_a_note(*day, *urgency, deciding)});
  return filled;
}

}  // namespace chuangyou::tasks
