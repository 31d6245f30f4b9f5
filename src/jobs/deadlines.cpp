#include "jobs/deadlines.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "ledgers/all.h"

namespace chuangyou {
namespace {

bool calls_the_clock(const Ledger& ledger) {
  return std::ranges::any_of(ledger.deadlines,
                             [](const Deadline& deadline) { return !deadline.then.empty(); });
}

std::string_view act_after(const Ledger& ledger, std::string_view deadline_name) {
  for (const Deadline& deadline : ledger.deadlines)
    if (deadline.name == deadline_name) return deadline.then;
  return {};
}

// Where the lap over one ledger of one body stands: the record that was looked at last.
struct Lap {
  const Body* body;
  const Ledger* ledger;
  std::int64_t due_at = INT64_MIN;
  Uuid id = {};

  void begin_anew() {
    due_at = INT64_MIN;
    id = Uuid();
  }
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
        if (calls_the_clock(*ledger)) laps.push_back({body.get(), ledger});
  }

  std::size_t look(Lap& lap, std::size_t at_most, std::vector<ActRequest>& acts);
  bool is_done(const Lap& lap, std::string_view act, const Uuid& id, Moment due_at);
  std::size_t round();
  std::size_t perform(std::vector<ActRequest> acts);
  void run();
};

bool Deadlines::State::is_done(const Lap& lap, std::string_view act, const Uuid& id, Moment due_at) {
  std::vector<Entry> entries = entries_of(connection, lap.body->no, id);
  return std::ranges::any_of(
      entries, [&](const Entry& e) { return e.head.act == act && e.head.at >= due_at; });
}

// Looks at the next overdue records of the lap; returns how many. Fewer than asked for = its end.
std::size_t Deadlines::State::look(Lap& lap, std::size_t at_most, std::vector<ActRequest>& acts) {
  Statement& find = connection.statement(
      "SELECT id, due_at, created_at, version, deadline FROM " + std::string(lap.ledger->name) +
      " WHERE body = ?1 AND stage = 0 AND due_at <= ?2 AND (due_at, id) > (?3, ?4)"
      " ORDER BY due_at, id LIMIT ?5");
  ResetAtEnd reset(find);
  find.bind(1, static_cast<std::int64_t>(lap.body->no));
  find.bind(2, body_now(*lap.body, now()).microseconds);
  find.bind(3, lap.due_at).bind(4, lap.id).bind(5, static_cast<std::int64_t>(at_most));
  std::size_t looked_at = 0;
  while (find.step()) {
    ++looked_at;
    lap.id = find.uuid(0);
    lap.due_at = find.integer(1);
    // What came in late already fell due elsewhere: nobody here let it lapse, and an import that the
    // clock had touched could not be taken back.
    if (lap.due_at <= find.integer(2)) continue;
    std::string_view act = act_after(*lap.ledger, find.text(4));
    if (act.empty() || is_done(lap, act, lap.id, Moment{lap.due_at})) continue;
    ActRequest request;
    request.body = lap.body->no;
    request.ledger = lap.ledger;
    request.record = RecordId(lap.id);
    request.act = act;
    request.if_version = find.integer(3);  // it may be claimed or extended in this very moment
    request.actor.is_the_clock = true;
    acts.push_back(std::move(request));
  }
  return looked_at;
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
    std::size_t asked_for = left;
    std::size_t looked_at = look(lap, asked_for, acts);
    left -= looked_at;
    if (looked_at == asked_for) break;  // this lap goes on in the next round
    lap.begin_anew();
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
    } catch (const StorageError&) {
      // What could not be read now falls due in a later round: the lap is gone over again and again.
      for (Lap& lap : laps) lap.begin_anew();
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
