#include "journal/entries_of_day.h"

#include "journal/entry_row.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

// The last one that is there at or before a number, for numbers may be missing.
std::optional<std::pair<std::int64_t, Moment>> at_or_before(Connection& connection, BodyNo body,
                                                            std::int64_t seq) {
  Statement& find = connection.statement(
      "SELECT place, at FROM entries WHERE place > ? AND place <= ? ORDER BY place DESC LIMIT 1");
  const ResetAtEnd reset(find);
  if (!find.bind(1, place_of(body, 0)).bind(2, place_of(body, seq)).step()) return std::nullopt;
  return std::pair(seq_of_place(find.integer(0)), Moment{find.integer(1)});
}

}  // namespace

std::int64_t last_seq_until(Connection& connection, BodyNo body, Moment moment) {
  std::int64_t before = 0, after = last_seq(connection, body) + 1;
  while (after - before > 1) {
    const std::int64_t middle = before + (after - before) / 2;
    const auto found = at_or_before(connection, body, middle);
    if (!found || found->second <= moment)
      before = middle;
    else
      after = found->first;
  }
  const auto last = at_or_before(connection, body, before);
  return last && last->second <= moment ? last->first : 0;
}

std::optional<Moment> first_moment(Connection& connection, BodyNo body) {
  const std::optional<Entry> first = entry_at(connection, body, 1);
  if (!first) return std::nullopt;
  return first->head.at;
}

}  // namespace chuangyou
