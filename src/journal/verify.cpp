#include <algorithm>
#include <map>
#include <set>

#include "journal/entry_row.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "journal/tiles.h"
#include "storage/copying.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

class Findings {
 public:
  void add(VerifyFinding finding) {
    const auto found = std::ranges::find_if(all_, [&](const VerifyFinding& known) {
      return known.body == finding.body && known.what == finding.what;
    });
    if (found == all_.end()) {
      all_.push_back(std::move(finding));
    } else {
      ++found->count;
    }
  }
  std::vector<VerifyFinding> take() { return std::move(all_); }

 private:
  std::vector<VerifyFinding> all_;
};

// The stored tree beside the one that the entries make, level by level.
class StoredTree {
 public:
  StoredTree(Connection& connection, BodyNo body, HashFunction function, std::int64_t size)
      : connection_(connection), body_(body), function_(function), size_(size) {}

  void add(const Hash& leaf) { add_at(0, leaf); }
  // The first leaf under a stored hash that is not what the entries make; 0 = none so far.
  std::int64_t first_wrong() const { return first_wrong_; }
  void forget_wrong() { first_wrong_ = 0; }

  bool has_other_tiles() {
    std::int64_t expected = 0;
    for (std::int64_t hashes = size_; hashes > 0; hashes /= hashes_per_tile) {
      expected += (hashes + hashes_per_tile - 1) / hashes_per_tile;
    }
    Statement& count = connection_.statement("SELECT count(*) FROM tiles WHERE body = ?");
    const ResetAtEnd reset(count);
    count.bind(1, number(body_)).step();
    return count.integer(0) != expected;
  }

 private:
  struct Level {
    std::int64_t hashes = 0;
    std::string made, stored;  // of the tile at hand
  };

  void load(int level, Level& at) {
    at.made.clear();
    Statement& find =
        connection_.statement("SELECT hashes FROM tiles WHERE body = ? AND level = ? AND idx = ?");
    const ResetAtEnd reset(find);
    const std::int64_t index = at.hashes / hashes_per_tile;
    find.bind(1, number(body_)).bind(2, std::int64_t{level}).bind(3, index);
    at.stored = find.step() ? std::string(find.blob(0)) : std::string();
    std::int64_t hashes_of_level = size_;
    for (int below = 0; below < level; ++below) hashes_of_level /= hashes_per_tile;
    const std::int64_t left = hashes_of_level - index * hashes_per_tile;
    const auto bytes = static_cast<std::size_t>(std::min(left, hashes_per_tile)) * sizeof(Hash);
    if (at.stored.size() != bytes) at.stored.clear();
  }

  void add_at(int level, const Hash& hash) {
    Level& at = levels_[level];
    if (at.hashes % hashes_per_tile == 0) load(level, at);
    const std::size_t place = at.made.size();
    at.made += bytes_of(hash);
    if (at.stored.compare(std::min(place, at.stored.size()), sizeof(Hash), bytes_of(hash)) != 0) {
      note_wrong(level, at.hashes);
    }
    ++at.hashes;
    if (at.hashes % hashes_per_tile == 0) add_at(level + 1, perfect_root(function_, at.made));
  }

  void note_wrong(int level, std::int64_t position) {
    if (first_wrong_ == 0) first_wrong_ = (position << (level * levels_per_tile)) + 1;
  }

  Connection& connection_;
  BodyNo body_;
  HashFunction function_;
  std::int64_t size_;
  std::int64_t first_wrong_ = 0;
  std::map<int, Level> levels_;
};

class BodyCheck {
 public:
  BodyCheck(Connection& connection, BodyNo body, Findings& findings)
      : connection_(connection),
        body_(body),
        function_(hash_function_of(connection, body)),
        findings_(findings),
        erased_(connection),
        sealed_(sealed_until()),
        frontier_(function_),
        stored_(connection, body, function_, sealed_) {}

