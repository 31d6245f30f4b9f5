// Everything again from the journal. The live way reads, changes and writes a row with each entry;
// here each record's entries are folded in memory and its row is written once, as it stands at the
// end, and whatever is kept in an order of its own (work lists, indexes) is sorted and written
// last. Folding and writing go side by side.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "campaign/body_tables.h"
#include "campaign/rebuild.h"
#include "journal/erasure.h"
#include "journal/follow.h"
#include "journal/happening.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/concealment.h"
#include "record/describe.h"
#include "storage/made_by.h"

namespace chuangyou {
namespace {

constexpr std::size_t records_in_a_bundle = 512;
constexpr std::size_t bundles_waiting_max = 4;
// So much work is sorted at once: four million rows are 100 MB.
constexpr std::size_t work_rows_max = 4'000'000;

// What the tables were made from beside the journal: the declarations of all ledgers.
std::string declarations_now() {
  std::string text;
  for (const Ledger* ledger : all_ledgers()) text += create_table_sql(*ledger);
  text += create_happened_sql();
  text += describe(all_ledgers());
  return std::string(bytes_of(hash_of(HashFunction::sha256, {text})));
}

using Bundle = std::vector<Folded>;

// What one thread has folded and the other has not written yet.
class Bundles {
 public:
  void give(Bundle bundle) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() < bundles_waiting_max || is_given_up_; });
    waiting_.push_back(std::move(bundle));
    changed_.notify_all();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
    changed_.notify_all();
  }
  // The writer has failed and takes no more.
  void give_up() {
    const std::lock_guard lock(mutex_);
    is_given_up_ = true;
    waiting_.clear();
    changed_.notify_all();
  }
  bool take(Bundle& bundle) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_.empty() || is_ended_; });
    if (waiting_.empty()) return false;
    bundle = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Bundle> waiting_;
  bool is_ended_ = false, is_given_up_ = false;
};

// Folds the entries of one record after the other.
class Folding {
 public:
  Folding(const Bodies& bodies, std::function<void(Bundle)> give)
      : bodies_(bodies), give_(std::move(give)) {
    bundle_.reserve(records_in_a_bundle);
  }

  void follow(const Entry& entry) {
    const Ledger* ledger = find_ledger(entry.head.ledger);
    if (!ledger) return;  // of units, people or posts: followed before
    if (bundle_.empty() || bundle_.back().record.id != entry.head.record) {
      finish();
      bundle_.emplace_back(entry.head.body, *ledger).record.id = RecordId(entry.head.record);
    }
    ++followed_;
    is_undone_ = is_undone_ || entry.head.act == undo_act;
    if (entry.changes.empty()) return;  // erased: the others say what is known
    Folded& folded = bundle_.back();
    DecodedChanges decoded = decode_changes(*ledger, entry.head.act, entry.changes);
    if (!decoded.note.evidence.empty() || is_ones_own(entry.head.act))
      folded.beside.emplace_back(entry.head, decoded.note);
    if (is_undone_) return;
    if (decoded.note.source) folded.source = std::move(decoded.note.source);
    if (decoded.note.receipt) folded.receipts.push_back(*decoded.note.receipt);
    const Circumstances now = circumstances();
    if (before_import_.folds(folded.record, entry.head, decoded.note, now.path_of)) {
      std::erase_if(folded.happened,
                    [&](const HappenedRow& row) { return row.seq >= before_import_.since(); });
      return;
    }
    const StoodBefore before = stood_before(folded.record);
    const bool opens = folded.record.state.empty();
    if (opens) folded.import = decoded.note.import;
    fold(folded.record, entry.head, decoded.changes, decoded.note, now.path_of);
    if (opens) fill_in_who_was_concerned(folded.record, decoded.changes, now);
    const auto rows = what_happened(before, folded.record, decoded.changes, entry.head, now);
    folded.happened.insert(folded.happened.end(), rows.begin(), rows.end());
  }

  void finish() {
    if (bundle_.empty()) return;
    Folded& folded = bundle_.back();
    folded.is_there = !is_undone_ && !folded.record.state.empty();
    if (folded.is_there) {
      folded.standing = standing_of(folded.record, circumstances());
    } else if (folded.beside.empty()) {
      bundle_.pop_back();
    }
    is_undone_ = false;
    before_import_ = {};
    if (bundle_.size() == records_in_a_bundle) hand_over();
  }
  void hand_over() {
    give_(std::exchange(bundle_, {}));
    bundle_.reserve(records_in_a_bundle);
  }
  std::int64_t followed() const { return followed_; }

 private:
  Circumstances circumstances() const { return bodies_.find(bundle_.back().body)->circumstances(); }

  const Bodies& bodies_;
  std::function<void(Bundle)> give_;
  Bundle bundle_;  // the last is the record that is being folded
  bool is_undone_ = false;
  StoodBeforeImport before_import_;  // of the last, too
  std::int64_t followed_ = 0;
};

