// What the house knows of its own state: each part reports under a name of its own, and `/ready`
// shows all of it. A part that is not well makes the house not ready; whether acts are taken
// besides is the gate's (campaign/gate.h). Any thread may report or ask.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/date.h"

namespace chuangyou {

class Health {
 public:
  using Fact = std::variant<bool, std::int64_t, std::string, Moment>;
  struct Report {
    bool is_well = true;
    std::vector<std::pair<std::string, Fact>> facts;  // wire names and what they are now
  };

  void report(std::string_view part, Report now);
  bool is_well() const;
  std::map<std::string, Report, std::less<>> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Report, std::less<>> parts_;
};

}  // namespace chuangyou
