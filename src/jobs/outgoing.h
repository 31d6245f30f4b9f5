// A request to somebody else, waited for with limits: time, size, http and https only, no
// redirects. Never on an event loop.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace chuangyou {

struct Outgoing {
  std::string url;
  std::optional<std::string> posted = {};  // empty: a GET
  std::int64_t seconds_to_connect = 5;
  std::int64_t seconds_in_all = 10;
  std::size_t answer_bytes_max = 64 * 1024;
};

struct OutgoingAnswer {
  int status = 0;  // 0: nobody answered, or with more than is wanted
  std::string content_type, body;
  std::string trouble;  // of the network, in its own words
};

// `stopping` turning true ends it early.
OutgoingAnswer ask(const Outgoing& request, const std::atomic<bool>* stopping = nullptr);

}  // namespace chuangyou
