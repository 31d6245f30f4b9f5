#include "storage/rows_naming.h"

#include "core/uuid.h"
#include "storage/ledger_sql.h"

namespace chuangyou {
namespace {

// What is claimed is not over: only confirmed and ended are (record/ledger.h).
static_assert(Stage::open < Stage::claimed && Stage::claimed < Stage::confirmed);
const std::string is_not_over = "stage <= " + std::to_string(static_cast<int>(Stage::claimed));

std::string sql_of(const Ledger& ledger, const FieldSpec& field) {
  const std::string table = quoted_name(ledger.name), column = quoted_name(field.name);
  const std::string in_order = " AND row_no > ? AND row_no < ? ORDER BY row_no LIMIT ?";
  if (field.kind == Kind::unit)
    return "SELECT row_no, id, " + is_not_over + " FROM " + table + " INDEXED BY " +
           index_name(ledger, field.name) + " WHERE " + column + " = ? AND body = ?" + in_order;
  return "SELECT row_no, id, " + is_not_over + " AND instr(" + column + ", ?) > 0 FROM " + table +
         " NOT INDEXED WHERE body = ?" + in_order;
}

}  // namespace

RowsNaming rows_naming(Connection& connection, const Ledger& ledger, BodyNo body,
                       const FieldSpec& field, const Uuid& unit, std::int64_t after,
                       std::int64_t at_most) {
  Statement& find = connection.statement(sql_of(ledger, field));
  const ResetAtEnd reset(find);
  const std::string text = to_text(unit);
  if (field.kind == Kind::unit) {
    find.bind(1, unit);
  } else {
    find.bind(1, text);
  }
  find.bind(2, static_cast<std::int64_t>(body)).bind(3, row_no_of(body, after));
  find.bind(4, row_no_of(body, std::int64_t{1} << entry_bits)).bind(5, at_most);
  RowsNaming found;
  std::int64_t looked_at = 0;
  for (; find.step(); ++looked_at) {
    found.looked_until = find.integer(0) - row_no_of(body, 0);
    if (find.integer(2) != 0) found.records.emplace_back(find.uuid(1));
  }
  found.is_end = looked_at < at_most;
  return found;
}

}  // namespace chuangyou
