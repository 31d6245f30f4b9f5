#include "imports/seen_sources.h"

#include <functional>
#include <utility>

namespace chuangyou {

// Where the hash lies or, where it does not, the free place for it.
std::size_t SeenSources::place_of(std::uint64_t hash) const {
  const std::size_t mask = seen_.size() - 1;
  std::size_t place = static_cast<std::size_t>(hash) & mask;
  while (seen_[place].row != 0 && seen_[place].hash != hash) place = (place + 1) & mask;
  return place;
}

void SeenSources::grow() {
  constexpr std::size_t first_size = 1024;
  const std::vector<Seen> before = std::exchange(seen_, {});
  seen_.resize(before.empty() ? first_size : 2 * before.size());
  for (const Seen& one : before)
    if (one.row != 0) seen_[place_of(one.hash)] = one;
}

std::optional<std::int64_t> SeenSources::see(std::string_view source, std::int64_t row) {
  if (4 * count_ >= 3 * seen_.size()) grow();
  const std::uint64_t hash = std::hash<std::string_view>()(source);
  Seen& seen = seen_[place_of(hash)];
  if (seen.row != 0) return seen.row;
  seen = {hash, static_cast<std::uint32_t>(row)};
  ++count_;
  return std::nullopt;
}

}  // namespace chuangyou
