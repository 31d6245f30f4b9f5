#include "core/matching.h"

#include <algorithm>
#include <optional>

namespace chuangyou {
namespace {

class Standing {
 public:
  Standing(std::size_t places, const MayStand& may_stand) : at_(places), may_stand_(may_stand) {}

  void add(std::size_t who) {
    was_tried_.assign(at_.size(), false);
    place(who);
  }
  PlacesLeft left() const {
    PlacesLeft left{std::vector<bool>(at_.size())};
    left.count =
        static_cast<std::size_t>(std::ranges::count_if(at_, [](const auto& who) { return !who; }));
    for (bool grows = true; grows;) {
      grows = false;
      for (std::size_t place = 0; place < at_.size(); ++place) {
        if (left.is_open[place] || !could_open(place, left.is_open)) continue;
        left.is_open[place] = grows = true;
      }
    }
    return left;
  }

 private:
  // Whoever stands there already goes on to another place, if he can.
  bool place(std::size_t who) {
    for (std::size_t place = 0; place < at_.size(); ++place) {
      if (was_tried_[place] || !may_stand_(who, place)) continue;
      was_tried_[place] = true;
      if (at_[place] && !this->place(*at_[place])) continue;
      at_[place] = who;
      return true;
    }
    return false;
  }
  bool could_open(std::size_t place, const std::vector<bool>& is_open) const {
    if (!at_[place]) return true;
    for (std::size_t other = 0; other < at_.size(); ++other)
      if (is_open[other] && may_stand_(*at_[place], other)) return true;
    return false;
  }

  std::vector<std::optional<std::size_t>> at_;
  std::vector<bool> was_tried_;
  const MayStand& may_stand_;
};

}  // namespace

PlacesLeft places_left(std::size_t places, std::size_t people, const MayStand& may_stand) {
  Standing standing(places, may_stand);
  for (std::size_t who = 0; who < people; ++who) standing.add(who);
  return standing.left();
}

}  // namespace chuangyou
