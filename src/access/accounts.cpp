#include "access/accounts.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "core/text.h"
#include "storage/account_rows.h"

namespace chuangyou {
namespace {

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

}  // namespace

std::string folded_account_name(std::string_view name) {
  std::string text(trimmed(name));
  for (char& symbol : text)
    if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
  return text;
}

Result<void> add_account(const std::string& database_path, BodyNo body, PersonId person,
                         std::string_view name, std::string_view password) {
  start_sodium();
  const std::string key = folded_account_name(name);
  if (is_blank(key)) return refuse(Refusal::field_is_missing, "name");
  if (character_count(key) > account_name_length_max)
    return refuse(Refusal::field_is_too_long, "name", std::to_string(account_name_length_max));
  if (character_count(password) < password_length_min)
    return refuse(Refusal::password_is_too_short, "password", std::to_string(password_length_min));
  if (character_count(password) > password_length_max)
    return refuse(Refusal::field_is_too_long, "password", std::to_string(password_length_max));
  const std::string hash = hash_password(password);
  Connection connection(database_path, OpenFor::writing);
  create_account_schema(connection);
  if (!add_account_row(connection, body, key, {person, hash}))
    return refuse(Refusal::name_is_taken, "name", key);
  return {};
}

std::optional<PersonId> find_account(const std::string& database_path, BodyNo body,
                                     std::string_view name) {
  Connection connection(database_path, OpenFor::writing);
  create_account_schema(connection);
  const auto row = account_row(connection, body, folded_account_name(name));
  return row ? std::optional(row->person) : std::nullopt;
}

Accounts::Accounts(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  start_sodium();
  create_account_schema(connection_);
}

Result<PersonId> Accounts::check(BodyNo body, std::string_view name, std::string_view password) {
  // What an unknown name is checked against, so that it takes as long as a known one.
  static const std::string hash_of_nobody = hash_password("nobody logs in with these words");
  const auto [person, hash] = stored(body, name);
  const bool is_known = !hash.empty();
  const bool is_right = fits(is_known ? hash : hash_of_nobody, password) && is_known;
  if (!is_right) return refuse(Refusal::name_or_password_is_wrong);
  return person;
}

PersonId Accounts::person_of(BodyNo body, std::string_view name) {
  return stored(body, name).first;
}

std::pair<PersonId, std::string> Accounts::stored(BodyNo body, std::string_view name) {
  const std::string key = folded_account_name(name);
  const std::lock_guard lock(mutex_);
  const auto row = account_row(connection_, body, key);
  return row ? std::pair(row->person, row->password_hash) : std::pair<PersonId, std::string>();
}

}  // namespace chuangyou
