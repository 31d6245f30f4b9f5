// The server of a witness: two addresses and nothing else of the house.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "campaign/perform.h"

namespace chuangyou {

struct WitnessOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8085;
  std::string file, key_file, name;
  std::vector<std::string> logs;  // vkeys
  bool begins_anew = false;
};

// Like serve(): prints address and verifier key, returns after SIGINT or SIGTERM.
int serve_witness(const WitnessOptions& options, const Writer::Now& now);

}  // namespace chuangyou
