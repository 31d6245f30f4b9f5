#include "journal/seal_after.h"

#include "journal/journal_for_tests.h"

namespace chuangyou {
namespace {

class SealAfter : public JournalForTests {};

TEST_F(SealAfter, IsTheFirstThatWasMadeLater) {
  fill_and_seal();
  const std::vector<Seal> all = seals(*connection_, body, 0, 100);
  ASSERT_GE(all.size(), 2u);
  for (const Seal& one : all) {
    const auto found = first_seal_after(*connection_, body, Moment{one.at.microseconds - 1}, 0);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at, one.at);
    // Of several that were made at one moment it is the first.
    for (const Seal& other : all)
      if (other.at == one.at) {
        EXPECT_LE(found->last, other.last);
      }
  }
}

// Where a house lives on another day than its seals are made, every seal is later than the moment.
TEST_F(SealAfter, LiesOverTheEntryAsWell) {
  fill_and_seal();
  const std::vector<Seal> all = seals(*connection_, body, 0, 100);
  ASSERT_GE(all.size(), 2u);
  for (const Seal& one : all)
    for (const std::int64_t entry : {one.first, one.last}) {
      const auto found = first_seal_after(*connection_, body, Moment{0}, entry);
      ASSERT_TRUE(found) << entry;
      EXPECT_EQ(found->last, one.last) << entry;
    }
  EXPECT_FALSE(first_seal_after(*connection_, body, Moment{0}, all.back().last + 1));
}

TEST_F(SealAfter, IsNoneThatIsThereAlready) {
  EXPECT_FALSE(first_seal_after(*connection_, body, Moment{0}, 0));
  fill_and_seal();
  EXPECT_FALSE(
      first_seal_after(*connection_, body, seals(*connection_, body, 0, 100).back().at, 0));
}

}  // namespace
}  // namespace chuangyou
