// Whether acts are taken: of people and of the clock, on records, units and people, imports too.
// Several parts of the house may close the gate, each for a law of its own, and only that part
// opens it again: a full disk (not_accepting_acts_now), a clock that cannot be right, a journal
// that has lost its end.
#pragma once

#include <mutex>
#include <optional>
#include <set>

#include "core/refusal.h"

namespace chuangyou {

class Gate {
 public:
  void close(Refusal law) {
    const std::lock_guard lock(mutex_);
    laws_.insert(law);
  }
  void open(Refusal law) {
    const std::lock_guard lock(mutex_);
    laws_.erase(law);
  }
  std::optional<Refusal> closed_by() const {
    const std::lock_guard lock(mutex_);
    if (laws_.empty()) return std::nullopt;
    return *laws_.begin();
  }

 private:
  mutable std::mutex mutex_;
  std::set<Refusal> laws_;
};

}  // namespace chuangyou
