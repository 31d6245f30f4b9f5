// The signals by which a server is told to end, taken in one place and by no thread of its own.
#pragma once

#include <chrono>
#include <csignal>

namespace chuangyou {

class EndSignals {
 public:
  // Held back before the first thread starts, so that all of them hold them back. What a lost
  // reader or a file that may grow no more would send is ignored: both are errors like any other.
  EndSignals();
  void wait() const;  // until SIGINT or SIGTERM has come
  bool came_within(std::chrono::milliseconds) const;

 private:
  sigset_t signals_;
};

}  // namespace chuangyou
