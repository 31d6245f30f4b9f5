// The addresses of tiles and bundles below a log's prefix (C2SP tlog-tiles): `tile/<L>/<N>` or
// `tile/entries/<N>`, `.p/<W>` behind a partial one. N is cut into threes: x001/x234/067.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chuangyou {

struct TilePath {
  int level = 0;  // of hashes; of a bundle of entries 0
  bool is_of_entries = false;
  std::int64_t index = 0;
  std::int64_t width = 256;  // fewer: a partial one
  bool operator==(const TilePath&) const = default;
};

std::optional<TilePath> parse_tile_path(std::string_view path);
std::string write_tile_path(const TilePath&);

}  // namespace chuangyou
