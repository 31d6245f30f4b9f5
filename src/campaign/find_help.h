// Who needs help: what is late, and what the served have said no to, below a unit. It is ordered by
// what is due, never by how much of it somebody has (Law 11).
#pragma once

#include "campaign/find.h"

namespace chuangyou {

struct InNeed {
  const Ledger* ledger;
  Found found;
};
struct InNeedPage {
  std::vector<InNeed> items;
  bool is_complete = true;  // else there are more
};

// Open and past its day, or open and contested.
bool needs_help(const Record&, const Standing&, Moment now);

// For whoever sees all below the unit: nothing_is_there for others. Of each ledger the next due.
Result<InNeedPage> find_in_need(const Reader&, const Uuid& unit, std::size_t limit);

}  // namespace chuangyou
