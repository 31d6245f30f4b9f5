#include "net/signals.h"

namespace chuangyou {

EndSignals::EndSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

bool EndSignals::came_within(std::chrono::milliseconds time) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(time - seconds);
  const timespec limit{seconds.count(), rest.count()};
  const int signal = sigtimedwait(&signals_, nullptr, &limit);
  return signal > 0 && signal != SIGHUP;
}

void EndSignals::wait(const std::function<void()>& hung_up) const {
  int signal = 0;
  while (sigwait(&signals_, &signal) == 0 && signal == SIGHUP && hung_up) hung_up();
}

}  // namespace chuangyou
