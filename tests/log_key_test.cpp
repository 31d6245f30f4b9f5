// The key of a body's log: made once, named by the journal, missed when it is gone.
#include <gtest/gtest.h>

#include <filesystem>

#include "campaign/log.h"
#include "campaign/rebuild.h"
#include "journal/tiles.h"
#include "world/world.h"

namespace chuangyou {
namespace {

struct LogKey : testing::Test {
  world::TemporaryFolder folder;
  world::World world{folder.path()};
  Connection connection{world.places().database, OpenFor::writing};
  RandomSource random = RandomSource::from_seed(3);
  LogAsked asked{"https://office.example", (folder.path() / "keys").string(), false};

  LogKey() { world.stop(); }

  Body& body() { return world.province(); }
  Result<void> open() {
    body().log = nullptr;
    return open_log(connection, body(), asked, world.now(), random);
  }
  std::filesystem::path seed() const { return folder.path() / "keys" / "log-province"; }
  std::int64_t entries() { return last_seq(connection, body().no); }
};

TEST_F(LogKey, IsMadeOnceAndNamedByTheJournal) {
  const std::int64_t before = entries();
  EXPECT_FALSE(adopted_log_key(connection, body().no));
  ASSERT_TRUE(open());
  EXPECT_EQ(body().log->origin(), "office.example/log/province");
  EXPECT_EQ(entries(), before + 1);
  EXPECT_EQ(body().last_seq, before + 1);
  EXPECT_EQ(adopted_log_key(connection, body().no)->key, body().log->verifier());
  ASSERT_TRUE(open());
  EXPECT_EQ(entries(), before + 1);  // nothing new to say
  asked.public_url = "https://new.example";
  ASSERT_TRUE(open());
  EXPECT_EQ(entries(), before + 2);  // the same key under another name
  EXPECT_EQ(adopted_log_key(connection, body().no)->origin, "new.example/log/province");
}

TEST_F(LogKey, IsMissedWhenItIsGoneOrAnother) {
  ASSERT_TRUE(open());
  const std::int64_t before = entries();
  const PublicKey first = body().log->verifier().key;
  std::filesystem::remove(seed());
  const auto gone = open();
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().law, Refusal::log_key_is_missing);
  EXPECT_EQ(body().log, nullptr);
  EXPECT_FALSE(std::filesystem::exists(seed()));  // none is made in its place
  Keys(folder.path() / "keys").of("log-province");
  EXPECT_EQ(open().error().law, Refusal::log_key_is_missing);  // another is not the one
  EXPECT_EQ(entries(), before);
  asked.new_key = true;
  ASSERT_TRUE(open());
  EXPECT_EQ(entries(), before + 1);
  EXPECT_NE(body().log->verifier().key, first);
  ASSERT_TRUE(open());  // the flag may stay in the start line
  EXPECT_EQ(entries(), before + 1);
  asked.new_key = false;
  EXPECT_TRUE(open());
}

TEST_F(LogKey, NothingIsAppendedToAJournalThatHasLostItsEnd) {
  asked.may_append = false;
  const std::int64_t before = entries();
  EXPECT_EQ(open().error().law, Refusal::entries_are_missing);
  EXPECT_EQ(entries(), before);
  asked.may_append = true;
  ASSERT_TRUE(open());
  asked.may_append = false;
  EXPECT_TRUE(open());  // what was adopted before signs as ever
}

TEST_F(LogKey, TheJournalStaysWholeAndCanBeRebuilt) {
  ASSERT_TRUE(open());
  world.start();  // it goes on after the new entry, and seals it
  world.stop();
  EXPECT_EQ(latest_seal(connection, body().no)->last, entries());
  EXPECT_TRUE(verify(connection).empty());
  const std::string before = world::dump_tables(world.places().database);
  ASSERT_TRUE(rebuild(world.places(), world.now()));
  EXPECT_EQ(world::dump_tables(world.places().database), before);
}

TEST_F(LogKey, ASealBecomesASignedCheckpoint) {
  const std::optional<Seal> seal = latest_seal(connection, body().no);
  ASSERT_TRUE(seal);
  EXPECT_FALSE(signed_checkpoint(body(), *seal));  // no key, no signature
  ASSERT_TRUE(open());
  const auto text = signed_checkpoint(body(), *seal);
  ASSERT_TRUE(text);
  const auto note = parse_note(*text);
  ASSERT_TRUE(note);
  EXPECT_EQ(is_signed_by(*note, body().log->verifier()), Signed::yes);
  EXPECT_EQ(parse_checkpoint(note->text),
            (Checkpoint{"office.example/log/province", seal->last, seal->root, {}}));
  EXPECT_EQ(parse_signature_line("\u2014 " + name_and_signature(body(), *seal))->bytes,
            note->signatures[0].bytes);
}

TEST_F(LogKey, ATileHoldsWhatIsSealedAndNoMore) {
  const std::int64_t size = latest_seal(connection, body().no)->last;
  ASSERT_LT(size, hashes_per_tile);
  const auto tile = stored_tile(connection, body().no, size, 0, 0, size);
  ASSERT_TRUE(tile);
  EXPECT_EQ(tile->size(), static_cast<std::size_t>(size) * 32);
  EXPECT_EQ(stored_tile(connection, body().no, size, 0, 0, 1)->size(), 32u);
  EXPECT_FALSE(stored_tile(connection, body().no, size, 0, 0, size + 1));
  EXPECT_FALSE(stored_tile(connection, body().no, size, 0, 1, 1));
  EXPECT_FALSE(stored_tile(connection, body().no, size, 1, 0, 1));
  EXPECT_FALSE(stored_tile(connection, body().no, size, 63, 0, 1));
  EXPECT_FALSE(stored_tile(connection, body().no, size, 0, INT64_MAX / 256, 256));
  // What is not stored although it must be is damage and no 404.
  EXPECT_THROW(stored_tile(connection, body().no, size + 5, 0, 0, size + 5), StorageError);
}

}  // namespace
}  // namespace chuangyou