  void run() {
    const std::map<std::int64_t, Erasure>& erasures = erased_.all_signed_in(body_);
    check_chain();
    next_seal_ = seal_after(0);
    Statement& find = connection_.statement("SELECT " + entry_columns_in(connection_) +
                                            " FROM entries WHERE place >= ? AND place < ?"
                                            " ORDER BY place");
    const ResetAtEnd reset(find);
    find.bind(1, place_of(body_, 0)).bind(2, place_of(body_, std::int64_t{1} << seq_bits));
    while (find.step()) check_row(find);
    if (expected_ <= sealed_) report_missing(expected_);
    if (!is_broken_ && stored_.has_other_tiles())
      findings_.add({body_, 0, "stored_tree_was_changed"});
    for (const auto& [seq, erasure] : erasures)
      if (!carried_out_.contains(seq)) findings_.add({body_, seq, "erasure_was_not_carried_out"});
  }
  std::int64_t reached() const { return expected_; }

 private:
  std::int64_t sealed_until() {
    const std::optional<Seal> latest = latest_seal(connection_, body_);
    return latest ? latest->last : 0;
  }

  std::optional<Seal> seal_after(std::int64_t last) {
    std::vector<Seal> found = seals(connection_, body_, last, 1);
    if (found.empty()) return std::nullopt;
    return found.front();
  }

  void check_chain() {
    Seal before;
    for (std::optional<Seal> seal = seal_after(0); seal; seal = seal_after(before.last)) {
      if (hash_of_seal(*seal, function_) != seal->hash) {
        findings_.add({body_, 0, "seal_was_changed", seal->last});
      }
      if (seal->first != before.last + 1 || seal->previous != before.hash ||
          seal->last < seal->first) {
        findings_.add({body_, 0, "seal_does_not_follow_the_one_before", seal->last});
      }
      before = *seal;
    }
  }

  void report_missing(std::int64_t seq) {
    findings_.add({body_, seq, "entry_is_missing"});
    is_broken_ = true;
  }

  void check_row(const Statement& row) {
    const std::int64_t seq = seq_of_place(row.integer(0));
    if (seq != expected_) report_missing(expected_);
    expected_ = seq + 1;
    if (!read_entry_row(row, entry_) || (has_layout_two_ && !entry_.head_salt)) {
      findings_.add({body_, seq, "entry_is_malformed"});
      is_broken_ = true;
      return;
    }
    has_layout_two_ = entry_.head_salt.has_value();
    check_changes(row, entry_);
    if (is_broken_ || seq > sealed_) return;
    const Hash leaf = leaf_hash(function_, leaf_input(function_, entry_));
    frontier_.add(leaf);
    stored_.add(leaf);
    if (next_seal_ && next_seal_->last == seq) check_root(*next_seal_);
  }

  void check_changes(const Statement& row, const Entry& entry) {
    if (row.is_null(8) && row.is_null(9) && erased_.of(entry.head)) {
      carried_out_.insert(entry.head.seq);
      return;  // the commitment stands for it
    }
    if (entry.changes.empty()) {
      findings_.add({body_, entry.head.seq, "changes_are_missing"});
      return;
    }
    if (commitment_of(function_, entry.salt, entry.changes) == entry.commitment) return;
    findings_.add({body_, entry.head.seq, "changes_do_not_fit_the_commitment"});
  }

  // Entries, stored tree and seal are three witnesses of the same leaves: the two that agree tell
  // which one was changed. Once the entries are not what was sealed, no later root can fit.
  void check_root(const Seal& seal) {
    const bool fits = frontier_.root() == seal.root;
    const std::int64_t differs = stored_.first_wrong();
    const bool seal_is_whole = hash_of_seal(seal, function_) == seal.hash;
    if (fits && differs != 0) findings_.add({body_, differs, "stored_tree_was_changed"});
    if (!fits && (seal_is_whole || differs != 0)) {
      findings_.add({body_, differs != 0 ? differs : seal.first, "entry_was_changed"});
      is_broken_ = true;
    }
    stored_.forget_wrong();
    next_seal_ = seal_after(seal.last);
  }

  Connection& connection_;
  BodyNo body_;
  HashFunction function_;
  Findings& findings_;
  ErasedEntries erased_;
  std::set<std::int64_t> carried_out_;  // erasures
  std::int64_t sealed_;
  Frontier frontier_;
  StoredTree stored_;
  std::optional<Seal> next_seal_;
  std::int64_t expected_ = 1;
  Entry entry_;                  // read into again and again
  bool has_layout_two_ = false;  // from here on every leaf has it
  bool is_broken_ = false;
};

