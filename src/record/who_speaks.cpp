#include "record/who_speaks.h"

#include <algorithm>
#include <array>

#include "record/rows.h"

namespace chuangyou {
namespace {

// By these posts somebody watches over units and commands none of them. The top has nobody above:
// there the hotline and discipline stand beside those who lead.
bool watches(const Post& post, std::string_view path) {
  const bool is_above = post.path.size() < path.size() && covers(post.path, path);
  const bool is_top = path.size() <= path_segment_size && post.path == path;
  if (post.role == Role::works_committee) return is_above;
  return (post.role == Role::operator_ || post.role == Role::discipline) && (is_above || is_top);
}

bool is_authors(const Right& right) {
  return right.role == Role::citizen || (right.at == At::subject && right.field.empty());
}

const State* target_of(const Record& record, const Act& act) {
  return act.to.empty() ? nullptr : record.ledger().state(act.to);
}

bool is_yes(const State* to) { return to && to->stage == Stage::confirmed; }
bool is_no(const State* to) { return to && to->is_contested; }

// Whose work it is: mostly the unit's; of what is kept from those concerned, theirs and the unit's.
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

// Who was appointed to lead the doers is one, though he once sent it; a merge appoints nobody.
bool leads_the_doers(const Actor& actor, const Record& record, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && post.unit == record.unit && !post.is_passed_over &&
           leads(post.role);
  });
}

// Whose words are weighed against each other.
struct Voices {
  const Record& record;
  const Act& act;
  Date today;
  const PathOfUnit& path_of;
  const PostsOf& posts_of;

  std::vector<Word> noes() const {
    if (!record.is_contested()) return {};
    return record.noes.empty() ? std::vector<Word>{*record.last_word} : record.noes;
  }
  Actor actor_of(const PersonId& person) const {
    Actor somebody;
    somebody.person = person;
    if (posts_of && !person.is_nil()) somebody.posts = posts_of(person, today);
    return somebody;
  }
  // Nobody who could still say yes himself.
  bool has_gone(const Word& no) const {
    return posts_of && !no.person.is_nil() &&
           !right_of(actor_of(no.person), act.may, record, today, path_of);
  }
  bool still_judges(const UnitId& unit) const {
    return std::ranges::any_of(act.may, [&](const Right& right) {
      return any_value_in(record, right.field, [&](const Value& value) {
        const auto* several = std::get_if<std::vector<Uuid>>(&value);
        return value == Value(Uuid(unit)) ||
               (several && std::ranges::find(*several, unit) != several->end());
      });
    });
  }
  // The same person, or where he has gone whoever speaks for his unit or for the one in its place.
  bool is_his(const Word& no, const Right& by, const Actor& actor) const {
    if (no.person == actor.person) return true;
    if (by.field.empty() || !has_gone(no)) return false;
    return !still_judges(no.unit) || std::ranges::any_of(actor.posts, [&](const Post& post) {
      return is_in_force(post, today) && post.unit == no.unit;
    });
  }
  bool is_taken_back(const Word& no) const {
    return std::ranges::any_of(record.signatures, [&](const Signature& signature) {
      return signature.act == act.name && signature.right < act.may.size() &&
             is_his(no, act.may[signature.right], actor_of(signature.person));
    });
  }
};

Result<void> check_judge(const Record& before, const Act& act, const Right& by, const Actor& actor,
                         Date today, const PathOfUnit& path_of, const PostsOf& posts_of) {
  const bool is_superiors = by.at == At::above && by.field.empty();
  const bool is_his_own = is_authors(by) && before.is_from_outside;
  const bool is_rated = is_superiors ? !is_left_to_the_superior(before, act, actor, today)
                        : is_his_own ? leads_the_doers(actor, before, today)
                                     : is_of_the_doers(actor, before, today, path_of);
  if (is_rated) return refuse(Refusal::the_rated_never_touch_the_raters);
  if (before.was_claimed_by(actor.person)) return refuse(Refusal::the_doer_does_not_judge_it);
  if (!is_yes(target_of(before, act))) return {};
  const Voices voices{before, act, today, path_of, posts_of};
  const std::vector<Word> noes = voices.noes();
  const auto is_his = [&](const Word& no) { return voices.is_his(no, by, actor); };
  if (!noes.empty() && std::ranges::none_of(noes, is_his)) return refuse(Refusal::their_no_stands);
  return {};
}

}  // namespace

bool leads(Role role) {
  constexpr Role leading[] = {Role::secretary, Role::branch_secretary, Role::party_group,
                              Role::organ_committee, Role::division};
  return std::ranges::find(leading, role) != std::end(leading);
}

bool is_of_the_line(const Actor& actor, std::string_view path, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && is_one_line(post.path, path);
  });
}

bool stands_outside(const Actor& actor, std::string_view path, Date today) {
  return std::ranges::none_of(actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && is_one_line(post.path, path) && !watches(post, path);
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
    return is_in_force(post, today) && !path.empty() && is_one_line(post.path, path);
  });
}

