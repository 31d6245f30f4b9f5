#include "net/network.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(Network, IsTheAddressOrTheFirstHalfOfOne) {
  struct Case {
    const char* address;
    const char* network;
  };
  for (const Case& each : {Case{"192.0.2.7", "192.0.2.7"},
                           {"::ffff:192.0.2.7", "192.0.2.7"},
                           {"::FFFF:192.0.2.7", "192.0.2.7"},
                           {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
                           {"2001:db8:1:2::ffff", "2001:db8:1:2::/64"},
                           {"2001:0DB8:0001:0002:0::9", "2001:db8:1:2::/64"},
                           {"2001:db8:1:3::1", "2001:db8:1:3::/64"},
                           {"fe80::1%eth0", "fe80::/64"},
                           {"::1", "::/64"},
                           {"unknown", "unknown"},
                           {"", ""}})
    EXPECT_EQ(network_of(each.address), each.network) << each.address;
  EXPECT_EQ(network_of(std::string(100'000, 'x')).size(), 64u);
}

}  // namespace
}  // namespace chuangyou
