// Threads for what would stop an event loop: password hashes, files, acts that are waited for. The
// queue is bounded, so that a flood is refused and not stored.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "core/uuid.h"

namespace chuangyou {

class SlowWork {
 public:
  using Piece = std::move_only_function<void()>;

  SlowWork(std::size_t threads, std::size_t waiting_max);
  ~SlowWork();  // finishes what waits

  // False when too much waits already; the piece is then dropped.
  bool post(Piece piece);

 private:
  void work();

  std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Piece> waiting_;
  bool is_ending_ = false;
  std::vector<std::jthread> threads_;
};

// What one person has going of something long: one at a time.
class OneEach {
 public:
  // Held until it goes; null where he holds one. It must not outlive this.
  std::shared_ptr<void> turn_of(const Uuid& person);

 private:
  std::mutex mutex_;
  std::set<Uuid> busy_;
};

}  // namespace chuangyou
