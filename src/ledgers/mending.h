// What somebody who sends work back wants mended: which field, which row of it, and what is wrong
// there. It is shown beside these fields when they are written again, and goes with the next step.
#pragma once

#include "record/decide.h"
#include "record/rows.h"
#include "record/typed_names.h"

namespace chuangyou::mending {
using namespace declared;

inline constexpr auto place = text("field", 60).required();
inline constexpr auto row = integer("row_number");
inline constexpr auto wish = text("what", 300);
inline constexpr FieldSpec columns[] = {place, row, wish};
inline constexpr auto to_mend = rows("to_mend", columns);

inline Verdict names_what_is_there(const Deciding& deciding) {
  const Record& record = deciding.after;
  for (const RowRead& one : record.get(to_mend)) {
    const std::string* named = one.get(place);
    if (!named) continue;  // erased
    const FieldSpec* field = record.ledger().field(*named);
    if (!field || field->is_retired || field->visibility == Visibility::sealed)
      return {Refusal::field_is_unknown, to_mend.name};
    const std::int64_t* number = one.get(row);
    const Rows* rows = std::get_if<Rows>(&record.value(field->name));
    if (number && !(rows && row_in(*rows, *number))) return {Refusal::row_is_unknown, to_mend.name};
  }
  return {};
}

inline std::vector<Filled> is_mended(const Deciding&) { return {{to_mend.name, Value()}}; }

}  // namespace chuangyou::mending
