// The whole server, put together: bodies, writer, doors, loops, until a signal says stop.
#pragma once

#include <string>
#include <vector>

#include "campaign/perform.h"
#include "http/site.h"

namespace chuangyou {

struct ServeOptions {
  std::string database, campaigns;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::size_t threads = 2;
  bool clock_is_right = false;  // whoever starts the program vouches for the machine's clock
  std::size_t connections_max = 20'000;
  std::size_t connections_an_address = 1024;  // 0 = no limit
  bool goes_on_without_missing_entries = false;
  bool new_log_key = false;
  std::vector<std::string> witnesses;  // URL=VKEY
  std::int64_t witness_seconds = 60;   // between two askings
  SiteOptions site;
};

// Returns when SIGINT or SIGTERM has come and everything that was asked has been answered. Prints
// the address to standard output once it answers.
int serve(const ServeOptions& asked, const Clocks& clocks);

}  // namespace chuangyou
