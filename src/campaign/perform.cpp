#include "campaign/perform.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <variant>

#include "campaign/keeping.h"
#include "campaign/perform_act.h"

namespace chuangyou {
namespace {

struct ActJob {
  ActRequest request;
  std::function<void(Result<Performed>)> done;
  Result<Performed> answer = refuse(Refusal::not_accepting_acts_now);
};
struct OrgJob {
  OrgRequest request;
  std::promise<Result<std::int64_t>> done;
  Result<std::int64_t> answer = refuse(Refusal::not_accepting_acts_now);
};
struct ClockJob {
  ClockConfirmation confirmation;
  std::promise<Result<std::int64_t>> done;
  Result<std::int64_t> answer = refuse(Refusal::not_accepting_acts_now);
};
struct BatchJob {
  Writer::Batch batch;
  std::function<bool(std::size_t)> progress;
  std::promise<std::vector<Writer::BatchRefusal>> done;
};
using Job = std::variant<ActJob, OrgJob, ClockJob, BatchJob>;

// More than this in one transaction would let the first in the queue wait too long for the disk.
constexpr std::size_t acts_per_commit_max = 2048;

// Behind a savepoint SQLite copies every page that an act touches for the first time, a fifth of
// the whole cost, for what next to never happens: that the machine fails in the middle of an act.
// So a batch is written without them, and once more, each act behind its own, when one has failed.
enum class Guard : std::uint8_t { none, savepoints };

enum class Written : std::uint8_t { all, nothing, nothing_since_an_act_failed };

class Savepoint {
 public:
  explicit Savepoint(Connection& connection) : connection_(connection) {
    connection_.statement("SAVEPOINT act").run();
  }
  void keep() { connection_.statement("RELEASE act").run(); }
  void take_back() {
    connection_.statement("ROLLBACK TO act").run();
    connection_.statement("RELEASE act").run();
  }

 private:
  Connection& connection_;
};

}  // namespace

struct Writer::State {
  Connection connection;
  Bodies& bodies;
  Now now;
  RandomSource random;
  ActPath path;
  Keeping keeping;

  std::mutex queue_lock;
  std::condition_variable queue_filled;
  std::deque<Job> queue;
  bool stopping = false;
  std::mutex listeners_lock;
  std::vector<std::function<void(std::span<const Committed>)>> listeners;
  Gate gate;
  std::atomic<std::int64_t> waiting = 0;
  std::thread thread;

  State(const std::string& database, Bodies& all, Now clock, RandomSource source)
      : connection(database, OpenFor::writing),
        bodies(all),
        now(std::move(clock)),
        random(std::move(source)),
        path(connection, all, random),
        keeping(database, all, now) {}

