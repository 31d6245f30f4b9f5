#include "jobs/deadlines.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "core/fault_log.h"
#include "ledgers/all.h"
#include "record/clock.h"

namespace chuangyou {
namespace {

bool calls_the_clock(const Ledger& ledger) {
  return std::ranges::any_of(ledger.deadlines, [](const Deadline& deadline) {
    return !deadline.then.empty() || !deadline.repeats.warns_by.empty();
  });
}

// What came in late already fell due elsewhere: nobody here let it lapse, and an import that the
// clock had touched could not be taken back.
std::optional<Call> call_of(const Body& body, const Record& record, Moment at) {
  std::shared_lock lock(body.lock);
  const std::optional<Call> call = call_of_the_clock(record, at, body.circumstances());
  return call && call->since > record.created_at ? call : std::nullopt;
}

// How far the lap over the overdue records of one ledger of one body has come.
struct Lap {
  const Body* body;
  LedgerTable table;
  std::string cursor = {};
};

}  // namespace

struct Deadlines::State {
  Connection connection;
  Writer& writer;
  std::function<Moment()> now;
  std::vector<Lap> laps;
  std::size_t turn = 0;

  std::mutex resting;
  std::condition_variable woken;
  bool stopping = false;
  std::thread thread;

  State(const std::string& database, const Bodies& bodies, Writer& the_writer,
        std::function<Moment()> clock)
      : connection(database, OpenFor::reading), writer(the_writer), now(std::move(clock)) {
    for (const std::unique_ptr<Body>& body : bodies.all())
      for (const Ledger* ledger : all_ledgers())
        if (calls_the_clock(*ledger)) laps.push_back({body.get(), LedgerTable(*ledger)});
  }

  std::size_t look(Lap& lap, std::size_t at_most, std::vector<ActRequest>& acts);
  bool is_done(BodyNo body, const Uuid& id, const Call& call);
  std::size_t round();
  std::size_t perform(std::vector<ActRequest> acts);
  void run();
};

bool Deadlines::State::is_done(BodyNo body, const Uuid& id, const Call& call) {
  std::vector<Entry> entries = entries_of(connection, body, id);
  return std::ranges::any_of(
      entries, [&](const Entry& e) { return e.head.act == call.act && e.head.at >= call.since; });
}

// Looks at the next records of the lap that are due, or nearly; returns how many. No cursor = its
// end.
std::size_t Deadlines::State::look(Lap& lap, std::size_t at_most, std::vector<ActRequest>& acts) {
  const Body& body = *lap.body;
  const Moment at = body_now(body, now());
  ListQuery query;
  {
    std::shared_lock lock(body.lock);
    if (body.tree.size() == 0) return 0;
    query.path = body.tree.path_of(0);
    query.overdue_at = last_due_that_is_called(lap.table.ledger(), at, body.circumstances());
  }
  query.cursor = lap.cursor;
  query.limit = at_most;
  Result<Page> page = lap.table.list(connection, body.no, query);
  lap.cursor = page ? page->next_cursor : "";
  if (!page) return 0;
  for (const Record& record : page->records) {
    const std::optional<Call> call = call_of(body, record, at);
    if (!call || is_done(body.no, record.id, *call)) continue;
    ActRequest request;
    request.body = body.no;
    request.ledger = &record.ledger();
    request.record = record.id;
    request.act = call->act;
    // It may be claimed or extended in this very moment.
    request.if_versions = std::vector{record.version};
    request.actor.is_the_clock = true;
    acts.push_back(std::move(request));
  }
  return page->records.size();
}

std::size_t Deadlines::State::perform(std::vector<ActRequest> acts) {
  std::vector<std::future<bool>> answers;
  answers.reserve(acts.size());
  for (ActRequest& act : acts) {
    auto promise = std::make_shared<std::promise<bool>>();
    answers.push_back(promise->get_future());
    writer.submit(std::move(act), [promise](const Result<Performed>& performed) {
      promise->set_value(performed.has_value());
    });
  }
  std::size_t done = 0;
  for (std::future<bool>& answer : answers) done += answer.get() ? 1 : 0;
  return done;
}

std::size_t Deadlines::State::round() {
  if (laps.empty() || !writer.accepts() || writer.queue_length() > 0) return 0;
  std::vector<ActRequest> acts;
  std::size_t left = looked_at_max;
  for (std::size_t i = 0; i < laps.size() && left > 0; ++i) {
    Lap& lap = laps[turn];
    left -= look(lap, left, acts);
    if (!lap.cursor.empty()) break;  // this lap goes on in the next round
    turn = (turn + 1) % laps.size();
  }
  return perform(std::move(acts));
}

void Deadlines::State::run() {
  std::unique_lock lock(resting);
  while (!woken.wait_for(lock, std::chrono::seconds(1), [&] { return stopping; })) {
    lock.unlock();
    try {
      round();
    } catch (const std::exception& error) {
      // What could not be read now is read in a later lap; they begin again and again.
      log_fault("deadlines", error);
      connection.let_go();
      for (Lap& lap : laps) lap.cursor.clear();
    }
    lock.lock();
  }
}

Deadlines::Deadlines(const std::string& database_path, const Bodies& bodies, Writer& writer,
                     std::function<Moment()> now)
    : state_(std::make_unique<State>(database_path, bodies, writer, std::move(now))) {}

Deadlines::~Deadlines() { stop(); }

void Deadlines::start() {
  state_->thread = std::thread([this] { state_->run(); });
}

void Deadlines::stop() {
  {
    std::lock_guard lock(state_->resting);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

std::size_t Deadlines::round() { return state_->round(); }

}  // namespace chuangyou
