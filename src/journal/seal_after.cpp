#include "journal/seal_after.h"

#include <algorithm>

namespace chuangyou {

std::optional<Seal> first_seal_after(Connection& connection, BodyNo body, Moment after,
                                     std::int64_t over_entry) {
  const std::optional<Seal> latest = latest_seal(connection, body);
  if (!latest || latest->at <= after || latest->last < over_entry) return std::nullopt;
  const auto seal_above = [&](std::int64_t place) { return seals(connection, body, place, 1)[0]; };
  // Of places in the journal from that before the entry on the lowest above which the next seal was
  // made after the moment.
  std::int64_t low = std::max<std::int64_t>(over_entry - 1, 0), high = latest->last - 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const Seal next = seal_above(middle);
    if (next.at > after) {
      high = middle;
    } else {
      low = next.last;
    }
  }
  return seal_above(low);
}

}  // namespace chuangyou
