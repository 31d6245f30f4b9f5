// The writing thread's own state. Only perform.cpp, which takes what waits, and perform_write.cpp,
// which writes it, include this.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <set>
#include <thread>

#include <spdlog/spdlog.h>

#include "campaign/keeping.h"
#include "campaign/outage.h"
#include "campaign/perform_act.h"
#include "campaign/perform_batch.h"
#include "campaign/perform_job.h"
#include "core/fault_log.h"
#include "storage/account_rows.h"
#include "storage/same_file.h"
#include "storage/second_factor_rows.h"
#include "storage/session_rows.h"

namespace chuangyou {

// Behind a savepoint SQLite copies every page that an act touches for the first time, a fifth of
// the whole cost, for what next to never happens: that the machine fails in the middle of an act.
// So a batch is written without them, and once more, each act behind its own, when one has failed.
enum class Guard : std::uint8_t { none, savepoints };

enum class Written : std::uint8_t { all, nothing, nothing_since_an_act_failed };

// Whoever is answered may fail to hear it; the others are answered all the same.
template <class Give>
void answer_somebody(Give give) {
  try {
    give();
  } catch (const std::exception& error) {
    log_fault("an answer", error);
  }
}

struct Writer::State {
  const std::string database;
  Connection connection;
  const SameFile file;
  Bodies& bodies;
  Now now;
  RandomSource random;
  ActPath path;
  Keeping keeping;
  Gate gate;
  Outage outage;

  std::mutex queue_lock;
  std::condition_variable queue_filled;
  std::deque<Job> queue;
  bool stopping = false;
  std::atomic<bool> leaves_imports = false;
  std::mutex listeners_lock;
  std::vector<std::function<void(std::span<const Committed>)>> listeners;
  std::function<void(const AccountCommitted&)> account_listener;
  std::atomic<std::int64_t> waiting = 0;
  std::atomic<std::int64_t> writing_since = 0;  // by the steady clock, microseconds; 0: nothing is

  // The writing thread's own.
  std::list<BatchRun> batches;  // under way, in the order in which they came
  std::list<OrgJob> merges;     // committed and not handed on as a whole, in their order
  std::deque<Job> put_off;      // acts on units, until the merges before them are over
  BodyNo sliced_last{};
  std::chrono::steady_clock::time_point probed_at;
  std::set<BodyNo> organised;      // by the transaction that is open: their trees have changed
  std::set<BodyNo> wrong_figures;  // something failed after a commit: they are counted again
  bool memory_is_stale = false;    // what a failed transaction left in it could not be read again
  std::string latest_failure;
  std::thread thread;

  State(const std::string& its_database, Bodies& all, Now clock, RandomSource source,
        const Beside& beside)
      : database(its_database),
        connection(database, OpenFor::writing),
        file(database),
        bodies(all),
        now(std::move(clock)),
        random(std::move(source)),
        path(connection, all, random,
             beside.keys.value_or(Keys(Keys::beside(database))).of("receipts"),
             KeptFiles::beside(database)),
        keeping(database, all, now, path.answers(), beside.may_append),
        outage(gate, now, beside.health) {
    create_campaign_schema(connection);
    create_account_schema(connection);
    create_second_factor_schema(connection);
    create_session_schema(connection);
    const BatchRun::Cut cut{connection, path, bodies, now(), waiting};
    for (BatchRun& run : BatchRun::unfinished(cut)) batches.push_back(std::move(run));
    for (Succeeding& rest : path.unfinished_successions()) {
      spdlog::warn("a merge was cut off and is gone on with now body={} entry={}",
                   static_cast<int>(rest.body), rest.by.seq);
      merges.emplace_back().rest = std::move(rest);
    }
  }

  void push(Job job);
  std::optional<Refusal> law_against(const Job& job) const;
  std::deque<Job> take();
  bool is_done();
  void run();
  void round(std::deque<Job>& jobs);
  void write(std::deque<Job>& jobs);
  Written try_to_write(std::deque<Job>& jobs, Guard guard);
  void perform(ActJob& job, std::vector<Done>& done);
  void perform(OrgJob& job, std::vector<Done>& done);
  void perform(ClickJob& job, std::vector<Done>& done);
  void perform(ClockJob& job, std::vector<Done>& done);
  void perform(BatchJob&, std::vector<Done>&) {}  // goes a way of its own
  void perform_guarded(Job& job, std::vector<Done>& done);
  bool waits_for_a_merge(const Job& job) const;
  void go_on_with_batches();
  void leave_batches();
  void go_on_with_merges();
  void write_slice(BatchRun& run);
  bool is_reckoning() const;
  void go_on_with_reckonings();
  void probe();
  void failed(const std::exception& error);
  void publish(std::span<const Done> done) noexcept;
  void move_figures(std::span<const Done> done);
  void count_again();
  void forget_uncommitted();
};

}  // namespace chuangyou
