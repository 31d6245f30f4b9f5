// A list as one reader sees it, record by record.
#pragma once

#include <algorithm>
#include <string>

#include "campaign/past_day.h"
#include "campaign/sight_of_lists.h"

namespace chuangyou {

// So many while the body stays locked.
inline constexpr std::size_t looked_at_in_turn = 200;

// Whether what it picks by may be hidden in a record that he sees.
bool picks_by_hidden(const Ledger& ledger, const ListQuery& query);

// How far one goes, and whether the reader sees all of it as it is.
struct Walk {
  std::size_t look_at_most;
  bool sees_whole = false;
};

// Calls `take` with every record of the query that the reader may see, redacted, until it has
// enough; returns the cursor from which to go on, empty at the end.
template <class Take>
Result<std::string> walk(const Reader& reader, const LedgerTable& table, ListQuery query, Walk how,
                         Take take) {
  query.limit = std::min(query.limit + 1, looked_at_in_turn);
  for (std::size_t looked_at = 0; looked_at < how.look_at_most;) {
    Result<Page> page = table.list(reader.connection, reader.body.no, query);
    if (!page) return std::unexpected(page.error());
    const auto turn = reader.turn();
    for (std::size_t i = 0; i < page->records.size() && !take.is_full(); ++i) {
      ++looked_at;
      const Sight sight = how.sees_whole ? Sight::whole : sight_as_read(reader, page->records[i]);
      if (sight == Sight::nothing) continue;
      if (sight != Sight::whole && picks_by_hidden(table.ledger(), query)) continue;
      // What happened to it is told to its chain, as the figures are, and to who sees it whole.
      if (query.happened && sight != Sight::whole &&
          !sees_all(reader, table.ledger(), page->records[i].path))
        continue;
      redact(page->records[i], sight);
      take(std::move(page->records[i]), page->standings[i]);
    }
    query.cursor = page->next_cursor;
    if (query.cursor.empty() || take.is_full()) break;
    query.limit = looked_at_in_turn;
  }
  return query.cursor;
}

}  // namespace chuangyou
