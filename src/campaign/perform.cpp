#include "campaign/perform.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <list>
#include <mutex>
#include <set>
#include <thread>

#include "campaign/keeping.h"
#include "campaign/outage.h"
#include "campaign/perform_act.h"
#include "campaign/perform_batch.h"
#include "campaign/perform_job.h"
#include "core/fault_log.h"
#include "storage/probe.h"
#include "storage/same_file.h"

namespace chuangyou {
namespace {

// More than this in one transaction would let the first in the queue wait too long for the disk.
constexpr std::size_t acts_per_commit_max = 2048;

constexpr std::chrono::seconds between_probes{1};

// Behind a savepoint SQLite copies every page that an act touches for the first time, a fifth of
// the whole cost, for what next to never happens: that the machine fails in the middle of an act.
// So a batch is written without them, and once more, each act behind its own, when one has failed.
enum class Guard : std::uint8_t { none, savepoints };

enum class Written : std::uint8_t { all, nothing, nothing_since_an_act_failed };

std::int64_t steady_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Whoever is answered may fail to hear it; the others are answered all the same.
template <class Give>
void answer_somebody(Give give) {
  try {
    give();
  } catch (const std::exception& error) {
    log_fault("an answer", error);
  }
}

}  // namespace

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
  std::mutex listeners_lock;
  std::vector<std::function<void(std::span<const Committed>)>> listeners;
  std::atomic<std::int64_t> waiting = 0;
  std::atomic<std::int64_t> writing_since = 0;  // by the steady clock, microseconds; 0: nothing is

  // The writing thread's own.
  std::list<BatchRun> batches;  // under way, in the order in which they came
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
             beside.keys.value_or(Keys(Keys::beside(database))).of("receipts")),
        keeping(database, all, now, path.answers()),
        outage(gate, now, beside.health) {
    create_campaign_schema(connection);
    for (BatchRun& run : BatchRun::unfinished(connection, path, waiting))
      batches.push_back(std::move(run));
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
  void go_on_with_batches();
  void write_slice(BatchRun& run);
  void probe();
  void failed(const std::exception& error);
  void publish(std::span<const Done> done) noexcept;
  void move_figures(std::span<const Done> done);
  void count_again();
  void forget_uncommitted();
};

// A closed gate lets nothing into the queue, whatever kind it is.
void Writer::State::push(Job job) {
  if (const std::optional<Refusal> law = law_against(job))
    return std::visit([&](auto& one) { one.refuse_by(*law); }, job);
  {
    std::lock_guard lock(queue_lock);
    queue.push_back(std::move(job));
    ++waiting;
  }
  queue_filled.notify_one();
}

// The clock is confirmed while it is in doubt, or never.
std::optional<Refusal> Writer::State::law_against(const Job& job) const {
  const std::optional<Refusal> law = gate.closed_by();
  const bool is_its_remedy =
      law == Refusal::clock_may_be_wrong && std::holds_alternative<ClockJob>(job);
  return is_its_remedy ? std::nullopt : law;
}

