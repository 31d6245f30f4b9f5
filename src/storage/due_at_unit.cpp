#include "storage/due_at_unit.h"

#include <algorithm>

#include "storage/ledger_sql.h"

namespace chuangyou {

DueAtUnit due_at_unit(Connection& connection, const Ledger& ledger, BodyNo body, const UnitId& unit,
                      std::string_view path, std::string_view date,
                      std::span<const SpanOfDays> spans, std::int64_t walked_at_most) {
  // What is not wanted is stepped over here: a bound on what is found would bound no walk.
  Statement& walk = connection.statement(
      "SELECT t.id, t.unit = ?, t." + quoted_name(date) + " FROM " +
      quoted_name(work_list_name(ledger)) + " w CROSS JOIN " + quoted_name(ledger.name) +
      " t ON t.row_no = w.row_no WHERE w.body = ? AND w.segment = ? LIMIT ?");
  const ResetAtEnd reset(walk);
  const std::string_view segment =
      path.substr(path.size() - std::min(path.size(), path_segment_size));
  walk.bind(1, unit).bind(2, static_cast<std::int64_t>(body)).bind(3, segment);
  walk.bind(4, walked_at_most + 1);
  DueAtUnit found;
  while (walk.step()) {
    if (found.walked == walked_at_most) {
      found.is_complete = false;
      break;
    }
    ++found.walked;
    if (walk.integer(1) == 0 || walk.is_null(2)) continue;
    const Date day{static_cast<std::int32_t>(walk.integer(2))};
    const bool is_within = std::ranges::any_of(
        spans, [&](const SpanOfDays& one) { return one.first <= day && day <= one.second; });
    if (is_within) found.records.emplace_back(walk.uuid(0));
  }
  return found;
}

}  // namespace chuangyou
