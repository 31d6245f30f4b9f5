#include "access/known_devices.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

constexpr BodyNo body{1};
const Date today = make_date(2026, 11, 27);

struct Devices : testing::Test {
  KnownDevices devices{Secret{1, 2, 3}};
  RandomSource random = RandomSource::from_seed(5);

  std::string remember(std::string_view held, std::string_view name, Date day = today) {
    return devices.remember(held, body, name, day, random);
  }
  bool is_known(std::string_view held, std::string_view name, Date day = today, BodyNo of = body) {
    return !devices.recognise(held, of, name, day).empty();
  }
};

TEST_F(Devices, AreKnownToTheAccountThatLoggedInFromThem) {
  const std::string held = remember("", "li na");
  EXPECT_TRUE(is_known(held, "li na"));
  EXPECT_FALSE(is_known(held, "li nan"));
  EXPECT_FALSE(is_known(held, "li na", today, BodyNo{2}));
  EXPECT_FALSE(is_known("", "li na"));
  EXPECT_EQ(held.find("li"), std::string::npos) << "the cookie names nobody";
}

TEST_F(Devices, AreForgottenAfterNinetyDays) {
  const std::string held = remember("", "li na");
  EXPECT_TRUE(is_known(held, "li na", today + NaturalDays{90}));
  EXPECT_FALSE(is_known(held, "li na", today + NaturalDays{91}));
  EXPECT_TRUE(is_known(held, "li na", today + NaturalDays{-1})) << "another zone's midnight";
  EXPECT_FALSE(is_known(held, "li na", today + NaturalDays{-2})) << "none comes from the future";
}

TEST_F(Devices, CannotBeMadeUp) {
  const std::string held = remember("", "li na");
  for (std::size_t i = 0; i + 1 < held.size(); ++i) {  // the last symbol has bits to spare
    std::string changed = held;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(is_known(changed, "li na")) << i;
  }
  EXPECT_TRUE(KnownDevices(Secret{9}).recognise(held, body, "li na", today).empty());
  for (const std::string& text :
       {std::string("."), std::string("...."), held + "x", "." + held + "!",
        std::string(100'000, 'A'), std::string("\0\xff", 2)})
    EXPECT_FALSE(is_known(text, "li na")) << text.substr(0, 50);
}

TEST_F(Devices, AreSharedByFewAndEachHasANumberOfItsOwn) {
  std::string held;
  for (const char* name : {"a", "b", "c", "d", "b", "e"}) held = remember(held, name);
  for (const char* name : {"e", "b", "d", "c"}) EXPECT_TRUE(is_known(held, name)) << name;
  EXPECT_FALSE(is_known(held, "a")) << "who used it longest ago";
  EXPECT_LT(held.size(), 200u);
  EXPECT_NE(devices.recognise(remember("", "a"), body, "a", today),
            devices.recognise(remember("", "a"), body, "a", today));
  EXPECT_EQ(is_known(remember("rubbish.more rubbish", "a"), "a"), true);
}

}  // namespace
}  // namespace chuangyou
