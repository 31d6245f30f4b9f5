#include "journal/checkpoint.h"

#include <gtest/gtest.h>

#include "journal/log_key.h"

namespace chuangyou {
namespace {

const std::string root_line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string line = "— a AAAAAAAA\n";

TEST(Checkpoint, IsThreeLinesAndWhatOthersAdd) {
  const auto read = parse_checkpoint("example.com/behind-the-sofa\n20852163\n" + root_line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(read->size, 20'852'163);
  EXPECT_EQ(base64(bytes_of(read->root)) + "\n", root_line);
  EXPECT_EQ(write_checkpoint(*read), "example.com/behind-the-sofa\n20852163\n" + root_line);
  const auto extended = parse_checkpoint("o\n0\n" + root_line + "more\nand more\n");
  ASSERT_TRUE(extended);
  EXPECT_EQ(extended->extensions, (std::vector<std::string>{"more", "and more"}));
}

TEST(Checkpoint, WhatIsNone) {
  for (const std::string& text : std::vector<std::string>{
           std::string(), std::string("o\n1\n"), "\n1\n" + root_line, "o\n01\n" + root_line,
           "o\n-1\n" + root_line, "o\n1\n" + root_line + "\n", "o\n1\nAAAA\n",
           "o\n1\n" + root_line.substr(0, 44), "o\n\n1\n" + root_line})
    EXPECT_FALSE(parse_checkpoint(text)) << text;
}

TEST(Checkpoint, AWitnessIsAsked) {
  const std::string note = "o\n9\n" + root_line + "\n" + line;
  const Hash hash = *hash_from_base64(root_line.substr(0, 44));
  const std::string body = write_cosigning_asked(5, {hash, hash}, note);
  EXPECT_EQ(body, "old 5\n" + root_line + root_line + "\n" + note);
  const auto asked = parse_cosigning_asked(body);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->old_size, 5);
  EXPECT_EQ(asked->proof.size(), 2u);
  EXPECT_EQ(asked->checkpoint.size, 9);
  EXPECT_EQ(write_note(asked->note), note);
  std::vector<Hash> many(proof_hashes_max + 1, hash);
  EXPECT_FALSE(parse_cosigning_asked(write_cosigning_asked(5, many, note)));
  for (const std::string& text : std::vector<std::string>{
           "old 05\n\n" + note, "old\n\n" + note, "old 5\nAAAA\n\n" + note, "old 5\n" + note,
           "\nold 5\n\n" + note, "old 5\n\nno checkpoint\n\n" + line, "old 5\n\n" + note + "more"})
    EXPECT_FALSE(parse_cosigning_asked(text)) << text;
}

TEST(Checkpoint, AProofThatNeedsNobody) {
  const std::string note = "o\n9\n" + root_line + "\n" + line;
  const Hash hash = *hash_from_base64(root_line.substr(0, 44));
  const std::string text = write_log_proof("leaf", 7, {hash}, note);
  EXPECT_EQ(text, "c2sp.org/tlog-proof@v1\nextra bGVhZg==\nindex 7\n" + root_line + "\n" + note);
  const auto proof = parse_log_proof(text);
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->extra, "leaf");
  EXPECT_EQ(proof->index, 7);
  EXPECT_EQ(proof->path, std::vector<Hash>{hash});
  EXPECT_EQ(proof->checkpoint.size, 9);
  EXPECT_TRUE(parse_log_proof("c2sp.org/tlog-proof@v1\nindex 0\n\n" + note));
  for (const std::string& other : std::vector<std::string>{
           "c2sp.org/tlog-proof@v2\nindex 0\n\n" + note, "c2sp.org/tlog-proof@v1\n\n" + note,
           "c2sp.org/tlog-proof@v1\nindex 00\n\n" + note,
           "c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n\n" + note})
    EXPECT_FALSE(parse_log_proof(other)) << other;
}

TEST(LogKey, OriginAndSignedCheckpoint) {
  EXPECT_EQ(origin_of("https://office.example/", "province"), "office.example/log/province");
  EXPECT_EQ(origin_of("https://office.example:8443/c", "p"), "office.example:8443/c/log/p");
  EXPECT_EQ(origin_of("", "province"), "province");
  const LogSigner signer("office.example/log/province", Secret{1, 2, 3});
  const auto note = parse_note(signer.sign(3, *hash_from_base64(root_line.substr(0, 44))));
  ASSERT_TRUE(note);
  EXPECT_EQ(is_signed_by(*note, signer.verifier()), Signed::yes);
  EXPECT_EQ(note->text, "office.example/log/province\n3\n" + root_line);
  const auto adopted = decode_log_key(encode_log_key(signer.verifier()));
  ASSERT_TRUE(adopted);
  EXPECT_EQ(adopted->key, signer.verifier());
  for (const char* text : {"", "{}", "[]", R"({"origin":"a","key":"b"})", "{\"origin\":\"a\""})
    EXPECT_FALSE(decode_log_key(text)) << text;
}

}  // namespace
}  // namespace chuangyou
