#include "core/random_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace chuangyou {
namespace {

std::vector<std::uint8_t> take(RandomSource& source, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  source.fill(bytes);
  return bytes;
}

TEST(RandomSource, IsTheChaCha20Stream) {
  auto source = RandomSource::from_seed(0);
  const std::vector<std::uint8_t> reference = {0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90};
  EXPECT_EQ(take(source, 8), reference);
}

TEST(RandomSource, ASeedGivesTheSameRunHoweverItIsAskedFor) {
  auto whole_source = RandomSource::from_seed(7);
  auto piece_source = RandomSource::from_seed(7);
  const auto whole = take(whole_source, 20'000);
  std::vector<std::uint8_t> pieces;
  for (std::size_t size = 0; pieces.size() < whole.size(); ++size) {
    const auto piece = take(piece_source, std::min(size, whole.size() - pieces.size()));
    pieces.insert(pieces.end(), piece.begin(), piece.end());
  }
  EXPECT_EQ(pieces, whole);
}

TEST(RandomSource, BlocksAndSeedsDiffer) {
  auto source = RandomSource::from_seed(7);
  const auto first = take(source, 4'096);
  EXPECT_NE(take(source, 4'096), first);
  auto other = RandomSource::from_seed(8);
  EXPECT_NE(take(other, 4'096), first);
}

TEST(RandomSource, TheSystemGivesAnotherRunEachTime) {
  auto one = RandomSource::from_system();
  auto other = RandomSource::from_system();
  EXPECT_NE(take(one, 32), take(other, 32));
}

}  // namespace
}  // namespace chuangyou
