// So many requests a second from one address, with a burst: a bucket that fills again with time.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>

#include "core/recent_map.h"
#include "core/uptime.h"
#include "net/network.h"

namespace chuangyou {

class RateLimit {
 public:
  // Zero a second: no limit.
  RateLimit(double a_second, double burst) : a_second_(a_second), burst_(burst) {}

  bool is_off() const { return a_second_ <= 0; }
  bool allows(std::string_view address, Uptime now) {
    if (is_off()) return true;
    const std::lock_guard lock(mutex_);
    Bucket& bucket = buckets_.touch(network_of(address));
    const auto passed = static_cast<double>(now.microseconds - bucket.at.microseconds) / 1e6;
    bucket.taken = std::max(0.0, bucket.taken - std::max(0.0, passed) * a_second_);
    bucket.at = now;
    if (bucket.taken + 1 > burst_) return false;
    bucket.taken += 1;
    return true;
  }

 private:
  struct Bucket {
    double taken = 0;
    Uptime at;
  };

  double a_second_, burst_;
  std::mutex mutex_;
  RecentMap<std::string, Bucket> buckets_{50'000};
};

}  // namespace chuangyou
