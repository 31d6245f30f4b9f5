#include "jobs/clock_watch.h"

#include "core/fault_log.h"

#include <spdlog/spdlog.h>

#include <chrono>

namespace chuangyou {

ClockWatch::ClockWatch(HouseClock& clock, Bodies& bodies, Writer& writer, Health& health)
    : clock_(clock), bodies_(bodies), writer_(writer), health_(health) {
  round();
}

void ClockWatch::round() {
  const std::lock_guard lock(looking_);
  tell(look_and_move());
}

HouseClock::View ClockWatch::look_and_move() {
  const auto shown = lock_shown_bodies();
  const HouseClock::View seen = clock_.look();
  move_shown_days(seen.moved_microseconds);
  return seen;
}

// Whoever lets work fall due reads the time under the body's lock: between the jump of the clock
// and that of the shown day he would see a day that never was, and figures never go back.
std::vector<std::unique_lock<std::shared_mutex>> ClockWatch::lock_shown_bodies() const {
  std::vector<std::unique_lock<std::shared_mutex>> locks;
  for (const std::unique_ptr<Body>& body : bodies_.all())
    if (body->shown_as_of) locks.emplace_back(body->lock);
  return locks;
}

// What is shown as of a past day runs on from the hour of its loading and not with the clock.
void ClockWatch::move_shown_days(std::int64_t microseconds) {
  if (microseconds == 0) return;
  for (const std::unique_ptr<Body>& body : bodies_.all())
    body->loaded_at = Moment{body->loaded_at.load().microseconds + microseconds};
}

void ClockWatch::tell(const HouseClock::View& seen) {
  using Doubt = HouseClock::Doubt;
  if (seen.doubt != Doubt::none) {
    writer_.gate().close(Refusal::clock_may_be_wrong);
  } else {
    writer_.gate().open(Refusal::clock_may_be_wrong);
  }
  if (seen.doubt != doubt_)
    spdlog::warn("clock={} wall={} house={} drift_seconds={}", name_of(seen.doubt),
                 to_text(seen.wall), to_text(seen.house), seen.drift_seconds);
  doubt_ = seen.doubt;
  Health::Report report{seen.doubt == Doubt::none,
                        {{"doubt", std::string(name_of(seen.doubt))},
                         {"wall", seen.wall},
                         {"held", seen.house},
                         {"drift_seconds", seen.drift_seconds}}};
  if (seen.last_entry) report.facts.emplace_back("last_entry", *seen.last_entry);
  health_.report("clock", std::move(report));
}

Result<std::int64_t> ClockWatch::confirm(const Writer::Click& click, const Actor& actor) {
  const std::lock_guard lock(looking_);
  // As long as the clock is in doubt the writer answers nobody, and there is no earlier answer.
  if (const auto earlier = writer_.answered(click); earlier && *earlier) return (*earlier)->seq;
  const HouseClock::View seen = look_and_move();
  tell(seen);
  if (seen.doubt == HouseClock::Doubt::none) return refuse(Refusal::nothing_would_change, "clock");
  Result<std::int64_t> entry =
      writer_.confirm_clock({click.body, actor, seen.house, seen.wall, click.key, click.digest});
  if (!entry) return entry;
  HouseClock::View confirmed;
  {
    const auto shown = lock_shown_bodies();
    confirmed = clock_.confirm();
    move_shown_days(confirmed.moved_microseconds);
  }
  tell(confirmed);
  return entry;
}

void ClockWatch::start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(resting_);
    while (!woken_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) {
      lock.unlock();
      try {
        round();
      } catch (const std::exception& error) {
        log_fault("the clock's watch", error);
      }
      lock.lock();
    }
  });
}

void ClockWatch::stop() {
  {
    const std::lock_guard lock(resting_);
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace chuangyou
