// Everything for which an act would be refused, not only the first of it: for whoever still writes.
// It is no second rule: what decide() says is asked again and again, each time without what was
// wrong.
#pragma once

#include "record/decide.h"

namespace chuangyou {

// The record with what is asked for, as far as it could be taken.
Record as_written(const Record& before, const Asked& asked, const Actor& actor, Moment now,
                  const Circumstances& circumstances);

// In the order in which they would be met. Empty where decide() would let it pass.
std::vector<Refused> faults_of(const Record& before, const Asked& asked, const Actor& actor,
                               Moment now, const Circumstances& circumstances);

// How much of what a later act asks of a record is there by now; who does the act, and from which
// state, is not asked.
struct Readiness {
  std::size_t of = 0;  // what is asked for, so many things
  std::vector<Refused> faults;
};
Readiness readiness_of(const Record& written, const Act& act, const Actor& actor, Moment now,
                       const Circumstances& circumstances);

}  // namespace chuangyou
