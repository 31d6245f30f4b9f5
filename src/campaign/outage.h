// From a write that failed until the disk takes one again: the gate is closed, `/ready` says since
// when and why, and the log tells when it began and ended.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "campaign/gate.h"
#include "core/date.h"
#include "core/health.h"

namespace chuangyou {

class Outage {
 public:
  Outage(Gate& gate, std::function<Moment()> now, Health* health);  // no health: nobody asks

  bool is_on() const { return since_.has_value(); }
  void begin(std::string_view cause);  // where it is on already, the first cause stays
  void end();

 private:
  Gate& gate_;
  std::function<Moment()> now_;
  Health* health_;
  std::optional<Moment> since_;
};

}  // namespace chuangyou
