#include "storage/rows_elsewhere.h"

#include <sqlite3.h>

#include "storage/ledger_sql.h"

namespace chuangyou {
namespace {

std::string both(const Ledger& ledger) {
  const std::string table = quoted_name(ledger.name);
  return "SELECT p.row_no, p.path, o.path FROM main." + table + " p LEFT JOIN original." + table +
         " o ON o.row_no = p.row_no WHERE o.path IS NOT p.path";
}

RowElsewhere read_row(const Statement& row) {
  return {row.integer(0), std::string(row.text(1)), std::string(row.text(2))};
}

}  // namespace

BesideOriginal::BesideOriginal(Connection& copy, const std::string& original) : copy_(copy) {
  copy_.prepare("ATTACH ? AS original").bind(1, std::string_view(original)).run();
}

BesideOriginal::~BesideOriginal() {
  sqlite3_exec(copy_.raw(), "DETACH original", nullptr, nullptr, nullptr);
}

// The copy has one body alone.
std::vector<RowElsewhere> BesideOriginal::all(const Ledger& ledger) {
  Statement& find = copy_.statement(both(ledger));
  const ResetAtEnd reset(find);
  std::vector<RowElsewhere> rows;
  while (find.step()) rows.push_back(read_row(find));
  return rows;
}

std::optional<RowElsewhere> BesideOriginal::of(const Ledger& ledger, BodyNo body,
                                               const Uuid& record) {
  Statement& find = copy_.statement(both(ledger) + " AND p.body = ? AND p.id = ?");
  const ResetAtEnd reset(find);
  if (!find.bind(1, static_cast<std::int64_t>(body)).bind(2, record).step()) return std::nullopt;
  return read_row(find);
}

}  // namespace chuangyou
