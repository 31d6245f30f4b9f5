// What is done each second beside the writing, on a thread and a connection of its own: sealing the
// journal, carrying the write-ahead log over, letting open work fall due, keeping a snapshot of the
// figures, writing the keys of answered acts off the memory. Nothing here changes a record.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "campaign/body.h"
#include "journal/answered_acts.h"
#include "journal/journal.h"

namespace chuangyou {

class Keeping {
 public:
  // `seals_by_the_second`: else nothing is sealed before the last round, but by whoever tells a
  // past in which the seals of each day are always the same ones.
  Keeping(const std::string& database_path, Bodies& bodies, std::function<Moment()> now,
          AnsweredActs& answers, bool seals_by_the_second);
  ~Keeping();

  // Held by whoever writes, so that two connections never wait for SQLite's lock by sleeping.
  std::mutex& write_turn();
  // A last round: everything sealed, the snapshot written, the log carried over. Then it rests.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The figures of a body: from its snapshot and the entries since, or counted anew from the tables.
void load_figures(Connection&, Body& body, Moment now);

}  // namespace chuangyou
