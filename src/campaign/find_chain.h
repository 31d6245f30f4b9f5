// The chain of a record walked both ways, across units: up to what it answers and what that
// answers, and down to what leads to it and to that. Each hop down is one query on the table of
// links; upwards each record says it itself. Whoever may not see a record is not told of it, nor of
// what lies behind it, nor how many there are.
#pragma once

#include <vector>

#include "campaign/find.h"

namespace chuangyou {

inline constexpr std::size_t chain_hops_max = 6, chain_width_max = 30;

// A way to a record of the hop before, or to a row of it (or from it, on the way up).
struct ChainLink {
  Uuid nearer;        // of the hop before
  const Ledger* of;   // whose field it is
  std::string field;  // `answers`, or `claims.record` where it stands in a row
  std::int64_t row = 0, to_row = 0;
};
struct ChainRecord {
  const Ledger* ledger;
  Found found;  // as the reader sees it
  std::vector<ChainLink> links;
};
struct ChainHop {
  std::vector<ChainRecord> records;
  bool is_complete = true;  // else there are more that he sees
};
struct Chain {
  std::vector<ChainHop> up, down;
  bool goes_on_up = false, goes_on_down = false;  // further than hops are walked
};
Chain find_chain(const Reader&, const Found& start);

}  // namespace chuangyou
