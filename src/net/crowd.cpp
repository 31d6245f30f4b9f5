#include "net/crowd.h"

#include <algorithm>
#include <tuple>

namespace chuangyou {

Crowd::Place::Place(Crowd& crowd, AddressBlock its_block)
    : block(its_block), crowd_(crowd.enter(its_block) ? &crowd : nullptr) {}

Crowd::Place::~Place() {
  if (crowd_ != nullptr) crowd_->leave(block);
}

bool Crowd::enter(AddressBlock block) {
  const std::lock_guard lock(mutex_);
  std::size_t& count = count_[block];
  if (an_address_max_ != 0 && count >= an_address_max_) return false;
  ++count;
  return true;
}

void Crowd::leave(AddressBlock block) {
  const std::lock_guard lock(mutex_);
  const auto found = count_.find(block);
  if (--found->second == 0) count_.erase(found);
}

std::vector<Idle> first_to_leave(std::vector<Idle> idle, std::size_t count) {
  // In each address the newest is the first in line and the longest idle the last. The n-th of an
  // address leaves before every (n-1)-th, so that the large ones shrink to the others' size.
  std::ranges::sort(idle, {}, [](const Idle& one) { return std::tuple(one.block, -one.since); });
  std::vector<std::pair<std::size_t, Idle>> in_line;
  for (const Idle& one : idle) {
    const bool is_first = in_line.empty() || in_line.back().second.block != one.block;
    in_line.emplace_back(is_first ? 1 : in_line.back().first + 1, one);
  }
  std::ranges::sort(in_line, {}, [](const auto& one) {
    return std::tuple(-static_cast<std::int64_t>(one.first), one.second.since);
  });
  std::vector<Idle> leaving;
  for (std::size_t i = 0; i < std::min(count, in_line.size()); ++i)
    leaving.push_back(in_line[i].second);
  return leaving;
}

}  // namespace chuangyou
