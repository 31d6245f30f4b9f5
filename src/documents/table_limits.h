// What a table that somebody hands in may hold, in whatever form it comes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace chuangyou {

inline constexpr std::size_t cell_bytes_max = 1 << 20;
inline constexpr std::size_t row_bytes_max = 16 << 20;
inline constexpr std::size_t columns_max = 500;  // more has no sheet that somebody keeps
// Of rows that must be held all together: a workbook of two megabytes can name one long text in
// hundreds of thousands of cells.
inline constexpr std::size_t held_bytes_max = 64 << 20;
inline std::size_t size_bytes(const std::vector<std::string>& cells) {
  std::size_t bytes = 0;
  for (const std::string& cell : cells) bytes += cell.size();
  return bytes;
}

}  // namespace chuangyou
