#include "jobs/retention.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "campaign/kept_until.h"
#include "core/fault_log.h"
#include "jobs/nightly.h"
#include "journal/entries_of_day.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/account_rows.h"

namespace chuangyou {
namespace {

constexpr std::int64_t hour = std::int64_t{3'600} * 1'000'000;
constexpr std::int64_t entries_at_once = 50'000;  // looked at between two acts
constexpr int low_priority = 10;
constexpr auto looks_at_the_clock_every = std::chrono::seconds(20);
constexpr auto gives_way_for = std::chrono::milliseconds(20);

Actor clock_actor() {
  Actor actor;
  actor.is_the_clock = true;
  return actor;
}

// An erasure waits for a person, or the machine failed; else it has gone, or is open again.
bool may_go_later(Refusal law) {
  return law != Refusal::entry_is_erased_already && law != Refusal::state_does_not_allow_this;
}

}  // namespace

struct Retention::State {
  Connection connection;
  const Bodies& bodies;
  Writer& writer;
  Health& health;
  std::function<Moment()> now;
  Doors doors;
  RandomSource random = RandomSource::from_system();
  // Up to which entry each term of each body has been gone through, and what has to be looked at
  // again: an erasure of it waits for a person.
  struct Lap {
    std::int64_t until = 0;
    std::set<std::pair<const Ledger*, Uuid>> again = {};
  };
  std::map<std::pair<BodyNo, std::string_view>, Lap> laps;

  std::mutex resting;
  std::condition_variable woken;
  bool stopping = false;
  std::thread thread;

  State(const std::string& database, const Bodies& all, Writer& the_writer, Health& its_health,
        std::function<Moment()> clock, Doors beyond)
      : connection(database, OpenFor::reading),
        bodies(all),
        writer(the_writer),
        health(its_health),
        now(std::move(clock)),
        doors(std::move(beyond)) {}

