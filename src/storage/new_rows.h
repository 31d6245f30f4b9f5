// Records that are opened many at once, with all that stands beside them: a row in its ledger's
// table, its links, its work, what happened to it. A statement opens every index of its table,
// which costs as much as a row; so it writes several rows, and what has an order of its own comes
// in it.
#pragma once

#include <span>

#include "storage/ledger_sql.h"

namespace chuangyou {

// Of several rows: one that cannot be written takes the whole transaction with it. To take back the
// statement alone SQLite would keep a copy of each page that it touches, a tenth of the cost.
inline constexpr std::string_view insert_into = "INSERT OR ROLLBACK INTO ";

// So many rows in one statement, each as bind_new_row binds it: from a position on, and that after
// the row is returned.
WritingSql insert_sql(const Ledger& ledger, std::size_t rows = 1);
int bind_new_row(Statement&, RowBinder&, const WritingSql&, int position, BodyNo, const Record&,
                 const Standing&, const LedgerTable::Origin&);

struct NewRow {
  const Record& record;
  const Standing& standing;
  LedgerTable::Origin origin;
  std::span<const HappenedRow> happened;
};

void insert_new(Connection&, BodyNo, const LedgerTable&, std::span<const NewRow>);

}  // namespace chuangyou
