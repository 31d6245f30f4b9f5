// Databases of earlier editions lack columns, which are added when they are opened.
#pragma once

#include <string_view>

#include "storage/sqlite.h"

namespace chuangyou {

bool has_column(Connection&, std::string_view table, std::string_view column);

}  // namespace chuangyou
