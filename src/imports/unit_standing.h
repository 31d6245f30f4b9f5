// Which rows of a list of units speak of a unit that stands already: the list founds none of them
// again and changes nothing of them, and each thing that it says otherwise is told.
#pragma once

#include "imports/import_findings.h"
#include "imports/unit_rows.h"

namespace chuangyou {

// Rows of units that are there already leave the file, and are counted: by the program's own id, by
// code and name, or, where the file has no codes, by name and superior. A name beside which no
// superior stands is that of the only unit that is called so; of several it is asked which is
// meant.
std::int64_t pass_over_what_stands(UnitFile& units, const Tree& tree, const UnitColumns& columns,
                                   Date today, ImportFindings& findings);

}  // namespace chuangyou
