// Units and people by a part of their names, as lists in the answer to a search.
#pragma once

#include <functional>
#include <string_view>

#include "campaign/find.h"
#include "http/json.h"

namespace chuangyou {

// For a search of units: each whose names are read counts against the limit of the loop.
std::function<void()> counts_units(Connection&);
void write_units_found(Json&, const Reader&, std::string_view text, std::size_t limit);
// Those with posts where the reader has one, or below.
void write_people_found(Json&, const Reader&, std::string_view text, std::size_t limit);

}  // namespace chuangyou
