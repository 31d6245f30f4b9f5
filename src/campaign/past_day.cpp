#include "campaign/past_day.h"

#include <sqlite3.h>

#include <algorithm>
#include <set>

#include "campaign/body_tables.h"
#include "campaign/keeping.h"
#include "campaign/rebuild.h"
#include "core/fault_log.h"
#include "journal/account_entries.h"
#include "journal/entries_of_day.h"
#include "journal/entry_row.h"
#include "journal/erasure.h"
#include "journal/figures_snapshot.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/concealment.h"
#include "storage/copying.h"
#include "storage/ledger_sql.h"
#include "storage/swapping.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_at_once = 50'000;
constexpr std::int64_t compared_singly_max = 2'000;  // entries; else all rows are compared
constexpr std::int64_t megabytes_of_cache = 128;

Moment last_moment_of(const Body& body, Date day) {
  return Moment{body.zone.end_of(day).microseconds - 1};
}

// The journal of one body up to a day, and all that was ever erased of it: what an erasure leaves
// stands in an entry of its own, perhaps of a later day.
class CopyingDay {
 public:
  CopyingDay(Connection& into, const std::string& from, BodyNo body, Moment until)
      : into_(into),
        original_(from, OpenFor::reading),
        from_(from),
        body_(body),
        until_(last_seq_until(original_, body, until)) {}

  bool run(const PastDayProgress& progress) {
    write_without_log(into_);
    {
      Copying copying(into_, from_);
      for (const StoredTable& table : copying.tables()) {
        if (std::ranges::find(tables_of_the_journal, table.name) == std::end(tables_of_the_journal))
          continue;
        copying.create(table);
        if (table.name == "seals") copying.copy_all(table);
        if (table.name == "entries" && !copy_entries(copying, table, progress)) return false;
      }
      set_user_version(into_, copying.user_version());
    }
    create_entry_indexes(into_);
    create_figures_snapshot_schema(into_);
    return progress(until_, until_);
  }

 private:
  bool copy_entries(Copying& copying, const StoredTable& table, const PastDayProgress& progress) {
    for (std::int64_t done = 0; done < until_; done += entries_at_once) {
      if (!progress(done, until_)) return false;
      copying.copy(table, place_of(body_, done),
                   place_of(body_, std::min(done + entries_at_once, until_)));
    }
    for (const Erasure& erasure : erasures_of(original_, body_)) {
      copy_one(copying, table, erasure.asked.seq);
      if (erasure.ended) copy_one(copying, table, erasure.ended->seq);
    }
    return true;
  }
  void copy_one(Copying& copying, const StoredTable& table, std::int64_t seq) {
    if (seq > until_) copying.copy(table, place_of(body_, seq - 1), place_of(body_, seq));
  }

  Connection& into_;
  Connection original_;
  std::string from_;
  BodyNo body_;
  std::int64_t until_;
};

Result<Bodies> make_file(const Places& places, const Body& present, Date day,
                         const std::string& file, const PastDayProgress& progress) {
  const Moment moment = last_moment_of(present, day);
  Connection connection(file, OpenFor::writing);
  write_without_waiting(connection);
  set_cache(connection, megabytes_of_cache);
  if (!CopyingDay(connection, places.database, present.no, moment).run(progress)) return Bodies();
  write_with_log(connection);
  Founding founding(connection, places, moment);
  const Result<std::int64_t> followed = make_tables(connection, file, founding);
  if (!followed) return std::unexpected(followed.error());
  Bodies bodies = founding.taken_bodies();
  for (const auto& body : bodies.all()) {
    body->last_at = moment;
    load_figures(connection, *body, moment);
  }
  // Who only reads it needs no log beside it.
  if (!cut_log(connection)) throw StorageError(file + " keeps its log", SQLITE_IOERR);
  write_without_log(connection);
  return bodies;
}

// Whether records may stand elsewhere for an entry that is not about one of them. Who sits where is
// asked when it is read.
bool may_move_records(const EntryHead& head) {
  constexpr std::string_view moving_none[] = {people_ledger, "posts", bodies_ledger,
                                              erasures_ledger, accounts_ledger};
  constexpr std::string_view founding[] = {"found_unit", "rename_unit", "describe_unit"};
  return std::ranges::find(moving_none, head.ledger) == std::end(moving_none) &&
         std::ranges::find(founding, head.act) == std::end(founding);
}

}  // namespace

Result<std::unique_ptr<PastDay>> PastDay::make(const Places& places, const Body& present, Date day,
                                               const std::string& file,
                                               const PastDayProgress& progress) {
  remove_database(file);
  try {
    Result<Bodies> bodies = make_file(places, present, day, file, progress);
    if (bodies && !bodies->all().empty()) {
      auto made = std::make_unique<PastDay>(day, file, places.database, std::move(*bodies));
      Connection copy(file, OpenFor::reading), original(places.database, OpenFor::reading);
      made->compare(copy, original);
      return made;
    }
    remove_database(file);
    if (!bodies) return std::unexpected(bodies.error());
    return nullptr;
  } catch (const StorageError& error) {
    remove_database(file);
    if ((error.sqlite_code & 0xff) != SQLITE_FULL) throw;
    return refuse(Refusal::disk_is_too_small, "as_of", to_text(day));
  }
}

PastDay::PastDay(Date day, std::string file, std::string original, Bodies bodies)
    : day_(day),
      file_(std::move(file)),
      original_(std::move(original)),
      bodies_(std::move(bodies)) {}

PastDay::~PastDay() {
  try {
    remove_file();
  } catch (const std::exception& error) {
    log_fault("removing a past day", error);
  }
}

void PastDay::remove_file() const {
  remove_database(file_);
  remove_database(search_path(file_));
}

