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
#include <vector>

#include "campaign/perform.h"
#include "core/hash.h"
#include "core/random_source.h"
#include "core/result.h"
#include "core/uptime.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view session_cookie = "chuangyou_session";
// Where readers come by https: a browser takes this name from the host itself alone, so that no
// neighbouring host can slip a session under somebody.
inline constexpr std::string_view host_session_cookie = "__Host-chuangyou_session";
constexpr std::string_view session_cookie_name(bool is_https) {
  return is_https ? host_session_cookie : session_cookie;
}
inline constexpr std::int64_t session_idle_seconds = 2 * 3600;
inline constexpr std::int64_t session_absolute_seconds = 12 * 3600;

struct Session {
  BodyNo body{};
  PersonId person;
  Uptime began;            // before the machine's start where the session is older than that
  std::string csrf_token;  // derived from the token, so that nobody can know it without the cookie
  mutable std::atomic<std::int64_t> last_used{0};   // microseconds of uptime
  mutable std::atomic<std::int64_t> last_saved{0};  // the same
  mutable std::atomic<bool> is_ended{false};
};

// Not logged out, not idle for too long, not too old.
bool is_alive(const Session& session, Uptime now);

struct NewSession {
  std::string token;
  std::shared_ptr<const Session> session;
};

class Sessions {
 public:
  explicit Sessions(const std::string& database_path);
  ~Sessions() { finish_ends(); }

  // These wait for the disk: never on an event loop. Where it takes nothing, a session begins all
  // the same and lives until the next restart.
  NewSession begin(BodyNo body, PersonId person, Instant now, RandomSource& random,
                   std::string_view address = {});
  // The session is over at once, whoever reads it at the same time. False where its row could not
  // be deleted: it is tried again at each log-in and at the end, but a crash before that leaves it.
  bool end(std::string_view token);
  // As its holder sees it: which it is says the beginning of its hash, which opens nothing.
  struct Seen {
    std::string id;  // 16 digits
    Moment began, last_used;
    std::string address;
    bool is_this = false;
  };
  // Those of a person that are alive, the last first; `token` is the one by which he asks.
  std::vector<Seen> of_person(BodyNo, PersonId, std::string_view token, Instant now);
  // One of them, by its id. nothing_is_there; not_accepting_acts_now where its row is still there.
  Result<void> end_one(BodyNo, PersonId, std::string_view id);
  // All of a person's, but for the one with this token: at once, and tried again like `end` where
  // the disk does not take it.
  bool end_all(BodyNo body, PersonId person, std::string_view but_for = {});
  // Of an act on his accounts, whose transaction has deleted the rows with it.
  void follow(const AccountCommitted&);
  // Deletes what `end` could not; cheap where nothing waits. False where something still does.
  bool finish_ends();

  // How many went of what is kept of log-ins.
  std::int64_t forget_log_ins(BodyNo body, Moment before);

  // Null where there is none, or it has run out. From memory but for the first time after a start.
  std::shared_ptr<const Session> find(std::string_view token, Instant now);
  // True once every five minutes: the caller then has save_use() run off the loop.
  static bool is_due_for_saving(const Session& session, Uptime now);
  void save_use(std::string_view token, Moment now);

 private:
  struct HashOfHash {
    std::size_t operator()(const Hash& hash) const {
      std::size_t low;
      std::memcpy(&low, hash.data(), sizeof low);
      return low;
    }
  };
  bool end(const Hash& key);
  std::vector<Hash> keys_of(BodyNo, PersonId);
  std::shared_ptr<Session> load(const Hash& key, std::string_view token, Instant now);
  std::shared_ptr<Session> read(const Hash& key, Instant now);
  void keep_row(const Hash& key, const Session& session, Moment now, std::string_view address);
  bool delete_row(const Hash& key);

  std::shared_mutex memory_mutex_;
  // An ended session stays as a tombstone until its row is gone and nobody can still hold a copy of
  // the row: whoever has read it in between finds the tombstone and not his session.
  std::unordered_map<Hash, std::shared_ptr<Session>, HashOfHash> memory_;
  std::mutex disk_mutex_;
  Connection connection_;
  std::mutex unfinished_mutex_;
  std::vector<Hash> unfinished_;  // ended, and their rows are still there
  // Its own connection, so that a look-up on an event loop never waits behind a write.
  std::mutex look_up_mutex_;
  std::unique_ptr<Connection> look_up_;
};

// By which a session is known: the hash of its token.
Hash session_key_of(std::string_view token);
// What a cookie of that name holds in a Cookie header; empty where there is none.
std::string_view cookie_in(std::string_view cookies, std::string_view name);
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace chuangyou
