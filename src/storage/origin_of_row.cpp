#include "storage/origin_of_row.h"

#include "storage/ledger_sql.h"
#include "storage/quoted.h"

namespace chuangyou {

OriginOfRow origin_of_row(Connection& connection, const Ledger& ledger, BodyNo body,
                          std::int64_t opened_by_entry) {
  Statement& find = connection.statement("SELECT source, import FROM " + quoted_name(ledger.name) +
                                         " WHERE row_no = ?");
  const ResetAtEnd reset(find);
  find.bind(1, row_no_of(body, opened_by_entry));
  if (!find.step()) return {};
  OriginOfRow origin{std::string(find.text(0))};
  if (!find.is_null(1)) origin.import = find.uuid(1);
  return origin;
}

}  // namespace chuangyou
