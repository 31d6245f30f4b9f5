// What somebody follows, and what was done to it since he saw it last.
#pragma once

#include <vector>

#include "campaign/find.h"

namespace chuangyou {

struct News {
  std::int64_t seq = 0;
  Moment at;
  std::string act;
};
struct Followed {
  const Ledger* ledger;
  Found found;
  std::int64_t seen = 0;   // up to this entry
  std::vector<News> news;  // in order, without his own
  bool has_more = false;   // news than are listed
};
// Those with the latest news first. A record that he sees no longer is not among them.
std::vector<Followed> find_followed(const Reader&);

}  // namespace chuangyou
