// A journal of a few hundred entries in a database of its own, for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>

#include "journal/journal.h"

namespace chuangyou {

inline constexpr HashFunction sha256 = HashFunction::sha256;
inline constexpr BodyNo body{2};

class JournalForTests : public testing::Test {
 protected:
  JournalForTests()
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

  void expect_missing(std::int64_t seq) {
    const std::vector<VerifyFinding> all = verify_nothing_is_missing(*connection_);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.front().what, "changes_are_missing");
    EXPECT_EQ(all.front().seq, seq);
  }

  std::string path_;
  std::unique_ptr<Connection> connection_;
  std::mutex turn_;  // nobody else writes
};

}  // namespace chuangyou
