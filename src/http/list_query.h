// What a list may be asked for, from the query of the address and the ledger's declaration.
#pragma once

#include <optional>

#include "campaign/find_flows.h"
#include "http/site.h"

namespace chuangyou {

// A list can be narrowed by a field whose values are few or are ids, and by a column, `team.who`,
// that holds ids.
bool may_filter_by(const Ledger& ledger, std::string_view place);

// `from` and `until`; nullopt where there are none or one is refused, which visit.query tells.
std::optional<PeriodOfDays> take_period(Visit& visit);

struct ListAsked {
  ListQuery query;
  bool count = false;
  std::string bound;  // what its cursors hold good for: this list, asked for by this reader
};

// Faults go to visit.query; `only` names the parameters that the public may use, empty = all.
ListAsked list_asked(Visit& visit, const Ledger& ledger, std::span<const std::string_view> only);

// {"items":[…],"next_cursor":…,"count":…,"count_is_complete":…}. On the loop where that takes a
// moment, else by a thread of its own.
Reply list_reply(Visit& visit, const Ledger& ledger, ListAsked asked, bool public_only);

}  // namespace chuangyou
