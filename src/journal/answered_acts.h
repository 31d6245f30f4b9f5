// The first answers to acts, for a day: a second click with the same Idempotency-Key gets the first
// answer. The rows are appended under the place of the act's entry, since keys are random and an
// index over them would cost each act a page of its own. Which key lies where is known
// - for the newest in memory: a run of some hundred thousand, 24 bytes each;
// - for the hours before in runs written off the write path, sorted, beside a filter of 2 bytes a
//   key in memory that nearly always knows when a key is new.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/hash.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::int64_t answers_kept_hours = 24;

struct AnsweredAct {
  std::string digest;  // of the request, to notice a key used for another one
  Uuid record;
  std::int64_t seq = 0;
  std::string besides;  // what the answer said besides: a locked receipt; how many were taken back
};

class AnsweredActs {
 public:
  static constexpr std::size_t keys_in_a_run = 1 << 18;

  // `connection` is the writer's; finds what earlier runs of the program have answered.
  explicit AnsweredActs(Connection& connection, std::size_t run_size = keys_in_a_run);
  ~AnsweredActs();

  std::optional<AnsweredAct> find(BodyNo, const Hash& key) const;
  // Part of the writer's transaction; then either of the two below, on the same thread.
  void remember(BodyNo, const Hash& key, const AnsweredAct&, Moment at);
  void committed();
  void taken_back() { back_to(committed_); }
  // For what is taken back alone: what was remembered since the mark goes.
  std::size_t mark() const;
  void back_to(std::size_t mark);

  // From another thread, with a connection of its own and `turn` held in short stretches: full runs
  // are written, what is older than a day goes.
  void write_runs(Connection& connection, std::mutex& turn);
  void forget_before(Connection& connection, std::mutex& turn, Moment moment);
  std::size_t bytes_in_memory() const;

 private:
  struct Place {
    std::uint64_t start_of_key;
    std::int64_t place;
    auto operator<=>(const Place&) const = default;
  };
  class Run;          // in memory, in the order of the acts
  struct WrittenRun;  // its filter; the places lie in the database

  void load();
  void write_run(Connection& connection, std::mutex& turn, const Run& run, std::int64_t number);

  Connection& connection_;
  const std::size_t run_size_;
  std::shared_ptr<Run> newest_;  // the writer's alone
  std::size_t committed_ = 0;    // places of it that no transaction can take back any more
  mutable std::mutex mutex_;     // of what follows
  std::deque<std::shared_ptr<const Run>> full_;  // not written yet
  std::deque<std::shared_ptr<const WrittenRun>> written_;
  std::int64_t next_number_ = 1;
};

void create_answered_acts_schema(Connection&);

}  // namespace chuangyou
