// A limit on what the statements of a connection may do, for a thread that others wait for. How
// long a question takes often shows only while it is answered.
#pragma once

#include <cstdint>
#include <stdexcept>

#include "storage/sqlite.h"

namespace chuangyou {

// While it lives, statements of the connection come to an end with StorageError once all of them
// together have taken about so many steps of SQLite's machine; a step is some ten nanoseconds.
class StepLimit {
 public:
  StepLimit(Connection& connection, std::int64_t steps_max);
  StepLimit(const StepLimit&) = delete;
  StepLimit& operator=(const StepLimit&) = delete;
  ~StepLimit();

  bool is_reached() const { return left_ <= 0; }

  // What is done for the same question without SQLite counts as so many steps, and ends with
  // StorageError where they are too many. Of a connection without a limit on this thread: nothing.
  static void spend(Connection& connection, std::int64_t steps);

 private:
  static int count(void* limit);
  Connection& connection_;
  std::int64_t left_;  // steps
  StepLimit* outer_;   // of this thread
};

// Whether that is how it ended.
bool is_interrupted(const StorageError&);

}  // namespace chuangyou
