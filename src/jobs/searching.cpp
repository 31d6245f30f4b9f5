#include "jobs/searching.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "core/fault_log.h"
#include "journal/entries_of_record.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "storage/copying.h"
#include "storage/made_by.h"
#include "storage/same_file.h"
#include "storage/swapping.h"

namespace chuangyou {
namespace {

constexpr auto looks_every = std::chrono::milliseconds(500);
constexpr int low_priority = 10;
constexpr std::int64_t taken_at_once = 1000;  // entries of one transaction
constexpr std::size_t lent_and_kept_max = 8;
constexpr std::int64_t failures_until_not_well = 3;

SearchFile::Followed up_to(const Entry& entry) {
  return {entry.head.seq, std::string(bytes_of(entry.commitment))};
}

// Not the machine's fault but the file's: what helps is another one.
bool is_the_files_fault(const StorageError& error) {
  return is_damage(error) || error.sqlite_code == SQLITE_READONLY_DBMOVED ||
         (error.sqlite_code & 0xff) == SQLITE_ERROR;
}

}  // namespace

struct Searching::State {
  std::string database, path;
  const Bodies& bodies;
  Health& health;
  Connection reading;
  std::unique_ptr<SearchFile> file;  // the one that writes
  std::optional<SameFile> opened;
  std::atomic<bool> is_doubted = false;
  std::atomic<bool> is_making = false;
  std::atomic<std::int64_t> done = 0, in_all = 0;
  std::int64_t failures = 0;

  // Held while the file goes and another comes: nobody opens one of them with the log of the other.
  std::mutex lending;
  std::vector<std::unique_ptr<SearchFile>> kept;
  std::int64_t generation = 0;
  bool is_there = false;

  std::mutex resting;
  std::condition_variable woken;
  std::atomic<bool> stopping = false;
  std::thread thread;

  State(const std::string& its_database, const Bodies& all, Health& its_health)
      : database(its_database),
        path(search_path(its_database)),
        bodies(all),
        health(its_health),
        reading(its_database, OpenFor::reading) {}

