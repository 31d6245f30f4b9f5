// Changes of the tree that take two people. Rights follow the line of duty: whoever stands above a
// unit sees it, and a post that passes over by a merge is held at another unit. So a move, a merge
// and a split by which the old unit ends are as good as a grant, once anybody holds a post in what
// changes its place, or above where it comes.
#pragma once

#include <optional>
#include <vector>

#include "org/org_act.h"

namespace chuangyou {

// Whether one person alone may not do it. Until there is somebody who signs, whoever sets a body up
// shapes it alone.
bool takes_two_people(const OrgAct& act, const Tree& tree, const People& people, Date today);

// The posts, of business, that come to stand above what they did not stand above, the nearest
// first.
std::vector<Uuid> posts_coming_above(const OrgAct& act, const Tree& tree, const People& people,
                                     Date today);

// The act that was proposed.
Result<OrgAct> act_in(const Reorganisation& reorganisation);
ProposeReorganisation proposal_of(const OrgAct& act, const Uuid& id);

}  // namespace chuangyou
