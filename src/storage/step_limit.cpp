#include "storage/step_limit.h"

#include <sqlite3.h>

namespace chuangyou {
namespace {

constexpr int steps_between_looks = 100;

thread_local StepLimit* innermost = nullptr;

}  // namespace

StepLimit::StepLimit(Connection& connection, std::int64_t steps_max)
    : connection_(connection), left_(steps_max), outer_(innermost) {
  innermost = this;
  sqlite3_progress_handler(connection_.raw(), steps_between_looks, &StepLimit::count, this);
}

StepLimit::~StepLimit() {
  innermost = outer_;
  sqlite3_progress_handler(connection_.raw(), 0, nullptr, nullptr);
}

void StepLimit::spend(Connection& connection, std::int64_t steps) {
  for (StepLimit* limit = innermost; limit; limit = limit->outer_) {
    if (&limit->connection_ != &connection) continue;
    limit->left_ -= steps;
    if (limit->is_reached()) throw StorageError("too many steps for this thread", SQLITE_INTERRUPT);
  }
}

int StepLimit::count(void* limit) {
  auto* self = static_cast<StepLimit*>(limit);
  self->left_ -= steps_between_looks;
  return self->is_reached() ? 1 : 0;
}

bool is_interrupted(const StorageError& error) {
  return (error.sqlite_code & 0xff) == SQLITE_INTERRUPT;
}

}  // namespace chuangyou
