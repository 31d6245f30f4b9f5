// Who is logged in. A session is no act and no fact of a campaign, so it lives in a table of its
// own and never in the journal. The token itself is kept nowhere, only its hash.
#pragma once

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/date.h"
#include "core/hash.h"
#include "core/random_source.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view session_cookie = "chuangyou_session";
inline constexpr std::int64_t session_idle_seconds = 2 * 3600;
inline constexpr std::int64_t session_absolute_seconds = 12 * 3600;

struct Session {
  BodyNo body{};
  PersonId person;
  Moment began;
  std::string csrf_token;  // derived from the token, so that nobody can know it without the cookie
  mutable std::atomic<std::int64_t> last_used{0};  // microseconds
  mutable std::atomic<std::int64_t> last_saved{0};
  mutable std::atomic<bool> is_ended{false};
};

// Not logged out, not idle for too long, not too old.
bool is_alive(const Session& session, Moment now);

struct NewSession {
  std::string token;
  std::shared_ptr<const Session> session;
};

class Sessions {
 public:
  explicit Sessions(const std::string& database_path);

  // These two wait for the disk: never on an event loop.
  NewSession begin(BodyNo body, PersonId person, Moment now, RandomSource& random);
  void end(std::string_view token);

  // Null where there is none, or it has run out. From memory but for the first time after a start.
  std::shared_ptr<const Session> find(std::string_view token, Moment now);
  // True once every five minutes: the caller then has save_use() run off the loop.
  static bool is_due_for_saving(const Session& session, Moment now);
  void save_use(std::string_view token, const Session& session);

 private:
  struct HashOfHash {
    std::size_t operator()(const Hash& hash) const {
      std::size_t low;
      std::memcpy(&low, hash.data(), sizeof low);
      return low;
    }
  };
  std::shared_ptr<Session> load(const Hash& key, std::string_view token);

  std::shared_mutex memory_mutex_;
  std::unordered_map<Hash, std::shared_ptr<Session>, HashOfHash> memory_;
  std::mutex disk_mutex_;
  Connection connection_;
  // Its own connection, so that a look-up on an event loop never waits behind a write.
  std::mutex look_up_mutex_;
  std::unique_ptr<Connection> look_up_;
};

// The token in a Cookie header; empty where there is none.
std::string_view session_token_in(std::string_view cookies);
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace chuangyou
