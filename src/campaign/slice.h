// So much of a long work at once that whoever acts meanwhile does not wait for it.
#pragma once

#include <atomic>
#include <chrono>

namespace chuangyou {

class Slice {
 public:
  explicit Slice(const std::atomic<std::int64_t>& waiting) : waiting_(waiting) {}
  // Whether there is time for one more.
  bool goes_on() { return ++done_ < at_once || has_time(); }
  bool has_time() const {
    const auto longest = waiting_ > 0 ? longest_if_awaited : longest_alone;
    return std::chrono::steady_clock::now() - began_ < longest;
  }

 private:
  // What of a slice is not the commit: so much where somebody waits for it, so much where nobody
  // does, so that a long work alone commits less often. Few acts go at once in any case.
  static constexpr std::chrono::milliseconds longest_if_awaited{25};
  static constexpr std::chrono::milliseconds longest_alone{60};
  static constexpr std::size_t at_once = 64;

  const std::atomic<std::int64_t>& waiting_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::size_t done_ = 0;
};

}  // namespace chuangyou
