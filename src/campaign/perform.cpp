#include "campaign/perform.h"

#include <algorithm>
#include <future>

#include "campaign/accounts_adopted.h"
#include "campaign/body_tables.h"
#include "campaign/perform_state.h"

namespace chuangyou {
namespace {

// More than this in one transaction would let the first in the queue wait too long for the disk.
constexpr std::size_t acts_per_commit_max = 2048;

constexpr std::chrono::seconds between_probes{1};
constexpr std::chrono::milliseconds until_rows_come{1};

std::int64_t steady_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

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
  const auto is_called = [&] { return stopping || leaves_imports || !queue.empty(); };
  const bool is_closed = gate.closed_by().has_value();
  const bool has_long_work = !batches.empty() || !merges.empty() || is_reckoning();
  // Whoever reads a file in is behind whoever writes it: there is nothing to do for a moment.
  const bool waits_for_rows = merges.empty() && !is_reckoning() && !batches.empty() &&
                              std::ranges::none_of(batches, &BatchRun::is_ready);
  if (outage.is_on() || !wrong_figures.empty() || (has_long_work && is_closed))
    queue_filled.wait_for(lock, between_probes, is_called);
  else if (waits_for_rows && put_off.empty())
    queue_filled.wait_for(lock, until_rows_come, is_called);
  else if (!has_long_work && put_off.empty())
    queue_filled.wait(lock, is_called);
  // Readers are kept out from an act on units to its commit, so that it comes last.
  const auto ends_here = [](const std::deque<Job>& jobs) {
    return !jobs.empty() && std::holds_alternative<OrgJob>(jobs.back());
  };
  std::deque<Job> jobs;
  if (merges.empty() && !put_off.empty()) {
    jobs.push_back(std::move(put_off.front()));
    put_off.pop_front();
  }
  while (!queue.empty() && jobs.size() < acts_per_commit_max && !ends_here(jobs)) {
    jobs.push_back(std::move(queue.front()));
    queue.pop_front();
    --waiting;
  }
  return jobs;
}

// While the disk fails nothing more can be done; what is unfinished is known at the next start.
bool Writer::State::is_done() {
  const std::lock_guard lock(queue_lock);
  const bool is_idle = batches.empty() && merges.empty() && put_off.empty();
  return stopping && queue.empty() && (is_idle || gate.closed_by());
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
  leave_batches();
  for (BatchRun& run : batches) run.broke(path, {Refusal::not_accepting_acts_now, {}, {}});
  for (OrgJob& merge : merges) merge.give();  // it stands; what is left is known at the next start
  for (Job& job : put_off)
    std::visit([](auto& one) { one.refuse_by(Refusal::not_accepting_acts_now); }, job);
}

// While what named one unit is handed on, no unit ends into which it might go.
bool Writer::State::waits_for_a_merge(const Job& job) const {
  const OrgJob* asked = std::get_if<OrgJob>(&job);
  return asked && std::ranges::any_of(merges, [&](const OrgJob& merge) {
           return merge.rest->body == asked->request.body;
         });
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
    if (waits_for_a_merge(job)) {
      put_off.push_back(std::move(job));
      return true;
    }
    BatchJob* const batch = std::get_if<BatchJob>(&job);
    if (batch)
      batches.emplace_back(std::move(batch->batch), std::move(batch->progress),
                           std::move(batch->done), waiting);
    return batch != nullptr;
  });
  if (!jobs.empty()) write(jobs);
  if (leaves_imports.exchange(false)) leave_batches();
  if (!gate.closed_by()) go_on_with_merges();
  if (!gate.closed_by()) go_on_with_batches();
  if (!gate.closed_by()) go_on_with_reckonings();
}

Writer::Writer(std::string database_path, Bodies& bodies, Now now, RandomSource random,
               const Beside& beside)
    : state_(std::make_unique<State>(database_path, bodies, std::move(now), std::move(random),
                                     beside)) {
  const Moment real_now = state_->now();
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    if (!beside.may_append) continue;
    const std::lock_guard turn(state_->keeping.write_turn());
    if (!body->not_adopted.empty())
      adopt_files(state_->connection, *body, real_now, state_->random);
    adopt_accounts(state_->connection, *body, real_now, state_->random);
    adopt_second_factors(state_->connection, *body, real_now, state_->random);
  }
  if (beside.may_append && !second_factors_are_told(state_->connection))
    second_factors_are_told_from_now_on(state_->connection);
  state_->thread = std::thread([this] { state_->run(); });
}

Writer::~Writer() {
  {
    std::lock_guard lock(state_->queue_lock);
    state_->stopping = state_->leaves_imports = true;
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
  OrgJob job{{std::move(request)}};
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

void Writer::leave_imports() {
  {
    const std::lock_guard lock(state_->queue_lock);
    state_->leaves_imports = true;
  }
  state_->queue_filled.notify_one();
}

void Writer::on_commit(std::function<void(std::span<const Committed>)> listener) {
  std::lock_guard lock(state_->listeners_lock);
  state_->listeners.push_back(std::move(listener));
}

void Writer::on_account(std::function<void(const AccountCommitted&)> listener) {
  std::lock_guard lock(state_->listeners_lock);
  state_->account_listener = std::move(listener);
}

Gate& Writer::gate() { return state_->gate; }
bool Writer::accepts() const { return !state_->gate.closed_by(); }
std::int64_t Writer::queue_length() const { return state_->waiting; }
std::int64_t Writer::seconds_in_this_write() const {
  const std::int64_t began = state_->writing_since;
  return began == 0 ? 0 : (steady_microseconds() - began) / 1'000'000;
}

}  // namespace chuangyou
