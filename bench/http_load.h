// Load over HTTP from one thread: connections that each send their next request when the answer to
// the last one has come. Requests are made before the clock starts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace chuangyou::bench {

struct Load {
  double per_second = 0;
  double p50_ms = 0, p99_ms = 0, slowest_ms = 0;
  std::int64_t answers = 0, failures = 0;  // a failure is any status but 2xx
  std::string first_failure;
};

// `request(i)` gives the bytes of the i-th request; `count` of them over `connections` connections,
// or as many as are sent within `seconds_most`.
Load run_load(std::uint16_t port, int connections, std::int64_t count,
              const std::function<std::string(std::int64_t)>& request, double seconds_most = 1e9);

// One request and its whole answer, for setting up.
struct Answer {
  int status = 0;
  std::string head, body;
};
Answer ask(std::uint16_t port, const std::string& request);

}  // namespace chuangyou::bench
