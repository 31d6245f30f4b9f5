#include "core/uuid.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <unordered_set>

namespace chuangyou {
namespace {

bool is_refused(std::string_view text) {
  const auto uuid = parse_uuid(text);
  return !uuid && uuid.error().law == Refusal::id_is_malformed;
}

TEST(Uuid, IsWrittenAndRead) {
  const std::string text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";  // RFC 9562, A.6
  const auto uuid = parse_uuid(text);
  ASSERT_TRUE(uuid);
  EXPECT_EQ(uuid->bytes[0], 0x01);
  EXPECT_EQ(uuid->bytes[15], 0x8f);
  EXPECT_EQ(to_text(*uuid), text);
  EXPECT_EQ(parse_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), *uuid);
  EXPECT_TRUE(Uuid{}.is_nil());
  EXPECT_FALSE(uuid->is_nil());
}

TEST(Uuid, RefusesOtherText) {
  for (const char* text :
       {"", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739é"}) {
    EXPECT_TRUE(is_refused(text)) << text;
  }
}

TEST(Uuid, CarriesTheTimeAndItsVersion) {
  auto random = RandomSource::from_seed(1);
  const auto now = parse_moment("2022-02-22T14:22:22-05:00");  // the moment of RFC 9562, A.6
  ASSERT_TRUE(now);
  const std::string text = to_text(make_uuid_v7(*now, random));
  EXPECT_EQ(text.substr(0, 15), "017f22e2-79b0-7");
  EXPECT_TRUE(std::string("89ab").find(text[19]) != std::string::npos);
}

TEST(Uuid, SortsAsItWasMade) {
  auto random = RandomSource::from_seed(2);
  Moment now = *parse_moment("2026-11-23T08:00:00Z");
  Uuid previous = make_uuid_v7(now, random);
  for (int i = 0; i < 20'000; ++i) {
    now.microseconds += i % 7 == 0 ? 977 : 1;
    const Uuid next = make_uuid_v7(now, random);
    ASSERT_LT(previous, next);
    ASSERT_LT(to_text(previous), to_text(next));
    previous = next;
  }
}

TEST(Uuid, DiffersWithinOneMoment) {
  auto random = RandomSource::from_seed(3);
  std::unordered_set<Uuid> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(make_uuid_v7(Moment{0}, random));
  EXPECT_EQ(seen.size(), 10'000u);
}

TEST(Uuid, KindsAreTypesOfTheirOwn) {
  static_assert(!std::is_convertible_v<UnitId, PersonId>);
  static_assert(!std::is_convertible_v<Uuid, UnitId>);
  auto random = RandomSource::from_seed(4);
  const UnitId unit(make_uuid_v7(Moment{0}, random));
  EXPECT_EQ(std::unordered_set<UnitId>{unit}.count(unit), 1u);
}

RC_GTEST_PROP(Uuid, SurvivesBeingWrittenAndRead, (const std::array<std::uint8_t, 16>& bytes)) {
  RC_ASSERT(parse_uuid(to_text(Uuid{bytes})).value() == Uuid{bytes});
}

}  // namespace
}  // namespace chuangyou
