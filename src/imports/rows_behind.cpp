#include "imports/rows_behind.h"

#include <utility>

namespace chuangyou {
namespace {

constexpr std::size_t rows_handed_over = 128;
// Whoever has waited for room goes on when most of it is free: to wake a thread costs as much as to
// decide about a row.
constexpr std::size_t waiting_max = 3, waiting_few = 1;

}  // namespace

RowsBehind::RowsBehind(std::function<void(Rows&)> decide)
    : decide_(std::move(decide)), thread_([this] { run(); }) {}

RowsBehind::~RowsBehind() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    waiting_.clear();
  }
  come_.notify_one();
  thread_.join();
}

void RowsBehind::take(RowToDecide row) {
  taken_.push_back(std::move(row));
  if (taken_.size() == rows_handed_over) hand_over();
}

void RowsBehind::hand_over() {
  Rows rows = std::exchange(taken_, {});
  taken_.reserve(rows_handed_over);
  std::vector<Rows> done;  // goes when the lock has gone
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= waiting_max)
    gone_.wait(lock, [&] { return waiting_.size() <= waiting_few || failure_; });
  if (failure_) std::rethrow_exception(failure_);
  waiting_.push_back(std::move(rows));
  done.swap(done_);
  come_.notify_one();
}

void RowsBehind::finish() {
  if (!taken_.empty()) hand_over();
  std::unique_lock lock(mutex_);
  gone_.wait(lock, [&] { return (waiting_.empty() && !is_deciding_) || failure_; });
  if (failure_) std::rethrow_exception(failure_);
}

void RowsBehind::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    come_.wait(lock, [&] { return !waiting_.empty() || is_stopping_; });
    if (is_stopping_) return;
    Rows rows = std::move(waiting_.front());
    waiting_.pop_front();
    is_deciding_ = true;
    if (waiting_.size() == waiting_few) gone_.notify_one();
    lock.unlock();
    std::exception_ptr failure;
    try {
      decide_(rows);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    is_deciding_ = false;
    done_.push_back(std::move(rows));
    if (failure) failure_ = failure;
    if (failure_) waiting_.clear();
    if (waiting_.empty()) gone_.notify_one();
  }
}

}  // namespace chuangyou
