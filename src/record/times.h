// Times that cannot be. Every pair that a declaration names is looked at: what was opened, closed
// and promised (Ledger::opened_at, closed_at, the field of a deadline and what it runs from) and
// the pairs in Ledger::in_order. A door refuses them by name; a row of a file keeps what the other
// system said, is flagged as implausible and counts in no average.
#pragma once

#include <optional>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

// One for each time that cannot be, by the field that is to be put right.
std::vector<Refused> impossible_times(const Record&, const Zone&);

// What the act has made impossible; what the record held before is no reason to refuse it. An
// opening or closing that is still to come is refused at every door.
Result<void> check_times(const Record& before, const Record& after, const Asked&, const Changes&,
                         Moment now, const Zone&);

// Before the first day that a door takes: Excel's day nought, the first year of the calendar.
bool is_before_any_beginning(const Value&, const Zone&);

// Whether the date or moment lies before what the record says of its opening.
bool lies_before(const Value& time, const Value& earlier, const Zone&);

}  // namespace chuangyou
