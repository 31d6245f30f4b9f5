// Lists in the order of a column that no index keeps: read whole, sorted, and cut into pages. The
// keys are those of the records as the reader sees them, so that the order tells nothing else.
#pragma once

#include <string_view>

#include "campaign/find.h"

namespace chuangyou {

inline constexpr std::size_t sorted_records_max = 10'000;

// unit, state, source and the moments of every record, and fields with one value that is not
// sealed.
bool may_sort_by(const Ledger& ledger, std::string_view column);

// The records of the query that the reader sees, `whole` where he sees all of them so; the filters
// are checked before. list_is_too_long_to_sort, cursor_is_malformed.
Result<Page> find_sorted(const Reader&, const Ledger&, ListQuery query, bool whole);

}  // namespace chuangyou
