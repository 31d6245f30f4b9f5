#include "journal/journal.h"

#include "journal/entries_of_record.h"

#include <sqlite3.h>

#include <mutex>
#include <set>
#include <stdexcept>

#include "journal/entry_row.h"
#include "journal/erasure.h"
#include "journal/house_entries.h"
#include "journal/tiles.h"
#include "record/common_names.h"
#include "storage/forgetting.h"

namespace chuangyou {
namespace {

// One seal holds the hashes of at most so many entries in memory.
constexpr std::int64_t entries_per_seal_max = 1 << 18;

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

// The names of ledgers are few and permanent; a name that was read once is kept for good, so that
// an entry may point to it.
std::string_view permanent_name(std::string_view name) {
  thread_local std::string_view latest;
  if (latest == name) return latest;
  static std::mutex lock;
  static std::set<std::string, std::less<>> names;
  const std::lock_guard guard(lock);
  latest = *names.emplace(name).first;
  return latest;
}

void read_entry(const Statement& row, ErasedEntries& erased, Entry& entry) {
  if (!read_entry_row(row, entry)) {
    throw StorageError(
        "an entry of the journal is malformed: " + std::to_string(seq_of_place(row.integer(0))),
        SQLITE_CORRUPT);
  }
  entry.head.ledger = permanent_name(entry.head.ledger);
  if (entry.changes.empty()) erased.restore(entry);
}

// One entry is read into after the other, so that a million of them allocate next to nothing.
void read_all(Connection& connection, Statement& find,
              const std::function<void(const Entry&)>& use) {
  ErasedEntries erased(connection);
  Entry entry;
  while (find.step()) {
    read_entry(find, erased, entry);
    use(entry);
  }
}

std::string select_entries(std::string_view where) {
  return "SELECT " + std::string(entry_columns) + " FROM entries WHERE " + std::string(where);
}

Hash hash_in(const Statement& row, int column) {
  Hash hash{};
  const std::string_view bytes = row.blob(column);
  if (bytes.size() != hash.size()) throw StorageError("a hash has not 32 bytes", SQLITE_CORRUPT);
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hash.data()));
  return hash;
}

Seal seal_in(const Statement& row) {
  return {static_cast<BodyNo>(row.integer(0)),
          row.integer(1),
          row.integer(2),
          hash_in(row, 3),
          hash_in(row, 4),
          hash_in(row, 5),
          Moment{row.integer(6)}};
}

constexpr std::string_view select_seals =
    "SELECT body, first, last, root, previous, hash, at FROM seals WHERE body = ? ";

void add_number(std::string& bytes, std::int64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
  }
}

// Hashes the leaves after the latest seal, with no lock held.
void add_leaves(Connection& connection, Tiles& tiles, BodyNo body, std::int64_t until,
                HashFunction function) {
  Statement& find = connection.statement(select_entries("place > ? AND place <= ? ORDER BY place"));
  const ResetAtEnd reset(find);
  find.bind(1, place_of(body, tiles.size())).bind(2, place_of(body, until));
  Entry entry;
  while (find.step()) {
    if (!read_entry_row(find, entry) || entry.head.seq != tiles.size() + 1) break;
    tiles.add(leaf_hash(function, leaf_input(function, entry)));
  }
  if (tiles.size() != until) {
    throw StorageError("the journal has no readable entry " + std::to_string(tiles.size() + 1),
                       SQLITE_CORRUPT);
  }
}

void store_seal(Connection& connection, const Seal& seal) {
  connection
      .statement(
          "INSERT INTO seals(body, first, last, root, previous, hash, at)"
          " VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(1, number(seal.body))
      .bind(2, seal.first)
      .bind(3, seal.last)
      .bind_blob(4, bytes_of(seal.root))
      .bind_blob(5, bytes_of(seal.previous))
      .bind_blob(6, bytes_of(seal.hash))
      .bind(7, seal.at.microseconds)
      .run();
}

std::optional<Seal> seal_until(Connection& connection, const std::optional<Seal>& before,
                               BodyNo body, std::int64_t until, Moment now, HashFunction function,
                               std::mutex& turn) {
  const std::int64_t sealed = before ? before->last : 0;
  Tiles tiles(connection, body, function, sealed);
  add_leaves(connection, tiles, body, until, function);
  Seal next{body, sealed + 1, until, tiles.root(), {}, {}, now};
  if (before) next.previous = before->hash;
  next.hash = hash_of_seal(next, function);

  const std::lock_guard guard(turn);
  Transaction transaction(connection, Transaction::Mode::immediate);
  const std::optional<Seal> latest = latest_seal(connection, body);
  if ((latest ? latest->last : 0) != sealed) return std::nullopt;  // another has sealed meanwhile
  tiles.store();
  store_seal(connection, next);
  transaction.commit();
  return next;
}

void create_first_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE entries(place INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor BLOB,"
      " role INTEGER NOT NULL, under BLOB, ledger TEXT NOT NULL, record BLOB NOT NULL,"
      " act TEXT NOT NULL, changes TEXT, salt BLOB, commitment BLOB NOT NULL) STRICT;"
      "CREATE TABLE seals(body INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
      " root BLOB NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL,"
      " PRIMARY KEY(body, last)) STRICT, WITHOUT ROWID");
  create_tile_schema(connection);
}