// What waits, as far as it may share a transaction; nothing where a batch or a probe is due.
std::deque<Job> Writer::State::take() {
  std::unique_lock lock(queue_lock);
  const auto is_called = [&] { return stopping || !queue.empty(); };
  const bool is_closed = gate.closed_by().has_value();
  if (outage.is_on() || !wrong_figures.empty() || (!batches.empty() && is_closed))
    queue_filled.wait_for(lock, between_probes, is_called);
  else if (batches.empty())
    queue_filled.wait(lock, is_called);
  std::deque<Job> jobs;
  while (!queue.empty() && jobs.size() < acts_per_commit_max) {
    jobs.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  waiting -= static_cast<std::int64_t>(jobs.size());
  return jobs;
}

// While the disk fails nothing more can be done; what is unfinished is known at the next start.
bool Writer::State::is_done() {
  const std::lock_guard lock(queue_lock);
  return stopping && queue.empty() && (batches.empty() || gate.closed_by());
}

void Writer::State::run() {
  while (!is_done()) {
    try {
      std::deque<Job> jobs = take();
      writing_since = steady_microseconds();
      round(jobs);
    } catch (const std::exception& error) {
      failed(error);
    }
    writing_since = 0;
  }
  for (BatchRun& run : batches) run.broke(path, {Refusal::not_accepting_acts_now, {}, {}});
}

void Writer::State::round(std::deque<Job>& jobs) {
  const auto moment = std::chrono::steady_clock::now();
  if (outage.is_on() && moment - probed_at >= between_probes) {
    probed_at = moment;
    probe();
  }
  count_again();
  std::erase_if(jobs, [&](Job& job) {
    if (const std::optional<Refusal> law = law_against(job)) {
      answer_somebody([&] { std::visit([&](auto& one) { one.refuse_by(*law); }, job); });
      return true;
    }
    BatchJob* const batch = std::get_if<BatchJob>(&job);
    if (batch)
      batches.emplace_back(std::move(batch->batch), std::move(batch->progress),
                           std::move(batch->done), waiting);
    return batch != nullptr;
  });
  if (!jobs.empty()) write(jobs);
  if (!gate.closed_by()) go_on_with_batches();
}

void Writer::State::perform(ActJob& job, std::vector<Done>& done) {
  job.answer = path.perform(job.request, now(), done);
}

void Writer::State::perform(OrgJob& job, std::vector<Done>& done) {
  organised.insert(job.request.body);
  job.answer = path.perform(job.request, now(), done);
}

void Writer::State::perform(ClickJob& job, std::vector<Done>&) {
  job.answer = path.answered_before(job.request);
}

void Writer::State::perform(ClockJob& job, std::vector<Done>& done) {
  job.answer = path.confirm_clock(job.request, done);
}

// Where the machine fails on this one alone, it leaves nothing behind and the others go on.
void Writer::State::perform_guarded(Job& job, std::vector<Done>& done) {
  ActJob* const act = std::get_if<ActJob>(&job);
  // The others change more in memory than can be put right here; such a one takes all with it.
  if (!act) return std::visit([&](auto& one) { perform(one, done); }, job);
  Savepoint savepoint(connection);
  Body* body = bodies.find(act->request.body);
  const std::int64_t seq_before = body ? body->last_seq : 0;
  const std::size_t done_before = done.size();
  const std::size_t answers_before = path.answers().mark();
  try {
    perform(*act, done);
    savepoint.keep();
  } catch (const std::exception& error) {
    log_fault("an act", error);
    savepoint.take_back();
    path.answers().back_to(answers_before);
    act->answer = refuse(Refusal::not_accepting_acts_now);
    if (body) body->last_seq = seq_before;
    done.resize(done_before);
  }
}

Written Writer::State::try_to_write(std::deque<Job>& jobs, Guard guard) {
  bool is_performing = false;
  try {
    std::vector<Done> done;
    std::lock_guard turn(keeping.write_turn());
    organised.clear();
    Transaction transaction(connection, Transaction::Mode::immediate);
    is_performing = true;
    for (Job& job : jobs) {
      if (guard == Guard::savepoints)
        perform_guarded(job, done);
      else
        std::visit([&](auto& one) { perform(one, done); }, job);
    }
    is_performing = false;
    file.check();
    transaction.commit();
    publish(done);  // within the turn: what falls due must not be counted before it is there
    return Written::all;
  } catch (const std::exception& error) {
    failed(error);
  }
  return is_performing ? Written::nothing_since_an_act_failed : Written::nothing;
}

// Whatever was not committed goes from memory too. Where even that fails, the gate stays closed
// until it has succeeded.
void Writer::State::failed(const std::exception& error) {
  log_fault("writing", error);
  try {
    latest_failure = error.what();
    memory_is_stale = true;
    connection.let_go();
    forget_uncommitted();
  } catch (const std::exception& second) {
    log_fault("reading what is committed", second);
    outage.begin(second.what());
  }
}

void Writer::State::write(std::deque<Job>& jobs) {
  Written written = try_to_write(jobs, Guard::none);
  if (written == Written::nothing_since_an_act_failed && !memory_is_stale)
    written = try_to_write(jobs, Guard::savepoints);
  const bool accepts = written == Written::all;
  if (!accepts) outage.begin(latest_failure);
  for (Job& job : jobs)
    answer_somebody([&] {
      // Nothing was acknowledged, so nothing is lost; every waiting act is told to come again.
      if (!accepts)
        std::visit([](auto& one) { one.refuse_by(Refusal::not_accepting_acts_now); }, job);
      else
        std::visit([](auto& one) { one.give(); }, job);
    });
}

// One slice a round, so that whoever acts comes between any two: of each body in turn, where the
// later batches wait for the first.
void Writer::State::go_on_with_batches() {
  const auto turns_until = [&](const BatchRun& run) {
    return static_cast<std::uint32_t>(run.body()) - static_cast<std::uint32_t>(sliced_last) - 1;
  };
  auto next = batches.end();
  for (auto run = batches.begin(); run != batches.end(); ++run) {
    const bool is_first = std::none_of(batches.begin(), run, [&](const BatchRun& earlier) {
      return earlier.body() == run->body();
    });
    if (is_first && (next == batches.end() || turns_until(*run) < turns_until(*next))) next = run;
  }
  if (next == batches.end()) return;
  sliced_last = next->body();
  write_slice(*next);
  if (next->is_over()) batches.erase(next);
}

void Writer::State::write_slice(BatchRun& run) {
  try {
    std::vector<Done> done;
    std::lock_guard turn(keeping.write_turn());
    organised.clear();
    if (run.changes_units()) organised.insert(run.body());
    Transaction transaction(connection, Transaction::Mode::immediate);
    if (run.slice(path, connection, bodies, now(), done)) {
      file.check();
      transaction.commit();
      publish(done);
      run.committed(path);
      return;
    }
  } catch (const std::exception& error) {
    failed(error);
    outage.begin(error.what());
    run.broke(path, {Refusal::not_accepting_acts_now, {}, {}});
    return;
  }
  forget_uncommitted();
  run.rolled_back(path);
}

// On a connection of its own making: the old one may be the trouble.
void Writer::State::probe() {
  try {
    file.check();
    std::lock_guard turn(keeping.write_turn());
    connection.let_go();
    connection = Connection(database, OpenFor::writing);
    if (memory_is_stale) forget_uncommitted();
    Transaction transaction(connection, Transaction::Mode::immediate);
    write_probe(connection);
    transaction.commit();
    outage.end();
  } catch (const std::exception& error) {
    log_fault("the probe", error);
    connection.let_go();
  }
}

// What a transaction that did not commit has left in memory goes: the trees that it changed are
// read again from their tables and the next number from the journal.
void Writer::State::forget_uncommitted() {
  memory_is_stale = true;
  path.answers().taken_back();
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    body->last_seq = last_seq(connection, body->no);
    if (const auto last = entry_at(connection, body->no, body->last_seq))
      body->last_at = last->head.at;
    if (!organised.contains(body->no)) continue;
    Tree tree;
    People people;
    load_trees(connection, body->no, tree, people);
    std::unique_lock lock(body->lock);
    body->tree = std::move(tree);
    body->people = std::move(people);
  }
  organised.clear();
  memory_is_stale = false;
}

