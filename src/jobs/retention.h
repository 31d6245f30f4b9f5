// 到期清除: what was kept of people for as long as the pack says goes, each night at one o'clock
// and an hour behind the start: from records that are over what packs/retention.h names, by an
// entry for each that is erased; accounts of those who left; log-ins. What went, Health shows and
// the log says. On a thread of its own, and behind all acts that wait.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "campaign/perform.h"
#include "core/health.h"

namespace chuangyou {

class Retention {
 public:
  // What lies beyond this floor.
  struct Doors {
    // An account has been ended: what opened it, and how its person liked to look at lists, goes.
    std::function<void(BodyNo, PersonId)> forget_person;
    // How many went.
    std::function<std::int64_t(BodyNo, Moment before)> forget_log_ins;
  };
  // Must go before the writer does.
  Retention(const std::string& database_path, const Bodies& bodies, Writer& writer, Health& health,
            std::function<Moment()> now, Doors doors);
  ~Retention();

  void start();
  void stop();
  struct Gone {
    std::int64_t entries = 0, accounts = 0, log_ins = 0;
  };
  Gone round();  // all that may go by now

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