  void push(Job job);
  std::deque<Job> take();
  void run();
  void write(std::deque<Job>& jobs);
  Written try_to_write(std::deque<Job>& jobs, Guard guard);
  void perform_act(ActJob& job, std::vector<Done>& done, Guard guard);
  void perform_batch(BatchJob& job);
  std::vector<BatchRefusal> try_batch(BatchJob& job, std::vector<Done>& done);
  void publish(std::span<const Done> done);
  void forget_uncommitted();
};

void Writer::State::push(Job job) {
  {
    std::lock_guard lock(queue_lock);
    queue.push_back(std::move(job));
    ++waiting;
  }
  queue_filled.notify_one();
}

// The next jobs that may share a transaction; a batch goes alone, since it is all or nothing.
std::deque<Job> Writer::State::take() {
  std::unique_lock lock(queue_lock);
  queue_filled.wait(lock, [&] { return stopping || !queue.empty(); });
  std::deque<Job> jobs;
  while (!queue.empty() && jobs.size() < acts_per_commit_max) {
    bool is_batch = std::holds_alternative<BatchJob>(queue.front());
    if (is_batch && !jobs.empty()) break;
    jobs.push_back(std::move(queue.front()));
    queue.pop_front();
    if (is_batch) break;
  }
  waiting -= static_cast<std::int64_t>(jobs.size());
  return jobs;
}

void Writer::State::run() {
  for (std::deque<Job> jobs = take(); !jobs.empty(); jobs = take()) {
    if (BatchJob* batch = std::get_if<BatchJob>(&jobs.front())) {
      perform_batch(*batch);
    } else {
      write(jobs);
    }
  }
}

void Writer::State::perform_act(ActJob& job, std::vector<Done>& done, Guard guard) {
  if (guard == Guard::none) {
    job.answer = path.perform(job.request, now(), done);
    return;
  }
  Savepoint savepoint(connection);
  Body* body = bodies.find(job.request.body);
  std::int64_t seq_before = body ? body->last_seq : 0;
  std::size_t done_before = done.size();
  try {
    job.answer = path.perform(job.request, now(), done);
    savepoint.keep();
  } catch (const StorageError&) {
    // The machine failed on this act alone: it leaves nothing behind and the others go on.
    savepoint.take_back();
    job.answer = refuse(Refusal::not_accepting_acts_now);
    if (body) body->last_seq = seq_before;
    done.resize(done_before);
  }
}

Written Writer::State::try_to_write(std::deque<Job>& jobs, Guard guard) {
  bool is_performing = false;
  try {
    std::vector<Done> done;
    std::lock_guard turn(keeping.write_turn());
    Transaction transaction(connection, Transaction::Mode::immediate);
    is_performing = true;
    for (Job& job : jobs) {
      if (ActJob* act = std::get_if<ActJob>(&job)) perform_act(*act, done, guard);
      if (OrgJob* org = std::get_if<OrgJob>(&job))
        org->answer = path.perform(org->request, now(), done);
      if (ClockJob* clock = std::get_if<ClockJob>(&job))
        clock->answer = path.confirm_clock(clock->confirmation, done);
    }
    is_performing = false;
    transaction.commit();
    publish(done);  // within the turn: what falls due must not be counted before it is there
    return Written::all;
  } catch (const StorageError&) {
    forget_uncommitted();
  }
  return is_performing ? Written::nothing_since_an_act_failed : Written::nothing;
}

void Writer::State::write(std::deque<Job>& jobs) {
  Written written = try_to_write(jobs, Guard::none);
  if (written == Written::nothing_since_an_act_failed)
    written = try_to_write(jobs, Guard::savepoints);
  const bool accepts = written == Written::all;
  if (accepts) {
    gate.open(Refusal::not_accepting_acts_now);
  } else {
    gate.close(Refusal::not_accepting_acts_now);
  }
  for (Job& job : jobs) {
    ActJob* act = std::get_if<ActJob>(&job);
    OrgJob* org = std::get_if<OrgJob>(&job);
    // Nothing was acknowledged, so nothing is lost; every waiting act is told to come again.
    if (act && !accepts) act->answer = refuse(Refusal::not_accepting_acts_now);
    if (org && !accepts) org->answer = refuse(Refusal::not_accepting_acts_now);
    ClockJob* clock = std::get_if<ClockJob>(&job);
    if (clock && !accepts) clock->answer = refuse(Refusal::not_accepting_acts_now);
    if (clock) clock->done.set_value(std::move(clock->answer));
    if (act) act->done(std::move(act->answer));
    if (org) org->done.set_value(std::move(org->answer));
  }
}

std::vector<Writer::BatchRefusal> Writer::State::try_batch(BatchJob& job, std::vector<Done>& done) {
  std::vector<BatchRefusal> refusals;
  std::size_t count = 0;
  for (const OrgRequest& request : job.batch.org_acts) {
    if (Result<std::int64_t> result = path.perform(request, now(), done); !result)
      refusals.push_back({count, result.error()});
    ++count;
  }
  std::size_t index = 0;
  for (ActRequest& request : job.batch.acts) {
    if (Result<Performed> result = path.perform(request, now(), done); !result)
      refusals.push_back({index, result.error()});
    ++index;
    if (++count % 256 == 0 && job.progress && !job.progress(index)) {
      refusals.push_back({index, Refused{Refusal::nothing_would_change, "", "cancelled"}});
      return refusals;
    }
  }
  if (const std::optional<Batch::Undo>& undo = job.batch.undo) {
    Body* body = bodies.find(undo->body);
    Result<void> undone = body ? path.undo(*body, undo->actor, undo->import, now(), done)
                               : refuse(Refusal::body_is_unknown);
    if (!undone) refusals.push_back({0, undone.error()});
  }
  return refusals;
}

void Writer::State::perform_batch(BatchJob& job) {
  std::vector<Done> done;
  std::vector<BatchRefusal> refusals;
  try {
    std::lock_guard turn(keeping.write_turn());
    Transaction transaction(connection, Transaction::Mode::immediate);
    refusals = try_batch(job, done);
    if (refusals.empty()) {
      transaction.commit();
      publish(done);
    }
  } catch (const StorageError&) {
    gate.close(Refusal::not_accepting_acts_now);
    refusals.push_back({0, Refused{Refusal::not_accepting_acts_now, "", ""}});
  }
  if (!refusals.empty()) forget_uncommitted();
  if (refusals.empty() && job.progress) job.progress(job.batch.acts.size());
  job.done.set_value(std::move(refusals));
}

// What a transaction that did not commit has left in memory goes: the trees are read again from
// their tables and the next number from the journal.
void Writer::State::forget_uncommitted() {
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    std::unique_lock lock(body->lock);
    reload_trees(connection, *body);
    body->last_seq = last_seq(connection, body->no);
    if (const auto last = entry_at(connection, body->no, body->last_seq))
      body->last_at = last->head.at;
  }
}