  SearchFile::Made wanted();
  bool is_of_this_journal(SearchFile& one);
  bool open();
  void let_go_of_file();
  void leave_in_order();
  void make();
  void put_in_place(const std::string& made);
  void follow(const Body& body);
  std::int64_t behind();
  void report(const std::string& trouble);
  void round();
  void look();
  void run();
};

SearchFile::Made Searching::State::wanted() {
  return {made_by(reading) + " " + std::string(SearchFile::edition),
          count_signed_erasures(reading)};
}

bool Searching::State::is_of_this_journal(SearchFile& one) {
  return std::ranges::all_of(bodies.all(), [&](const std::unique_ptr<Body>& body) {
    const SearchFile::Followed followed = one.followed(body->no);
    if (followed.seq == 0) return true;
    const auto entry = entry_at(reading, body->no, followed.seq);
    return entry && up_to(*entry).commitment == followed.commitment;
  });
}

// False where none is there that would do.
bool Searching::State::open() {
  if (!std::filesystem::exists(path)) return false;
  auto found = std::make_unique<SearchFile>(path, OpenFor::writing);
  if (found->made() != wanted() || !is_of_this_journal(*found)) return false;
  file = std::move(found);
  file->begin_to_write();
  opened.emplace(path);
  const std::lock_guard lock(lending);
  is_there = true;
  return true;
}

void Searching::State::let_go_of_file() {
  file.reset();
  opened.reset();
  const std::lock_guard lock(lending);
  kept.clear();
  ++generation;
  is_there = false;
}

// The old one goes on answering meanwhile: whoever searches in it reads each record anew.
void Searching::State::make() {
  done = 0;
  in_all = 0;
  is_making = true;
  const std::string made = path + ".making";
  remove_database(made);
  {
    SearchFile fresh(made, OpenFor::writing);
    fresh.create(wanted());
    // What comes while the rows are read comes once more.
    for (const std::unique_ptr<Body>& body : bodies.all())
      if (const std::int64_t last = last_seq(reading, body->no))
        fresh.set_followed(body->no, up_to(*entry_at(reading, body->no, last)));
    const bool is_whole =
        put_all_records(fresh, reading, [this](std::int64_t now, std::int64_t of) {
          done = now;
          in_all = of;
          return !stopping;
        });
    if (!is_whole) return;
    fresh.finish();
  }
  put_in_place(made);
  is_making = false;
  is_doubted = false;
  spdlog::info("search_file_made records={}", done.load());
}

void Searching::State::put_in_place(const std::string& made) {
  file.reset();
  opened.reset();
  const std::lock_guard lock(lending);
  kept.clear();
  ++generation;
  is_there = false;
  remove_database(path);
  std::filesystem::rename(made, path);
  file = std::make_unique<SearchFile>(path, OpenFor::writing);
  opened.emplace(path);
  is_there = true;
}

void Searching::State::follow(const Body& body) {
  SearchFile::Followed at = file->followed(body.no);
  const std::int64_t last = last_seq(reading, body.no);
  if (at.seq > last) throw StorageError(path + " is of another journal", SQLITE_READONLY_DBMOVED);
  while (at.seq < last && !stopping) {
    std::map<Uuid, const Ledger*> touched;
    for_each_entry(reading, body.no, at.seq, std::min(last, at.seq + taken_at_once),
                   [&](const Entry& entry) {
                     const Ledger* ledger = find_ledger(entry.head.ledger);
                     if (ledger && !is_common_act(entry.head.act))
                       touched.emplace(entry.head.record, ledger);
                     at = up_to(entry);
                   });
    // In the order of their rows, which is that in which FTS5 keeps them.
    std::map<std::int64_t, std::optional<Record>> records;
    for (const auto& [id, ledger] : touched) {
      std::optional<Record> record = LedgerTable(*ledger).get(reading, body.no, id);
      const std::int64_t first = record ? record->opened_by_entry
                                        : entries_of(reading, body.no, id, 0, 1).front().head.seq;
      records.emplace(first, std::move(record));
    }
    Transaction transaction(file->connection(), Transaction::Mode::immediate);
    for (const auto& [first, record] : records) {
      if (record)
        file->put(body.no, *record);
      else
        file->remove(body.no, first);
    }
    file->set_followed(body.no, at);
    transaction.commit();
  }
}

std::int64_t Searching::State::behind() {
  std::int64_t entries = 0;
  for (const std::unique_ptr<Body>& body : bodies.all())
    entries += last_seq(reading, body->no) - (file ? file->followed(body->no).seq : 0);
  return entries;
}

void Searching::State::round() {
  if (opened) opened->check();
  const bool is_due = file && (is_doubted || file->made() != wanted());
  if (is_due || (!file && (is_doubted || !open()))) make();
  if (stopping || !file) return;
  for (const std::unique_ptr<Body>& body : bodies.all()) follow(*body);
  checkpoint(file->connection(), false);
}

// Nobody waits for it, so that it makes the house ill only where it cannot be had at all.
void Searching::State::report(const std::string& trouble) {
  Health::Report now;
  now.is_well = failures < failures_until_not_well && !is_doubted;
  if (!trouble.empty()) now.facts.emplace_back("not_followed", trouble);
  if (is_making) {
    now.facts.emplace_back("made", done.load());
    now.facts.emplace_back("of", in_all.load());
  } else if (trouble.empty()) {
    now.facts.emplace_back("entries_behind", behind());
  }
  health.report("search", std::move(now));
}

void Searching::State::look() {
  try {
    round();
    failures = 0;
    report({});
  } catch (const std::exception& error) {
    log_fault("following into the search file", error);
    reading.let_go();
    ++failures;
    const auto* storage = dynamic_cast<const StorageError*>(&error);
    if (storage != nullptr && is_the_files_fault(*storage)) is_doubted = true;
    is_making = false;
    let_go_of_file();
    report(error.what());
  }
}

// What cannot be left in order is made anew at the next start.
void Searching::State::leave_in_order() {
  try {
    if (file) file->leave_in_order();
  } catch (const std::exception& error) {
    log_fault("leaving the search file", error);
  }
  let_go_of_file();
}

void Searching::State::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
  std::unique_lock lock(resting);
  while (!stopping) {
    lock.unlock();
    look();
    lock.lock();
    woken.wait_for(lock, looks_every, [&] { return stopping.load(); });
  }
}

Searching::Searching(const std::string& database, const Bodies& bodies, Health& health)
    : state_(std::make_unique<State>(database, bodies, health)) {}

Searching::~Searching() { stop(); }

void Searching::start() {
  state_->thread = std::thread([this] { state_->run(); });
}

void Searching::stop() {
  {
    const std::lock_guard lock(state_->resting);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
  state_->leave_in_order();
}

void Searching::round() { state_->round(); }
void Searching::look() { state_->look(); }

std::shared_ptr<SearchFile> Searching::lend() {
  State& state = *state_;
  const std::lock_guard lock(state.lending);
  if (!state.is_there) return nullptr;
  std::unique_ptr<SearchFile> one;
  if (state.kept.empty()) {
    one = std::make_unique<SearchFile>(state.path, OpenFor::reading);
  } else {
    one = std::move(state.kept.back());
    state.kept.pop_back();
  }
  return {one.release(), [&state, generation = state.generation](SearchFile* used) {
            std::unique_ptr<SearchFile> back(used);
            back->connection().let_go();
            const std::lock_guard again(state.lending);
            if (generation == state.generation && state.kept.size() < lent_and_kept_max)
              state.kept.push_back(std::move(back));
          }};
}

void Searching::doubt() { state_->is_doubted = true; }

std::optional<Searching::Making> Searching::making() const {
  if (!state_->is_making) return std::nullopt;
  return Making{state_->done, state_->in_all};
}

}  // namespace chuangyou
