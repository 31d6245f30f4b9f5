#include "storage/step_limit.h"

#include <sqlite3.h>

namespace chuangyou {
namespace {

constexpr int steps_between_looks = 100;

}  // namespace

StepLimit::StepLimit(Connection& connection, std::int64_t steps_max)
    : connection_(connection), left_(steps_max / steps_between_looks) {
  sqlite3_progress_handler(connection_.raw(), steps_between_looks, &StepLimit::count, this);
}

StepLimit::~StepLimit() { sqlite3_progress_handler(connection_.raw(), 0, nullptr, nullptr); }

int StepLimit::count(void* limit) {
  auto* self = static_cast<StepLimit*>(limit);
  return --self->left_ <= 0 ? 1 : 0;
}

}  // namespace chuangyou
