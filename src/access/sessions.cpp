#include "access/sessions.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

#include "core/base64.h"
#include "core/fault_log.h"
#include "storage/session_rows.h"

namespace chuangyou {
namespace {

constexpr std::int64_t second = 1'000'000;
// So far may a clock have been set back since a session began; beyond that it is from no past.
constexpr std::int64_t back_max = 300 * second;
constexpr std::size_t token_bytes = 32;
constexpr std::size_t seen_digits = 16;
constexpr std::size_t token_length = 43;  // of 32 bytes in base 64 for addresses, without padding

std::string csrf_token_of(std::string_view token) {
  constexpr std::string_view purpose = "chuangyou: this write was meant";
  Hash hash;
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size());
  return base64_for_url(bytes_of(hash));
}

}  // namespace

Hash session_key_of(std::string_view token) {
  Hash hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return hash;
}

bool is_alive(const Session& session, Uptime now) {
  return !session.is_ended &&
         now.microseconds - session.began.microseconds <= session_absolute_seconds * second &&
         now.microseconds - session.last_used <= session_idle_seconds * second;
}

Sessions::Sessions(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  create_session_schema(connection_);
  look_up_ = std::make_unique<Connection>(database_path, OpenFor::reading);
}

NewSession Sessions::begin(BodyNo body, PersonId person, Instant now, RandomSource& random,
                           std::string_view address) {
  finish_ends();
  std::array<std::uint8_t, token_bytes> bytes;
  random.fill(bytes);
  const std::string token =
      base64_for_url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const Hash key = session_key_of(token);
  auto session = std::make_shared<Session>();
  session->body = body;
  session->person = person;
  session->began = now.uptime;
  session->last_used = session->last_saved = now.uptime.microseconds;
  session->csrf_token = csrf_token_of(token);
  keep_row(key, *session, now.wall, address);
  const std::unique_lock lock(memory_mutex_);
  // Tombstones are taken away by whoever ended the session, when the row has gone.
  std::erase_if(memory_, [now](const auto& entry) {
    return !entry.second->is_ended && !is_alive(*entry.second, now.uptime);
  });
  memory_.emplace(key, session);
  return {token, session};
}

// While the disk takes nothing one can still come in, read, and see what is the matter: a session
// is no fact of a campaign. It is then in memory alone; after a restart its holder logs in again.
void Sessions::keep_row(const Hash& key, const Session& session, Moment now,
                        std::string_view address) {
  try {
    const std::lock_guard lock(disk_mutex_);
    drop_sessions_before(connection_, {now.microseconds - session_absolute_seconds * second});
    add_session_row(connection_, key,
                    {session.body, session.person, now, now, std::string(address)});
    add_log_in_row(connection_, session.body, session.person, {now, std::string(address)});
  } catch (const StorageError& error) {
    log_fault("a log-in, which is kept in memory alone", error);
  }
}

bool Sessions::end(std::string_view token) { return end(session_key_of(token)); }

bool Sessions::end(const Hash& key) {
  {
    const std::unique_lock lock(memory_mutex_);
    std::shared_ptr<Session>& there = memory_[key];
    if (!there) there = std::make_shared<Session>();
    there->is_ended = true;
  }
  if (delete_row(key)) return true;
  const std::lock_guard lock(unfinished_mutex_);
  unfinished_.push_back(key);
  return false;
}

// Those in memory too: while the disk takes nothing, a session has no row. Where it cannot be read
// either, they are all that can be known.
std::vector<Hash> Sessions::keys_of(BodyNo body, PersonId person) {
  std::vector<Hash> keys;
  {
    const std::shared_lock lock(memory_mutex_);
    for (const auto& [key, session] : memory_)
      if (session->body == body && session->person == person) keys.push_back(key);
  }
  try {
    const std::lock_guard lock(disk_mutex_);
    for (const SessionOfPerson& one : sessions_of(connection_, body, person))
      if (std::ranges::find(keys, one.token) == keys.end()) keys.push_back(one.token);
  } catch (const StorageError& error) {
    spdlog::error("log_out=unfinished why=\"{}\"", error.what());
  }
  return keys;
}

std::vector<Sessions::Seen> Sessions::of_person(BodyNo body, PersonId person,
                                                std::string_view token, Instant now) {
  const Hash mine = session_key_of(token);
  std::vector<SessionOfPerson> rows;
  {
    const std::lock_guard lock(disk_mutex_);
    rows = sessions_of(connection_, body, person);
  }
  std::vector<Seen> all;
  for (const SessionOfPerson& one : rows) {
    std::shared_ptr<Session> session;
    {
      const std::shared_lock lock(memory_mutex_);
      if (const auto found = memory_.find(one.token); found != memory_.end())
        session = found->second;
    }
    const std::int64_t age = now.wall.microseconds - one.row.began.microseconds;
    const std::int64_t idle = now.wall.microseconds - one.row.last_used.microseconds;
    const bool lives =
        session ? is_alive(*session, now.uptime)
                : age <= session_absolute_seconds * second && idle <= session_idle_seconds * second;
    if (!lives) continue;
    Moment used = one.row.last_used;
    if (session) used = {now.wall.microseconds - (now.uptime.microseconds - session->last_used)};
    all.push_back({to_hex(one.token).substr(0, seen_digits), one.row.began, used, one.row.address,
                   one.token == mine});
  }
  return all;
}

