// Who stands where, when each of several may stand at some of the places and each place takes one.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace chuangyou {

using MayStand = std::function<bool(std::size_t who, std::size_t place)>;

struct PlacesLeft {
  std::vector<bool> is_open;  // one more could stand there, if need be after others have moved on
  std::size_t count = 0;      // so many have nobody
};
// With as many of them standing somewhere as can.
PlacesLeft places_left(std::size_t places, std::size_t people, const MayStand&);

}  // namespace chuangyou
