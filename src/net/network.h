// Whom an address stands for where people are counted by address. In IPv6 everybody has 2^64 of
// them at least, so there it is the first half that counts.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chuangyou {

// All addresses of one household: one in IPv4, also where it is written as IPv6; a /64 in IPv6.
using AddressBlock = std::uint64_t;
AddressBlock block_of(const boost::asio::ip::address& address);

// The same in letters: `192.0.2.7`, also for `::ffff:192.0.2.7`; `2001:db8:1:2::/64`. What is no
// address stays as it is, cut to a length that nobody can fill the memory with.
std::string network_of(std::string_view address);

}  // namespace chuangyou
