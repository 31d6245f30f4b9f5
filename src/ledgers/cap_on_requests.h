// So many requests a unit gets in a quarter (Law 10): who may change that number. Part of the
// requests, for whoever performs the change.
#pragma once

#include <string_view>

#include "core/fixed.h"
#include "core/result.h"
#include "record/right.h"

namespace chuangyou::requests {

inline constexpr std::string_view cap_per_quarter = "requests.cap_per_quarter";
// Whoever may send requests raises the cap on them for nobody.
Result<void> may_set_cap(Fixed held, Fixed wanted, const Actor&, Date today);

}  // namespace chuangyou::requests
