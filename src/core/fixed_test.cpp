#include "core/fixed.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::int64_t largest = 9'000'000'000'000'000'000;

Refusal law_of(std::string_view text) {
  const auto number = parse_fixed(text);
  return number ? Refusal::none : number.error().law;
}

TEST(Fixed, ReadsWhatPeopleType) {
  EXPECT_EQ(parse_fixed("12"), Fixed{12'000'000});
  EXPECT_EQ(parse_fixed("-3.5"), Fixed{-3'500'000});
  EXPECT_EQ(parse_fixed("0.000001"), Fixed{1});
  EXPECT_EQ(parse_fixed("-0"), Fixed{0});
  EXPECT_EQ(parse_fixed("9000000000000"), Fixed{largest});
  EXPECT_EQ(parse_fixed("-9000000000000.000000"), Fixed{-largest});
}

TEST(Fixed, RefusesWhatDoesNotFit) {
  for (const char* text : {"0.0000001", "9000000000000.000001", "9000000000001", "-9000000000001",
                           "99999999999999999999999999", "1.0000000"}) {
    EXPECT_EQ(law_of(text), Refusal::number_is_out_of_range) << text;
  }
}

TEST(Fixed, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", ".5", "5.", "+3", "1e3", "1,000", " 1", "1 ", "1.2.3",
                           "--1", "#N/A", "NaN", "１２", "0x1", "1.-2"}) {
    EXPECT_EQ(law_of(text), Refusal::field_has_wrong_kind) << text;
  }
}

TEST(Fixed, WritesTheShortestForm) {
  EXPECT_EQ(to_text(Fixed{12'000'000}), "12");
  EXPECT_EQ(to_text(Fixed{-3'500'000}), "-3.5");
  EXPECT_EQ(to_text(Fixed{1}), "0.000001");
  EXPECT_EQ(to_text(Fixed{-10}), "-0.00001");
  EXPECT_EQ(to_text(Fixed{0}), "0");
  EXPECT_EQ(to_text(Fixed{std::numeric_limits<std::int64_t>::min()}), "-9223372036854.775808");
}

TEST(Fixed, RatioRoundsHalfAwayFromZero) {
  EXPECT_EQ(ratio(1, 3), Fixed{333'333});
  EXPECT_EQ(ratio(2, 3), Fixed{666'667});
  EXPECT_EQ(ratio(-2, 3), Fixed{-666'667});
  EXPECT_EQ(ratio(2, -3), Fixed{-666'667});
  EXPECT_EQ(ratio(1, 2'000'000), Fixed{1});
  EXPECT_EQ(ratio(-1, 2'000'000), Fixed{-1});
  EXPECT_EQ(ratio(1, 2'000'001), Fixed{0});
  EXPECT_EQ(ratio(0, 5), Fixed{0});
  EXPECT_EQ(ratio(largest, largest), Fixed{1'000'000});
  constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(ratio(smallest, smallest), Fixed{1'000'000});
  EXPECT_THROW(ratio(1, 0), std::domain_error);
  EXPECT_THROW(ratio(largest, 1), std::overflow_error);
}

RC_GTEST_PROP(Fixed, SurvivesBeingWrittenAndRead, ()) {
  const Fixed number{*rc::gen::inRange(-largest, largest) / *rc::gen::element(1, 1'000, 1'000'000)};
  RC_ASSERT(parse_fixed(to_text(number)).value() == number);
}

RC_GTEST_PROP(Fixed, RatioIsWithinHalfAMillionth, (std::int32_t numerator, std::int32_t below)) {
  RC_PRE(below != 0);
  const std::int64_t difference =
      ratio(numerator, below).millionths * below - std::int64_t{numerator} * 1'000'000;
  const std::int64_t distance = difference < 0 ? -difference : difference;
  RC_ASSERT(distance * 2 <= (below < 0 ? -std::int64_t{below} : std::int64_t{below}));
}

}  // namespace
}  // namespace chuangyou
