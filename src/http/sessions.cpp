#include "http/sessions.h"

#include <sodium.h>

#include <algorithm>
#include <span>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_length = 43;  // of 32 bytes in base 64 for addresses, without padding

std::string base64_for_url(std::span<const std::uint8_t> bytes) {
  std::string text(
      sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();  // the zero at the end
  return text;
}

Hash key_of(std::string_view token) {
  Hash hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return hash;
}

std::string csrf_token_of(std::string_view token) {
  constexpr std::string_view purpose = "chuangyou: this write was meant";
  Hash hash;
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size());
  return base64_for_url(hash);
}

}  // namespace

bool is_alive(const Session& session, Moment now) {
  return !session.is_ended &&
         now.microseconds - session.began.microseconds <= session_absolute_seconds * second &&
         now.microseconds - session.last_used <= session_idle_seconds * second;
}

Sessions::Sessions(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  connection_.run(
      "CREATE TABLE IF NOT EXISTS sessions("
      " token_hash BLOB PRIMARY KEY, body INTEGER NOT NULL, person BLOB NOT NULL,"
      " began INTEGER NOT NULL, last_used INTEGER NOT NULL) WITHOUT ROWID;");
  look_up_ = std::make_unique<Connection>(database_path, OpenFor::reading);
}

NewSession Sessions::begin(BodyNo body, PersonId person, Moment now, RandomSource& random) {
  std::array<std::uint8_t, token_bytes> bytes;
  random.fill(bytes);
  const std::string token = base64_for_url(bytes);
  const Hash key = key_of(token);
  auto session = std::make_shared<Session>();
  session->body = body;
  session->person = person;
  session->began = now;
  session->last_used = session->last_saved = now.microseconds;
  session->csrf_token = csrf_token_of(token);
  {
    const std::lock_guard lock(disk_mutex_);
    connection_.statement("DELETE FROM sessions WHERE began < ?")
        .bind(1, now.microseconds - session_absolute_seconds * second)
        .run();
    connection_.statement("INSERT INTO sessions VALUES(?, ?, ?, ?, ?)")
        .bind_blob(1, bytes_of(key))
        .bind(2, static_cast<std::int64_t>(body))
        .bind(3, person)
        .bind(4, now.microseconds)
        .bind(5, now.microseconds)
        .run();
  }
  const std::unique_lock lock(memory_mutex_);
  std::erase_if(memory_, [now](const auto& entry) { return !is_alive(*entry.second, now); });
  memory_.emplace(key, session);
  return {token, session};
}

void Sessions::end(std::string_view token) {
  const Hash key = key_of(token);
  {
    const std::unique_lock lock(memory_mutex_);
    const auto found = memory_.find(key);
    if (found != memory_.end()) {
      found->second->is_ended = true;
      memory_.erase(found);
    }
  }
  const std::lock_guard lock(disk_mutex_);
  connection_.statement("DELETE FROM sessions WHERE token_hash = ?")
      .bind_blob(1, bytes_of(key))
      .run();
}

std::shared_ptr<const Session> Sessions::find(std::string_view token, Moment now) {
  if (token.size() != token_length) return nullptr;
  const Hash key = key_of(token);
  std::shared_ptr<Session> session;
  {
    const std::shared_lock lock(memory_mutex_);
    if (const auto found = memory_.find(key); found != memory_.end()) session = found->second;
  }
  if (!session) session = load(key, token);
  if (!session || !is_alive(*session, now)) return nullptr;
  session->last_used.store(now.microseconds, std::memory_order_relaxed);
  return session;
}

std::shared_ptr<Session> Sessions::load(const Hash& key, std::string_view token) {
  auto session = std::make_shared<Session>();
  {
    const std::lock_guard lock(look_up_mutex_);
    Statement& find = look_up_->statement(
        "SELECT body, person, began, last_used FROM sessions WHERE token_hash = ?");
    find.bind_blob(1, bytes_of(key));
    if (!find.step()) {
      find.reset();
      return nullptr;
    }
    session->body = BodyNo{static_cast<std::int32_t>(find.integer(0))};
    session->person = PersonId(find.uuid(1));
    session->began = {find.integer(2)};
    session->last_used = session->last_saved = find.integer(3);
    find.reset();
  }
  session->csrf_token = csrf_token_of(token);
  const std::unique_lock lock(memory_mutex_);
  return memory_.emplace(key, session).first->second;
}

bool Sessions::is_due_for_saving(const Session& session, Moment now) {
  std::int64_t saved = session.last_saved;
  return now.microseconds - saved > 300 * second &&
         session.last_saved.compare_exchange_strong(saved, now.microseconds);
}

void Sessions::save_use(std::string_view token, const Session& session) {
  const Hash key = key_of(token);
  const std::lock_guard lock(disk_mutex_);
  connection_.statement("UPDATE sessions SET last_used = ? WHERE token_hash = ?")
      .bind(1, session.last_used.load())
      .bind_blob(2, bytes_of(key))
      .run();
}

std::string_view session_token_in(std::string_view cookies) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view one = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > session_cookie.size() && one.starts_with(session_cookie) &&
        one[session_cookie.size()] == '=')
      return one.substr(session_cookie.size() + 1);
  }
  return {};
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace chuangyou
