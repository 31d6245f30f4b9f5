#include "campaign/perform_other_hand.h"

#include <algorithm>
#include <unordered_set>

namespace chuangyou {
namespace {

constexpr std::size_t rows_handed_over = 128;
// Hand-overs: a slice must not end with much to wait for. Whoever has waited for one to be taken
// goes on when most of them are, for to wake a thread costs as much as to write a row.
constexpr std::size_t waiting_max = 3, waiting_few = 1;

}  // namespace

OtherHand::~OtherHand() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void OtherHand::take(const LedgerTable& table, Opened opened) {
  const bool is_of_others =
      !taken_.opened.empty() &&
      (taken_.table != &table || taken_.opened.front().entry.head.body != opened.entry.head.body);
  if (is_of_others) hand_over();
  taken_.table = &table;
  taken_.opened.push_back(std::move(opened));
  if (taken_.opened.size() == rows_handed_over) hand_over();
}

void OtherHand::hand_over() {
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  is_busy_ = true;
  Rows rows = std::exchange(taken_, {});
  taken_.opened.reserve(rows_handed_over);
  std::vector<Rows> written;  // goes when the lock has gone
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= waiting_max)
    taken_by_other_.wait(lock, [&] { return waiting_.size() <= waiting_few || failure_; });
  if (failure_) std::rethrow_exception(failure_);
  waiting_.push_back(std::move(rows));
  written.swap(written_);
  if (waiting_.size() == 1) changed_.notify_one();
}

void OtherHand::finish() {
  if (!taken_.opened.empty()) hand_over();
  if (!is_busy_) return;
  std::unique_lock lock(mutex_);
  taken_by_other_.wait(lock, [&] { return waiting_.empty() && !is_writing_; });
  if (failure_) std::rethrow_exception(failure_);
  is_busy_ = false;
}

std::vector<std::pair<std::int64_t, std::string>> OtherHand::take_refused() {
  const std::lock_guard lock(mutex_);
  return std::exchange(refused_, {});
}

void OtherHand::let_go() noexcept {
  taken_.opened.clear();
  is_busy_ = false;
  std::unique_lock lock(mutex_);
  waiting_.clear();
  taken_by_other_.wait(lock, [&] { return !is_writing_; });
  written_.clear();
  failure_ = nullptr;
  refused_.clear();
}

void OtherHand::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return !waiting_.empty() || is_stopping_; });
    if (waiting_.empty()) return;
    Rows rows = std::move(waiting_.front());
    waiting_.pop_front();
    is_writing_ = true;
    if (waiting_.size() == waiting_few) taken_by_other_.notify_one();
    lock.unlock();
    std::exception_ptr failure;
    try {
      write(rows);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    is_writing_ = false;
    written_.push_back(std::move(rows));
    if (failure) failure_ = failure;
    if (failure_) waiting_.clear();
    if (waiting_.empty()) taken_by_other_.notify_one();
  }
}

// A row whose key stands already is left out and told: the batch will not be committed.
void OtherHand::write(Rows& rows) {
  std::unordered_set<std::string_view> sources;
  std::vector<std::pair<std::int64_t, std::string>> refused;
  for (const Opened& one : rows.opened) {
    if (one.is_known_new) continue;
    const EntryHead& head = one.entry.head;
    const bool is_there = !sources.insert(one.source).second ||
                          rows.table->find_by_source(connection_, head.body, one.source);
    if (is_there) refused.emplace_back(head.seq, one.source);
  }
  if (refused.empty()) return append(connection_, *rows.table, rows.opened);
  std::erase_if(rows.opened, [&](const Opened& one) {
    return std::ranges::find(refused, one.entry.head.seq,
                             &std::pair<std::int64_t, std::string>::first) != refused.end();
  });
  append(connection_, *rows.table, rows.opened);
  const std::lock_guard lock(mutex_);
  refused_.insert(refused_.end(), refused.begin(), refused.end());
}

}  // namespace chuangyou
