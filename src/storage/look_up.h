// What a rule asks of other records while it decides: counted from an index, never by a scan.
#pragma once

#include "storage/ledger_table.h"

namespace chuangyou {

// Costs a step of the index for each record that is named so; stops at `at_most`. A field that is
// no unit, person or link is our bug: throws.
std::int64_t count_naming(Connection&, const Ledger&, BodyNo, const Query&, std::int64_t at_most);
// In the order of the index.
std::vector<RecordId> find_naming(Connection&, const Ledger&, BodyNo, const Query&,
                                  std::int64_t at_most);
// Those whose own unit stands at the path or below it, the closed ones first: from the index of
// what is closed and the list of what is open. Of a query that names the unit, those of it alone.
std::vector<RecordId> find_below(Connection&, const Ledger&, BodyNo, std::string_view path,
                                 const Query&, std::int64_t at_most);
// Of a field of links to rows, in the order of the rows.
std::vector<LeadsTo> find_leading(Connection&, const Ledger&, BodyNo, const Query&,
                                  std::int64_t at_most);

}  // namespace chuangyou
