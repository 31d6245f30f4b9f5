#include "org/violations.h"

#include <algorithm>

namespace chuangyou {
namespace {

bool is_over(const HeldPost& post, Date today) { return post.until && *post.until < today; }

// Which law two posts of one person break, if any.
Refusal broken_by(const HeldPost& one, const HeldPost& other) {
  if (!overlap(one, other)) return Refusal::none;
  if (is_administrative(one.role) != is_administrative(other.role))
    return Refusal::administrators_hold_no_business_post;
  if (is_administrative(one.role) && one.role != other.role)
    return Refusal::administrators_never_share_a_person;
  return Refusal::none;
}

void add(std::vector<HeldPost>& posts, const HeldPost& post) {
  if (std::ranges::find(posts, post.id, &HeldPost::id) == posts.end()) posts.push_back(post);
}

std::optional<Violation> violation(Refusal law, const PersonId& person,
                                   const std::vector<HeldPost>& held, Date today) {
  Violation found{law, person, {}, {}, {}};
  for (std::size_t i = 0; i < held.size(); ++i)
    for (std::size_t j = i + 1; j < held.size(); ++j) {
      if (is_over(held[i], today) || is_over(held[j], today)) continue;
      if (broken_by(held[i], held[j]) != law) continue;
      const Date both = std::max(held[i].from, held[j].from);
      found.since = found.posts.empty() ? both : std::min(found.since, both);
      add(found.posts, held[i]);
      add(found.posts, held[j]);
    }
  if (found.posts.empty()) return std::nullopt;
  return found;
}

}  // namespace

std::vector<Violation> violations(const People& people, Date today,
                                  std::optional<Date> laws_since) {
  std::vector<Violation> all;
  for (const PersonId& person : people.administrators()) {
    const std::vector<HeldPost> held = people.posts_of(person);
    for (const Refusal law : {Refusal::administrators_hold_no_business_post,
                              Refusal::administrators_never_share_a_person}) {
      std::optional<Violation> found = violation(law, person, held, today);
      if (!found) continue;
      if (laws_since) found->until = std::max(found->since, *laws_since) + violation_days;
      all.push_back(std::move(*found));
    }
  }
  return all;
}

}  // namespace chuangyou