Result<void> Sessions::end_one(BodyNo body, PersonId person, std::string_view id) {
  for (const Hash& key : keys_of(body, person))
    if (to_hex(key).substr(0, seen_digits) == id)
      return end(key) ? Result<void>() : refuse(Refusal::not_accepting_acts_now);
  return refuse(Refusal::nothing_is_there);
}

bool Sessions::end_all(BodyNo body, PersonId person, std::string_view but_for) {
  const AccountCommitted ended{.body = body,
                               .person = person,
                               .ends_sessions = true,
                               .session = but_for.empty() ? Hash() : session_key_of(but_for)};
  bool is_on_the_disk = false;
  try {
    const std::lock_guard lock(disk_mutex_);
    drop_session_rows_of(connection_, body, person, ended.session);
    is_on_the_disk = true;
  } catch (const StorageError& error) {
    spdlog::error("log_out=unfinished why=\"{}\"", error.what());
  }
  if (is_on_the_disk)
    follow(ended);
  else
    for (const Hash& key : keys_of(body, person))
      if (key != ended.session) end(key);
  return is_on_the_disk;
}

// Their rows have gone. While the look-up is held, no row becomes a session in memory that is not
// seen here, and whoever looks for one later finds none: so nothing has to stay as a tombstone.
void Sessions::follow(const AccountCommitted& committed) {
  if (!committed.ends_sessions) return;
  const std::lock_guard look_up(look_up_mutex_);
  const std::unique_lock lock(memory_mutex_);
  std::erase_if(memory_, [&committed](const auto& entry) {
    const auto& [key, session] = entry;
    const bool is_over = session->body == committed.body && session->person == committed.person &&
                         key != committed.session;
    if (is_over) session->is_ended = true;
    return is_over;
  });
}

std::int64_t Sessions::forget_log_ins(BodyNo body, Moment before) {
  const std::lock_guard lock(disk_mutex_);
  return drop_log_ins_before(connection_, body, before);
}

bool Sessions::finish_ends() {
  std::vector<Hash> waiting;
  {
    const std::lock_guard lock(unfinished_mutex_);
    waiting.swap(unfinished_);
  }
  std::erase_if(waiting, [this](const Hash& key) { return delete_row(key); });
  const std::lock_guard lock(unfinished_mutex_);
  unfinished_.insert(unfinished_.end(), waiting.begin(), waiting.end());
  return unfinished_.empty();
}

// Whoever read the row before it went has met the tombstone by the time that the look-up is ours;
// whoever comes later finds no row. So the tombstone may go then, and not before.
bool Sessions::delete_row(const Hash& key) {
  try {
    const std::lock_guard lock(disk_mutex_);
    drop_session_row(connection_, key);
  } catch (const StorageError& error) {
    spdlog::error("log_out=unfinished why=\"{}\"", error.what());
    return false;
  }
  const std::lock_guard look_up(look_up_mutex_);
  const std::unique_lock lock(memory_mutex_);
  memory_.erase(key);
  return true;
}

std::shared_ptr<const Session> Sessions::find(std::string_view token, Instant now) {
  if (token.size() != token_length) return nullptr;
  const Hash key = session_key_of(token);
  std::shared_ptr<Session> session;
  {
    const std::shared_lock lock(memory_mutex_);
    if (const auto found = memory_.find(key); found != memory_.end()) session = found->second;
  }
  if (!session) session = load(key, token, now);
  if (!session || !is_alive(*session, now.uptime)) return nullptr;
  session->last_used.store(now.uptime.microseconds, std::memory_order_relaxed);
  return session;
}

// From reading the row to having it in memory the look-up is held, see delete_row().
std::shared_ptr<Session> Sessions::load(const Hash& key, std::string_view token, Instant now) {
  const std::lock_guard look_up(look_up_mutex_);
  std::shared_ptr<Session> session = read(key, now);
  if (!session) return nullptr;
  session->csrf_token = csrf_token_of(token);
  if (!is_alive(*session, now.uptime)) return nullptr;
  const std::unique_lock lock(memory_mutex_);
  return memory_.emplace(key, session).first->second;
}

// How old it is says the wall clock, since the machine may have been started anew; from then on it
// ages by the uptime alone.
std::shared_ptr<Session> Sessions::read(const Hash& key, Instant now) {
  const std::optional<SessionRow> row = session_row(*look_up_, key);
  if (!row) return nullptr;
  auto session = std::make_shared<Session>();
  session->body = row->body;
  session->person = row->person;
  const std::int64_t age = now.wall.microseconds - row->began.microseconds;
  const std::int64_t idle = now.wall.microseconds - row->last_used.microseconds;
  if (age < -back_max || idle < -back_max) return nullptr;
  session->began = {now.uptime.microseconds - std::max<std::int64_t>(age, 0)};
  session->last_used = session->last_saved =
      now.uptime.microseconds - std::max<std::int64_t>(idle, 0);
  return session;
}

bool Sessions::is_due_for_saving(const Session& session, Uptime now) {
  std::int64_t saved = session.last_saved;
  return now.microseconds - saved > 300 * second &&
         session.last_saved.compare_exchange_strong(saved, now.microseconds);
}

void Sessions::save_use(std::string_view token, Moment now) {
  const Hash key = session_key_of(token);
  const std::lock_guard lock(disk_mutex_);
  use_session_row(connection_, key, now);
}

std::string_view cookie_in(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view one = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
      return one.substr(name.size() + 1);
  }
  return {};
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace chuangyou
