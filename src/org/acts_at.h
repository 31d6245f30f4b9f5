// Which acts on a unit somebody may begin there: the desk offers these and no others. It is
// decide() itself that is asked, so that who may do what is said in one place.
#pragma once

#include <string_view>
#include <vector>

#include "org/org_act.h"

namespace chuangyou {

// In the order found, rename, move, merge, split, close, describe, hand over, add a person. What a
// closed unit still allows is to hand on what was left at it.
std::vector<std::string_view> acts_at(const Unit& unit, const Actor& actor, const Tree& tree,
                                      const People& people, Date today);

}  // namespace chuangyou
