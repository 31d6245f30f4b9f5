#include "net/proxies.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TrustedProxies proxies(std::vector<std::string> texts) { return *TrustedProxies::parse(texts); }

TEST(TrustedProxies, NobodyElseIsBelieved) {
  const TrustedProxies ours = proxies({"192.0.2.1"});
  EXPECT_EQ(ours.reader("198.51.100.7", "203.0.113.9"), "198.51.100.7");
  EXPECT_EQ(ours.reader("192.0.2.1", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(ours.reader("::ffff:192.0.2.1", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(TrustedProxies().reader("192.0.2.1", "203.0.113.9"), "192.0.2.1");
}

// Whoever asks may send a list of his own; the proxy appends what it saw itself.
TEST(TrustedProxies, TheLastHopThatIsNotTrustedCounts) {
  const TrustedProxies ours = proxies({"192.0.2.0/24", "2001:db8::/32"});
  EXPECT_EQ(ours.reader("192.0.2.1", "10.0.0.1, 203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(ours.reader("192.0.2.1", "10.0.0.1, 203.0.113.9, 192.0.2.77,2001:db8::5"),
            "203.0.113.9");
  EXPECT_EQ(ours.reader("192.0.2.1", "192.0.2.9"), "192.0.2.9") << "none but ours: the first";
  EXPECT_EQ(ours.reader("192.0.2.1", ""), "192.0.2.1");
}

TEST(TrustedProxies, WhatIsNoAddressIsNobody) {
  const TrustedProxies ours = proxies({"192.0.2.1"});
  EXPECT_EQ(ours.reader("192.0.2.1", "203.0.113.9, unknown"), "192.0.2.1");
  EXPECT_EQ(ours.reader("192.0.2.1", ","), "192.0.2.1");
  EXPECT_EQ(ours.reader("192.0.2.1", "203.0.113.9:4711"), "203.0.113.9");
  EXPECT_EQ(ours.reader("192.0.2.1", "[2001:db8::7]:4711"), "2001:db8::7");
  EXPECT_EQ(ours.reader("192.0.2.1", "2001:db8::7"), "2001:db8::7");
}

TEST(TrustedProxies, AreAddressesOrNetworks) {
  const auto is_one = [](std::string text) {
    return TrustedProxies::parse(std::vector{std::move(text)}).has_value();
  };
  EXPECT_TRUE(is_one("10.0.0.0/8"));
  EXPECT_TRUE(is_one("::1"));
  EXPECT_FALSE(is_one("proxy.example"));
  EXPECT_FALSE(is_one("10.0.0.0/33"));
  EXPECT_FALSE(is_one("10.0.0.0/x"));
  EXPECT_FALSE(is_one(""));
}

}  // namespace
}  // namespace chuangyou
