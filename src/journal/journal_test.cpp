#include "journal/journal.h"

#include "journal/journal_for_tests.h"
#include "journal/tiles.h"

namespace chuangyou {
namespace {

using Journal = JournalForTests;

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

}  // namespace
}  // namespace chuangyou
