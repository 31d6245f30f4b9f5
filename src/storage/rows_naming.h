// Which rows of a ledger name a unit in one of their fields and are not over: asked when a unit
// ends, so rarely that no act pays for it. A field of one unit has its index; lists of units and
// the rows of records are looked through one by one.
#pragma once

#include <vector>

#include "record/ledger.h"
#include "storage/sqlite.h"

namespace chuangyou {

constexpr bool may_name_units(const FieldSpec& field) {
  if (field.kind == Kind::unit || field.kind == Kind::units) return true;
  for (const FieldSpec& column : field.columns())
    if (column.kind == Kind::unit) return true;
  return false;
}

// In the order in which the records were opened, from after `after` on. So many rows are looked at,
// and no more, so that whoever waits for the connection waits for that alone.
struct RowsNaming {
  std::vector<RecordId> records;
  std::int64_t looked_until = 0;  // where to go on
  bool is_end = false;
};
RowsNaming rows_naming(Connection&, const Ledger&, BodyNo, const FieldSpec&, const Uuid& unit,
                       std::int64_t after, std::int64_t at_most);

}  // namespace chuangyou