// What was erased of a record, by which erasure, and the erasures in the order in which they were
// asked: each found among however many others. No other act pays for them.
void create_indexes_of_erasures(Connection& connection) {
  connection.run(
      "CREATE INDEX IF NOT EXISTS entries_erased ON entries(record) WHERE changes IS NULL;"
      "CREATE INDEX IF NOT EXISTS erasures_asked ON entries(place)"
      " WHERE ledger = 'erasures' AND act = 'ask_erasure';"
      "CREATE INDEX IF NOT EXISTS erasures_by_entry ON entries(" +
      std::string(entry_of_erasure) + ") WHERE ledger = 'erasures'");
}

}  // namespace

void create_entry_indexes(Connection& connection, std::int64_t layout) {
  connection.run("CREATE INDEX IF NOT EXISTS entries_by_record ON entries(record)");
  if (layout < 2) return;
  connection.run(
      "CREATE INDEX IF NOT EXISTS entries_of_erasures ON entries(place)"
      " WHERE ledger = 'erasures'");
  if (layout >= 3) create_indexes_of_erasures(connection);
  if (layout >= 4)
    connection.run("CREATE INDEX IF NOT EXISTS entries_of_house ON entries(place) WHERE " +
                   std::string(is_of_the_house));
}

void create_journal_schema(Connection& connection, std::int64_t layout) {
  Transaction transaction(connection, Transaction::Mode::immediate);
  const std::int64_t found = journal_layout(connection);
  if (found > journal_layout_now) {
    throw StorageError("the journal was written by a newer version of the program",
                       SQLITE_CANTOPEN);
  }
  if (found >= layout) return;
  if (found < 1) create_first_schema(connection);
  // Entries from before it have no salt for their head: their leaves keep layout 1.
  if (found < 2 && layout >= 2) connection.run("ALTER TABLE entries ADD COLUMN head_salt BLOB");
  create_entry_indexes(connection, layout);
  connection.run("PRAGMA user_version = " + std::to_string(layout));
  transaction.commit();
}

std::int64_t journal_layout(Connection& connection) {
  Statement& version = connection.statement("PRAGMA user_version");
  const ResetAtEnd reset(version);
  version.step();
  return version.integer(0);
}

void append(Connection& connection, const Entry& entry) {
  static const std::string sql =
      "INSERT INTO entries(" + std::string(entry_columns) + ") VALUES" + std::string(entry_places);
  Statement& add = connection.statement(sql);
  bind_entry_row(add, 1, entry);
  add.run();
}

std::int64_t last_seq(Connection& connection, BodyNo body) {
  Statement& find =
      connection.statement("SELECT max(place) FROM entries WHERE place > ? AND place < ?");
  const ResetAtEnd reset(find);
  find.bind(1, place_of(body, 0)).bind(2, place_of(body, std::int64_t{1} << seq_bits));
  return find.step() && !find.is_null(0) ? seq_of_place(find.integer(0)) : 0;
}

std::vector<BodyNo> bodies_with_entries(Connection& connection) {
  std::vector<BodyNo> bodies;
  Statement& find = connection.statement("SELECT min(place) FROM entries WHERE place >= ?");
  const ResetAtEnd reset(find);
  std::int64_t from = 0;
  while (find.bind(1, from).step() && !find.is_null(0)) {
    bodies.push_back(body_of_place(find.integer(0)));
    from = place_of(bodies.back(), std::int64_t{1} << seq_bits);
    find.reset();
  }
  return bodies;
}

void for_each_entry(Connection& connection, BodyNo body, std::int64_t after, std::int64_t until,
                    const std::function<void(const Entry&)>& use) {
  Statement& find = connection.statement(select_entries("place > ? AND place <= ? ORDER BY place"));
  const ResetAtEnd reset(find);
  const std::int64_t last = until ? until : (std::int64_t{1} << seq_bits) - 1;
  find.bind(1, place_of(body, after)).bind(2, place_of(body, last));
  read_all(connection, find, use);
}

