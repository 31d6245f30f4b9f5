// So many requests a second from one address, with a burst: a bucket that fills again with time.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/date.h"

namespace chuangyou {

class RateLimit {
 public:
  // Zero a second: no limit.
  RateLimit(double a_second, double burst) : a_second_(a_second), burst_(burst) {}

  bool allows(std::string_view address, Moment now) {
    if (a_second_ <= 0) return true;
    const std::lock_guard lock(mutex_);
    if (buckets_.size() > buckets_max)
      std::erase_if(buckets_,
                    [&](const auto& entry) { return filled(entry.second, now) >= burst_; });
    Bucket& bucket = buckets_.try_emplace(std::string(address), Bucket{burst_, now}).first->second;
    bucket = {filled(bucket, now), now};
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

 private:
  struct Bucket {
    double left;
    Moment at;
  };
  double filled(const Bucket& bucket, Moment now) const {
    const auto passed = static_cast<double>(now.microseconds - bucket.at.microseconds) / 1e6;
    return std::min(burst_, bucket.left + std::max(0.0, passed) * a_second_);
  }

  static constexpr std::size_t buckets_max = 100'000;
  double a_second_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace chuangyou
