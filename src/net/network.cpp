#include "net/network.h"

#include <algorithm>

namespace chuangyou {
namespace {

namespace ip = boost::asio::ip;

// No connection comes from ffff:ffff::/32 (multicast), so that the two kinds never meet.
constexpr AddressBlock of_v4 = 0xFFFF'FFFF'0000'0000;

}  // namespace

AddressBlock block_of(const ip::address& address) {
  if (address.is_v4()) return of_v4 | address.to_v4().to_uint();
  const ip::address_v6 v6 = address.to_v6();
  if (v6.is_v4_mapped()) return of_v4 | ip::make_address_v4(ip::v4_mapped, v6).to_uint();
  const auto bytes = v6.to_bytes();
  AddressBlock block = 0;
  for (std::size_t i = 0; i < sizeof block; ++i) block = block << 8 | bytes[i];
  return block;
}

std::string network_of(std::string_view address) {
  constexpr std::size_t length_max = 64;
  const std::string text(address.substr(0, std::min(address.find('%'), length_max)));
  boost::system::error_code is_none;
  const ip::address parsed = ip::make_address(text, is_none);
  if (is_none) return text;
  const AddressBlock block = block_of(parsed);
  if ((block & of_v4) == of_v4)
    return ip::address_v4(static_cast<std::uint32_t>(block)).to_string();
  ip::address_v6::bytes_type bytes{};
  for (std::size_t i = 0; i < sizeof block; ++i)
    bytes[i] = static_cast<unsigned char>(block >> (8 * (sizeof block - 1 - i)));
  return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace chuangyou
