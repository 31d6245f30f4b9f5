// Units and people by a part of their names, as lists in the answer to a search.
#pragma once

#include <string_view>

#include "campaign/find.h"
#include "http/json.h"

namespace chuangyou {

void write_units_found(Json&, const Reader&, std::string_view text, std::size_t limit);
// Those with posts where the reader has one, or below.
void write_people_found(Json&, const Reader&, std::string_view text, std::size_t limit);

}  // namespace chuangyou
