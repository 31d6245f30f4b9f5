#include "journal/journal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>

#include "journal/tiles.h"

namespace chuangyou {
namespace {

constexpr HashFunction sha256 = HashFunction::sha256;
constexpr BodyNo body{2};

class Journal : public testing::Test {
 protected:
  Journal()
      : path_(fresh_path()), connection_(std::make_unique<Connection>(path_, OpenFor::writing)) {
    create_journal_schema(*connection_);
  }
  static std::string fresh_path() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = testing::TempDir() + "journal_" + test->name() + ".db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
    return path;
  }

  static Uuid id_numbered(std::int64_t number) {
    Uuid id;
    id.bytes[0] = 9;
    id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
  }

  static Entry entry(std::int64_t seq, BodyNo of = body, HashFunction function = sha256) {
    Entry entry;
    EntryHead& head = entry.head;
    head.body = of;
    head.seq = seq;
    head.at = Moment{1'000'000 * seq};
    head.role = seq % 5 ? Role::branch_secretary : Role::citizen;
    if (seq % 5) head.actor = PersonId(id_numbered(seq % 3 + 1));
    if (seq % 5) head.under = UnitId(id_numbered(seq % 7 + 1));
    head.ledger = seq % 2 ? "promises" : "feedback";
    head.record = id_numbered(100 + seq % 10);
    head.act = "propose";
    entry.changes = R"({"state":"proposed","reason":"第)" + std::to_string(seq) + "\"}";
    entry.head_salt.emplace();
    for (std::size_t i = 0; i < 16; ++i) {
      entry.salt[i] = static_cast<std::uint8_t>(seq * 31 + static_cast<std::int64_t>(i) + 1);
      (*entry.head_salt)[i] = static_cast<std::uint8_t>(entry.salt[i] + 101);
    }
    entry.commitment = commitment_of(function, entry.salt, entry.changes);
    return entry;
  }

  void fill(std::int64_t from, std::int64_t until, BodyNo of = body) {
    Transaction transaction(*connection_, Transaction::Mode::immediate);
    for (std::int64_t seq = from; seq <= until; ++seq) append(*connection_, entry(seq, of));
    transaction.commit();
  }

  // 700 entries under three seals, and 20 that are not sealed yet.
  void fill_and_seal() {
    fill(1, 10);
    ASSERT_TRUE(seal(*connection_, body, Moment{1}, sha256, turn_));
    fill(11, 600);
    ASSERT_TRUE(seal(*connection_, body, Moment{2}, sha256, turn_));
    fill(601, 700);
    ASSERT_TRUE(seal(*connection_, body, Moment{3}, sha256, turn_));
    fill(701, 720);
  }

  std::vector<VerifyFinding> findings() { return verify(*connection_); }

  void expect_found(std::string_view what, std::int64_t seq) {
    const std::vector<VerifyFinding> all = findings();
    const bool found = std::ranges::any_of(all, [&](const VerifyFinding& finding) {
      return finding.what == what && finding.seq == seq && finding.body == body;
    });
    std::string said;
    for (const VerifyFinding& finding : all)
      said += finding.what + " " + std::to_string(finding.seq) + "; ";
    EXPECT_TRUE(found) << what << " " << seq << " was not among: " << said;
    for (const VerifyFinding& finding : all) {
      EXPECT_NE(std::ranges::find(verify_findings, finding.what), std::end(verify_findings));
    }
  }

  std::string path_;
  std::unique_ptr<Connection> connection_;
  std::mutex turn_;  // nobody else writes
};

void expect_same(const Entry& a, const Entry& b) {
  EXPECT_EQ(leaf_input(sha256, a), leaf_input(sha256, b));
  EXPECT_EQ(a.head_salt, b.head_salt);
  EXPECT_EQ(a.changes, b.changes);
  EXPECT_EQ(a.salt, b.salt);
}

TEST_F(Journal, an_entry_comes_back_as_it_was_written) {
  fill(1, 20);
  for (const std::int64_t seq : {1, 4, 5, 20}) {
    const std::optional<Entry> found = entry_at(*connection_, body, seq);
    ASSERT_TRUE(found);
    expect_same(*found, entry(seq));
    EXPECT_EQ(found->head.ledger, entry(seq).head.ledger);
  }
  EXPECT_FALSE(entry_at(*connection_, body, 21));
  EXPECT_FALSE(entry_at(*connection_, body, 0));
}

