#include "core/control_characters.h"

#include <algorithm>

namespace chuangyou {

bool has_control_characters(std::string_view text, bool lines_allowed) {
  return std::ranges::any_of(text, [lines_allowed](char symbol) {
    const auto byte = static_cast<unsigned char>(symbol);
    if (lines_allowed && (symbol == '\n' || symbol == '\r' || symbol == '\t')) return false;
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace chuangyou
