#include "jobs/going_on.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "core/fault_log.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

enum class Outcome : std::uint8_t { went_on, is_through, is_hindered };

struct Unfinished {
  BodyNo body{};
  const Ledger* ledger;
  const Act* act;  // goes on
  RecordId record;
};

const Act* next_of(const Ledger& ledger, std::string_view act_name) {
  const Act* act = ledger.act(act_name);
  return act && !act->goes_on_with.empty() ? ledger.act(act->goes_on_with) : nullptr;
}

bool hands_on(std::string_view act) { return act == "merge_units" || act == "split_unit"; }

ActRequest request_of(const Unfinished& unfinished) {
  ActRequest request;
  request.body = unfinished.body;
  request.ledger = unfinished.ledger;
  request.record = unfinished.record;
  request.act = unfinished.act->name;
  request.actor.is_the_clock = true;
  return request;
}

}  // namespace

struct GoingOn::State {
  Connection connection;
  const Bodies& bodies;
  Writer& writer;

  std::mutex lock;
  std::condition_variable woken;
  std::deque<Unfinished> waiting;
  bool stopping = false;
  std::thread thread;

  State(const std::string& database, const Bodies& all, Writer& the_writer)
      : connection(database, OpenFor::reading), bodies(all), writer(the_writer) {}

  void hear(std::span<const Committed> committed);
  void look_for_unfinished();
  void look_for_unfinished(const Body& body, const Ledger& ledger, const Act& act);
  std::optional<Unfinished> next();
  Outcome go_on(const Unfinished& unfinished);
  void run();
};

void GoingOn::State::hear(std::span<const Committed> committed) {
  for (const Committed& one : committed) {
    const Ledger* ledger = find_ledger(one.ledger);
    if (!ledger) continue;
    const std::lock_guard guard(lock);
    if (const Act* act = next_of(*ledger, one.act))
      waiting.push_back({one.body, ledger, act, RecordId(one.record)});
    // An act on units has changed a list that may have been gone through only half.
    if (hands_on(one.act))
      for (const Act& act : ledger->acts)
        if (act.goes_on_with == act.name)
          waiting.push_back({one.body, ledger, &act, RecordId(one.record)});
    woken.notify_all();
  }
}

void GoingOn::State::look_for_unfinished() {
  for (const std::unique_ptr<Body>& body : bodies.all())
    for (const Ledger* ledger : all_ledgers())
      for (const Act& act : ledger->acts)
        if (act.goes_on_with == act.name) look_for_unfinished(*body, *ledger, act);
}

void GoingOn::State::look_for_unfinished(const Body& body, const Ledger& ledger, const Act& act) {
  ListQuery query;
  {
    const std::shared_lock reading(body.lock);
    if (body.tree.size() == 0) return;
    query.path = body.tree.path_of(0);
  }
  query.limit = 200;
  for (const std::string_view state : act.from) {
    query.state = std::string(state);
    query.cursor.clear();
    do {
      const Page page = LedgerTable(ledger).list(connection, body.no, query).value();
      const std::lock_guard guard(lock);
      for (const Record& record : page.records)
        waiting.push_back({body.no, &ledger, &act, record.id});
      query.cursor = page.next_cursor;
    } while (!query.cursor.empty());
  }
}

std::optional<Unfinished> GoingOn::State::next() {
  const std::lock_guard guard(lock);
  if (stopping || waiting.empty()) return std::nullopt;
  const Unfinished first = waiting.front();
  waiting.pop_front();
  return first;
}

// What the machine could not do now may be done later; every other refusal is a law's.
bool is_of_the_machine(Refusal law) {
  return law == Refusal::the_machine_broke || law == Refusal::not_accepting_acts_now ||
         law == Refusal::disk_reserve_is_reached || law == Refusal::clock_may_be_wrong ||
         law == Refusal::import_is_running;
}

// What was done is heard of again, and so goes on; what is refused by a law is through. What the
// machine could not do waits at the end of the line.
Outcome GoingOn::State::go_on(const Unfinished& unfinished) {
  const Result<Performed> done = writer.perform(request_of(unfinished));
  if (done) return Outcome::went_on;
  if (!is_of_the_machine(done.error().law)) return Outcome::is_through;
  const std::lock_guard guard(lock);
  waiting.push_back(unfinished);
  return Outcome::is_hindered;
}

void GoingOn::State::run() {
  bool has_looked = false;
  std::unique_lock guard(lock);
  while (!stopping) {
    bool is_hindered = false;
    guard.unlock();
    try {
      if (!has_looked) look_for_unfinished();
      has_looked = true;
      while (writer.accepts() && !is_hindered) {
        const std::optional<Unfinished> unfinished = next();
        if (!unfinished) break;
        is_hindered = go_on(*unfinished) == Outcome::is_hindered;
      }
    } catch (const std::exception& error) {
      log_fault("going on", error);
      connection.let_go();
      is_hindered = true;
    }
    guard.lock();
    woken.wait_for(guard, std::chrono::seconds(1), [&] {
      return stopping || (!is_hindered && !waiting.empty() && writer.accepts());
    });
  }
}

GoingOn::GoingOn(const std::string& database_path, const Bodies& bodies, Writer& writer)
    : state_(std::make_shared<State>(database_path, bodies, writer)) {
  writer.on_commit([state = std::weak_ptr(state_)](std::span<const Committed> committed) {
    if (const std::shared_ptr<State> there = state.lock()) there->hear(committed);
  });
}

GoingOn::~GoingOn() { stop(); }

void GoingOn::start() {
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void GoingOn::stop() {
  {
    const std::lock_guard guard(state_->lock);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

std::size_t GoingOn::round() {
  std::size_t done = 0;
  while (const std::optional<Unfinished> unfinished = state_->next()) {
    const Outcome outcome = state_->go_on(*unfinished);
    if (outcome == Outcome::is_hindered) break;
    if (outcome == Outcome::went_on) ++done;
  }
  return done;
}

}  // namespace chuangyou
