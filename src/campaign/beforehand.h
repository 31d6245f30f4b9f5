// What somebody who still writes is told before he acts: everything that would be refused, how much
// of what a later act asks is there, and what it will cost others. Nothing is written, and nothing
// is judged by other rules than those of the act.
#pragma once

#include <optional>

#include "campaign/clashing.h"
#include "campaign/faults.h"
#include "campaign/find.h"
#include "campaign/perform.h"

namespace chuangyou {

struct Beforehand {
  std::vector<Refused> faults;
  std::optional<Readiness> towards;  // of the later act, where one is named
  std::vector<Measure> measures;
  Clashes clashes;
};

// Takes the body's lock by turns. nothing_is_there; act_is_unknown.
Result<Beforehand> look_beforehand(const Reader&, const ActRequest&, const Act* later);

}  // namespace chuangyou
