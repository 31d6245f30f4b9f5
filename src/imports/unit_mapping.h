// How the columns and words of a list of units are read, as data: a mapping behind `list: units`.
#pragma once

#include <string_view>

#include "core/result.h"
#include "imports/unit_rows.h"

namespace chuangyou {

struct UnitMapping {
  UnitReading reading;
  bool takes_first_parent = false;
};

// The keys of the file, all others are refused:
//   list: units; sheet, charset;
//   columns: [{column, field, choices: {file's word: wire name}}], of which `parents` and `aliases`
//     may come several times;
//   unit_type, parent_separator, alias_separator (`any` where not said), day_form,
//   take_first_parent (true | false); ignored: [column]
Result<UnitMapping> read_unit_mapping(std::string_view yaml);

}  // namespace chuangyou
