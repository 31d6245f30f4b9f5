#include "journal/tile_path.h"

#include <algorithm>

#include "journal/note.h"
#include "journal/tiles.h"

namespace chuangyou {
namespace {

constexpr std::string_view prefix = "tile/";
constexpr std::string_view of_entries = "entries";
constexpr std::string_view partial = ".p/";
constexpr int level_max = 63;
constexpr std::size_t index_digits_max = 18;

// `x001/x234/067`, also where it is not the shortest: the caller writes it again and compares.
std::optional<std::int64_t> parse_index(std::string_view text) {
  std::string digits;
  for (const char symbol : text) {
    if (symbol == 'x' || symbol == '/') continue;
    if (symbol < '0' || symbol > '9' || digits.size() == index_digits_max) return std::nullopt;
    digits += symbol;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  return digits.empty() ? 0 : plain_number(digits);
}

std::string write_index(std::int64_t index) {
  std::string text;
  const auto three = [](std::int64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(3 - digits.size(), '0') + digits;
  };
  text = three(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) text = "x" + three(index % 1000) + "/" + text;
  return text;
}

}  // namespace

std::optional<TilePath> parse_tile_path(std::string_view path) {
  const std::string_view whole = path;
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  TilePath tile;
  tile.is_of_entries = path.substr(0, slash) == of_entries;
  const auto level = tile.is_of_entries ? 0 : plain_number(path.substr(0, slash));
  path.remove_prefix(slash + 1);
  const std::size_t dot = path.find(partial);
  const auto width = dot == std::string_view::npos
                         ? std::optional<std::int64_t>(hashes_per_tile)
                         : plain_number(path.substr(dot + partial.size()));
  const auto index = parse_index(path.substr(0, dot));
  if (!level || *level > level_max || !width || *width < 1 || !index) return std::nullopt;
  tile.level = static_cast<int>(*level);
  tile.index = *index;
  tile.width = *width;
  // One address for one tile, so that caches hold it once.
  if (tile.width > hashes_per_tile || write_tile_path(tile) != whole) return std::nullopt;
  return tile;
}

std::string write_tile_path(const TilePath& tile) {
  std::string path(prefix);
  path.append(tile.is_of_entries ? std::string(of_entries) : std::to_string(tile.level));
  path.append("/").append(write_index(tile.index));
  if (tile.width < hashes_per_tile) path.append(partial).append(std::to_string(tile.width));
  return path;
}

}  // namespace chuangyou
