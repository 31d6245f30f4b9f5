// A backup once a night, behind the checks of two o'clock, and at the start where the last is more
// than a day old: made, restored elsewhere, verified. On a thread of its own; what comes of it,
// Health shows as `backup` and the log says. Whatever fails here, acts go on.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "campaign/load.h"
#include "core/health.h"

namespace chuangyou {

struct BackupsAsked {
  std::string folder;    // empty: none are made
  std::size_t kept = 7;  // the newest, beside the last of each month
  // Bytes of the folder's disk that stay free; 1 GiB or 2 % of it, whichever is more, if not said.
  std::optional<std::uint64_t> disk_reserve_bytes = {};
};

class NightlyBackups {
 public:
  NightlyBackups(Places places, const Bodies& bodies, Health& health, std::function<Moment()> now,
                 BackupsAsked asked);
  ~NightlyBackups();

  void start();
  void stop();  // waits until what is running has ended
  void make_one();

  // What has failed is tried again so much later.
  static constexpr std::chrono::minutes tried_again_after{30};
  static constexpr std::size_t months_kept = 12;

  static std::string name_at(Moment);  // `backup-2026-11-28T180000Z`
  // Which of these go: all but the newest `kept`, and the last of each of the newest months.
  static std::vector<std::string> to_be_removed(std::vector<std::string> names, std::size_t kept);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
