// What one act could not do all at once (Act::goes_on_with) is gone on with by the clock, record by
// record, until it is refused: a document for ten thousand units is delivered to some hundreds at a
// time, and whoever acts comes between. Nothing is remembered beside the records: a start looks at
// each that may not be through.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "campaign/perform.h"

namespace chuangyou {

class GoingOn {
 public:
  // Must go before the writer does.
  GoingOn(const std::string& database_path, const Bodies& bodies, Writer& writer);
  ~GoingOn();

  void start();  // on a thread of its own: first what an earlier run left, then what is committed
  void stop();
  // Everything that waits now; how many acts it did.
  std::size_t round();

 private:
  struct State;
  std::shared_ptr<State> state_;  // the writer's listener outlives us
};

}  // namespace chuangyou
