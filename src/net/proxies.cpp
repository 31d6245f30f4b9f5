#include "net/proxies.h"

#include <charconv>

#include "net/header_forms.h"

namespace chuangyou {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned bits_before_v4 = 96;

std::optional<ip::address> address_in(std::string_view text) {
  boost::system::error_code is_none;
  const ip::address address = ip::make_address(std::string(text), is_none);
  if (is_none) return std::nullopt;
  return address;
}

ip::address_v6 as_v6(const ip::address& address) {
  return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
}

// `192.0.2.7:4711` and `[2001:db8::7]:4711`, as some proxies write a hop.
std::string_view without_port(std::string_view hop) {
  if (hop.starts_with('[')) return hop.substr(1, hop.find(']') - 1);
  const std::size_t colon = hop.find(':');
  return colon == hop.rfind(':') ? hop.substr(0, colon) : hop;
}

}  // namespace

std::optional<TrustedProxies> TrustedProxies::parse(std::span<const std::string> texts) {
  TrustedProxies proxies;
  for (const std::string_view text : texts) {
    const std::size_t slash = text.find('/');
    const auto address = address_in(text.substr(0, slash));
    if (!address) return std::nullopt;
    unsigned bits = address->is_v4() ? 32 : 128;
    if (slash != std::string_view::npos) {
      const std::string_view number = text.substr(slash + 1);
      unsigned said = 0;
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), said);
      if (error != std::errc{} || end != number.data() + number.size() || said > bits)
        return std::nullopt;
      bits = said;
    }
    proxies.networks_.push_back({as_v6(*address), bits + (address->is_v4() ? bits_before_v4 : 0)});
  }
  return proxies;
}

bool TrustedProxies::trusts(const ip::address& address) const {
  const auto bytes = as_v6(address).to_bytes();
  for (const Network& network : networks_) {
    const auto first = network.first.to_bytes();
    unsigned bit = 0;
    while (bit < network.bits && ((bytes[bit / 8] ^ first[bit / 8]) & (0x80u >> bit % 8)) == 0)
      ++bit;
    if (bit == network.bits) return true;
  }
  return false;
}

std::string_view TrustedProxies::reader(std::string_view peer,
                                        std::string_view forwarded_for) const {
  if (!are_there()) return peer;
  std::string_view last = peer;
  while (true) {
    const auto address = address_in(last);
    if (!address || !trusts(*address) || forwarded_for.empty()) return last;
    const std::size_t comma = forwarded_for.rfind(',');
    const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string_view hop = without_port(without_blanks_around(forwarded_for.substr(begin)));
    if (!address_in(hop)) return last;
    last = hop;
    forwarded_for = forwarded_for.substr(0, begin == 0 ? 0 : comma);
  }
}

}  // namespace chuangyou
