// A row of a record that stands already: what differs, and the act that would bring the record to
// what the file says. A file changes nothing otherwise than somebody at his desk would.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct AmendAsked {
  const Record& record;
  std::vector<FieldChange> fields;  // as the file has them
  const Act* entering = nullptr;    // the act by which the row would be entered, were it new
  std::string reason;               // empty: no act that wants one
};
struct Amendment {
  const Act* act;
  std::vector<FieldChange> fields;  // those that differ
};

// As far as a spreadsheet shows them: to the second, or the minute, and without what stands blank
// at their ends.
bool is_same_as_shown(const Value& held, const Value& said);

// What differs from the record, as far as a spreadsheet shows it: to the second, or the minute.
std::vector<FieldChange> differing(const Record& record, std::vector<FieldChange> fields);

// Nullopt: the record says so already. Else the first act of its ledger that takes what differs and
// leads, where the file says that it has gone on, to the state that the file tells; refused as the
// likeliest of them is.
Result<std::optional<Amendment>> amendment_of(AmendAsked asked, const Actor& actor, Moment now,
                                              const Circumstances& circumstances);

}  // namespace chuangyou
