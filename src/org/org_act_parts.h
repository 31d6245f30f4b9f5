// What deciding about an act on units and carrying it out both need to know.
#pragma once

#include "org/org_act.h"

namespace chuangyou {

inline bool is_over(const HeldPost& post, Date on) { return post.until && *post.until <= on; }
// The post that goes on at the other unit, from the day after the merge.
HeldPost passed_over(HeldPost post, const MergeUnits& act);
// The post that the other holds by delegation.
HeldPost lent(const HeldPost& post, const Delegate& act, Date from);
// The new unit of a split stands where the old one stands.
Unit split_off(const SplitUnit& act, const Unit& old);

}  // namespace chuangyou
