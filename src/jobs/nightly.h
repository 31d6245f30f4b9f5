// Once a night, at two o'clock where the first body is, and once behind the start: the whole
// journal is read again, and at night tables and files are held against it. On a thread, connection
// and low priority of its own; what it finds, Health shows and the log says.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "campaign/load.h"
#include "core/health.h"
#include "journal/journal.h"

namespace chuangyou {

class Nightly {
 public:
  Nightly(Places places, const Bodies& bodies, Health& health, std::function<Moment()> now);
  ~Nightly();

  void start();
  void stop();  // waits until what is running has ended
  void verify_journal();
  void verify_tables_too();
  void verify_files_too();
  // What could not be read is tried again so much later, until it can be.
  static constexpr std::chrono::minutes tried_again_after{2};
  // A disk that fails to give something once is not ill; one that fails twice in a row is.
  static constexpr std::int64_t failures_until_not_well = 2;

  // The next two o'clock of night after this moment.
  static Moment next_night(const Zone&, Moment now);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Part `journal` of Health; `until`: how far each body was read as a whole, and when.
void report_journal(Health&, const Bodies&, const std::vector<VerifyFinding>&,
                    const std::map<std::string, std::int64_t>& until, std::optional<Moment> at);

}  // namespace chuangyou
