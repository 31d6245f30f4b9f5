#include "campaign/perform_other_hand.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/happened.h"

namespace chuangyou {
namespace {

constexpr BodyNo body{2};

struct OtherHands : testing::Test {
  OtherHands() : path_(fresh_path()), connection_(path_, OpenFor::writing) {
    create_journal_schema(connection_);
    connection_.run(create_happened_sql());
  }
  static std::string fresh_path() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = testing::TempDir() + "hand_" + test->name() + ".db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
    return path;
  }
  void make_table() { connection_.run(create_table_sql(table_.ledger())); }

  Opened opened(std::int64_t seq, std::string source) {
    EntryHead head;
    head.body = body;
    head.seq = seq;
    head.ledger = table_.ledger().name;
    head.record = make_uuid_v7(Moment{seq}, random_);
    head.act = "register";
    Record record(table_.ledger());
    record.id = RecordId(head.record);
    record.path = "----";
    record.state = "registered";
    record.version = record.opened_by_entry = seq;
    return {new_entry(head, "{}", HashFunction::sha256, random_),
            {std::move(record), {}},
            std::move(source),
            std::nullopt};
  }
  std::int64_t count(const std::string& what) {
    Statement find = connection_.prepare("SELECT count(*) FROM " + what);
    const ResetAtEnd reset(find);
    find.step();
    return find.integer(0);
  }

  std::string path_;
  Connection connection_;
  RandomSource random_ = RandomSource::from_seed(1);
  LedgerTable table_{*find_ledger("problems")};
};

TEST_F(OtherHands, HaveWrittenAllOnceTheyAreFinished) {
  make_table();
  OtherHand hand(connection_);
  for (const std::int64_t rows : {1, 8, 64, 65, 500}) {
    Transaction transaction(connection_, Transaction::Mode::immediate);
    const LetsTheOtherHandGo in_the_end(hand);
    const std::int64_t before = count("entries");
    for (std::int64_t i = 1; i <= rows; ++i)
      hand.take(table_, opened(before + i, std::to_string(before + i)));
    hand.finish();
    EXPECT_EQ(count("entries"), before + rows);
    EXPECT_EQ(count("problems"), before + rows);
    EXPECT_EQ(count("problems_open"), before + rows);
    EXPECT_TRUE(hand.take_refused().empty());
    transaction.commit();
  }
}

TEST_F(OtherHands, TellOfAKeyThatIsThereAndLeaveItsRowOut) {
  make_table();
  OtherHand hand(connection_);
  Transaction transaction(connection_, Transaction::Mode::immediate);
  const LetsTheOtherHandGo in_the_end(hand);
  hand.take(table_, opened(1, "a"));
  hand.finish();
  hand.take(table_, opened(2, "b"));
  hand.take(table_, opened(3, "a"));
  hand.take(table_, opened(4, "b"));
  hand.finish();
  const std::vector<std::pair<std::int64_t, std::string>> expected = {{3, "a"}, {4, "b"}};
  EXPECT_EQ(hand.take_refused(), expected);
  EXPECT_TRUE(hand.take_refused().empty());
  EXPECT_EQ(count("problems"), 2);
}

TEST_F(OtherHands, SayWhatFailedAndGoOnInTheNextTransaction) {
  OtherHand hand(connection_);  // the ledger has no table yet
  {
    Transaction transaction(connection_, Transaction::Mode::immediate);
    const LetsTheOtherHandGo in_the_end(hand);
    hand.take(table_, opened(1, "a"));
    EXPECT_THROW(hand.finish(), StorageError);
    EXPECT_THROW(
        for (std::int64_t i = 2; i < 1000; ++i) hand.take(table_, opened(i, std::to_string(i))),
        StorageError);
  }
  EXPECT_EQ(count("entries"), 0);
  make_table();
  Transaction transaction(connection_, Transaction::Mode::immediate);
  const LetsTheOtherHandGo in_the_end(hand);
  hand.take(table_, opened(1, "a"));
  hand.finish();
  EXPECT_EQ(count("problems"), 1);
}

// The writing thread breaks off in the middle: nothing more is written behind its back.
TEST_F(OtherHands, LetGoOfWhatIsNotWrittenYet) {
  make_table();
  OtherHand hand(connection_);
  try {
    Transaction transaction(connection_, Transaction::Mode::immediate);
    const LetsTheOtherHandGo in_the_end(hand);
    for (std::int64_t i = 1; i <= 200; ++i) hand.take(table_, opened(i, std::to_string(i)));
    throw std::runtime_error("in the middle");
  } catch (const std::runtime_error&) {}
  EXPECT_EQ(count("entries"), 0);
  EXPECT_EQ(count("problems"), 0);
  EXPECT_NO_THROW(hand.finish());
}

}  // namespace
}  // namespace chuangyou