TEST_F(Journal, each_body_counts_for_itself) {
  fill(1, 5);
  fill(1, 8, BodyNo{1});
  fill(1, 3, BodyNo{7});
  EXPECT_EQ(last_seq(*connection_, body), 5);
  EXPECT_EQ(last_seq(*connection_, BodyNo{1}), 8);
  EXPECT_EQ(last_seq(*connection_, BodyNo{3}), 0);
  EXPECT_EQ(bodies_with_entries(*connection_),
            (std::vector<BodyNo>{BodyNo{1}, BodyNo{2}, BodyNo{7}}));
  for (const BodyNo of : {BodyNo{1}, body, BodyNo{7}})
    seal(*connection_, of, Moment{1}, sha256, turn_);
  EXPECT_EQ(latest_seal(*connection_, body)->last, 5);
  EXPECT_TRUE(findings().empty());
}

TEST_F(Journal, entries_are_read_in_order_and_in_part) {
  fill(1, 20);
  fill(1, 20, BodyNo{3});
  std::vector<std::int64_t> seqs;
  const auto keep = [&](const Entry& entry) {
    EXPECT_EQ(entry.head.body, body);
    seqs.push_back(entry.head.seq);
  };
  for_each_entry(*connection_, body, 17, 0, keep);
  EXPECT_EQ(seqs, (std::vector<std::int64_t>{18, 19, 20}));
  seqs.clear();
  for_each_entry(*connection_, body, 3, 5, keep);
  EXPECT_EQ(seqs, (std::vector<std::int64_t>{4, 5}));
}

TEST_F(Journal, a_reading_that_is_broken_off_leaves_nothing_open) {
  fill(1, 20);
  EXPECT_THROW(for_each_entry(*connection_, body, 0, 0,
                              [](const Entry&) { throw std::runtime_error("enough"); }),
               std::runtime_error);
  connection_->run("DROP TABLE tiles");  // would fail while a statement still reads
}

TEST_F(Journal, the_entries_of_a_record_are_its_own) {
  fill(1, 25);
  fill(1, 25, BodyNo{3});
  const std::vector<Entry> entries = entries_of(*connection_, body, id_numbered(104));
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].head.seq, 4);
  EXPECT_EQ(entries[1].head.seq, 14);
  EXPECT_EQ(entries[2].head.seq, 24);
}

TEST_F(Journal, a_number_is_given_once) {
  append(*connection_, entry(1));
  EXPECT_THROW(append(*connection_, entry(1)), StorageError);
  EXPECT_THROW(append(*connection_, entry(0)), std::out_of_range);
  Entry empty = entry(2);
  empty.changes.clear();
  EXPECT_THROW(append(*connection_, empty), std::invalid_argument);
}

TEST_F(Journal, the_schema_is_made_once_and_a_newer_one_is_left_alone) {
  fill(1, 3);
  create_journal_schema(*connection_);
  EXPECT_EQ(last_seq(*connection_, body), 3);
  connection_->run("PRAGMA user_version = 99");
  EXPECT_THROW(create_journal_schema(*connection_), StorageError);
}

TEST_F(Journal, no_two_heads_share_their_bytes) {
  const Entry original = entry(3);
  const std::string bytes = head_bytes(original.head);
  std::vector<EntryHead> others(10, original.head);
  others[0].body = BodyNo{3};
  others[1].seq = 4;
  others[2].at = Moment{5};
  others[3].actor = PersonId();
  others[4].role = Role::member;
  others[5].under = UnitId();
  others[6].ledger = "promise";
  others[7].record = id_numbered(1);
  others[8].act = "proposed";
  others[9].ledger = "promisesp";
  for (const EntryHead& other : others) EXPECT_NE(head_bytes(other), bytes);
}

TEST_F(Journal, a_leaf_tells_neither_who_nor_about_what) {
  const Entry original = entry(3);
  const std::string input = leaf_input(sha256, original);
  ASSERT_EQ(input.size(), 65u);
  EXPECT_EQ(input[0], '\x02');
  EXPECT_EQ(input.substr(1, 32),
            bytes_of(hash_of(sha256, {bytes_of(*original.head_salt), head_bytes(original.head)})));
  EXPECT_EQ(input.substr(33), bytes_of(original.commitment));
  Entry salted_otherwise = original;
  salted_otherwise.head_salt->back() ^= 1;
  EXPECT_NE(leaf_input(sha256, salted_otherwise), input);
}

