// Carriers of the same days as one that somebody works at, with the same form and people or a name
// much alike (S68): a help and no bar.
#pragma once

#include "overview/pages_read.h"

namespace chuangyou {

inline constexpr std::size_t alike_listed_max = 100;
// The unit's own line first, then one superior higher each time, up to the body. nothing_is_there.
Result<PagesRead> find_alike(const Reader&, const Uuid& carrier);

}  // namespace chuangyou
