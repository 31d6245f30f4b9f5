// From the text of a cell to the value of a field, with a named refusal for what does not fit.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "imports/import.h"

namespace chuangyou {

struct CellReading {
  const Body& body;  // its lock is held
  Connection& connection;
  const ImportMapping& mapping;
  std::span<const LedgerTable> tables;  // of all ledgers, for links
  Date today;                           // in the body
  const Actor& actor;                   // what he may not see is not there
};

// Whether there is such a record for the one who asks.
bool is_there(const CellReading&, const LedgerTable&, const Uuid& id);

// Empty where the cell is. `#N/A` and its like are refused wherever they stand.
Result<Value> read_cell(const CellReading&, const FieldSpec&, const ImportMapping::Column&,
                        std::string_view cell);

// The parts of a list in one cell, trimmed and without empty ones; all of it is one part where the
// separator is empty. Views into the cell.
std::vector<std::string_view> parts_of_list(std::string_view cell, std::string_view separator);

// By code, name or alias.
Result<const Unit*> read_unit(const Tree&, std::string_view cell);

// `2019年6月底前` is 2019-06-30, `2018年12月31日前` is 2018-12-31; date_is_not_iso.
Result<Date> read_chinese_deadline(std::string_view text);

}  // namespace chuangyou