void Writer::State::publish(std::span<const Done> done) {
  std::vector<Committed> committed;
  committed.reserve(done.size());
  for (std::size_t i = 0; i < done.size();) {
    Body& body = *bodies.find(done[i].body);
    std::unique_lock lock(body.lock);
    bool reshape = false;
    for (std::size_t j = i; j < done.size() && done[j].body == body.no; ++j)
      reshape = reshape || done[j].tree_changed;
    if (reshape) body.roll_up->reshape(body.tree);
    for (; i < done.size() && done[i].body == body.no; ++i) {
      if (done[i].ledger) body.roll_up->follow(done[i].ledger->name, done[i].before, done[i].after);
      committed.push_back(done[i].committed);
    }
  }
  std::lock_guard lock(listeners_lock);
  for (const auto& listener : listeners) listener(committed);
}

Writer::Writer(std::string database_path, Bodies& bodies, Now now, RandomSource random)
    : state_(std::make_unique<State>(database_path, bodies, std::move(now), std::move(random))) {
  state_->thread = std::thread([this] { state_->run(); });
}

Writer::~Writer() {
  {
    std::lock_guard lock(state_->queue_lock);
    state_->stopping = true;
  }
  state_->queue_filled.notify_one();
  state_->thread.join();
  state_->keeping.stop();
}

void Writer::submit(ActRequest request, std::function<void(Result<Performed>)> done) {
  state_->push(ActJob{std::move(request), std::move(done)});
}

Result<Performed> Writer::perform(ActRequest request) {
  std::promise<Result<Performed>> promise;
  std::future<Result<Performed>> answer = promise.get_future();
  submit(std::move(request),
         [&](Result<Performed> result) { promise.set_value(std::move(result)); });
  return answer.get();
}

Result<std::int64_t> Writer::perform(OrgRequest request) {
  OrgJob job{std::move(request), {}};
  std::future<Result<std::int64_t>> answer = job.done.get_future();
  state_->push(std::move(job));
  return answer.get();
}

Result<std::int64_t> Writer::confirm_clock(ClockConfirmation confirmation) {
  ClockJob job{std::move(confirmation), {}};
  std::future<Result<std::int64_t>> answer = job.done.get_future();
  state_->push(std::move(job));
  return answer.get();
}

std::vector<Writer::BatchRefusal> Writer::perform_all(Batch batch,
                                                      std::function<bool(std::size_t)> progress) {
  BatchJob job{std::move(batch), std::move(progress), {}};
  std::future<std::vector<BatchRefusal>> answer = job.done.get_future();
  state_->push(std::move(job));
  return answer.get();
}

void Writer::on_commit(std::function<void(std::span<const Committed>)> listener) {
  std::lock_guard lock(state_->listeners_lock);
  state_->listeners.push_back(std::move(listener));
}

Gate& Writer::gate() { return state_->gate; }
bool Writer::accepts() const { return !state_->gate.closed_by(); }
std::int64_t Writer::queue_length() const { return state_->waiting; }

}  // namespace chuangyou