std::set<BodyNo> all_bodies(Connection& connection) {
  std::set<BodyNo> bodies;
  for (const BodyNo body : bodies_with_entries(connection)) bodies.insert(body);
  for (const char* table : {"seals", "tiles"}) {
    Statement& find = connection.statement("SELECT DISTINCT body FROM " + std::string(table));
    const ResetAtEnd reset(find);
    while (find.step()) bodies.insert(static_cast<BodyNo>(find.integer(0)));
  }
  return bodies;
}

// SQLite's own look at pages, types and indexes: an entry that an index hides would be found by its
// number and not by its record.
void check_pages(Connection& connection, Findings& findings) {
  for (const char* table : {"entries", "seals", "tiles"})
    if (!damage_of(connection, table).empty()) findings.add({{}, 0, "database_is_damaged"});
}

// Without one of these nothing can be read that would be worth comparing.
std::vector<VerifyFinding> missing_tables(Connection& connection) {
  std::vector<VerifyFinding> findings;
  for (const char* table : {"entries", "seals", "tiles"}) {
    Statement& find =
        connection.statement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    const ResetAtEnd reset(find);
    find.bind(1, std::string_view(table));
    if (!find.step()) findings.push_back({{}, 0, "table_is_missing", 0, 1, table});
  }
  return findings;
}

// Place, ledger and act of each entry, and whether it still says something.
void for_each_head(Connection& connection, BodyNo body,
                   const std::function<void(const EntryHead&, bool)>& look) {
  Statement& find = connection.statement(
      "SELECT place, ledger, act, coalesce(changes <> '' AND salt IS NOT NULL, 0) FROM entries"
      " WHERE place > ? AND place < ? ORDER BY place");
  const ResetAtEnd reset(find);
  find.bind(1, place_of(body, 0)).bind(2, place_of(body, std::int64_t{1} << seq_bits));
  EntryHead head;
  head.body = body;
  while (find.step()) {
    head.seq = seq_of_place(find.integer(0));
    head.ledger = find.text(1);
    head.act = find.text(2);
    look(head, find.integer(3) != 0);
  }
}

void check_body(Connection& connection, BodyNo body, Findings& findings) {
  std::int64_t reached = 0;
  try {
    BodyCheck check(connection, body, findings);
    try {
      check.run();
    } catch (const StorageError&) {
      reached = check.reached();
      throw;
    }
  } catch (const StorageError& error) {
    if (!is_damage(error)) throw;
    findings.add({body, reached, "database_is_damaged"});
  }
}

}  // namespace

std::vector<VerifyFinding> verify(Connection& connection) {
  Findings findings;
  // One snapshot for all of it: acts go on while the journal is read.
  const Transaction snapshot(connection, Transaction::Mode::deferred);
  try {
    if (auto missing = missing_tables(connection); !missing.empty()) return missing;
    check_pages(connection, findings);
    for (const BodyNo body : all_bodies(connection)) {
      check_body(connection, body, findings);
    }
  } catch (const StorageError& error) {
    if (!is_damage(error)) throw;
    findings.add({{}, 0, "database_is_damaged"});
  }
  return findings.take();
}

std::vector<VerifyFinding> verify_nothing_is_missing(Connection& connection) {
  Findings findings;
  const Transaction snapshot(connection, Transaction::Mode::deferred);
  for (const BodyNo body : all_bodies(connection)) {
    ErasedEntries erased(connection);
    (void)erased.all_signed_in(body);
    std::int64_t expected = 1;
    const auto look = [&](const EntryHead& head, bool has_changes) {
      if (head.seq != expected) findings.add({body, expected, "entry_is_missing"});
      expected = head.seq + 1;
      if (!has_changes && !erased.of(head)) findings.add({body, head.seq, "changes_are_missing"});
    };
    for_each_head(connection, body, look);
    const std::optional<Seal> latest = latest_seal(connection, body);
    if (latest && expected <= latest->last) findings.add({body, expected, "entry_is_missing"});
  }
  return findings.take();
}

}  // namespace chuangyou
