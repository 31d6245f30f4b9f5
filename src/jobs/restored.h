// A house that was restored from a backup does not know what it did after that, nor what it has
// shown to others. It takes no acts until somebody says so.
#pragma once

#include <string>

#include "campaign/body.h"
#include "core/health.h"
#include "core/random_source.h"

namespace chuangyou {

struct RestoredDecision {
  bool nothing_is_missing = false;  // the backup was the last that the old house did: it moves
  bool goes_on_without = false;     // what came after it is lost: an entry says so, a new key signs
};
// False while nobody has decided. Part `restored` of Health. Behind check_at_start, before a Writer
// runs.
bool may_act_after_restoring(const std::string& database, Bodies&, Health&, const RestoredDecision&,
                             Moment now, RandomSource&);

}  // namespace chuangyou
