#include "campaign/act_feed.h"

namespace chuangyou {

bool ActFeed::give(Acts acts) {
  std::unique_lock lock(mutex_);
  taken_.wait(lock, [&] { return waiting_.size() < waiting_max || is_given_up_; });
  if (is_given_up_) return false;
  waiting_.push_back(std::move(acts));
  return true;
}

void ActFeed::end(bool is_whole) {
  const std::lock_guard lock(mutex_);
  is_ended_ = true;
  is_whole_ = is_whole;
}

bool ActFeed::take(Acts& acts) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) return false;
  acts = std::move(waiting_.front());
  waiting_.pop_front();
  taken_.notify_one();
  return true;
}

bool ActFeed::is_at_end() const {
  const std::lock_guard lock(mutex_);
  return is_ended_ && waiting_.empty();
}

bool ActFeed::is_waiting() const {
  const std::lock_guard lock(mutex_);
  return !is_ended_ && waiting_.empty();
}

bool ActFeed::is_whole() const {
  const std::lock_guard lock(mutex_);
  return is_whole_;
}

void ActFeed::give_up() {
  const std::lock_guard lock(mutex_);
  is_given_up_ = true;
  waiting_.clear();
  taken_.notify_all();
}

}  // namespace chuangyou