void for_each_entry_beside(Connection& connection, BodyNo body,
                           std::span<const std::string_view> ledgers,
                           const std::function<void(const Entry&)>& use) {
  std::string where = "place > ? AND place < ?";
  for (const std::string_view ledger : ledgers)
    where.append(" AND ledger <> '").append(ledger).append("'");
  Statement find = connection.prepare(select_entries(where + " ORDER BY place"));
  find.bind(1, place_of(body, 0)).bind(2, place_of(body, std::int64_t{1} << seq_bits));
  read_all(connection, find, use);
}

void for_each_entry_by_record(Connection& connection,
                              const std::function<void(const Entry&)>& use) {
  Statement find = connection.prepare("SELECT " + std::string(entry_columns) +
                                      " FROM entries INDEXED BY entries_by_record"
                                      " ORDER BY record, place");
  read_all(connection, find, use);
}

std::vector<Entry> entries_of(Connection& connection, BodyNo body, const Uuid& record) {
  Statement& find =
      connection.statement(select_entries("record = ? AND place > ? AND place < ? ORDER BY place"));
  const ResetAtEnd reset(find);
  find.bind(1, record).bind(2, place_of(body, 0));
  find.bind(3, place_of(body, std::int64_t{1} << seq_bits));
  std::vector<Entry> entries;
  read_all(connection, find, [&](const Entry& entry) { entries.push_back(entry); });
  return entries;
}

std::vector<Entry> entries_of(Connection& connection, BodyNo body, const Uuid& record,
                              std::int64_t after, std::int64_t limit) {
  Statement& find = connection.statement(
      select_entries("record = ? AND place > ? AND place < ? ORDER BY place LIMIT ?"));
  const ResetAtEnd reset(find);
  find.bind(1, record).bind(2, place_of(body, after));
  find.bind(3, place_of(body, std::int64_t{1} << seq_bits)).bind(4, limit);
  std::vector<Entry> entries;
  read_all(connection, find, [&](const Entry& entry) { entries.push_back(entry); });
  return entries;
}

std::vector<Entry> entries_until(Connection& connection, BodyNo body, const Uuid& record,
                                 std::int64_t until, std::int64_t limit) {
  Statement& find = connection.statement(
      select_entries("record = ? AND place > ? AND place <= ? ORDER BY place DESC LIMIT ?"));
  const ResetAtEnd reset(find);
  find.bind(1, record).bind(2, place_of(body, 0)).bind(3, place_of(body, until)).bind(4, limit);
  std::vector<Entry> entries;
  read_all(connection, find, [&](const Entry& entry) { entries.push_back(entry); });
  return entries;
}

std::vector<Entry> news_of(Connection& connection, BodyNo body, const Uuid& record,
                           std::int64_t after, std::int64_t limit) {
  std::vector<Entry> news;
  while (std::ssize(news) < limit) {
    std::vector<Entry> entries = entries_of(connection, body, record, after, limit);
    if (entries.empty()) return news;
    after = entries.back().head.seq;
    for (Entry& entry : entries)
      if (!is_ones_own(entry.head.act) && std::ssize(news) < limit)
        news.push_back(std::move(entry));
  }
  return news;
}

std::vector<EntryHead> erased_entries_of(Connection& connection, BodyNo body, const Uuid& record,
                                         std::int64_t limit) {
  Statement& find = connection.statement(
      "SELECT " + std::string(entry_columns) +
      " FROM entries INDEXED BY entries_erased WHERE record = ? AND place > ? AND place < ?"
      " AND changes IS NULL ORDER BY place LIMIT ?");
  const ResetAtEnd reset(find);
  find.bind(1, record).bind(2, place_of(body, 0));
  find.bind(3, place_of(body, std::int64_t{1} << seq_bits)).bind(4, limit);
  std::vector<EntryHead> heads;
  Entry entry;
  while (find.step()) {
    if (!read_entry_row(find, entry)) continue;
    entry.head.ledger = permanent_name(entry.head.ledger);
    heads.push_back(entry.head);
  }
  return heads;
}

std::optional<Entry> last_entry_of(Connection& connection, BodyNo body, const Uuid& record) {
  Statement& find = connection.statement(
      select_entries("record = ? AND place > ? AND place < ? ORDER BY place DESC LIMIT 1"));
  const ResetAtEnd reset(find);
  find.bind(1, record).bind(2, place_of(body, 0));
  find.bind(3, place_of(body, std::int64_t{1} << seq_bits));
  std::optional<Entry> last;
  read_all(connection, find, [&](const Entry& entry) { last = entry; });
  return last;
}

