// Acts that come while their batch is under way: whoever reads a file stays a few hundred rows
// ahead of whoever writes them, so that a file of any length takes the same memory.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "campaign/perform.h"

namespace chuangyou {

class KeptActs;

class ActFeed {
 public:
  using Acts = std::vector<ActRequest>;

  // Waits while enough are waiting already; false: nobody takes any more.
  bool give(Acts acts);
  // No more will come. Not whole: what has come is to be taken back.
  void end(bool is_whole);

  // The other side, which never waits.
  bool take(Acts& acts);    // false: nothing is there now
  bool is_at_end() const;   // all is taken and no more will come
  bool is_waiting() const;  // nothing is there now, and more may come
  bool is_whole() const;
  void give_up();  // nothing is taken any more

  // Where the acts of an import lie on the disk: whoever writes gets them from there, all by the
  // batch's actor, and goes on with them after a crash.
  std::shared_ptr<KeptActs> kept = {};

 private:
  static constexpr std::size_t waiting_max = 4;

  mutable std::mutex mutex_;
  std::condition_variable taken_;
  std::deque<Acts> waiting_;
  bool is_ended_ = false, is_whole_ = true, is_given_up_ = false;
};

}  // namespace chuangyou
