// The quick look before serving; verify.cpp reads everything.
#include "journal/verify_last.h"
#include "journal/entry_row.h"
#include "journal/journal.h"
#include "journal/tiles.h"
#include "storage/copying.h"

namespace chuangyou {
namespace {

class LastEntries {
 public:
  LastEntries(Connection& connection, BodyNo body, std::vector<VerifyFinding>& findings)
      : connection_(connection),
        body_(body),
        function_(hash_function_of(connection, body)),
        seal_(latest_seal(connection, body)),
        findings_(findings) {}

  void check(std::int64_t count) {
    const std::int64_t sealed = seal_ ? seal_->last : 0;
    const Tiles tiles(connection_, body_, function_, sealed);
    leaves_ = tiles.subtrees();
    if (seal_ && hash_of_seal(*seal_, function_) != seal_->hash)
      findings_.push_back({body_, 0, "seal_was_changed", sealed});
    if (seal_ && root_of(function_, sealed, leaves_) != seal_->root)
      findings_.push_back({body_, 0, "stored_tree_was_changed", sealed});
    const std::int64_t last = std::max(last_seq(connection_, body_), sealed);
    std::int64_t expected = std::max<std::int64_t>(last - count, 0) + 1;
    Statement& find = connection_.statement("SELECT " + std::string(entry_columns) +
                                            " FROM entries WHERE place >= ? AND place <= ?"
                                            " ORDER BY place");
    const ResetAtEnd reset(find);
    find.bind(1, place_of(body_, expected)).bind(2, place_of(body_, last));
    Entry entry;
    for (; find.step(); ++expected) {
      const std::int64_t seq = seq_of_place(find.integer(0));
      if (seq != expected) return add(expected, "entry_is_missing");
      if (!read_entry_row(find, entry)) return add(seq, "entry_is_malformed");
      if (!is_what_was_committed(entry)) return add(seq, "changes_do_not_fit_the_commitment");
      if (seq <= sealed &&
          leaf_hash(function_, leaf_input(function_, entry)) != leaves_(0, seq - 1))
        return add(seq, "entry_was_changed");
    }
    if (expected <= last) add(expected, "entry_is_missing");
  }

 private:
  // Whether an absence is an erasure by rights, only a look at the whole journal tells.
  bool is_what_was_committed(const Entry& entry) const {
    return entry.changes.empty() ||
           commitment_of(function_, entry.salt, entry.changes) == entry.commitment;
  }
  void add(std::int64_t seq, std::string what) {
    findings_.push_back({body_, seq, std::move(what), 0});
  }

  Connection& connection_;
  BodyNo body_;
  HashFunction function_;
  std::optional<Seal> seal_;
  SubtreeHash leaves_;
  std::vector<VerifyFinding>& findings_;
};

}  // namespace

std::vector<VerifyFinding> verify_last(Connection& connection, std::int64_t count) {
  std::vector<VerifyFinding> findings;
  try {
    for (const BodyNo body : bodies_with_entries(connection))
      LastEntries(connection, body, findings).check(count);
  } catch (const StorageError& error) {
    if (!is_damage(error)) throw;
    findings.push_back({{}, 0, "database_is_damaged", 0});
  }
  return findings;
}

}  // namespace chuangyou
