// What a list was asked for, from the query of the address and the ledger's declaration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/find_flows.h"
#include "http/site.h"

namespace chuangyou {

// `from` and `until`; nullopt where there are none or one is refused, which visit.query tells.
std::optional<PeriodOfDays> take_period(Visit& visit);

// What a list shows beside what every row has: nothing, columns by name, or whole records.
struct ListColumns {
  std::vector<std::string> names;
  bool is_all = false;
};

struct ListAsked {
  ListQuery query;
  ListColumns columns;
  bool count = false;
  std::string bound;  // what its cursors hold good for: this list, asked for by this reader
};

// Faults go to visit.query; `only` names the parameters that the public may use, empty = all.
ListAsked list_asked(Visit& visit, const Ledger& ledger, std::span<const std::string_view> only);

}  // namespace chuangyou