TEST_F(Journal, leaves_of_layout_one_stay_and_are_no_longer_written) {
  fill(1, 300);
  connection_->run("UPDATE entries SET head_salt = NULL");
  EXPECT_EQ(first_of_layout_two(*connection_, body), 301);
  EXPECT_EQ(first_published_index(*connection_, body), 512);
  ASSERT_TRUE(seal(*connection_, body, Moment{1}, sha256, turn_));
  const std::string before = prove_inclusion(*connection_, body, 55, sha256)->leaf_input;
  EXPECT_EQ(before,
            "\x01" + head_bytes(entry(55).head) + std::string(bytes_of(entry(55).commitment)));
  fill(301, 310);
  ASSERT_TRUE(seal(*connection_, body, Moment{2}, sha256, turn_));
  EXPECT_EQ(first_of_layout_two(*connection_, body), 301);
  EXPECT_TRUE(findings().empty());
  EXPECT_EQ(prove_inclusion(*connection_, body, 55, sha256)->leaf_input, before);
  Entry old = entry(311);
  old.head_salt.reset();
  EXPECT_THROW(append(*connection_, old), std::invalid_argument);
  connection_->run("UPDATE entries SET head_salt = NULL WHERE place = (2 << 40) + 305");
  expect_found("entry_is_malformed", 305);
}

TEST_F(Journal, where_layout_two_begins) {
  EXPECT_EQ(first_of_layout_two(*connection_, body), 1);
  EXPECT_EQ(first_published_index(*connection_, body), 0);
  fill(1, 20);
  EXPECT_EQ(first_published_index(*connection_, body), 0);
  connection_->run("UPDATE entries SET head_salt = NULL WHERE place = (2 << 40) + 1");
  EXPECT_EQ(first_of_layout_two(*connection_, body), 2);
  EXPECT_EQ(first_published_index(*connection_, body), 256);
}

TEST_F(Journal, the_hash_function_is_found_with_and_without_a_seal) {
  constexpr HashFunction sm3 = HashFunction::sm3;
  EXPECT_EQ(hash_function_of(*connection_, body), sha256);
  append(*connection_, entry(1, body, sm3));
  EXPECT_EQ(hash_function_of(*connection_, body), sm3);
  ASSERT_TRUE(seal(*connection_, body, Moment{1}, sm3, turn_));
  connection_->run("UPDATE entries SET changes = NULL, salt = NULL");
  EXPECT_EQ(hash_function_of(*connection_, body), sm3);
  Entry said = entry(1, BodyNo{3}, sm3);
  said.changes = R"({"key":"k","hash":"sm3"})";
  append(*connection_, said);
  EXPECT_EQ(hash_function_of(*connection_, BodyNo{3}), sm3);
}

TEST_F(Journal, sealing_chains_each_seal_to_the_one_before) {
  EXPECT_FALSE(seal(*connection_, body, Moment{1}, sha256, turn_));
  fill_and_seal();
  const std::vector<Seal> all = seals(*connection_, body, 0, 10);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].previous, Hash{});
  EXPECT_EQ(all[1].previous, all[0].hash);
  EXPECT_EQ(all[1].first, 11);
  EXPECT_EQ(all[1].last, 600);
  EXPECT_EQ(all[2].hash, hash_of_seal(all[2], sha256));
  EXPECT_EQ(seals(*connection_, body, 10, 1).front().last, 600);
  EXPECT_EQ(latest_seal(*connection_, body)->hash, all[2].hash);
  Frontier frontier(sha256);
  for_each_entry(*connection_, body, 0, 700, [&](const Entry& entry) {
    frontier.add(leaf_hash(sha256, leaf_input(sha256, entry)));
  });
  EXPECT_EQ(all[2].root, frontier.root());
  EXPECT_TRUE(findings().empty());
}

