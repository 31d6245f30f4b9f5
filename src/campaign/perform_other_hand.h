// The writer's other hand: it writes the rows that a file opens while the writing thread decides
// about the next ones. Rows are written in the order in which they were decided and within the
// transaction that is open; of the connection only one of the two makes use at a time. So whoever
// asks the tables of anything finishes first, and so does whoever commits.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "journal/opened.h"

namespace chuangyou {

class OtherHand {
 public:
  explicit OtherHand(Connection& connection) : connection_(connection) {}
  ~OtherHand();
  OtherHand(const OtherHand&) = delete;
  OtherHand& operator=(const OtherHand&) = delete;

  void take(const LedgerTable&, Opened);
  // All that was taken is written. Throws what has failed, also of earlier rows.
  void finish();
  // Not written, since a record with the key of the row is there already: the entries that it would
  // have, in their order, with the keys. After finish(), once.
  std::vector<std::pair<std::int64_t, std::string>> take_refused();
  // What is not written yet never will be: the transaction ends without it.
  void let_go() noexcept;

 private:
  struct Rows {
    const LedgerTable* table = nullptr;
    std::vector<Opened> opened;
  };
  void hand_over();
  void run();
  void write(Rows& rows);

  Connection& connection_;
  Rows taken_;            // the writing thread's own
  bool is_busy_ = false;  // likewise: something was handed over since all was finished
  std::mutex mutex_;
  std::condition_variable changed_, taken_by_other_;
  std::deque<Rows> waiting_;
  std::vector<Rows> written_;  // whoever made them takes them apart
  bool is_writing_ = false, is_stopping_ = false;
  std::exception_ptr failure_;
  std::vector<std::pair<std::int64_t, std::string>> refused_;
  std::thread thread_;  // from the first row on
};

// At the end of a transaction, however it ends.
class LetsTheOtherHandGo {
 public:
  explicit LetsTheOtherHandGo(OtherHand& hand) : hand_(hand) {}
  ~LetsTheOtherHandGo() { hand_.let_go(); }
  LetsTheOtherHandGo(const LetsTheOtherHandGo&) = delete;
  LetsTheOtherHandGo& operator=(const LetsTheOtherHandGo&) = delete;

 private:
  OtherHand& hand_;
};

}  // namespace chuangyou
