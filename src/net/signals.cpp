#include "net/signals.h"

namespace chuangyou {

EndSignals::EndSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

bool EndSignals::came_within(std::chrono::milliseconds time) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(time - seconds);
  const timespec limit{seconds.count(), rest.count()};
  return sigtimedwait(&signals_, nullptr, &limit) > 0;
}

void EndSignals::wait() const {
  int signal = 0;
  sigwait(&signals_, &signal);
}

}  // namespace chuangyou
