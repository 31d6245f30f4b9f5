#include "ledgers/feedback.h"

#include "record/concealment.h"

namespace chuangyou::feedback {

Verdict is_not_of_his_own_line(const Deciding& deciding) {
  const Record& entered = deciding.after;
  const Actor& actor = deciding.actor;
  const Uuid* from = entered.get(kept_from);
  if (!from) return {};
  const PathOfUnit& path_of = deciding.circumstances.path_of;
  const auto takes_calls = [&](const Post& post) {
    return post.role == Role::operator_ && is_in_force(post, deciding.today);
  };
  // Of one's own line speaks the sender: for him, whoever takes calls, and nobody else.
  const std::string* said = entered.get(concerns);
  const bool is_his = said && *said == "own_line" && std::ranges::none_of(actor.posts, takes_calls);
  const bool is_outside = stands_outside(actor, path_of(*from), deciding.today) &&
                          !is_concerned(actor, entered, deciding.today, path_of);
  return {is_outside && !is_his ? Refusal::none : Refusal::the_rated_never_touch_the_raters,
          concerns.name};
}

}  // namespace chuangyou::feedback
