#include "journal/note.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

// Published with the specification of signed notes.
constexpr std::string_view published_key =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view published_note =
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";

Seed seed_of(std::uint8_t first) {
  Seed seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return seed;
}

TEST(Note, ThePublishedExampleVerifies) {
  const auto key = parse_verifier_key(published_key);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(key->id(), 0x530d903au);
  EXPECT_EQ(to_text(*key), published_key);
  const auto note = parse_note(published_note);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, "This is an example message.\n");
  EXPECT_EQ(is_signed_by(*note, *key), Signed::yes);
  EXPECT_EQ(write_note(*note), published_note);
}

TEST(Note, AChangedByteIsFalseOrNoNote) {
  const auto key = *parse_verifier_key(published_key);
  for (std::size_t at = 0; at < published_note.size(); ++at) {
    std::string changed(published_note);
    changed[at] = static_cast<char>(changed[at] + 1);
    const auto note = parse_note(changed);
    EXPECT_FALSE(note && is_signed_by(*note, key) == Signed::yes) << at;
  }
}

TEST(Note, AKeyIsReadToTheLastCharacter) {
  for (std::size_t begin = 0; begin < published_key.size(); ++begin)
    for (std::size_t size = 0; begin + size <= published_key.size(); ++size)
      EXPECT_EQ(parse_verifier_key(published_key.substr(begin, size)).has_value(),
                size == published_key.size())
          << begin << ' ' << size;
  // Another kind of key with its right id, and one of another length.
  EXPECT_FALSE(
      parse_verifier_key("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  EXPECT_FALSE(parse_verifier_key(
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
  EXPECT_TRUE(
      parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

TEST(Note, WhatIsNoNote) {
  const std::string line = "— a AAAAAAAA\n";  // six bytes: an id and two more
  EXPECT_TRUE(parse_note("x\n\n" + line));
  EXPECT_TRUE(parse_note("x\n\ny\n\n" + line));  // the last empty line ends the text
  for (const std::string& text : std::vector<std::string>{
           std::string(), std::string("x\n"), std::string("x\n\n"), "x\n" + line,
           "x\n\n" + line + "y\n", "x\n\n" + line + "\n", "x\n\n— a AAAAAAAA",  // no line end
           "x\r\n\n" + line, "x\t\n\n" + line, std::string("x\0\n\n", 4) + line, "x\xff\n\n" + line,
           std::string("x\n\n— a AAAAAAA\n"), std::string("x\n\n— a AAAA\n"),
           std::string("x\n\n—  AAAAAAAA\n"), std::string("x\n\n— a+b AAAAAAAA\n"),
           std::string("x\n\n— a\u3000b AAAAAAAA\n"), std::string("x\n\n- a AAAAAAAA\n"),
           std::string("x\n\n— a AAAAAAB=\n"),  // bits set that belong to no byte
           std::string("x\n\n— a  AAAAAAAA\n")})
    EXPECT_FALSE(parse_note(text)) << text;
  std::string many = "x\n\n";
  for (std::size_t i = 0; i <= note_signatures_max; ++i) many += line;
  EXPECT_FALSE(parse_note(many));
  EXPECT_FALSE(parse_note(std::string(note_bytes_max, 'x') + "\n\n" + line));
}

TEST(Note, SignaturesOfOthersAreIgnoredAndAFalseOneSpoilsTheNote) {
  const SigningKey ours("host/log", SignatureKind::ed25519, seed_of(1));
  const SigningKey others("host/log", SignatureKind::ed25519, seed_of(2));
  const std::string text = "one\ntwo\n";
  Note note{text, {others.sign(text)}};
  EXPECT_EQ(is_signed_by(note, ours.verifier()), Signed::no);
  note.signatures.push_back(ours.sign(text));
  EXPECT_EQ(is_signed_by(note, ours.verifier()), Signed::yes);
  note.signatures.push_back(ours.sign("three\n"));
  EXPECT_EQ(is_signed_by(note, ours.verifier()), Signed::falsely);
}

TEST(Note, ACosignatureNamesItsMoment) {
  const SigningKey witness("witness.example/w1", SignatureKind::cosignature, seed_of(3));
  const std::string text = "host/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  Note note{text, {witness.sign(text, 1'679'315'147)}};
  const auto read = parse_note(write_note(note));
  ASSERT_TRUE(read);
  EXPECT_EQ(cosigned_at(*read, witness.verifier()), 1'679'315'147);
  EXPECT_EQ(is_signed_by(*read, witness.verifier()), Signed::yes);
  note.signatures[0].bytes[7] = static_cast<char>(note.signatures[0].bytes[7] + 1);
  EXPECT_FALSE(cosigned_at(note, witness.verifier()));
  EXPECT_EQ(is_signed_by(note, witness.verifier()), Signed::falsely);
  // The same seed as a log's key is another key and signs other bytes.
  const SigningKey log("witness.example/w1", SignatureKind::ed25519, seed_of(3));
  EXPECT_NE(log.verifier().id(), witness.verifier().id());
  EXPECT_EQ(is_signed_by(*read, log.verifier()), Signed::no);
}

// Ed25519 is deterministic: these bytes are for ever.
TEST(Note, GoldenBytes) {
  const SigningKey log("office.example/log/province", SignatureKind::ed25519, seed_of(0));
  EXPECT_EQ(to_text(log.verifier()),
            "office.example/log/province+3c646c39+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  const std::string text =
      "office.example/log/province\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  EXPECT_EQ(
      write_signature_line(log.sign(text)),
      "— office.example/log/province PGRsOW/wvEqeZ5qRflKArukdOZLTzvzyFlyWqYn/cSCcU0aTliM7yEpan"
      "tbvIlg/cOiXPfPcOnP3drTfSIQBH3G/zwc=\n");
  const SigningKey witness("library.example/witness", SignatureKind::cosignature, seed_of(32));
  EXPECT_EQ(
      write_signature_line(witness.sign(text, 1'300'000'000)),
      "— library.example/witness J0elPQAAAABNfG0Ai3IafTxev5Mu/nmyN1o603SDXNHjpf8zOWCB8y/DS4IBIeOj5X"
      "At4ecmXiuWC0bHzpL9XeS77TwL/TjF+88GDg==\n");
}

TEST(Note, AFileOfNotes) {
  const SigningKey key("host/log", SignatureKind::ed25519, seed_of(1));
  const std::string one = write_note({"one\n", {key.sign("one\n"), key.sign("one\n")}});
  const std::string two = write_note({"two\n", {key.sign("two\n")}});
  for (const std::string& text :
       std::vector<std::string>{one + two, one + "\n\n" + two + "\n", "\n" + one + "\n" + two}) {
    const auto notes = parse_notes(text);
    ASSERT_TRUE(notes) << text;
    ASSERT_EQ(notes->size(), 2u);
    EXPECT_EQ(write_note((*notes)[0]) + write_note((*notes)[1]), one + two);
  }
  EXPECT_TRUE(parse_notes("")->empty());
  for (const std::string& text : std::vector<std::string>{
           one + "rubbish", one + two.substr(0, two.size() - 9), "x" + two.substr(4)})
    EXPECT_FALSE(parse_notes(text)) << text;
}

TEST(Note, Numbers) {
  EXPECT_EQ(plain_number("0"), 0);
  EXPECT_EQ(plain_number("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", "00", "01", "+1", "-1", " 1", "1 ", "9223372036854775808", "1a"})
    EXPECT_FALSE(plain_number(text)) << text;
}

}  // namespace
}  // namespace chuangyou
