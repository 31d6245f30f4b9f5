#include "access/one_time_code.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chuangyou {
namespace {

OneTimeSecret secret_of_the_standard() {
  OneTimeSecret secret;
  std::ranges::copy(std::string_view("12345678901234567890"), secret.begin());
  return secret;
}

Moment at(std::int64_t seconds) { return {seconds * 1'000'000}; }

// RFC 6238, appendix B, the rows of SHA-1.
TEST(OneTimeCode, IsThatOfTheStandard) {
  const OneTimeSecret secret = secret_of_the_standard();
  const auto code = [&](std::int64_t seconds) {
    return one_time_code(secret, one_time_step_at(at(seconds)), 8);
  };
  EXPECT_EQ(code(59), "94287082");
  EXPECT_EQ(code(1111111109), "07081804");
  EXPECT_EQ(code(1111111111), "14050471");
  EXPECT_EQ(code(1234567890), "89005924");
  EXPECT_EQ(code(2000000000), "69279037");
  EXPECT_EQ(code(20000000000), "65353130");
}

// RFC 4226, appendix D.
TEST(OneTimeCode, CountsAsTheStandardBelowIt) {
  const OneTimeSecret secret = secret_of_the_standard();
  EXPECT_EQ(one_time_code(secret, 0), "755224");
  EXPECT_EQ(one_time_code(secret, 1), "287082");
  EXPECT_EQ(one_time_code(secret, 9), "520489");
}

TEST(OneTimeCode, FitsOnceAndOneStepBesideTheClock) {
  const OneTimeSecret secret = secret_of_the_standard();
  const std::string code = one_time_code(secret, 1);  // of the seconds 30 to 59
  EXPECT_EQ(step_of_code(secret, code, at(59), -1), 1);
  EXPECT_EQ(step_of_code(secret, code, at(29), -1), 1);
  EXPECT_EQ(step_of_code(secret, code, at(89), -1), 1);
  EXPECT_EQ(step_of_code(secret, code, at(90), -1), std::nullopt);
  EXPECT_EQ(step_of_code(secret, code, at(59), 1), std::nullopt) << "it was used";
  EXPECT_EQ(step_of_code(secret, one_time_code(secret, 0), at(59), 1), std::nullopt)
      << "nor one before it";
}

TEST(OneTimeCode, IsReadAsPeopleTypeIt) {
  const OneTimeSecret secret = secret_of_the_standard();
  EXPECT_EQ(step_of_code(secret, " 287 082 ", at(59), -1), 1);
  EXPECT_EQ(step_of_code(secret, "２８７０８２", at(59), -1), 1);
  for (const std::string_view wrong : {"", "28708", "2870822", "28708a", "287083"})
    EXPECT_EQ(step_of_code(secret, wrong, at(59), -1), std::nullopt) << wrong;
}

TEST(OneTimeCode, TellsItsSecretToATelephone) {
  const OneTimeSecret secret = secret_of_the_standard();
  EXPECT_EQ(base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(key_address("创优", "li na", secret),
            "otpauth://totp/%E5%88%9B%E4%BC%98:li%20na?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=%E5%88%9B%E4%BC%98");
}

}  // namespace
}  // namespace chuangyou
