#include "http/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace chuangyou {

std::string network_of(std::string_view address) {
  constexpr std::size_t length_max = 64;
  const std::string text(address.substr(0, std::min(address.find('%'), length_max)));
  in6_addr bytes{};
  if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return text;
  char written[INET6_ADDRSTRLEN];
  if (IN6_IS_ADDR_V4MAPPED(&bytes))
    return inet_ntop(AF_INET, &bytes.s6_addr[12], written, sizeof written);
  std::fill(bytes.s6_addr + 8, bytes.s6_addr + 16, 0);
  return std::string(inet_ntop(AF_INET6, &bytes, written, sizeof written)) + "/64";
}

}  // namespace chuangyou
