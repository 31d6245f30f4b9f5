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
    const auto found = first_seal_after(*connection_, body, Moment{one.at.microseconds - 1});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at, one.at);
    // Of several that were made at one moment it is the first.
    for (const Seal& other : all)
      if (other.at == one.at) {
        EXPECT_LE(found->last, other.last);
      }
  }
}

TEST_F(SealAfter, IsNoneThatIsThereAlready) {
  EXPECT_FALSE(first_seal_after(*connection_, body, Moment{0}));
  fill_and_seal();
  EXPECT_FALSE(first_seal_after(*connection_, body, seals(*connection_, body, 0, 100).back().at));
}

}  // namespace
}  // namespace chuangyou
