#include "documents/rows_ahead.h"

#include <algorithm>
#include <utility>

#include "documents/held_rows.h"

namespace chuangyou {
namespace {

// Handed over together; fewer where they are large, since a row may have megabytes.
constexpr std::size_t rows_together = 128;
constexpr std::size_t bytes_together = 256 * 1024;
constexpr std::size_t waiting_max = 4;

}  // namespace

RowsAhead::~RowsAhead() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool RowsAhead::take() {
  std::unique_lock lock(mutex_);
  if (!taken_.empty()) used_.push_back(std::exchange(taken_, {}));
  changed_.wait(lock, [&] { return !waiting_.empty() || is_over_; });
  next_ = 0;
  if (waiting_.empty()) {
    if (failure_) std::rethrow_exception(failure_);
    return false;
  }
  taken_ = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return true;
}

bool RowsAhead::next(TableRow& row) {
  if (next_ == taken_.size() && !take()) {
    std::swap(last_.cells, row.cells);
    row = last_;
    return false;
  }
  std::swap(row, taken_[next_++]);
  return true;
}

bool RowsAhead::read_some(Rows& rows) {
  std::size_t bytes = 0;
  rows.resize(rows_together);
  for (std::size_t count = 0; count < rows_together; ++count) {
    TableRow& row = rows[count];
    if (bytes >= bytes_together || !read_(row)) {
      const bool goes_on = bytes >= bytes_together;
      if (!goes_on) last_ = std::move(row);
      rows.resize(count);
      return goes_on;
    }
    bytes += size_bytes(row.cells);
  }
  return true;
}

void RowsAhead::run() {
  bool goes_on = true;
  while (goes_on) {
    Rows rows;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return waiting_.size() < waiting_max || is_stopping_; });
      if (is_stopping_) return;
      if (!used_.empty()) {
        rows = std::move(used_.front());
        used_.pop_front();
      }
    }
    std::exception_ptr failure;
    try {
      goes_on = read_some(rows);
    } catch (...) {
      failure = std::current_exception();
      rows.clear();
      goes_on = false;
    }
    const std::lock_guard lock(mutex_);
    if (!rows.empty()) waiting_.push_back(std::move(rows));
    is_over_ = !goes_on;
    failure_ = failure;
    changed_.notify_all();
  }
}

}  // namespace chuangyou
