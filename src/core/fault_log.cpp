#include "core/fault_log.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace chuangyou {
namespace {

constexpr std::chrono::minutes between_lines{1};
constexpr std::size_t causes_kept_max = 1000;

struct Said {
  std::chrono::steady_clock::time_point at;
  std::int64_t times = 0;  // since it was said
};

// How often it has happened since it was last said; 0 where it was said a moment ago.
std::int64_t times_to_say(std::string_view where, std::string_view what) {
  static std::mutex mutex;
  static std::map<std::string, Said> said;
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex);
  if (said.size() >= causes_kept_max) said.clear();
  const auto [found, is_new] = said.try_emplace(std::string(where) + ": " + std::string(what));
  Said& cause = found->second;
  ++cause.times;
  if (!is_new && now - cause.at < between_lines) return 0;
  cause.at = now;
  return std::exchange(cause.times, 0);
}

}  // namespace

void log_fault(std::string_view where, const std::exception& error) noexcept {
  try {
    if (const std::int64_t times = times_to_say(where, error.what()); times > 0)
      spdlog::error("fault where=\"{}\" what=\"{}\" times={}", where, error.what(), times);
  } catch (...) {  // no memory even for the line
    return;
  }
}

}  // namespace chuangyou
