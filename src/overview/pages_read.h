// Several pages of a list, as far as the reader sees it.
#pragma once

#include <string>
#include <vector>

#include "campaign/find.h"

namespace chuangyou {

struct PagesRead {
  std::vector<Record> records;
  std::vector<Standing> standings;
  bool is_complete = true;  // else there are more than were looked at
};
// What the reader may not pick by is nothing of his. At most five pages.
PagesRead read_pages(const Reader&, const Ledger&, ListQuery);
// Moves the record at the place of one over to the other.
void keep(PagesRead& kept, PagesRead& from, std::size_t place);

}  // namespace chuangyou
