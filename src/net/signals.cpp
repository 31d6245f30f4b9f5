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

void EndSignals::wait(const std::function<void()>& hung_up) const {
  int signal = 0;
  while (sigwait(&signals_, &signal) == 0 && signal == SIGHUP && hung_up) hung_up();
}

}  // namespace chuangyou
