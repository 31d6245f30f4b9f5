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
};
struct OrgJob {
  OrgRequest request;
  std::promise<Result<std::int64_t>> done;
};
struct BatchJob {
  Writer::Batch batch;
  std::function<bool(std::size_t)> progress;
  std::promise<std::vector<Writer::BatchRefusal>> done;
};
using Job = std::variant<ActJob, OrgJob, BatchJob>;

// More than this in one transaction would let the first in the queue wait too long for the disk.
constexpr std::size_t acts_per_commit_max = 2048;

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
  HashFunction hash;
  ActPath path;
  Keeping keeping;

  std::mutex queue_lock;
  std::condition_variable queue_filled;
  std::deque<Job> queue;
  bool stopping = false;
  std::mutex listeners_lock;
  std::vector<std::function<void(std::span<const Committed>)>> listeners;
  std::atomic<bool> accepts = true;
  std::atomic<std::int64_t> waiting = 0;
  std::thread thread;

  State(const std::string& database, Bodies& all, Now clock, RandomSource source,
        HashFunction function)
      : connection(database, OpenFor::writing),
        bodies(all),
        now(std::move(clock)),
        random(std::move(source)),
        hash(function),
        path(connection, all, random, function),
        keeping(database, all, now, function) {}

  void push(Job job);
  std::deque<Job> take();
  void run();
  void write(std::deque<Job>& jobs);
  void perform_act(ActJob& job, std::vector<Done>& done,
                   std::vector<std::function<void()>>& replies);
  void perform_org(OrgJob& job, std::vector<Done>& done,
                   std::vector<std::function<void()>>& replies);
  void perform_batch(BatchJob& job);
  std::vector<BatchRefusal> try_batch(BatchJob& job, std::vector<Done>& done);
  void refuse_all(std::deque<Job>& jobs);
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

void Writer::State::perform_act(ActJob& job, std::vector<Done>& done,
                                std::vector<std::function<void()>>& replies) {
  Savepoint savepoint(connection);
  Body* body = bodies.find(job.request.body);
  std::int64_t seq_before = body ? body->last_seq : 0;
  std::size_t done_before = done.size();
  Result<Performed> result = refuse(Refusal::not_accepting_acts_now);
  try {
    result = path.perform(job.request, now(), done);
    savepoint.keep();
  } catch (const StorageError&) {
    // The machine failed on this act alone: it leaves nothing behind and the others go on.
    savepoint.take_back();
    if (body) body->last_seq = seq_before;
    done.resize(done_before);
  }
  replies.push_back([reply = std::move(job.done), answer = std::move(result)]() mutable {
    reply(std::move(answer));
  });
}

void Writer::State::perform_org(OrgJob& job, std::vector<Done>& done,
                                std::vector<std::function<void()>>& replies) {
  Result<std::int64_t> result = path.perform(job.request, now(), done);
  auto promise = std::make_shared<std::promise<Result<std::int64_t>>>(std::move(job.done));
  replies.push_back([promise, answer = std::move(result)] { promise->set_value(answer); });
}

void Writer::State::write(std::deque<Job>& jobs) {
  std::vector<Done> done;
  std::vector<std::function<void()>> replies;
  replies.reserve(jobs.size());
  try {
    std::lock_guard turn(keeping.write_turn());
    Transaction transaction(connection, Transaction::Mode::immediate);
    for (Job& job : jobs) {
      if (ActJob* act = std::get_if<ActJob>(&job)) perform_act(*act, done, replies);
      if (OrgJob* org = std::get_if<OrgJob>(&job)) perform_org(*org, done, replies);
    }
    transaction.commit();
    accepts = true;
    publish(done);  // within the turn: what falls due must not be counted before it is there
  } catch (const StorageError&) {
    // Nothing was acknowledged, so nothing is lost; every waiting act is told to come again.
    accepts = false;
    forget_uncommitted();
    replies.clear();
    refuse_all(jobs);
    return;
  }
  for (std::function<void()>& reply : replies) reply();
}

void Writer::State::refuse_all(std::deque<Job>& jobs) {
  for (Job& job : jobs) {
    if (ActJob* act = std::get_if<ActJob>(&job); act && act->done)
      act->done(refuse(Refusal::not_accepting_acts_now));
    if (OrgJob* org = std::get_if<OrgJob>(&job)) {
      try {
        org->done.set_value(refuse(Refusal::not_accepting_acts_now));
      } catch (const std::future_error&) {
        // Its promise went with the reply that was dropped, and the caller hears of it as broken.
        continue;
      }
    }
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
    accepts = false;
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

Writer::Writer(std::string database_path, Bodies& bodies, Now now, RandomSource random,
               HashFunction hash)
    : state_(
          std::make_unique<State>(database_path, bodies, std::move(now), std::move(random), hash)) {
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

bool Writer::accepts() const { return state_->accepts; }
std::int64_t Writer::queue_length() const { return state_->waiting; }

}  // namespace chuangyou
