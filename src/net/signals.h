// The signals by which a server is told to end or to read its certificate again, taken in one place
// and by no thread of its own.
#pragma once

#include <chrono>
#include <csignal>
#include <functional>

namespace chuangyou {

class EndSignals {
 public:
  // Held back before the first thread starts, so that all of them hold them back. What a lost
  // reader or a file that may grow no more would send is ignored: both are errors like any other.
  EndSignals();
  // Until SIGINT or SIGTERM has come; SIGHUP calls `hung_up`, and ends the program where there is
  // none, as it does with every other.
  void wait(const std::function<void()>& hung_up = {}) const;
  bool came_within(std::chrono::milliseconds) const;  // SIGINT or SIGTERM

 private:
  sigset_t signals_;
};

}  // namespace chuangyou
