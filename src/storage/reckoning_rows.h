// How far the due moments beside the records of a body have been reckoned anew, so that a crash in
// between is noticed at the next start; and which records are next.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/ledger_table.h"

namespace chuangyou {

struct ReckoningRow {
  std::string ledger;      // that it has come to
  std::int64_t after = 0;  // opened by this entry or before: done, of that ledger
  std::int64_t until = 0;  // opened later: reckoned as it should be from the start
  Moment since;            // what changed since then is looked at though it is over
  std::int64_t done = 0, in_all = 0;
};

void create_reckonings_schema(Connection&);
std::optional<ReckoningRow> reckoning_of(Connection&, BodyNo);
void put_reckoning(Connection&, BodyNo, const ReckoningRow&);
void end_reckoning(Connection&, BodyNo);

// The next records by the entry that opened them: those that are open and those that changed since.
// `until`: so far was looked, also where there were none.
struct ToReckon {
  std::vector<RecordId> records;
  std::int64_t until = 0;
};
ToReckon next_to_reckon(Connection&, const Ledger&, BodyNo, const ReckoningRow&,
                        std::int64_t records_at_once);

}  // namespace chuangyou
