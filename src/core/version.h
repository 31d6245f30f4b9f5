// The edition of the program, as its package is called; `development` where nobody has packed it.
#pragma once

#include <string_view>

namespace chuangyou {

std::string_view program_version();

}  // namespace chuangyou
