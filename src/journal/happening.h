// What an entry makes happen to its record. Pure: from the record before and after, and what was
// changed between them; live acts and rebuild use the same.
#pragma once

#include <optional>
#include <vector>

#include "journal/entry.h"
#include "storage/happened.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// What of the record before an entry counts.
struct StoodBefore {
  std::optional<Stage> stage;  // nullopt: the entry opens it
  History history = History::none;
};
StoodBefore stood_before(const Record& before);  // one without a state is not opened yet

// At most one row a day. An opening falls on the day on which it was received, and a claim on that
// on which the work was done, where the record says so and its times can be; all else on the day of
// the entry. A claim that is history is on time or late once somebody outside confirms it.
// `standing` is that of the record after; where there is none it is reckoned if need be.
std::vector<HappenedRow> what_happened(const StoodBefore&, const Record& after, const Changes&,
                                       const EntryHead&, const Circumstances&,
                                       const Standing* standing = nullptr);

// All of a record, from its entries up to one of them; none where it was taken back.
std::vector<HappenedRow> happenings_of(Connection&, const Ledger&, BodyNo, const Uuid& record,
                                       std::int64_t until_seq, const Circumstances&);

}  // namespace chuangyou
