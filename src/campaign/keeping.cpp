#include "campaign/keeping.h"

#include <chrono>
#include <condition_variable>
#include <set>
#include <thread>

#include "campaign/log.h"
#include "core/fault_log.h"
#include "journal/checkpoint_file.h"
#include "journal/erasure.h"
#include "journal/figures_snapshot.h"
#include "journal/follow.h"
#include "journal/happening.h"
#include "ledgers/all.h"
#include "storage/evidence_rows.h"
#include "storage/forgetting.h"
#include "storage/kept_files.h"
#include "storage/second_file.h"
#include "storage/small_cache.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

constexpr std::int64_t log_frames_max = 256 * 1024 * 1024 / page_bytes;
constexpr int rounds_between_snapshots = 300;
constexpr std::int32_t flow_days = 31;  // in memory, today among them

Date first_flow_day(const Body& body, Moment now) {
  return Date{body.zone.date_at(now).days - flow_days + 1};
}
constexpr std::chrono::hours waits_at_most{24};  // a file that was sent, for an act that takes it

// The open records of a ledger that fell due in (after, until].
std::vector<Counted> fallen_due(Connection& connection, const Body& body, const Ledger& ledger,
                                Moment after, Moment until) {
  const LedgerTable table(ledger);
  std::vector<Counted> fallen;
  const std::span<const UnitNo> parents = body.tree.parents();
  for (UnitNo no = 0; no < body.tree.size(); ++no) {
    if (parents[static_cast<std::size_t>(no)] != no_unit) continue;
    for (const auto& [unit, due_at] :
         table.fell_due(connection, body.no, body.tree.path_of(no), after, until)) {
      Counted one;
      one.unit = unit;
      one.due_at = due_at;
      fallen.push_back(one);
    }
  }
  return fallen;
}

// Counts every record of the body anew; the way in where there is no snapshot to start from.
void count_anew(Connection& connection, Body& body) {
  for (const Ledger* ledger : all_ledgers())
    LedgerTable(*ledger).each_row(connection, body.no, [&](const LedgerTable::Row& row) {
      Counted one;
      one.unit = row.unit;
      one.stage = row.stage;
      one.word = row.word;
      one.due_at = row.due_at;
      one.on_time = row.on_time;
      one.kept_first = row.kept_first;
      one.is_history = row.is_history;
      one.implausible = row.implausible;
      body.roll_up->follow(ledger->name, std::nullopt, one);
    });
  for (const Ledger* ledger : all_ledgers())
    each_happened(connection, body.no, *ledger, body.roll_up->flows_from(), Date{INT32_MAX},
                  [&](const HappenedRow& row, std::string_view path) {
                    body.roll_up->flow(ledger->name, {number_in_path(path), row.day, row.bits});
                  });
}

// Only the records that entries have touched since the snapshot are counted again: each as it stood
// then, folded from its own entries, against how it stands now.
void follow_since(Connection& connection, Body& body, std::int64_t seq) {
  std::set<std::pair<std::string, Uuid>> touched;
  for_each_entry(connection, body.no, seq, 0, [&](const Entry& entry) {
    if (find_ledger(entry.head.ledger))
      touched.emplace(std::string(entry.head.ledger), entry.head.record);
  });
  Circumstances circumstances = body.circumstances();
  for (const auto& [name, id] : touched) {
    const Ledger& ledger = *find_ledger(name);
    auto count = [&](const std::optional<Record>& record) -> std::optional<Counted> {
      if (!record) return std::nullopt;
      return counted(*record, standing_of(*record, circumstances));
    };
    std::optional<Record> then =
        record_as_of(connection, ledger, body.no, id, seq, circumstances.path_of);
    std::optional<Record> now = LedgerTable(ledger).get(connection, body.no, id);
    body.roll_up->follow(name, count(then), count(now));
    auto flow = [&](const std::optional<Record>& record, std::int64_t until, std::int32_t times) {
      if (!record) return;
      for (const HappenedRow& row :
           happenings_of(connection, ledger, body.no, id, until, circumstances))
        body.roll_up->flow(name, {number_in_path(record->path), row.day, row.bits, times});
    };
    flow(then, seq, -1);
    flow(now, INT64_MAX, 1);
  }
}

}  // namespace

