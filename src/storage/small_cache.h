// For a connection that reads each page once: what it would keep of them is worth more to the one
// that writes.
#pragma once

#include "storage/sqlite.h"

namespace chuangyou {

void keep_cache_small(Connection& connection);

}  // namespace chuangyou
