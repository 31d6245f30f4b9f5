// Characters that show nothing and command devices: no field holds one, whatever door it comes by.
#pragma once

#include <string_view>

namespace chuangyou {

// Line breaks and tabs are none where a text may have lines.
bool has_control_characters(std::string_view text, bool lines_allowed);

}  // namespace chuangyou
