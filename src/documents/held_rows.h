// How much of a table is held in memory: of a list or a second sheet, whose rows must be together,
// and of rows that are read before somebody asks for them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace chuangyou {

// A workbook of two megabytes can name one long text in hundreds of thousands of cells.
inline constexpr std::size_t held_bytes_max = 64 << 20;
inline std::size_t size_bytes(const std::vector<std::string>& cells) {
  std::size_t bytes = 0;
  for (const std::string& cell : cells) bytes += cell.size();
  return bytes;
}

}  // namespace chuangyou
