// What somebody who still writes is told before he acts: everything that would be refused, how much
// of what a later act asks is there, what would follow from it, and what it will cost others.
// Nothing is written, and nothing is judged by other rules than those of the act.
#pragma once

#include <optional>

#include "campaign/clashing.h"
#include "campaign/faults.h"
#include "campaign/find.h"
#include "campaign/perform.h"

namespace chuangyou {

// What would follow from the act in another ledger, or for another unit: told before it is done.
struct Following {
  std::string_view ledger, act;
  UnitId unit;
  std::string title = {};
  std::optional<Date> due = {};
  std::int64_t row = 0;  // of the record from which it follows; 0: of the whole
};
inline constexpr std::size_t following_told_max = 500;

struct Beforehand {
  std::vector<Refused> faults;
  std::vector<Following> follows;  // so many as are told; `follow` are there
  std::size_t follow = 0;
  std::optional<Readiness> towards;  // of the later act, where one is named
  std::vector<Measure> measures;
  Clashes clashes;
};

// Takes the body's lock by turns. nothing_is_there; act_is_unknown.
Result<Beforehand> look_beforehand(const Reader&, const ActRequest&, const Act* later);

}  // namespace chuangyou