void load_figures(Connection& connection, Body& body, Moment now) {
  body.roll_up = std::make_unique<RollUp>(body.tree, now);
  const std::optional<FiguresSnapshot> kept = figures_snapshot(connection, body.no);
  if (kept && body.roll_up->restore(kept->figures)) {
    body.roll_up->forget_flows_before(first_flow_day(body, now));
    follow_since(connection, body, kept->seq);
  } else {
    body.roll_up = std::make_unique<RollUp>(body.tree, now);
    body.roll_up->forget_flows_before(first_flow_day(body, now));
    count_anew(connection, body);
  }
}

struct Keeping::State {
  Connection connection;
  Bodies& bodies;
  std::function<Moment()> now;
  std::string database_path;
  // So many entries about erasures there were.
  std::int64_t when_last_forgotten = -1, when_checks_were_forgotten = -1, at_start;
  AnsweredActs& answers;
  bool seals_by_the_second;
  KeptFiles files;
  CheckpointFile checkpoints;
  std::vector<CheckpointLine> sealed;  // and not appended yet
  std::mutex write_turn;
  std::mutex resting;
  std::condition_variable woken;
  bool stopping = false;
  std::thread thread;

  State(const std::string& database, Bodies& all, std::function<Moment()> clock,
        AnsweredActs& answered, bool seals_meanwhile)
      : connection(database, OpenFor::writing),
        bodies(all),
        now(std::move(clock)),
        database_path(resolved_path(database)),  // beside which a rebuild keeps the old file
        at_start(count_erasure_entries(connection)),
        answers(answered),
        seals_by_the_second(seals_meanwhile),
        files(KeptFiles::beside(database)),
        checkpoints(CheckpointFile::beside(database)) {
    keep_cache_small(connection);
  }

  void seal_all();
  void let_fall_due(Body& body);
  void keep_snapshots();
  void carry_log_over();
  void forget_what_was_erased();
  void forget_broken_checks();
  void clear_shelf(unsigned shelf);
  void keep_answers(bool forget);
  void round(bool is_last, int number);
  void run();
};

void Keeping::State::seal_all() {
  for (const std::unique_ptr<Body>& body : bodies.all())
    if (const auto made = seal(connection, body->no, now(), body->hash, write_turn))
      sealed.push_back(
          {body->key, made->last, made->root, made->at, name_and_signature(*body, *made)});
  checkpoints.append(sealed);
  sealed.clear();
}

void Keeping::State::let_fall_due(Body& body) {
  // The writer must not change a record between the query and the figures that it feeds.
  std::lock_guard turn(write_turn);
  std::unique_lock lock(body.lock);
  // Under the lock, for the clock and the shown day jump together under it (jobs/clock_watch.h).
  Moment until = body_now(body, now());
  Moment after = body.roll_up->at();
  if (until <= after) return;
  // All is read before anything moves: a failed read must not leave the figures half way.
  std::vector<std::pair<std::string_view, std::vector<Counted>>> fallen;
  for (const Ledger* ledger : all_ledgers())
    fallen.emplace_back(ledger->name, fallen_due(connection, body, *ledger, after, until));
  for (const auto& [ledger, records] : fallen)
    if (!records.empty()) body.roll_up->advance(until, ledger, records);
  body.roll_up->advance(until, {}, {});
  body.roll_up->forget_flows_before(first_flow_day(body, until));
}

void Keeping::State::keep_snapshots() {
  for (const std::unique_ptr<Body>& body : bodies.all()) {
    std::lock_guard turn(write_turn);
    // What rows say meanwhile, no entry of theirs tells to whoever would go on from a snapshot.
    if (body->reckoning.is_under_way) continue;
    std::shared_lock lock(body->lock);
    keep_figures_snapshot(connection, body->no,
                          {last_seq(connection, body->no), body->roll_up->snapshot()});
  }
}