// Writes rows as they come and their work at the end.
class Writing {
 public:
  explicit Writing(Connection& connection) : connection_(connection) {
    for (const Ledger* ledger : all_ledgers()) tables_.push_back({LedgerTable(*ledger), {}});
  }

  void write(const Folded& folded) {
    for (const auto& [head, note] : folded.beside) follow_beside(connection_, head, note);
    if (!folded.is_there) return;
    Table& table = *std::ranges::find(tables_, &folded.record.ledger(),
                                      [](const Table& one) { return &one.rows.ledger(); });
    const LedgerTable::Origin origin{folded.source ? std::string_view(*folded.source) : "",
                                     folded.import};
    table.rows.insert(connection_, folded.body, folded.record, folded.standing, origin);
    for (const std::string& receipt : folded.receipts)
      keep_receipt(connection_, folded.body, folded.record, receipt);
    for (const HappenedRow& row : folded.happened)
      happened_.push_back(
          {folded.body, row, table.rows.ledger().place, folded.record.opened_by_entry});
    if (happened_.size() >= work_rows_max) add_happened();
    std::vector<LedgerTable::Work>& work = table.work[folded.body];
    if (work.empty()) work.reserve(work_rows_max + path_depth_max);
    LedgerTable::add_work_of(folded.body, folded.record, folded.standing, work);
    if (work.size() >= work_rows_max) add_work(table, folded.body, work);
  }

  void finish() {
    add_happened();
    for (Table& table : tables_) {
      for (auto& [body, work] : table.work) add_work(table, body, work);
      connection_.run(create_table_sql(table.rows.ledger()));  // what is missing: the indexes
    }
  }

 private:
  struct Table {
    LedgerTable rows;
    std::map<BodyNo, std::vector<LedgerTable::Work>> work;
  };

  void add_work(const Table& table, BodyNo body, std::vector<LedgerTable::Work>& work) {
    std::ranges::sort(work);
    table.rows.add(connection_, body, work);
    work = {};
  }

  struct WhatHappened {
    BodyNo body;
    HappenedRow row;
    std::int32_t place;
    std::int64_t opened_by_entry;
    auto operator<=>(const WhatHappened&) const = default;
  };

  // In the order of the table, so that it is written from end to end.
  void add_happened() {
    std::ranges::sort(happened_);
    for (const WhatHappened& one : happened_) {
      const auto of = std::ranges::find(
          tables_, one.place, [](const Table& table) { return table.rows.ledger().place; });
      put_happened(connection_, one.body, of->rows.ledger(), one.opened_by_entry, {&one.row, 1});
    }
    happened_.clear();
  }

  Connection& connection_;
  std::vector<Table> tables_;
  std::vector<WhatHappened> happened_;
};

// Reads on a connection of its own, beside the one that writes.
std::int64_t fold_all(const std::string& file, const Bodies& bodies, Bundles& bundles) {
  Connection reading(file, OpenFor::reading);
  Folding folding(bodies, [&](Bundle bundle) { bundles.give(std::move(bundle)); });
  for_each_entry_by_record(reading, [&](const Entry& entry) { folding.follow(entry); });
  folding.finish();
  folding.hand_over();
  return folding.followed();
}

std::int64_t write_records(Connection& connection, const std::string& file, const Bodies& bodies) {
  Bundles bundles;
  std::int64_t followed = 0;
  std::exception_ptr failure;
  std::jthread folder([&] {
    try {
      followed = fold_all(file, bodies, bundles);
    } catch (...) {
      failure = std::current_exception();
    }
    bundles.end();
  });
  try {
    Writing writing(connection);
    for (Bundle bundle; bundles.take(bundle);)
      for (const Folded& folded : bundle) writing.write(folded);
    writing.finish();
  } catch (...) {
    bundles.give_up();
    throw;
  }
  folder.join();
  if (failure) std::rethrow_exception(failure);
  return followed;
}

}  // namespace

bool were_made_otherwise(Connection& connection) {
  const std::string then = made_by(connection);
  return !then.empty() && then != declarations_now();
}

void keep_declarations(Connection& connection) {
  const std::string now = declarations_now();
  if (made_by(connection) == now) return;
  set_made_by(connection, now);
}

std::optional<Folded> fold_record(const Bodies& bodies, std::span<const Entry> entries) {
  std::optional<Folded> folded;
  Folding folding(bodies, [&](Bundle bundle) {
    if (!bundle.empty() && bundle.front().is_there) folded = std::move(bundle.front());
  });
  for (const Entry& entry : entries) folding.follow(entry);
  folding.finish();
  folding.hand_over();
  return folded;
}

Result<std::int64_t> make_tables(Connection& connection, const std::string& file,
                                 Founding& founding) {
  Transaction transaction(connection, Transaction::Mode::immediate);
  create_what_the_journal_makes(connection, Indexes::later);
  const Result<std::int64_t> founded = founding.all();
  if (!founded) return founded;
  const std::int64_t followed = write_records(connection, file, founding.bodies());
  keep_declarations(connection);
  transaction.commit();
  return *founded + followed;
}

}  // namespace chuangyou