TEST_F(Journal, every_sealed_entry_is_proved_and_no_other) {
  fill_and_seal();
  for (std::int64_t seq = 1; seq <= 700; ++seq) {
    const auto proof = prove_inclusion(*connection_, body, seq, sha256);
    ASSERT_TRUE(proof);
    const Entry original = entry(seq);
    ASSERT_EQ(proof->leaf_input, leaf_input(sha256, original));
    ASSERT_TRUE(verify_inclusion(sha256, leaf_hash(sha256, proof->leaf_input), proof->leaf_index,
                                 proof->seal.last, proof->path, proof->seal.root));
  }
  EXPECT_FALSE(prove_inclusion(*connection_, body, 701, sha256));
  EXPECT_FALSE(prove_inclusion(*connection_, body, 0, sha256));
}

TEST_F(Journal, every_seal_is_proved_to_grow_into_every_later_one) {
  fill_and_seal();
  const std::vector<Seal> all = seals(*connection_, body, 0, 10);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i; j < all.size(); ++j) {
      EXPECT_TRUE(verify_consistency(
          sha256, all[i].last, all[i].root, all[j].last, all[j].root,
          prove_consistency(*connection_, body, all[i].last, all[j].last, sha256)));
    }
  }
}

TEST_F(Journal, a_tree_of_three_levels_of_tiles_is_proved) {
  constexpr std::int64_t size = 256 * 256 + 300;
  std::vector<Hash> leaves;
  Tiles made(*connection_, body, sha256, 0);
  Frontier frontier(sha256);
  for (std::int64_t i = 0; i < size; ++i) {
    leaves.push_back(leaf_hash(sha256, std::to_string(i)));
    made.add(leaves.back());
    frontier.add(leaves.back());
    if (i == 1000) made.store();
  }
  made.store();
  const Tiles stored(*connection_, body, sha256, size);
  EXPECT_EQ(stored.root(), frontier.root());
  for (std::int64_t leaf = 0; leaf < size; leaf += 4099) {
    const Tiles fresh(*connection_, body, sha256, size);
    EXPECT_TRUE(verify_inclusion(sha256, leaves[static_cast<std::size_t>(leaf)], leaf, size,
                                 inclusion_path(sha256, leaf, size, fresh.subtrees()),
                                 frontier.root()));
  }
}

TEST_F(Journal, sm3_seals_and_verifies_as_well) {
  constexpr HashFunction sm3 = HashFunction::sm3;
  for (std::int64_t seq = 1; seq <= 300; ++seq) append(*connection_, entry(seq, body, sm3));
  ASSERT_TRUE(seal(*connection_, body, Moment{1}, sm3, turn_));
  EXPECT_EQ(hash_function_of(*connection_, body), sm3);
  EXPECT_TRUE(findings().empty());
}

TEST_F(Journal, an_erased_entry_leaves_every_proof_as_it_was) {
  fill_and_seal();
  erase_entry(*connection_, body, 42);
  const Entry erased = *entry_at(*connection_, body, 42);
  EXPECT_TRUE(erased.changes.empty());
  EXPECT_EQ(erased.salt, Entry().salt);
  EXPECT_TRUE(findings().empty());
  const auto proof = prove_inclusion(*connection_, body, 42, sha256);
  EXPECT_TRUE(verify_inclusion(sha256, leaf_hash(sha256, proof->leaf_input), 41, 700, proof->path,
                               proof->seal.root));
}

TEST_F(Journal, what_is_erased_is_gone_from_the_file) {
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

TEST_F(Journal, sealing_refuses_a_journal_with_a_gap) {
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
    {"UPDATE entries SET changes = '' WHERE place = " PLACE, "changes_do_not_fit_the_commitment",
     55},
    {"UPDATE entries SET changes = NULL WHERE place = " PLACE, "changes_do_not_fit_the_commitment",
     55},
    {"UPDATE entries SET salt = zeroblob(16) WHERE place = " PLACE,
     "changes_do_not_fit_the_commitment", 55},
    {"UPDATE entries SET salt = NULL WHERE place = " PLACE, "entry_is_malformed", 55},
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

TEST_F(Journal, a_change_in_any_column_is_found_and_named) {
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

TEST_F(Journal, two_entries_that_change_places_are_found) {
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
TEST_F(Journal, a_history_rewritten_with_care_fails_against_a_published_seal) {
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
TEST_F(Journal, any_byte_of_the_file_is_found_or_tells_nothing) {
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