void Keeping::State::carry_log_over() {
  if (checkpoint(connection, false) <= log_frames_max) return;
  // What was written meanwhile goes over as well, so that the writer waits for little.
  checkpoint(connection, false);
  std::lock_guard turn(write_turn);
  checkpoint(connection, true);
}

// What the log and the copies of before still say. At the first round too: whoever stopped in
// between has left it undone.
void Keeping::State::forget_what_was_erased() {
  const std::int64_t so_many = count_erasure_entries(connection);
  if (so_many == when_last_forgotten) return;
  {
    const std::lock_guard turn(write_turn);
    if (!empty_log(connection)) return;
  }
  when_last_forgotten = so_many;
  if (so_many == 0) return;
  // A copy that was made after the erasure knows of it and stays.
  remove_kept_copies(database_path, [&](const std::string& path) {
    try {
      Connection copy(path, OpenFor::reading);
      return count_erasure_entries(copy) < so_many;
    } catch (const StorageError&) {
      return so_many > at_start;  // damaged: it may hold what has just gone
    }
  });
}

// The same of checks that were broken off; those that go on take their file with them.
void Keeping::State::forget_broken_checks() {
  const std::int64_t so_many = count_erasure_entries(connection);
  if (so_many != when_checks_were_forgotten && remove_left_second_files(database_path))
    when_checks_were_forgotten = so_many;
}

// Files that no entry names: of an act that came to nothing, or erased. One shelf a round, so that
// each is looked at every few minutes and no round takes long. In the writer's turn, so that none
// goes that is just being named.
void Keeping::State::clear_shelf(unsigned shelf) {
  for (const std::unique_ptr<Body>& body : bodies.all())
    for (const Hash& hash : files.on_shelf(body->no, shelf)) {
      if (is_evidence(connection, body->no, hash)) continue;
      const std::lock_guard turn(write_turn);
      if (!is_evidence(connection, body->no, hash)) files.forget(body->no, hash);
    }
}

void Keeping::State::keep_answers(bool forget) {
  answers.write_runs(connection, write_turn);
  constexpr std::int64_t kept_microseconds = answers_kept_hours * 3600 * 1'000'000;
  if (forget)
    answers.forget_before(connection, write_turn, Moment{now().microseconds - kept_microseconds});
}

void Keeping::State::round(bool is_last, int number) {
  if (seals_by_the_second || is_last) seal_all();
  for (const std::unique_ptr<Body>& body : bodies.all()) let_fall_due(*body);
  const bool is_long_ago = number % rounds_between_snapshots == 0;
  if (is_last || is_long_ago) keep_snapshots();
  keep_answers(is_long_ago);
  connection.give_memory_back();  // each page that is sealed is read once
  carry_log_over();
  forget_what_was_erased();
  forget_broken_checks();
  clear_shelf(static_cast<unsigned>(number) % KeptFiles::shelves);
  if (is_long_ago || number == 1)
    files.forget_waiting(std::filesystem::file_time_type::clock::now() - waits_at_most);
}

void Keeping::State::run() {
  bool last_round = false;
  for (int number = 1; !last_round; ++number) {
    {
      std::unique_lock lock(resting);
      last_round = woken.wait_for(lock, std::chrono::seconds(1), [&] { return stopping; });
    }
    try {
      round(last_round, number);
    } catch (const std::exception& error) {
      // The writer says so to whoever acts; this round is tried again in the next.
      log_fault("keeping", error);
      connection.let_go();
    }
  }
}

Keeping::Keeping(const std::string& database_path, Bodies& bodies, std::function<Moment()> now,
                 AnsweredActs& answers, bool seals_by_the_second)
    : state_(std::make_unique<State>(database_path, bodies, std::move(now), answers,
                                     seals_by_the_second)) {
  state_->thread = std::thread([this] { state_->run(); });
}

Keeping::~Keeping() { stop(); }

std::mutex& Keeping::write_turn() { return state_->write_turn; }

void Keeping::stop() {
  {
    std::lock_guard lock(state_->resting);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace chuangyou
