// The rows of a file that were read, on their way to whoever decides about them: on a thread of its
// own some way behind the reading, in the order in which they came. To read what the cells of a row
// say costs as much as to decide about it and to keep its act.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "campaign/perform.h"
#include "imports/import_findings.h"

namespace chuangyou {

// What a row says, before anybody has decided about it.
struct RowSaid {
  const Act* act = nullptr;  // by which it is entered, where it is new
  std::string source;
  std::optional<UnitId> unit;
  std::vector<FieldChange> fields;
  std::vector<std::size_t> come_twice;  // fields whose time stands in an hour that was there twice
  std::vector<std::size_t> days_alone;  // fields of moments that the row tells by their day
};

// What reading has made of a row.
struct RowToDecide {
  std::int64_t row = 0;
  std::vector<ImportFinding> found = {};
  std::optional<RowSaid> entered = {};     // it is new: to be decided about
  std::optional<ActRequest> decided = {};  // its record is there, and changes so
  bool says_something() const { return !found.empty() || entered || decided; }
};

class RowsBehind {
 public:
  using Rows = std::vector<RowToDecide>;
  explicit RowsBehind(std::function<void(Rows&)> decide);
  ~RowsBehind();  // what waits still is left alone
  RowsBehind(const RowsBehind&) = delete;
  RowsBehind& operator=(const RowsBehind&) = delete;

  // Both throw what deciding has thrown.
  void take(RowToDecide row);
  void finish();  // all that was taken is decided

 private:
  void hand_over();
  void run();

  std::function<void(Rows&)> decide_;
  Rows taken_;  // the reader's own
  std::mutex mutex_;
  std::condition_variable come_, gone_;
  std::deque<Rows> waiting_;
  std::vector<Rows> done_;  // whoever made them takes them apart
  bool is_deciding_ = false, is_stopping_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace chuangyou
