// The proxies before us that are ours: of them alone it is believed from where a request has come.
// Anybody else may write whatever he likes into the same header.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chuangyou {

class TrustedProxies {
 public:
  TrustedProxies() = default;
  // Addresses and networks: `192.0.2.1`, `2001:db8::/32`. nullopt where one of them is neither.
  static std::optional<TrustedProxies> parse(std::span<const std::string> texts);

  bool are_there() const { return !networks_.empty(); }
  bool trusts(const boost::asio::ip::address&) const;
  // Who asked: of the hops that X-Forwarded-For lists the last that is no proxy of ours, without
  // its port; the peer itself where that is none of ours, and the last proxy where behind it stands
  // what is no address. Holds as long as both texts.
  std::string_view reader(std::string_view peer, std::string_view forwarded_for) const;

 private:
  struct Network {
    boost::asio::ip::address_v6 first;  // IPv4 as IPv6 writes it
    unsigned bits = 128;
  };
  std::vector<Network> networks_;
};

}  // namespace chuangyou
