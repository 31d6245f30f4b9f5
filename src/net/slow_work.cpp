#include "net/slow_work.h"

#include "core/fault_log.h"

namespace chuangyou {

SlowWork::SlowWork(std::size_t threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

SlowWork::~SlowWork() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
}

bool SlowWork::post(Piece piece) {
  {
    const std::lock_guard lock(mutex_);
    if (is_ending_ || waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(piece));
  }
  changed_.notify_one();
  return true;
}

void SlowWork::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Piece piece = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      piece();
      piece = nullptr;
    } catch (const std::exception& error) {  // the thread goes on with what waits
      log_fault("slow work", error);
    }
    lock.lock();
  }
}

std::shared_ptr<void> OneEach::turn_of(const Uuid& person) {
  const std::lock_guard lock(mutex_);
  if (!busy_.insert(person).second) return nullptr;
  return {this, [person](OneEach* all) {
            const std::lock_guard ended(all->mutex_);
            all->busy_.erase(person);
          }};
}

}  // namespace chuangyou
