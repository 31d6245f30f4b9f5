#include "storage/due_at_unit.h"

#include <algorithm>

#include "storage/ledger_sql.h"

namespace chuangyou {

std::vector<RecordId> due_at_unit(Connection& connection, const Ledger& ledger, BodyNo body,
                                  std::string_view path, std::string_view date, Date from,
                                  Date until, std::int64_t at_most) {
  Statement& find =
      connection.statement("SELECT t.id FROM " + quoted_name(work_list_name(ledger)) +
                           " w CROSS JOIN " + quoted_name(ledger.name) +
                           " t ON t.row_no = w.row_no WHERE w.body = ? AND w.segment = ?"
                           " AND t." +
                           quoted_name(date) + " BETWEEN ? AND ? LIMIT ?");
  const ResetAtEnd reset(find);
  const std::string_view segment =
      path.substr(path.size() - std::min(path.size(), path_segment_size));
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, segment);
  find.bind(3, std::int64_t{from.days}).bind(4, std::int64_t{until.days}).bind(5, at_most);
  std::vector<RecordId> found;
  while (find.step()) found.emplace_back(find.uuid(0));
  return found;
}

}  // namespace chuangyou
