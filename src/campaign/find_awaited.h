// What a record waits for, and of whom: each act that is asked for with those whose turn it is, the
// nearest alone. Who may do more than he is asked to is not named.
#pragma once

#include <vector>

#include "campaign/find.h"

namespace chuangyou {

struct AskedOne {
  PersonId person;  // nil: a citizen, or somebody whom the reader is not told
  Role role;        // signed_in: asked as a person, whatever the post
  UnitId unit;      // nil where no post is meant
};
struct AwaitedAct {
  const Act* act;
  std::vector<AskedOne> of;
  bool is_all = true;  // else more are asked than are named
};

// In the order in which the ledger declares its acts. Where nobody holds a post by which he could
// do what is awaited, that act stands with nobody. For whoever sees the record whole; the body's
// lock is held by the caller.
std::vector<AwaitedAct> find_awaited(const Reader&, const Record&, const Standing&);

}  // namespace chuangyou
