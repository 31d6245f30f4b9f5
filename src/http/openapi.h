// OpenAPI 3.1 of this program, written from the table of routes and the declarations of the
// ledgers.
#pragma once

#include <string>

namespace chuangyou {

std::string openapi();

}  // namespace chuangyou
