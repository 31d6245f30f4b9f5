// The chain walked backwards: who leads to a record, over all ledgers, one query a step. Forwards
// each record says it itself.
#pragma once

#include <span>
#include <vector>

#include "campaign/find.h"
#include "storage/links.h"

namespace chuangyou {

struct FoundCiting {
  const Ledger* ledger;
  Found found;  // as the reader sees it
  LinkRow link;
};
struct CitingPage {
  std::vector<FoundCiting> items;
  bool is_complete = true;  // else there are more
};
// Those records that the reader may see, by a field or column that he may see in them.
CitingPage find_citing(const Reader&, std::span<const Uuid> to, std::size_t limit);

}  // namespace chuangyou
