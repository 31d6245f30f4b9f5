// What somebody holds on the day of his visit, asked by every door in the same way.
#pragma once

#include <algorithm>

#include "http/site.h"
#include "org/people.h"

namespace chuangyou {

inline bool holds(const Actor& actor, Role role, Date today) {
  return std::ranges::any_of(actor.posts, [role, today](const Post& post) {
    return post.role == role && is_in_force(post, today);
  });
}
inline bool holds(const Visit& visit, Role role) { return holds(visit.actor, role, visit.today()); }

// Of those who run the house.
inline bool is_one_of_the_three(const Actor& actor, Date today) {
  return std::ranges::any_of(actor.posts, [today](const Post& post) {
    return is_administrative(post.role) && is_in_force(post, today);
  });
}

}  // namespace chuangyou
