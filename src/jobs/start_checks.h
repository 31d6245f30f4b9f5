// What is looked at before the first act is taken: whether the journal still has its end, and its
// last entries. The whole is read behind it (nightly.h).
#pragma once

#include <string>

#include "campaign/load.h"
#include "core/health.h"

namespace chuangyou {

inline constexpr std::int64_t entries_checked_at_start = 10'000;  // of each body

struct StartChecked {
  bool entries_are_missing = false;  // acts are not taken until somebody decides to go on
};
// Reports its findings to Health and the log. `go_on`: somebody has decided to go on without what
// is missing; the journal says so from then on.
StartChecked check_at_start(const std::string& database, Bodies&, Health&, Moment now, bool go_on,
                            RandomSource&);

// Files of campaigns that say something else than the journal of a body that adopted them: nothing
// moves by that, and the log and Health say so.
void tell_of_edited_files(const Places&, const Bodies&, Health&);

}  // namespace chuangyou
