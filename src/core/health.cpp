#include "core/health.h"

#include <algorithm>

namespace chuangyou {

void Health::report(std::string_view part, Report now) {
  const std::lock_guard lock(mutex_);
  parts_.insert_or_assign(std::string(part), std::move(now));
}

bool Health::is_well() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::all_of(parts_, [](const auto& part) { return part.second.is_well; });
}

std::map<std::string, Health::Report, std::less<>> Health::all() const {
  const std::lock_guard lock(mutex_);
  return parts_;
}

}  // namespace chuangyou
