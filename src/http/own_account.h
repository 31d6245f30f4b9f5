// What an account still needs before it opens anything but itself.
#pragma once

#include <optional>

#include "http/site.h"

namespace chuangyou {

inline constexpr std::uint32_t second_factor_length_max = 64;

// password_must_be_changed: where it was made for him. second_factor_must_be_set_up: of whoever
// holds one of the three administrators' posts, in a body that is no demonstration and where nobody
// has made it optional.
std::optional<Refusal> what_is_missing(const Site&, const Body&, const Actor&, Date today);
inline std::optional<Refusal> what_is_missing(const Visit& visit) {
  return what_is_missing(visit.site, *visit.body, visit.actor, visit.today());
}

}  // namespace chuangyou
