// Looks at the clock each second: closes the gate while it may be wrong, opens it when it fits
// again or has been confirmed, and says so in `/ready` (campaign/house_clock.h).
#pragma once

#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "campaign/house_clock.h"
#include "campaign/perform.h"
#include "core/health.h"

namespace chuangyou {

class ClockWatch {
 public:
  // The first look is taken at once, before anybody is let in.
  ClockWatch(HouseClock& clock, Bodies& bodies, Writer& writer, Health& health);
  ~ClockWatch() { stop(); }

  void start();  // a round each second, on a thread of its own
  void stop();
  void round();

  // By the administrator, who then answers for it in the journal. nothing_would_change where nobody
  // doubts; post_does_not_allow_this. Waits for the disk. Returns the seq of the entry.
  Result<std::int64_t> confirm(const Writer::Click& click, const Actor& actor);

 private:
  HouseClock::View look_and_move();
  std::vector<std::unique_lock<std::shared_mutex>> lock_shown_bodies() const;
  void move_shown_days(std::int64_t microseconds);
  void tell(const HouseClock::View& seen);

  HouseClock& clock_;
  Bodies& bodies_;
  Writer& writer_;
  Health& health_;
  std::mutex looking_;
  HouseClock::Doubt doubt_ = HouseClock::Doubt::none;
  std::mutex resting_;
  std::condition_variable woken_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace chuangyou
