// Where a record of a ledger takes the place of an earlier one: what led to rows of that one and
// stands in it as it did leads to the later one as well.
#pragma once

#include <set>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct EarlierVersion {
  RecordId id;
  std::set<std::int64_t> standing;  // those of its rows that ask the same in the later one
};

// The last of them first; none where the ledger has no versions.
std::vector<EarlierVersion> earlier_versions(const Record& record,
                                             const Circumstances& circumstances);

}  // namespace chuangyou
