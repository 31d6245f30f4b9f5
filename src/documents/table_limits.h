// What a table that somebody hands in may hold, in whatever form it comes.
#pragma once

#include <cstddef>

namespace chuangyou {

inline constexpr std::size_t cell_bytes_max = 1 << 20;
inline constexpr std::size_t row_bytes_max = 16 << 20;
inline constexpr std::size_t columns_max = 500;  // more has no sheet that somebody keeps

}  // namespace chuangyou