Result<void> check_speaker(const Record& before, const Act& act, const Right& by,
                           const Actor& actor, Date today, const PathOfUnit& path_of,
                           const PostsOf& posts_of) {
  if (actor.is_nobody() || before.state.empty()) return {};
  const State* to = target_of(before, act);
  if (is_yes(to) || is_no(to)) return check_judge(before, act, by, actor, today, path_of, posts_of);
  const bool is_outside = stands_outside(actor, before.path, today);
  const bool ends = to && to->stage == Stage::ended && to->ending == Ending::decided;
  if (ends && before.is_contested() && !is_authors(by) && !is_outside)
    return refuse(Refusal::an_outsider_ends_it);
  if (act.confirms_entry && !is_outside) return refuse(Refusal::confirmation_comes_from_outside);
  return {};
}

Result<std::size_t> right_to_speak(const RightsHeld& held, const Record& before, const Act& act,
                                   const Actor& actor, Date today, const PathOfUnit& path_of,
                                   const PostsOf& posts_of, const Post** under) {
  std::optional<Refused> first;
  for (std::size_t i = 0; i < act.may.size(); ++i) {
    if (!held.of(act.may.subspan(i, 1), under)) continue;
    const Result<void> speaks =
        check_speaker(before, act, act.may[i], actor, today, path_of, posts_of);
    if (speaks) return i;
    if (!first) first = speaks.error();
  }
  return std::unexpected(first.value_or(Refused{Refusal::post_does_not_allow_this, {}, {}}));
}

bool has_signed(const Record& record, const Act& act, const Actor& actor) {
  return std::ranges::any_of(record.signatures, [&](const Signature& signature) {
    return signature.act == act.name && signature.person == actor.person;
  });
}

PlacesLeft left_to_sign(const Record& record, const Act& act, Date today, const PathOfUnit& path_of,
                        const PostsOf& posts_of) {
  std::vector<Signature> all = record.signatures;
  std::erase_if(all, [&act](const Signature& one) { return one.act != act.name; });
  return places_left(act.may.size(), all.size(), [&](std::size_t who, std::size_t right) {
    if (all[who].right == right) return true;
    if (!posts_of) return false;
    const Actor signer{all[who].person, posts_of(all[who].person, today)};
    return right_of(signer, act.may.subspan(right, 1), record, today, path_of) &&
           check_speaker(record, act, act.may[right], signer, today, path_of, posts_of);
  });
}

bool waits_for_others(const Record& before, const Act& act, const Right& by, const Actor& actor,
                      Date today, const PathOfUnit& path_of, const PostsOf& posts_of) {
  if (!is_yes(target_of(before, act))) return false;
  const Voices voices{before, act, today, path_of, posts_of};
  return std::ranges::any_of(voices.noes(), [&](const Word& no) {
    return !voices.is_his(no, by, actor) && !voices.is_taken_back(no);
  });
}

bool opens_from_outside(const Record& opening, const Actor& actor, Date today) {
  const auto is_open_to_the_author = [&](const Act& act) {
    const State* to = target_of(opening, act);
    return (is_yes(to) || is_no(to)) && std::ranges::any_of(act.may, is_authors);
  };
  const bool is_from_below = opening.ledger().burdens && opening.ledger().burdens(opening);
  const auto does_it = [&](const Post& post) {
    return is_in_force(post, today) &&
           (is_from_below ? covers(post.path, opening.path) : is_one_line(post.path, opening.path));
  };
  return !actor.is_nobody() && !actor.person.is_nil() &&
         std::ranges::none_of(actor.posts, does_it) &&
         std::ranges::any_of(opening.ledger().acts, is_open_to_the_author);
}

bool is_judging(const Ledger& ledger, std::string_view place) {
  return std::ranges::any_of(ledger.acts, [&](const Act& act) {
    const bool is_of_claims = std::ranges::any_of(act.from, [&](std::string_view state) {
      return ledger.state(state)->stage == Stage::claimed;
    });
    const bool confirms = is_of_claims && is_yes(ledger.state(act.to));
    return confirms && std::ranges::any_of(act.may, [&](const Right& right) {
             return !place.empty() && right.field == place;
           });
  });
}

Result<void> check_judges_at(const Record& before, std::string_view path,
                             const PathOfUnit& path_of) {
  const auto comes_into_line = [&](const Value& value) {
    const Uuid* unit = std::get_if<Uuid>(&value);
    const std::string_view judge = unit ? path_of(*unit) : std::string_view();
    return !judge.empty() && is_one_line(judge, path) && !is_one_line(judge, before.path);
  };
  for (const Act& act : before.ledger().acts)
    for (const Right& right : act.may)
      if (is_judging(before.ledger(), right.field) &&
          any_value_in(before, right.field, comes_into_line))
        return refuse(Refusal::the_rated_never_touch_the_raters, "unit");
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
    if (right && check_judge(before, other, other.may[*right], actor, today, path_of, {}))
      return no;
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
    return is_in_force(post, today) && is_one_line(post.path, opening.path) &&
           !signs_files(post.role);
  });
}

}  // namespace chuangyou
