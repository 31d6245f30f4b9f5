// Who brings in a list of units or of people, and keeps how such files are read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/date.h"
#include "record/right.h"

namespace chuangyou {

// `people` or `units`; empty: there is no such list.
std::span<const Role> who_bring_in(std::string_view list);
// The list of which a mapping says how its files are read; empty: it is a ledger's.
std::string list_of_mapping(const std::string& text);
bool may_bring_in(std::string_view list, const Actor& actor, Date today);

}  // namespace chuangyou
