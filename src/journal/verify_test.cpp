#include <fstream>
#include <random>

#include "journal/erasure.h"
#include "journal/journal_for_tests.h"

namespace chuangyou {
namespace {

class Verify : public JournalForTests {};

TEST_F(Verify, an_erased_entry_leaves_every_proof_as_it_was) {
  fill_and_seal();
  erase_entry(*connection_, body, 42);
  const Entry erased = *entry_at(*connection_, body, 42);
  EXPECT_TRUE(erased.changes.empty());
  EXPECT_EQ(erased.salt, Entry().salt);
  // The tree holds, but nobody has signed that it may be so.
  ASSERT_EQ(findings().size(), 1u);
  expect_found("changes_are_missing", 42);
  const auto proof = prove_inclusion(*connection_, body, 42, sha256);
  EXPECT_TRUE(verify_inclusion(sha256, leaf_hash(sha256, proof->leaf_input), 41, 700, proof->path,
                               proof->seal.root));
}

TEST_F(Verify, what_is_missing_is_counted_and_the_first_named) {
  fill_and_seal();
  connection_->run("UPDATE entries SET changes = NULL, salt = NULL WHERE ledger = 'feedback'");
  for (const auto& all : {findings(), verify_nothing_is_missing(*connection_)}) {
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.front().what, "changes_are_missing");
    EXPECT_EQ(all.front().seq, 2);
    EXPECT_EQ(all.front().count, 360);
  }
  connection_->run("DELETE FROM entries WHERE ledger = 'feedback'");
  EXPECT_EQ(verify_nothing_is_missing(*connection_).front().what, "entry_is_missing");
}

// An erasure is whatever its two entries say, and only if the right two people wrote them.
struct ErasureCase {
  std::string_view what;
  Role asks = Role::administrator, signs = Role::auditor;
  std::int64_t asker = 1, signer = 2;
  std::int64_t seq = 42, signed_seq = 42;
  std::string_view remaining = R"({"state":"proposed"})";
  bool is_rightful = false;
};
const ErasureCase erasure_cases[] = {
    {.what = "by rights", .is_rightful = true},
    {.what = "asked by the auditor", .asks = Role::auditor},
    {.what = "signed by the administrator", .signs = Role::administrator},
    {.what = "signed by whoever asked", .signer = 1},
    {.what = "asked by nobody", .asker = 0},
    {.what = "signed by nobody", .signer = 0},
    {.what = "signed for another entry", .signed_seq = 43},
    {.what = "asked before the entry was there", .seq = 730, .signed_seq = 730},
    {.what = "says nothing of what remains", .remaining = "7"},
};

TEST_F(Verify, absence_is_lawful_only_by_two_people_in_the_right_order) {
  fill_and_seal();
  for (const ErasureCase& one : erasure_cases) {
    SCOPED_TRACE(one.what);
    const auto person = [](std::int64_t number) {
      return number ? PersonId(id_numbered(number)) : PersonId();
    };
    Entry ask = entry(721), sign = entry(722);
    for (Entry* act : {&ask, &sign}) act->head.ledger = erasures_ledger;
    ask.head.act = ask_erasure;
    ask.head.role = one.asks;
    ask.head.actor = person(one.asker);
    ask.head.record = sign.head.record = id_numbered(999);
    ask.changes = encode_asking(one.seq, std::vector<std::string>{"reason"}, "asked to");
    sign.head.act = sign_erasure;
    sign.head.role = one.signs;
    sign.head.actor = person(one.signer);
    Erasure erasure;
    erasure.seq = one.signed_seq;
    erasure.asked = ask.head;
    sign.changes = encode_signing(erasure, one.remaining);
    for (Entry* act : {&ask, &sign}) {
      act->commitment = commitment_of(sha256, act->salt, act->changes);
      append(*connection_, *act);
    }
    EXPECT_EQ(erasures_of(*connection_, body).size(),
              one.asks == Role::administrator && one.asker && one.seq < 721);
    if (one.is_rightful) expect_found("erasure_was_not_carried_out", 42);
    erase_entry(*connection_, body, 42);
    const Entry erased = *entry_at(*connection_, body, 42);
    if (one.is_rightful) {
      EXPECT_TRUE(verify_nothing_is_missing(*connection_).empty());
      EXPECT_EQ(erased.changes, one.remaining);
      EXPECT_EQ(erased.erased_by, 722);
    } else {
      expect_missing(42);
      EXPECT_TRUE(erased.changes.empty());
      EXPECT_FALSE(erased.erased_by);
    }
    connection_->run("DELETE FROM entries WHERE place > (2 << 40) + 720 OR place = (2 << 40) + 42");
    append(*connection_, entry(42));
  }
}

TEST_F(Verify, what_is_erased_is_gone_from_the_file) {
  fill_and_seal();
  const std::string changes = entry(42).changes;
  erase_entry(*connection_, body, 42);
  checkpoint(*connection_, true);
  connection_.reset();
  std::ifstream file(path_, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(bytes.find(entry(43).changes), std::string::npos);
  EXPECT_EQ(bytes.find(changes), std::string::npos);
}

TEST_F(Verify, sealing_refuses_a_journal_with_a_gap) {
  fill(1, 10);
  fill(12, 20);
  EXPECT_THROW(seal(*connection_, body, Moment{1}, sha256, turn_), StorageError);
  EXPECT_FALSE(latest_seal(*connection_, body));
  expect_found("entry_is_missing", 11);
}

// Each column of each table, changed by one byte or by one; what must be found, and where.
struct Tampering {
  std::string_view sql;
  std::string_view what;
  std::int64_t seq;
};
// The place of entry 55 of body 2.
#define PLACE "(2 << 40) + 55"
const Tampering tamperings[] = {
    {"UPDATE entries SET place = place + 1000 WHERE place = " PLACE, "entry_is_missing", 55},
    {"UPDATE entries SET place = place + (1 << 40) WHERE place = " PLACE, "entry_is_missing", 55},
    {"UPDATE entries SET at = at + 1 WHERE place = " PLACE " + 1", "entry_was_changed", 56},
    {"UPDATE entries SET actor = x'0900000000000000000000000000FF01' WHERE place = " PLACE " + 1",
     "entry_was_changed", 56},
    {"UPDATE entries SET actor = NULL WHERE place = " PLACE " + 1", "entry_was_changed", 56},
    {"UPDATE entries SET actor = zeroblob(16) WHERE place = " PLACE, "entry_is_malformed", 55},
    {"UPDATE entries SET role = role + 1 WHERE place = " PLACE " + 1", "entry_was_changed", 56},
    {"UPDATE entries SET role = 200 WHERE place = " PLACE, "entry_is_malformed", 55},
    {"UPDATE entries SET under = x'0900000000000000000000000000FF01' WHERE place = " PLACE " + 1",
     "entry_was_changed", 56},
    {"UPDATE entries SET ledger = 'qromises' WHERE place = " PLACE, "entry_was_changed", 55},
    {"UPDATE entries SET record = x'0900000000000000000000000000FF01' WHERE place = " PLACE,
     "entry_was_changed", 55},
    {"UPDATE entries SET record = x'09' WHERE place = " PLACE, "entry_is_malformed", 55},
    {"UPDATE entries SET act = 'propos' WHERE place = " PLACE, "entry_was_changed", 55},
    {"UPDATE entries SET changes = replace(changes, 'pro', 'prp') WHERE place = " PLACE,
     "changes_do_not_fit_the_commitment", 55},
    {"UPDATE entries SET changes = '' WHERE place = " PLACE, "changes_are_missing", 55},
    {"UPDATE entries SET changes = NULL WHERE place = " PLACE, "changes_are_missing", 55},
    {"UPDATE entries SET changes = NULL, salt = NULL WHERE place = " PLACE, "changes_are_missing",
     55},
    {"UPDATE entries SET changes = NULL, salt = NULL", "changes_are_missing", 1},
    {"UPDATE entries SET salt = zeroblob(16) WHERE place = " PLACE,
     "changes_do_not_fit_the_commitment", 55},
    {"UPDATE entries SET salt = NULL WHERE place = " PLACE, "changes_are_missing", 55},
    {"UPDATE entries SET salt = (SELECT salt FROM entries AS other WHERE other.place ="
     " entries.place + 1) WHERE place = " PLACE,
     "changes_do_not_fit_the_commitment", 55},
    {"UPDATE entries SET head_salt = NULL WHERE place = " PLACE, "entry_is_malformed", 55},
    {"UPDATE entries SET head_salt = x'09' WHERE place = " PLACE, "entry_is_malformed", 55},
    {"UPDATE entries SET head_salt = CAST(head_salt || x'00' AS BLOB) WHERE place = " PLACE,
     "entry_is_malformed", 55},
    {"UPDATE entries SET head_salt = zeroblob(16) WHERE place = " PLACE, "entry_was_changed", 55},
    {"UPDATE entries SET head_salt = salt WHERE place = " PLACE, "entry_was_changed", 55},
    {"UPDATE entries SET head_salt = (SELECT head_salt FROM entries AS other WHERE other.place ="
     " entries.place + 1) WHERE place = " PLACE,
     "entry_was_changed", 55},
    {"UPDATE entries SET head_salt = NULL", "entry_was_changed", 1},
    {"UPDATE entries SET commitment = zeroblob(32) WHERE place = " PLACE, "entry_was_changed", 55},
    {"DELETE FROM entries WHERE place = " PLACE, "entry_is_missing", 55},
    {"DELETE FROM entries WHERE place > (2 << 40) + 690", "entry_is_missing", 691},
    {"DELETE FROM entries", "entry_is_missing", 1},
    {"UPDATE tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)"
     " WHERE level = 0 AND idx = 1",
     "stored_tree_was_changed", 257},
    {"UPDATE tiles SET hashes = CAST(substr(hashes, 1, 32) || zeroblob(32) AS BLOB)"
     " WHERE level = 1",
     "stored_tree_was_changed", 257},
    {"UPDATE tiles SET hashes = CAST(hashes || x'00' AS BLOB) WHERE level = 0 AND idx = 2",
     "stored_tree_was_changed", 513},
    {"UPDATE tiles SET level = 2 WHERE level = 1", "stored_tree_was_changed", 1},
    {"UPDATE tiles SET idx = 7 WHERE level = 0 AND idx = 2", "stored_tree_was_changed", 513},
    {"UPDATE tiles SET body = 9", "stored_tree_was_changed", 1},
    {"INSERT INTO tiles SELECT body, 5, 0, hashes FROM tiles LIMIT 1", "stored_tree_was_changed",
     0},
    {"DELETE FROM tiles WHERE level = 0 AND idx = 0", "stored_tree_was_changed", 1},
    {"UPDATE seals SET body = 9 WHERE last = 600", "seal_does_not_follow_the_one_before", 0},
    {"UPDATE seals SET first = first + 1 WHERE last = 600", "seal_was_changed", 0},
    {"UPDATE seals SET last = last + 1 WHERE last = 600", "seal_was_changed", 0},
    {"UPDATE seals SET last = 999 WHERE last = 700", "seal_was_changed", 0},
    {"UPDATE seals SET root = zeroblob(32) WHERE last = 600", "seal_was_changed", 0},
    {"UPDATE seals SET previous = zeroblob(32) WHERE last = 600", "seal_was_changed", 0},
    {"UPDATE seals SET hash = zeroblob(32) WHERE last = 600", "seal_was_changed", 0},
    {"UPDATE seals SET at = at + 1 WHERE last = 600", "seal_was_changed", 0},
    {"DELETE FROM seals WHERE last = 10", "seal_does_not_follow_the_one_before", 0},
    {"DELETE FROM seals WHERE last = 600", "seal_does_not_follow_the_one_before", 0},
    {"DELETE FROM seals WHERE last = 700", "stored_tree_was_changed", 513},
    {"DELETE FROM seals", "stored_tree_was_changed", 0},
};

TEST_F(Verify, a_change_in_any_column_is_found_and_named) {
  fill_and_seal();
  ASSERT_TRUE(findings().empty());
  checkpoint(*connection_, true);
  connection_.reset();
  const std::string whole = path_ + ".whole";
  std::filesystem::copy_file(path_, whole, std::filesystem::copy_options::overwrite_existing);
  for (const Tampering& tampering : tamperings) {
    SCOPED_TRACE(tampering.sql);
    std::filesystem::copy_file(whole, path_, std::filesystem::copy_options::overwrite_existing);
    connection_ = std::make_unique<Connection>(path_, OpenFor::writing);
    connection_->run(tampering.sql);
    expect_found(tampering.what, tampering.seq);
    connection_.reset();
  }
}

TEST_F(Verify, two_entries_that_change_places_are_found) {
  fill_and_seal();
  connection_->run("UPDATE entries SET place = -1 WHERE place = " PLACE
                   ";"
                   "UPDATE entries SET place = " PLACE " WHERE place = " PLACE
                   " + 1;"
                   "UPDATE entries SET place = " PLACE " + 1 WHERE place = -1");
  expect_found("entry_was_changed", 55);
}
#undef PLACE

// Whoever changes an entry and then all that this program keeps of it cannot change what was
// published.
TEST_F(Verify, a_history_rewritten_with_care_fails_against_a_published_seal) {
  fill_and_seal();
  const Seal published = seals(*connection_, body, 10, 1).front();
  connection_->run("DELETE FROM seals; DELETE FROM tiles");
  Entry other = entry(55);
  other.head.at = Moment{1};
  connection_->run("DELETE FROM entries WHERE place = (2 << 40) + 55");
  append(*connection_, other);
  ASSERT_TRUE(seal(*connection_, body, Moment{9}, sha256, turn_));
  EXPECT_TRUE(findings().empty());
  const Seal now = *latest_seal(*connection_, body);
  EXPECT_FALSE(
      verify_consistency(sha256, published.last, published.root, now.last, now.root,
                         prove_consistency(*connection_, body, published.last, now.last, sha256)));
}

std::string told_by(Connection& connection) {
  std::string told;
  for (const char* sql :
       {"SELECT place || at || hex(actor) || role || hex(under) || ledger ||"
        " hex(record) || act || changes || hex(salt) || hex(commitment) ||"
        " hex(head_salt) FROM entries ORDER BY place",
        "SELECT body || level || idx || hex(hashes) FROM tiles ORDER BY 1",
        "SELECT body || first || last || hex(root) || hex(previous) || hex(hash) ||"
        " at FROM seals ORDER BY 1"}) {
    Statement& find = connection.statement(sql);
    const ResetAtEnd reset(find);
    while (find.step()) told += std::string(find.text(0)) + "\n";
  }
  return told;
}

// Not through SQL but in the file itself: whatever the byte, either it is found or it says nothing.
TEST_F(Verify, any_byte_of_the_file_is_found_or_tells_nothing) {
  fill_and_seal();
  ASSERT_TRUE(seal(*connection_, body, Moment{4}, sha256, turn_));  // before it nothing holds heads
  const std::string told = told_by(*connection_);
  checkpoint(*connection_, true);
  connection_.reset();
  std::string bytes;
  {
    std::ifstream file(path_, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  std::mt19937_64 random(6962);
  int found = 0;
  for (int round = 0; round < 300; ++round) {
    std::string changed = bytes;
    const std::size_t at = random() % changed.size();
    changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1 << random() % 8));
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
    std::ofstream(path_, std::ios::binary) << changed;
    try {
      Connection connection(path_, OpenFor::writing);
      const bool is_found = !verify(connection).empty();
      found += is_found;
      EXPECT_TRUE(is_found || told_by(connection) == told) << "byte " << at;
    } catch (const StorageError&) {
      ++found;  // the file does not even open as a database
    }
  }
  EXPECT_GT(found, 150);
}

}  // namespace
}  // namespace chuangyou
