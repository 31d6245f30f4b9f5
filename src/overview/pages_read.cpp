#include "overview/pages_read.h"

#include <algorithm>
#include <iterator>

namespace chuangyou {
namespace {
constexpr std::size_t page_size = 200, pages_max = 5;
}

PagesRead read_pages(const Reader& reader, const Ledger& ledger, ListQuery query) {
  PagesRead read;
  query.limit = page_size;
  for (std::size_t page_no = 0; page_no < pages_max; ++page_no) {
    Result<Page> page = find_list(reader, ledger, query);
    if (!page) return read;
    std::ranges::move(page->records, std::back_inserter(read.records));
    std::ranges::move(page->standings, std::back_inserter(read.standings));
    query.cursor = page->next_cursor;
    if (query.cursor.empty()) return read;
  }
  read.is_complete = false;
  return read;
}

void keep(PagesRead& kept, PagesRead& from, std::size_t place) {
  kept.records.push_back(std::move(from.records[place]));
  kept.standings.push_back(from.standings[place]);
}

}  // namespace chuangyou