std::optional<Entry> entry_at(Connection& connection, BodyNo body, std::int64_t seq) {
  if (seq <= 0) return std::nullopt;
  Statement& find = connection.statement(select_entries("place = ?"));
  const ResetAtEnd reset(find);
  if (!find.bind(1, place_of(body, seq)).step()) return std::nullopt;
  ErasedEntries erased(connection);
  Entry entry;
  read_entry(find, erased, entry);
  return entry;
}

std::int64_t first_of_layout_two(Connection& connection, BodyNo body) {
  Statement& find = connection.statement("SELECT head_salt IS NULL FROM entries WHERE place = ?");
  const auto has_layout_one = [&](std::int64_t seq) {
    const ResetAtEnd reset(find);
    return find.bind(1, place_of(body, seq)).step() && find.integer(0) != 0;
  };
  // All of layout 1 stand before all of layout 2; verify() finds a journal in which they do not.
  std::int64_t first = 1, end = last_seq(connection, body) + 1;
  while (first < end) {
    const std::int64_t middle = first + (end - first) / 2;
    if (has_layout_one(middle)) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}

std::int64_t first_published_index(Connection& connection, BodyNo body) {
  const std::int64_t index = first_of_layout_two(connection, body) - 1;
  return (index + hashes_per_tile - 1) / hashes_per_tile * hashes_per_tile;
}

Hash hash_of_seal(const Seal& seal, HashFunction function) {
  std::string numbers;
  for (const std::int64_t value :
       {number(seal.body), seal.first, seal.last, seal.at.microseconds}) {
    add_number(numbers, value);
  }
  return hash_of(function, {numbers, bytes_of(seal.root), bytes_of(seal.previous)});
}

std::optional<Seal> seal(Connection& connection, BodyNo body, Moment now, HashFunction function,
                         std::mutex& turn) {
  const std::int64_t committed = last_seq(connection, body);
  std::optional<Seal> made;
  std::optional<Seal> latest = latest_seal(connection, body);
  while ((latest ? latest->last : 0) < committed) {
    const std::int64_t sealed = latest ? latest->last : 0;
    const std::int64_t until = std::min(committed, sealed + entries_per_seal_max);
    made = seal_until(connection, latest, body, until, now, function, turn);
    if (!made) return std::nullopt;
    latest = made;
  }
  return made;
}

std::vector<Seal> seals(Connection& connection, BodyNo body, std::int64_t after_last,
                        std::size_t limit) {
  Statement& find =
      connection.statement(std::string(select_seals) + "AND last > ? ORDER BY last LIMIT ?");
  const ResetAtEnd reset(find);
  find.bind(1, number(body)).bind(2, after_last).bind(3, static_cast<std::int64_t>(limit));
  std::vector<Seal> found;
  while (find.step()) found.push_back(seal_in(find));
  return found;
}

std::optional<Seal> latest_seal(Connection& connection, BodyNo body) {
  Statement& find = connection.statement(std::string(select_seals) + "ORDER BY last DESC LIMIT 1");
  const ResetAtEnd reset(find);
  if (!find.bind(1, number(body)).step()) return std::nullopt;
  return seal_in(find);
}

std::optional<InclusionProof> prove_inclusion(Connection& connection, BodyNo body, std::int64_t seq,
                                              HashFunction function) {
  const std::optional<Seal> latest = latest_seal(connection, body);
  if (!latest || seq < 1 || seq > latest->last) return std::nullopt;
  const std::optional<Entry> entry = entry_at(connection, body, seq);
  if (!entry) return std::nullopt;
  const Tiles tiles(connection, body, function, latest->last);
  return InclusionProof{*latest, seq - 1, leaf_input(function, *entry),
                        inclusion_path(function, seq - 1, latest->last, tiles.subtrees())};
}

std::vector<Hash> prove_consistency(Connection& connection, BodyNo body, std::int64_t old_size,
                                    std::int64_t new_size, HashFunction function) {
  const Tiles tiles(connection, body, function, new_size);
  return consistency_path(function, old_size, new_size, tiles.subtrees());
}

// The bytes that a shorter row leaves free are overwritten: erased means gone from the file.
void erase_entry(Connection& connection, BodyNo body, std::int64_t seq) {
  const Overwriting overwriting(connection);
  connection.statement("UPDATE entries SET changes = NULL, salt = NULL WHERE place = ?")
      .bind(1, place_of(body, seq))
      .run();
}

}  // namespace chuangyou
