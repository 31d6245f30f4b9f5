#include "record/who_speaks.h"

#include <algorithm>
#include <array>

namespace chuangyou {
namespace {

bool is_above(const Post& post, std::string_view path) {
  return post.path.size() < path.size() && covers(post.path, path);
}
bool is_on_line(const Post& post, std::string_view path) {
  return covers(post.path, path) || covers(path, post.path);
}

// By these posts somebody watches over units and commands none of them. The top has nobody above:
// there the hotline and discipline stand beside those who lead.
bool watches(const Post& post, std::string_view path) {
  const bool is_top = path.size() <= path_segment_size && post.path == path;
  switch (post.role) {
    case Role::operator_:
    case Role::discipline:
      return is_above(post, path) || is_top;
    case Role::works_committee:
      return is_above(post, path);
    default:
      return false;
  }
}

bool is_authors(const Right& right) {
  return right.role == Role::citizen || (right.at == At::subject && right.field.empty());
}

const State* target_of(const Record& record, const Act& act) {
  return act.to.empty() ? nullptr : record.ledger().state(act.to);
}

bool is_yes(const State* to) { return to && to->stage == Stage::confirmed; }
bool is_no(const State* to) { return to && to->is_contested; }

// Whose work it is: mostly the record's own unit's; of what is kept from those concerned, theirs,
// and that of whoever deals with it.
bool is_of_the_doers(const Actor& actor, const Record& record, Date today,
                     const PathOfUnit& path_of) {
  const auto* concerned = std::get_if<Uuid>(&record.value(record.ledger().conceals.from));
  if (!concerned) return is_of_the_line(actor, record.path, today);
  return is_of_the_line(actor, path_of(*concerned), today) ||
         std::ranges::any_of(actor.posts, [&](const Post& post) {
           return is_in_force(post, today) && post.unit == record.unit;
         });
}

// A superior accepts work where the ledger lets him, as long as nobody is named whom it serves.
bool is_left_to_the_superior(const Record& record, const Act& act, const Actor& actor, Date today) {
  for (const Right& right : act.may)
    if (!right.field.empty() && !is_empty(record.value(right.field))) return false;
  return std::ranges::none_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && covers(record.path, post.path);
  });
}

// The same person, or another who speaks for the same unit.
bool is_the_same(const Word& word, const Right& by, const Actor& actor, Date today) {
  if (word.person == actor.person) return true;
  return !by.field.empty() && !word.unit.is_nil() &&
         std::ranges::any_of(actor.posts, [&](const Post& post) {
           return is_in_force(post, today) && post.unit == word.unit;
         });
}

Result<void> check_judge(const Record& before, const Act& act, const Right& by, const Actor& actor,
                         Date today, const PathOfUnit& path_of) {
  const bool is_superiors = by.at == At::above && by.field.empty();
  const bool is_rated = is_superiors ? !is_left_to_the_superior(before, act, actor, today)
                                     : is_of_the_doers(actor, before, today, path_of);
  if (is_rated) return refuse(Refusal::the_rated_never_touch_the_raters);
  if (!actor.person.is_nil() && before.claimed_by == actor.person)
    return refuse(Refusal::the_doer_does_not_judge_it);
  if (is_yes(target_of(before, act)) && before.is_contested() &&
      !is_the_same(*before.last_word, by, actor, today))
    return refuse(Refusal::their_no_stands);
  return {};
}

}  // namespace

bool is_of_the_line(const Actor& actor, std::string_view path, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && is_on_line(post, path);
  });
}

bool stands_outside(const Actor& actor, std::string_view path, Date today) {
  return std::ranges::none_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && is_on_line(post, path) && !watches(post, path);
  });
}

bool is_sender(const Actor& actor, const Record& record) {
  return !record.state.empty() && !record.ledger().conceals.from.empty() &&
         !actor.person.is_nil() && record.author == actor.person;
}

bool is_still_there(const Actor& actor, const Record& record, Date today,
                    const PathOfUnit& path_of) {
  const std::string_view path = path_of(record.opened_under);
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && !path.empty() && is_on_line(post, path);
  });
}

Result<void> check_speaker(const Record& before, const Act& act, const Right& by,
                           const Actor& actor, Date today, const PathOfUnit& path_of) {
  if (actor.is_nobody() || before.state.empty()) return {};
  const State* to = target_of(before, act);
  if (is_yes(to) || is_no(to)) return check_judge(before, act, by, actor, today, path_of);
  const bool is_outside = stands_outside(actor, before.path, today);
  const bool ends = to && to->stage == Stage::ended && to->ending == Ending::decided;
  if (ends && before.is_contested() && !is_authors(by) && !is_outside)
    return refuse(Refusal::an_outsider_ends_it);
  if (act.confirms_entry && !is_outside) return refuse(Refusal::confirmation_comes_from_outside);
  return {};
}

Changes::Says says(const Record& before, const Act& act, const Right& by, const Actor& actor,
                   Date today, const PathOfUnit& path_of) {
  using enum Changes::Says;
  const State* to = target_of(before, act);
  const bool is_superiors = by.at == At::above && by.field.empty();
  if ((is_yes(to) || is_no(to)) && is_superiors) return nothing;
  // What was confirmed and is open again: a no, if one of those says so who had to confirm it.
  if (before.stage() != Stage::confirmed || !to || to->stage != Stage::open) return as_the_state;
  for (const Act& other : before.ledger().acts) {
    if (!is_yes(target_of(before, other))) continue;
    const auto right = right_of(actor, other.may, before, today, path_of);
    if (right && check_judge(before, other, other.may[*right], actor, today, path_of)) return no;
  }
  return as_the_state;
}

bool is_history(const Record& opening, const Asked& asked, const Actor& actor, Date today,
                const Circumstances& circumstances) {
  const Ledger& ledger = opening.ledger();
  const bool is_late =
      std::ranges::any_of(std::array{ledger.opened_at, ledger.closed_at}, [&](auto field) {
        const auto* moment = std::get_if<Moment>(&opening.value(field));
        constexpr std::int32_t days_late = 1;
        return moment &&
               circumstances.calendar.between(circumstances.zone.date_at(*moment), today).count >
                   days_late;
      });
  if (!is_late || actor.is_nobody()) return false;
  if (!asked.has_signed_file) return !stands_outside(actor, opening.path, today);
  // The name under a whole file, whose hash is in the journal, is that of a watcher and no other.
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    const bool may_sign = post.role == Role::operator_ || post.role == Role::works_committee;
    return is_in_force(post, today) && is_on_line(post, opening.path) && !may_sign;
  });
}

}  // namespace chuangyou
