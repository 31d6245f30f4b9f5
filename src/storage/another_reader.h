// A connection to the same database for another thread: one is used by one at a time.
#pragma once

#include "storage/sqlite.h"

namespace chuangyou {

Connection another_reader(const Connection& connection);

}  // namespace chuangyou