  Date today(const Body& body) const { return body.zone.date_at(body_now(body, now())); }
  bool is_stopping() {
    const std::lock_guard lock(resting);
    return stopping;
  }
  bool gives_way();
  std::int64_t erase(const Body&, const RetentionTerm&);
  bool erase(const Body&, const RetentionTerm&, const Ledger&, const Uuid& record, Lap&,
             std::int64_t& erased);
  std::int64_t end_accounts(const Body&);
  std::int64_t forget_log_ins(const Body&);
  Gone round();
  void run();
};

// False once it is to stop, or nothing is taken.
bool Retention::State::gives_way() {
  while (writer.queue_length() > 0 && !is_stopping()) std::this_thread::sleep_for(gives_way_for);
  return writer.accepts() && !is_stopping();
}

// What one record keeps for that term. False where the rest has to wait for another night.
bool Retention::State::erase(const Body& body, const RetentionTerm& term, const Ledger& ledger,
                             const Uuid& id, Lap& lap, std::int64_t& erased) {
  const std::optional<Record> record = LedgerTable(ledger).get(connection, body.no, id);
  if (!record) return true;
  {
    const std::shared_lock lock(body.lock);
    const std::optional<Date> until = kept_until(body, *record, term.policy, today(body));
    if (!until || *until >= today(body)) return true;
  }
  for (const Entry& entry : entries_of(connection, body.no, id)) {
    const std::vector<std::string> names = names_in(entry).may_go;
    if (std::ranges::find(names, term.what) == names.end()) continue;
    if (!gives_way()) return false;
    const EraseAfterTerm act{
        make_uuid_v7(now(), random), term.policy, entry.head.seq, {std::string(term.what)}};
    const auto done = writer.perform(OrgRequest{body.no, {}, clock_actor(), act});
    if (done) ++erased;
    if (!done && may_go_later(done.error().law)) lap.again.emplace(&ledger, id);
  }
  return true;
}

// Record after record, in the order in which entries touched them: whatever was over by that day
// has its last entry before.
std::int64_t Retention::State::erase(const Body& body, const RetentionTerm& term) {
  std::optional<Moment> end;
  {
    const std::shared_lock lock(body.lock);
    const auto day = let_go_until(body.frame.policy, term.policy, today(body));
    if (day) end = body.zone.end_of(*day);
  }
  if (!end) return 0;
  Lap& lap = laps[{body.no, term.policy}];
  const std::int64_t last = last_seq_until(connection, body.no, Moment{end->microseconds - 1});
  std::int64_t erased = 0;
  for (bool is_first = true; is_first || lap.until < last; is_first = false) {
    std::set<std::pair<const Ledger*, Uuid>> touched;
    touched.swap(lap.again);
    const std::int64_t until = std::max(lap.until, std::min(last, lap.until + entries_at_once));
    if (until > lap.until)
      for_each_entry(connection, body.no, lap.until, until, [&](const Entry& entry) {
        const Ledger* ledger = find_ledger(entry.head.ledger);
        if (ledger && touches(term, *ledger)) touched.emplace(ledger, entry.head.record);
      });
    for (const auto& [ledger, record] : touched)
      if (!erase(body, term, *ledger, record, lap, erased)) {
        lap.again.insert(touched.begin(), touched.end());
        return erased;
      }
    lap.until = until;
  }
  return erased;
}

std::int64_t Retention::State::end_accounts(const Body& body) {
  std::int64_t ended = 0;
  for (const AccountRow& row : account_rows(connection, body.no)) {
    if (row.state == AccountState::ended) continue;
    {
      const std::shared_lock lock(body.lock);
      const std::optional<Date> until = account_kept_until(body, row.person, today(body));
      if (!until || *until >= today(body)) continue;
    }
    if (!gives_way()) break;
    OrgRequest request{body.no, {}, clock_actor()};
    request.on_account = EndAccount{row.name};
    if (!writer.perform(std::move(request))) continue;
    if (doors.forget_person) doors.forget_person(body.no, row.person);
    ++ended;
  }
  return ended;
}

std::int64_t Retention::State::forget_log_ins(const Body& body) {
  if (!doors.forget_log_ins) return 0;
  std::optional<Moment> before;
  {
    const std::shared_lock lock(body.lock);
    const Date day = body.zone.date_at(now());  // log-ins stand in real time
    if (const auto last = let_go_until(body.frame.policy, log_retention, day))
      before = body.zone.end_of(*last);
  }
  return before ? doors.forget_log_ins(body.no, *before) : 0;
}

Retention::Gone Retention::State::round() {
  Gone gone;
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    for (const RetentionTerm& term : retention_terms) {
      const std::int64_t erased = erase(*body, term);
      gone.entries += erased;
      if (erased > 0)
        spdlog::info("retention=erased body={} term={} entries={}", body->key, term.policy, erased);
    }
    const std::int64_t accounts = end_accounts(*body), log_ins = forget_log_ins(*body);
    gone.accounts += accounts;
    gone.log_ins += log_ins;
    if (accounts + log_ins > 0)
      spdlog::info("retention=erased body={} accounts={} log_ins={}", body->key, accounts, log_ins);
  }
  health.report("retention", {.is_well = true,
                              .facts = {{"entries_erased", gone.entries},
                                        {"accounts_ended", gone.accounts},
                                        {"log_ins_forgotten", gone.log_ins},
                                        {"looked_at", now()}}});
  return gone;
}

void Retention::State::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
  if (bodies.all().empty()) return;
  const Zone& zone = bodies.all().front()->zone;
  const auto next_night = [&] {
    return Moment{Nightly::next_night(zone, Moment{now().microseconds + hour}).microseconds - hour};
  };
  Moment next = std::min(next_night(), Moment{now().microseconds + hour});
  std::unique_lock lock(resting);
  while (!woken.wait_for(lock, looks_at_the_clock_every, [&] { return stopping; })) {
    if (now() < next) continue;
    lock.unlock();
    try {
      round();
    } catch (const std::exception& error) {
      log_fault("retention", error);
      connection.let_go();
    }
    next = next_night();
    lock.lock();
  }
}

Retention::Retention(const std::string& database_path, const Bodies& bodies, Writer& writer,
                     Health& health, std::function<Moment()> now, Doors doors)
    : state_(std::make_unique<State>(database_path, bodies, writer, health, std::move(now),
                                     std::move(doors))) {}

Retention::~Retention() { stop(); }

void Retention::start() {
  state_->thread = std::thread([this] { state_->run(); });
}

void Retention::stop() {
  {
    const std::lock_guard lock(state_->resting);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

Retention::Gone Retention::round() { return state_->round(); }

}  // namespace chuangyou
