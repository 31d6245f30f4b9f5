#include "core/hash.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

std::string hex_of(HashFunction function, std::initializer_list<std::string_view> parts) {
  return to_hex(hash_of(function, parts));
}

TEST(Hash, Sha256OfReferenceTexts) {
  EXPECT_EQ(hex_of(HashFunction::sha256, {"abc"}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_of(HashFunction::sha256, {}),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, Sm3OfReferenceTexts) {
  EXPECT_EQ(hex_of(HashFunction::sm3, {"abc"}),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  const std::string sixteen = "abcdabcdabcdabcd";
  EXPECT_EQ(hex_of(HashFunction::sm3, {sixteen, sixteen, sixteen, sixteen}),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Hash, PartsAreOneRunOfBytes) {
  for (const HashFunction function : {HashFunction::sha256, HashFunction::sm3}) {
    EXPECT_EQ(hash_of(function, {"a", "", "bc"}), hash_of(function, {"abc"}));
    EXPECT_NE(hash_of(function, {"abd"}), hash_of(function, {"abc"}));
  }
}

TEST(Hash, BytesAreThoseOfTheHash) {
  const Hash hash = hash_of(HashFunction::sha256, {"abc"});
  ASSERT_EQ(bytes_of(hash).size(), 32u);
  EXPECT_EQ(bytes_of(hash).substr(0, 2), "\xba\x78");
}

}  // namespace
}  // namespace chuangyou
