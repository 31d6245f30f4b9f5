#include "campaign/backup_manifest.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

const std::string hex(64, 'a');
const Hash hash = *parse_hash(hex);

Backup a_backup() {
  Backup backup;
  backup.at = *parse_moment("2026-11-28T18:00:00Z");
  backup.program = "0.9.1";
  backup.bytes = 4096;
  BackedUpBody body;
  body.key = "province";
  body.no = BodyNo{1};
  body.entries = 12;
  body.sealed = 11;
  body.root = hash;
  body.at = backup.at;
  body.log_key = "province+1234abcd+key";
  backup.bodies = {body};
  backup.files = {{"database", hash}, {name_of_evidence(BodyNo{1}, hash), hash}};
  return backup;
}

TEST(BackupManifest, SaysWhatTheBackupHolds) {
  const auto read = parse_manifest(write_manifest(a_backup()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at, a_backup().at);
  EXPECT_EQ(read->bytes, 4096);
  EXPECT_EQ(read->files.size(), 2u);
  ASSERT_EQ(read->bodies.size(), 1u);
  EXPECT_EQ(read->bodies[0].entries, 12);
  EXPECT_EQ(read->bodies[0].root, hash);
  EXPECT_EQ(read->bodies[0].log_key, "province+1234abcd+key");
}

TEST(BackupManifest, OfAnotherFormatIsNone) {
  std::string text = write_manifest(a_backup());
  EXPECT_FALSE(parse_manifest(text.replace(text.find("backup 1"), 8, "backup 2")));
  EXPECT_FALSE(parse_manifest(""));
  EXPECT_FALSE(parse_manifest("{}"));
  std::string endless = write_manifest(a_backup());
  const std::size_t at = endless.find("\"files\":") + 8;
  ASSERT_NE(at, std::string::npos);
  endless.insert(endless.find_first_of("0123456789", at), "10000000000");
  EXPECT_FALSE(parse_manifest(endless)) << endless;
}

TEST(BackupSums, ComeBackAsTheyWere) {
  const auto sums = parse_sums(write_sums(a_backup()));
  ASSERT_TRUE(sums);
  ASSERT_EQ(sums->size(), 2u);
  EXPECT_EQ((*sums)[1].name, "files/1/aa/" + hex);
}

// A name becomes a place on the disk of whoever restores.
TEST(BackupSums, TakeNoNameThatABackupDoesNotHave) {
  const auto takes = [](const std::string& name) { return parse_sums(hex + "  " + name + "\n"); };
  EXPECT_TRUE(takes("database"));
  EXPECT_FALSE(takes("../database"));
  EXPECT_FALSE(takes("/etc/passwd"));
  EXPECT_FALSE(takes("files/1/aa/../" + hex));
  EXPECT_FALSE(takes("files/1/ab/" + hex));
  EXPECT_FALSE(takes("files/x/aa/" + hex));
  EXPECT_FALSE(takes("files/01/aa/" + hex));
  EXPECT_FALSE(takes("SHA256SUMS"));
}

TEST(BackupSums, ThatEndInTheMiddleOfALineAreNone) {
  EXPECT_FALSE(parse_sums(""));
  EXPECT_FALSE(parse_sums(hex + "  database"));
  EXPECT_FALSE(parse_sums(hex + "\n"));
  EXPECT_FALSE(parse_sums(hex.substr(1) + "  database\n"));
}

TEST(RestoreUntil, IsAnEntryOfABodyOrAMoment) {
  EXPECT_EQ(parse_restore_until("province:12")->seq, 12);
  EXPECT_EQ(parse_restore_until("province:12")->body, "province");
  EXPECT_EQ(parse_restore_until("2026-11-28T18:00:00Z")->at, a_backup().at);
  EXPECT_FALSE(parse_restore_until("province"));
  EXPECT_FALSE(parse_restore_until(":12"));
  EXPECT_FALSE(parse_restore_until("province:12x"));
  EXPECT_FALSE(parse_restore_until("2026-11-28T18:00:00")) << "of no zone";
}

}  // namespace
}  // namespace chuangyou
