// Rows: numbered parts of one record. Whoever asks says how they shall stand, an entry carries only
// those that change, and the record holds them all in the order in which they were asked for.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "core/result.h"
#include "record/record.h"

namespace chuangyou {

const Row* row_in(const Rows& rows, std::int64_t id);

// Of a change: a row under this number is none, but says by numbers in which order all stand from
// here on. Without it they keep their places, and what comes stands at the end.
inline constexpr std::int64_t row_of_order = -1;
// The numbers that it says; empty where the change says nothing of the order.
std::vector<std::int64_t> order_in(const Rows& change);
// How a refusal names a cell of what was asked for: `team.3.who` for the third row.
std::string place_of_cell(const FieldSpec& field, std::size_t place, std::string_view column);

// What changes so that the rows stand as they were asked for: those that are new or other, with
// their numbers, those that go, and the order where it is another. rows_are_too_many,
// row_is_unknown, or what `fault` says of a cell.
using FaultOfCell = std::function<std::optional<Refused>(const FieldSpec& column, const Value&)>;
enum class RowNumbers : std::uint8_t { are_given, are_brought };  // by us, or by what is asked for
Result<Rows> rows_that_change(const FieldSpec& field, const Value& before, const Value& asked,
                              std::int64_t last_row, const FaultOfCell& fault = {},
                              RowNumbers numbers = RowNumbers::are_given);

// One row that stands in two versions of the same rows otherwise, or in one of them alone.
struct RowDifference {
  std::int64_t id = 0;
  const Row* before = nullptr;  // none: it came
  const Row* after = nullptr;   // none: it went
};
// In the order of their numbers; what is pointed to lies in the two values.
std::vector<RowDifference> differences(const Value& before, const Value& after);

// Puts changed rows where they belong; an empty change changes none.
void change_rows(Value& held, const Value& change);

// Leaves the cells of these columns empty.
void empty_columns(const FieldSpec& field, Value& value,
                   const std::function<bool(const FieldSpec& column)>& which);

// Calls `use` with each value of a field or, for `team.who`, of a column, until it says true.
template <class Use>
bool any_value_in(const Record& record, std::string_view place, Use use) {
  const std::size_t dot = place.find('.');
  const Value& value = record.value(place.substr(0, dot));
  if (dot == place.npos) return use(value);
  const Rows* rows = std::get_if<Rows>(&value);
  if (!rows) return false;
  const FieldSpec& field = *record.ledger().field(place.substr(0, dot));
  for (std::size_t i = 0; i < field.columns().size(); ++i)
    if (field.columns()[i].name == place.substr(dot + 1))
      for (const Row& row : rows->all)
        if (i < row.cells.size() && use(row.cells[i])) return true;
  return false;
}

}  // namespace chuangyou