void Writer::State::move_figures(std::span<const Done> done) {
  for (std::size_t i = 0; i < done.size();) {
    Body& body = *bodies.find(done[i].body);
    std::unique_lock lock(body.lock);
    bool reshape = false;
    for (std::size_t j = i; j < done.size() && done[j].body == body.no; ++j)
      reshape = reshape || done[j].tree_changed;
    if (reshape) body.roll_up->reshape(body.tree);
    for (; i < done.size() && done[i].body == body.no; ++i)
      if (done[i].ledger) body.roll_up->follow(done[i].ledger->name, done[i].before, done[i].after);
  }
}

// The acts are on the disk by now: whatever fails here must not take them back.
void Writer::State::publish(std::span<const Done> done) noexcept {
  std::vector<Committed> committed;
  try {
    path.answers().committed();
    committed.reserve(done.size());
    for (const Done& one : done) committed.push_back(one.committed);
    move_figures(done);
  } catch (const std::exception& error) {
    log_fault("figures", error);
    for (const Done& one : done) wrong_figures.insert(one.body);
  }
  std::lock_guard lock(listeners_lock);
  for (const auto& listener : listeners) answer_somebody([&] { listener(committed); });
}

void Writer::State::count_again() {
  try {
    while (!wrong_figures.empty()) {
      std::lock_guard turn(keeping.write_turn());
      Body& body = *bodies.find(*wrong_figures.begin());
      std::unique_lock lock(body.lock);
      load_figures(connection, body, std::max(body_now(body, now()), body.last_at));
      wrong_figures.erase(wrong_figures.begin());
    }
  } catch (const std::exception& error) {
    log_fault("counting again", error);  // and once more in a second
    connection.let_go();
  }
}

Writer::Writer(std::string database_path, Bodies& bodies, Now now, RandomSource random,
               const Beside& beside)
    : state_(std::make_unique<State>(database_path, bodies, std::move(now), std::move(random),
                                     beside)) {
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

void Writer::submit(ActRequest request, std::move_only_function<void(Result<Performed>)> done) {
  state_->push(ActJob{std::move(request), std::move(done)});
}

Result<Performed> Writer::perform(ActRequest request) {
  std::promise<Result<Performed>> promise;
  std::future<Result<Performed>> answer = promise.get_future();
  submit(std::move(request),
         [&](Result<Performed> result) { promise.set_value(std::move(result)); });
  return answer.get();
}

Result<OrgPerformed> Writer::perform(OrgRequest request) {
  OrgJob job{std::move(request)};
  auto answer = job.done.get_future();
  state_->push(std::move(job));
  return answer.get();
}

Result<std::optional<AnsweredAct>> Writer::answered(Click click) {
  ClickJob job{std::move(click)};
  auto answer = job.done.get_future();
  state_->push(std::move(job));
  return answer.get();
}

Result<std::int64_t> Writer::confirm_clock(ClockConfirmation confirmation) {
  ClockJob job{std::move(confirmation)};
  auto answer = job.done.get_future();
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
std::int64_t Writer::seconds_in_this_write() const {
  const std::int64_t began = state_->writing_since;
  return began == 0 ? 0 : (steady_microseconds() - began) / 1'000'000;
}

}  // namespace chuangyou
