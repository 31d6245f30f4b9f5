#include "journal/witness.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <thread>

#include "journal/log_key.h"
#include "journal/merkle.h"

namespace chuangyou {
namespace {

constexpr HashFunction sha256 = HashFunction::sha256;
constexpr Moment noon{1'300'000'000'000'000};

// A tree in memory: the log that a witness watches.
class Grown {
 public:
  explicit Grown(std::string word, std::int64_t leaves) {
    for (std::int64_t i = 0; i < leaves; ++i)
      leaves_.push_back(leaf_hash(sha256, word + std::to_string(i)));
  }
  void change(std::size_t leaf) { leaves_[leaf] = leaf_hash(sha256, "changed"); }

  Hash root(std::int64_t size) const { return root_of(sha256, size, subtrees()); }
  std::vector<Hash> path(std::int64_t from, std::int64_t to) const {
    if (from == 0 || from >= to) return {};
    return consistency_path(sha256, from, to, subtrees());
  }

 private:
  SubtreeHash subtrees() const {
    return [this](int level, std::int64_t index) -> Hash {
      if (level == 0) return leaves_[static_cast<std::size_t>(index)];
      return node_hash(sha256, subtrees()(level - 1, 2 * index),
                       subtrees()(level - 1, 2 * index + 1));
    };
  }
  std::vector<Hash> leaves_;
};

struct WitnessTest : testing::Test {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("chuangyou-witness-" + std::to_string(::getpid()));
  std::filesystem::path file = folder / "seen";
  LogSigner log{"office.example/log/province", Secret{1}};
  Grown tree{"leaf", 40};

  WitnessTest() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  ~WitnessTest() override { std::filesystem::remove_all(folder); }

  Witness witness(bool begins_anew = false) const {
    return {file,
            SigningKey("library.example/w", SignatureKind::cosignature, Seed{7}),
            {log.verifier()},
            begins_anew};
  }
  std::string asked(std::int64_t from, std::int64_t to, const Grown& of) const {
    return write_cosigning_asked(from, of.path(from, to), log.sign(to, of.root(to)));
  }
  std::string asked(std::int64_t from, std::int64_t to) const { return asked(from, to, tree); }
};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_F(WitnessTest, CosignsWhatGoesOnAndRemembersIt) {
  Witness first = witness(true);
  const WitnessAnswer answer = first.add_checkpoint(asked(0, 5), noon);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto note = parse_note(log.sign(5, tree.root(5)) + answer.body);
  ASSERT_TRUE(note);
  EXPECT_EQ(cosigned_at(*note, first.verifier()), 1'300'000'000);
  EXPECT_EQ(first.add_checkpoint(asked(5, 13), noon).status, 200);
  EXPECT_EQ(first.add_checkpoint(asked(13, 13), noon).status, 200);  // the same again

  Witness restarted = witness();
  const WitnessAnswer behind = restarted.add_checkpoint(asked(5, 20), noon);
  EXPECT_EQ(behind.status, 409);
  EXPECT_EQ(behind.content_type, "text/x.tlog.size");
  EXPECT_EQ(behind.body, "13\n");
  EXPECT_EQ(restarted.add_checkpoint(asked(13, 20), noon).status, 200);
  const std::string hash = to_hex(hash_of(sha256, {log.origin()}));
  EXPECT_EQ(parse_checkpoint(parse_note(restarted.latest(hash).body)->text)->size, 20);
  EXPECT_EQ(restarted.latest(std::string(64, '0')).status, 404);
}

TEST_F(WitnessTest, RefusesARollbackAndAFork) {
  Witness w = witness(true);
  ASSERT_EQ(w.add_checkpoint(asked(0, 20), noon).status, 200);
  EXPECT_EQ(w.add_checkpoint(asked(0, 10), noon).status, 409);
  EXPECT_EQ(w.add_checkpoint(asked(20, 10), noon).status, 400);  // no tree shrinks
  Grown forked = tree;
  forked.change(3);
  EXPECT_EQ(w.add_checkpoint(asked(20, 30, forked), noon).status, 422);
  EXPECT_EQ(w.add_checkpoint(asked(20, 20, forked), noon).status, 422);
  // A proof of the honest tree under the root of the other, a proof where none belongs, none where
  // one does.
  EXPECT_EQ(w.add_checkpoint(
                 write_cosigning_asked(20, tree.path(20, 30), log.sign(30, forked.root(30))), noon)
                .status,
            422);
  EXPECT_EQ(
      w.add_checkpoint(write_cosigning_asked(20, {}, log.sign(30, tree.root(30))), noon).status,
      422);
  EXPECT_EQ(w.add_checkpoint(write_cosigning_asked(20, {Hash{}}, log.sign(20, tree.root(20))), noon)
                .status,
            422);
  EXPECT_EQ(w.add_checkpoint(asked(20, 30), noon).status, 200);
}

TEST_F(WitnessTest, KnowsWhomItWatches) {
  Witness w = witness(true);
  const LogSigner stranger("other.example/log/x", Secret{2});
  const LogSigner impostor(log.origin(), Secret{3});
  const Hash root = tree.root(5);
  EXPECT_EQ(w.add_checkpoint(write_cosigning_asked(0, {}, stranger.sign(5, root)), noon).status,
            404);
  EXPECT_EQ(w.add_checkpoint(write_cosigning_asked(0, {}, impostor.sign(5, root)), noon).status,
            403);
  Note spoilt = *parse_note(log.sign(5, root));
  spoilt.signatures.push_back(parse_note(log.sign(6, root))->signatures[0]);
  EXPECT_EQ(w.add_checkpoint(write_cosigning_asked(0, {}, write_note(spoilt)), noon).status, 403);
  EXPECT_EQ(w.add_checkpoint("old 0\n\nrubbish", noon).status, 400);
  EXPECT_EQ(w.add_checkpoint(write_cosigning_asked(0, {Hash{}}, log.sign(5, root)), noon).status,
            422);
  EXPECT_EQ(w.add_checkpoint(write_cosigning_asked(0, {}, log.sign(0, root)), noon).status, 422);
  EXPECT_EQ(
      w.add_checkpoint(write_cosigning_asked(0, {}, log.sign(0, empty_root(sha256))), noon).status,
      200);
}

TEST_F(WitnessTest, AnyDamageToItsMemoryStopsIt) {
  EXPECT_THROW(witness(), std::runtime_error);  // not there, and nobody said that this is right
  ASSERT_EQ(witness(true).add_checkpoint(asked(0, 5), noon).status, 200);
  const std::string whole = text_of(file);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] ^= 1;
    std::ofstream(file) << changed;
    EXPECT_THROW(witness(true), std::runtime_error) << at;
    if (at % 8 != 0) continue;
    std::ofstream(file) << whole.substr(0, at);
    EXPECT_THROW(witness(true), std::runtime_error) << at;
  }
  std::ofstream(file) << whole;
  EXPECT_EQ(witness().add_checkpoint(asked(0, 5), noon).status, 409);
  EXPECT_THROW(Witness(file, SigningKey("library.example/w", SignatureKind::cosignature, Seed{8}),
                       {log.verifier()}, true),
               std::runtime_error);  // another key: another's memory
}

TEST_F(WitnessTest, WhatCannotBeKeptIsNotCosigned) {
  Witness w = witness(true);
  ASSERT_EQ(w.add_checkpoint(asked(0, 5), noon).status, 200);
  std::filesystem::create_directories(file.string() + ".new");  // in the way of the next draft
  EXPECT_THROW(w.add_checkpoint(asked(5, 9), noon), std::runtime_error);
  std::filesystem::remove_all(file.string() + ".new");
  EXPECT_EQ(w.add_checkpoint(asked(9, 12), noon).body, "5\n");
  EXPECT_EQ(w.add_checkpoint(asked(5, 9), noon).status, 200);
}

TEST_F(WitnessTest, OfTwoAtOnceOneIsFirst) {
  Witness w = witness(true);
  ASSERT_EQ(w.add_checkpoint(asked(0, 5), noon).status, 200);
  int taken = 0;
  std::mutex counting;
  {
    std::vector<std::jthread> threads;
    for (std::int64_t size = 6; size < 14; ++size)
      threads.emplace_back([&, body = asked(5, size)] {
        const int status = w.add_checkpoint(body, noon).status;
        const std::lock_guard lock(counting);
        taken += status == 200 ? 1 : 0;
      });
  }
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace chuangyou
