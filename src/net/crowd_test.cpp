#include "net/crowd.h"

#include <gtest/gtest.h>

#include <map>

namespace chuangyou {
namespace {

using boost::asio::ip::make_address;

TEST(CrowdTest, an_address_is_one_of_v4_or_a_64_of_v6) {
  const auto same = [](const char* one, const char* other) {
    return block_of(make_address(one)) == block_of(make_address(other));
  };
  EXPECT_TRUE(same("10.0.0.1", "::ffff:10.0.0.1"));
  EXPECT_FALSE(same("10.0.0.1", "10.0.0.2"));
  EXPECT_TRUE(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
  EXPECT_FALSE(same("2001:db8:1:2::1", "2001:db8:1:3::1"));
  EXPECT_FALSE(same("::1", "127.0.0.1"));
}

TEST(CrowdTest, an_address_has_so_many_places_and_gets_them_back) {
  Crowd crowd(2);
  Crowd::Place first(crowd, 1);
  {
    Crowd::Place second(crowd, 1);
    Crowd::Place moved(std::move(second));
    EXPECT_TRUE(moved);
    EXPECT_FALSE(Crowd::Place(crowd, 1));
    EXPECT_TRUE(Crowd::Place(crowd, 2));
  }
  EXPECT_TRUE(Crowd::Place(crowd, 1));
  Crowd open(0);
  EXPECT_TRUE(Crowd::Place(open, 1));
}

TEST(CrowdTest, the_address_with_the_most_leaves_first_and_its_longest_idle) {
  std::vector<Idle> idle;
  for (std::int64_t i = 0; i < 10; ++i) idle.push_back({1, 100 + i, idle.size()});
  for (std::int64_t i = 0; i < 6; ++i) idle.push_back({2, i, idle.size()});
  idle.push_back({3, 0, idle.size()});
  const auto four = first_to_leave(idle, 4);
  ASSERT_EQ(four.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(four[i].connection, i);
  // Then the two large ones shrink together; whoever is alone goes last.
  std::map<AddressBlock, int> left;
  for (const Idle& one : first_to_leave(idle, 12)) ++left[one.block];
  EXPECT_EQ(left[1], 8);
  EXPECT_EQ(left[2], 4);
  EXPECT_EQ(left[3], 0);
  EXPECT_EQ(first_to_leave(idle, 100).size(), idle.size());
}

}  // namespace
}  // namespace chuangyou
