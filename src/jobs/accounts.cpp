#include "jobs/accounts.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "core/text.h"

namespace chuangyou {
namespace {

constexpr int failures_allowed = 5;
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t first_lock = 30 * second;
constexpr std::int64_t longest_lock = 3600 * second;
constexpr std::int64_t forgotten_after = 24 * 3600 * second;
constexpr std::size_t names_remembered_max = 100'000;

void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

// Argon2id as libsodium advises for log-ins: 64 MiB, two passes.
std::string hash_password(std::string_view password) {
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(text, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw std::runtime_error("not enough memory to hash a password");
  return text;
}

bool fits(const std::string& hash, std::string_view password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

// `Li Na` and ` li na` are one name; only ASCII has case here.
std::string folded(std::string_view name) {
  std::string text(trimmed(name));
  for (char& symbol : text)
    if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
  return text;
}

}  // namespace

void create_account_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS accounts("
      " body INTEGER NOT NULL, name TEXT NOT NULL, person BLOB NOT NULL, password TEXT NOT NULL,"
      " PRIMARY KEY(body, name)) WITHOUT ROWID;");
}

Result<void> add_account(const std::string& database_path, BodyNo body, PersonId person,
                         std::string_view name, std::string_view password) {
  start_sodium();
  const std::string key = folded(name);
  if (key.empty()) return refuse(Refusal::field_is_missing, "name");
  if (character_count(key) > account_name_length_max)
    return refuse(Refusal::field_is_too_long, "name", std::to_string(account_name_length_max));
  if (character_count(password) < password_length_min)
    return refuse(Refusal::password_is_too_short, "password", std::to_string(password_length_min));
  if (character_count(password) > password_length_max)
    return refuse(Refusal::field_is_too_long, "password", std::to_string(password_length_max));
  const std::string hash = hash_password(password);
  Connection connection(database_path, OpenFor::writing);
  create_account_schema(connection);
  connection
      .statement(
          "INSERT OR IGNORE INTO accounts(body, name, person, password)"
          " VALUES(?, ?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, key)
      .bind(3, person)
      .bind(4, hash)
      .run();
  if (connection.changes() == 0) return refuse(Refusal::name_is_taken, "name", key);
  return {};
}

std::optional<PersonId> find_account(const std::string& database_path, BodyNo body,
                                     std::string_view name) {
  Connection connection(database_path, OpenFor::writing);
  create_account_schema(connection);
  const std::string key = folded(name);
  Statement& find = connection.statement("SELECT person FROM accounts WHERE body = ? AND name = ?");
  find.bind(1, static_cast<std::int64_t>(body)).bind(2, key);
  std::optional<PersonId> person;
  if (find.step()) person = PersonId(find.uuid(0));
  find.reset();
  return person;
}

Accounts::Accounts(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  start_sodium();
  create_account_schema(connection_);
}

Result<PersonId> Accounts::check(BodyNo body, std::string_view name, std::string_view password,
                                 Moment now) {
  // What an unknown name is checked against, so that it takes as long as a known one.
  static const std::string hash_of_nobody = hash_password("nobody logs in with these words");
  const Key key{body, folded(name)};
  if (auto may = may_try(key, now); !may) return std::unexpected(std::move(may.error()));
  const auto [person, hash] = stored(key);
  const bool is_known = !hash.empty();
  const bool is_right = fits(is_known ? hash : hash_of_nobody, password) && is_known;
  if (!is_right) return refuse(Refusal::name_or_password_is_wrong);
  forgive(key);
  return person;
}

// A guess counts before it is checked: otherwise many at once would all pass below the limit.
Result<void> Accounts::may_try(const Key& key, Moment now) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= names_remembered_max)
    std::erase_if(failures_, [now](const auto& entry) { return entry.second.locked_until < now; });
  Failures& failures = failures_[key];
  if (now.microseconds - failures.last.microseconds > forgotten_after) failures = {};
  if (now < failures.locked_until) {
    const std::int64_t left = failures.locked_until.microseconds - now.microseconds;
    return refuse(Refusal::account_is_locked_for_a_while, "name",
                  std::to_string(left / second + 1));
  }
  ++failures.in_a_row;
  failures.last = now;
  if (failures.in_a_row >= failures_allowed) {
    const int doublings = std::min(failures.in_a_row - failures_allowed, 7);
    failures.locked_until = {now.microseconds + std::min(first_lock << doublings, longest_lock)};
  }
  return {};
}

void Accounts::forgive(const Key& key) {
  const std::lock_guard lock(mutex_);
  failures_.erase(key);
}

std::pair<PersonId, std::string> Accounts::stored(const Key& key) {
  const std::lock_guard lock(mutex_);
  Statement& find =
      connection_.statement("SELECT person, password FROM accounts WHERE body = ? AND name = ?");
  find.bind(1, static_cast<std::int64_t>(key.first)).bind(2, key.second);
  std::pair<PersonId, std::string> found;
  if (find.step()) found = {PersonId(find.uuid(0)), std::string(find.text(1))};
  find.reset();
  return found;
}

}  // namespace chuangyou