Moment PastDay::moment() const { return last_moment_of(body(), day_); }

std::int64_t PastDay::size_bytes() const {
  try {
    return bytes_of_database(file_) + bytes_of_database(search_path(file_));
  } catch (const StorageError&) {
    return 0;  // whoever reads it comes upon what is broken; no other day waits for that
  }
}

std::unique_ptr<SearchFile> PastDay::words() const {
  if (!has_words_ || is_dropped_) return nullptr;
  try {
    return std::make_unique<SearchFile>(search_path(file_), OpenFor::reading);
  } catch (const StorageError&) {
    if (is_dropped_) return nullptr;  // its file went between
    throw;
  }
}

// They never change: whoever reads them needs no log beside them.
bool PastDay::index_words(const SearchProgress& progress) {
  const std::string path = search_path(file_);
  remove_database(path);
  Connection copy(file_, OpenFor::reading);
  SearchFile fresh(path, OpenFor::writing);
  fresh.create({});
  if (!put_all_records(fresh, copy, progress)) return false;
  fresh.finish();
  if (!cut_log(fresh.connection())) throw StorageError(path + " keeps its log", SQLITE_IOERR);
  write_without_log(fresh.connection());
  has_words_ = true;
  return true;
}

void PastDay::forget_words() {
  has_words_ = false;
  remove_database(search_path(file_));
}

// A post is his whatever its days: it is today that he holds it.
Actor PastDay::actor_then(const Actor& today) const {
  Actor then = today;
  for (Post& post : then.posts) {
    post.path = body().tree.path_of(post.unit);
    post.from = std::min(post.from, day_);
    post.until.reset();
  }
  std::erase_if(then.posts, [](const Post& post) { return post.path.empty(); });
  return then;
}

std::shared_ptr<const PastDay::Elsewhere> PastDay::elsewhere() const {
  const std::lock_guard lock(lock_);
  return elsewhere_;
}

void PastDay::compare_all(Connection& copy, Elsewhere& rows) const {
  BesideOriginal beside(copy, original_);
  rows.clear();
  for (const Ledger* ledger : all_ledgers())
    for (RowElsewhere& row : beside.all(*ledger)) {
      const std::int64_t row_no = row.row_no;
      rows[ledger->name].emplace(row_no, std::move(row));
    }
}

void PastDay::compare(Connection& copy, Connection& present) {
  const std::lock_guard one_alone(comparing_);
  const BodyNo no = body().no;
  const std::int64_t until = last_seq(present, no), before = compared_until_;
  if (before >= until) return;
  auto rows = elsewhere_ ? std::make_shared<Elsewhere>(*elsewhere_) : std::make_shared<Elsewhere>();
  bool needs_all = before < 0 || until - before > compared_singly_max;
  std::set<std::pair<const Ledger*, Uuid>> acted_on;
  if (!needs_all)
    for_each_entry(present, no, before, until, [&](const Entry& entry) {
      const Ledger* ledger = find_ledger(entry.head.ledger);
      if (ledger)
        acted_on.emplace(ledger, entry.head.record);
      else
        needs_all = needs_all || may_move_records(entry.head);
    });
  if (needs_all) {
    compare_all(copy, *rows);
  } else {
    BesideOriginal beside(copy, original_);
    for (const auto& [ledger, id] : acted_on) {
      const auto was = LedgerTable(*ledger).get(copy, no, id);
      if (!was) continue;
      auto& of_ledger = (*rows)[ledger->name];
      of_ledger.erase(row_no_of(no, was->opened_by_entry));
      if (auto row = beside.of(*ledger, no, id)) of_ledger.emplace(row->row_no, std::move(*row));
    }
  }
  const std::lock_guard lock(lock_);
  elsewhere_ = std::move(rows);
  compared_until_ = until;
}

std::optional<Record> record_today(const TodayToo& today, const Record& record) {
  const Reader& reader = today.reader;
  return LedgerTable(record.ledger()).get(reader.connection, reader.body.no, record.id);
}

Sight sight_as_read(const Reader& reader, const Record& record) {
  const auto path_in = [](const Reader& of) {
    return [&tree = of.body.tree](const Uuid& unit) { return tree.path_of(unit); };
  };
  const Sight then = sight_of(reader.actor, record, reader.today(), path_in(reader));
  if (!reader.today_too || then == Sight::nothing) return then;
  const Reader& today = reader.today_too->reader;
  const std::optional<Record> now = record_today(*reader.today_too, record);
  if (!now) return Sight::nothing;
  const auto turn = today.turn();
  return std::min(then, sight_of(today.actor, *now, today.today(), path_in(today)));
}

bool is_shown_as_read(const Reader& reader, const Record& record) {
  if (!is_shown_to_all(record)) return false;
  if (!reader.today_too) return true;
  const std::optional<Record> now = record_today(*reader.today_too, record);
  return now && is_shown_to_all(*now);
}

namespace {

bool stands_where_it_went(const Reader& reader, const Record& record) {
  const Date today = reader.today();
  return std::ranges::any_of(reader.actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && covers(record.path, post.path);
  });
}

}  // namespace

// Of a past day: nor where it has come to since.
bool hides_its_sender(const Reader& reader, const Record& record) {
  if (record.ledger().conceals.from.empty() || record.author.is_nil() || is_concealed(record) ||
      record.author == reader.actor.person)
    return false;
  if (stands_where_it_went(reader, record)) return true;
  if (!reader.today_too) return false;
  const std::optional<Record> now = record_today(*reader.today_too, record);
  const auto turn = reader.today_too->reader.turn();
  return !now || stands_where_it_went(reader.today_too->reader, *now);
}

}  // namespace chuangyou
