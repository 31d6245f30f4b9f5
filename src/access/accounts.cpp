#include "access/accounts.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/text.h"
#include "storage/account_rows.h"

namespace chuangyou {
namespace {

void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

bool fits(const std::string& hash, std::string_view password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

Result<void> check_password(std::string_view password) {
  if (character_count(password) < password_length_min)
    return refuse(Refusal::password_is_too_short, "password", std::to_string(password_length_min));
  if (character_count(password) > password_length_max)
    return refuse(Refusal::field_is_too_long, "password", std::to_string(password_length_max));
  return {};
}

// Argon2id as libsodium advises for log-ins: 64 MiB, two passes.
std::string hash_password(std::string_view password) {
  start_sodium();
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(text, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw std::runtime_error("not enough memory to hash a password");
  return text;
}

std::string make_one_time_password(RandomSource& random) {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  constexpr std::size_t groups = 4, of_each = 4;
  constexpr std::size_t fair = 256 / letters.size() * letters.size();  // none is likelier
  std::string password;
  for (std::size_t i = 0; i < groups * of_each;) {
    std::array<std::uint8_t, 1> byte;
    random.fill(byte);
    if (byte[0] >= fair) continue;
    if (i > 0 && i % of_each == 0) password += '-';
    password += letters[byte[0] % letters.size()];
    ++i;
  }
  return password;
}

Result<void> add_account(const std::string& database_path, BodyNo body, PersonId person,
                         std::string_view name, std::string_view password) {
  const std::string key = folded_account_name(name);
  if (Result<void> called = check_account_name(key, "name"); !called) return called;
  if (Result<void> checked = check_password(password); !checked) return checked;
  Connection connection(database_path, OpenFor::writing);
  create_account_schema(connection);
  if (!add_account_row(connection, body, {key, person, hash_password(password)}))
    return refuse(Refusal::name_is_taken, "name", key);
  return {};
}

std::optional<PersonId> find_account(const std::string& database_path, BodyNo body,
                                     std::string_view name) {
  Connection connection(database_path, OpenFor::writing);
  create_account_schema(connection);
  const auto row = account_row(connection, body, folded_account_name(name));
  return row && row->state == AccountState::open ? std::optional(row->person) : std::nullopt;
}

Accounts::Accounts(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  start_sodium();
  create_account_schema(connection_);
  const auto all = who_must_change(connection_);
  must_change_ = {all.begin(), all.end()};
  const auto shut_out = who_is_shut_out(connection_);
  shut_out_ = {shut_out.begin(), shut_out.end()};
  so_many_must_change_ = must_change_.size();
  so_many_shut_out_ = shut_out_.size();
}

Result<OpenedAccount> Accounts::check(BodyNo body, std::string_view name,
                                      std::string_view password) {
  // What an unknown name is checked against, so that it takes as long as a known one.
  static const std::string hash_of_nobody = hash_password("nobody logs in with these words");
  const std::optional<AccountRow> row = stored(body, name);
  const bool is_open = row && row->state == AccountState::open && !row->password_hash.empty();
  const bool is_right = fits(is_open ? row->password_hash : hash_of_nobody, password) && is_open;
  if (!is_right) return refuse(Refusal::name_or_password_is_wrong);
  return OpenedAccount{row->person, row->name, row->password_hash};
}

PersonId Accounts::person_of(BodyNo body, std::string_view name) {
  const std::optional<AccountRow> row = stored(body, name);
  return row ? row->person : PersonId();
}

std::optional<OpenedAccount> Accounts::opened_by(BodyNo body, PersonId person,
                                                 std::string_view password) {
  for (const AccountRow& row : stored_of(body, person))
    if (row.state == AccountState::open && fits(row.password_hash, password))
      return OpenedAccount{row.person, row.name, row.password_hash};
  return std::nullopt;
}

std::string Accounts::open_name_of(BodyNo body, PersonId person) {
  for (const AccountRow& row : stored_of(body, person))
    if (row.state == AccountState::open) return row.name;
  return {};
}

bool Accounts::still_opens(BodyNo body, const OpenedAccount& checked) {
  const std::optional<AccountRow> row = stored(body, checked.name);
  return row && row->state == AccountState::open && row->password_hash == checked.password_hash;
}

bool Accounts::must_change(BodyNo body, PersonId person) const {
  // On most days nobody has to, and each request asks: the lock costs 30 to 60 ns, a look 4.
  if (so_many_must_change_.load(std::memory_order_acquire) == 0) return false;
  const std::shared_lock lock(memory_lock_);
  return must_change_.contains({body, person});
}

bool Accounts::is_shut_out(BodyNo body, PersonId person) const {
  if (so_many_shut_out_.load(std::memory_order_acquire) == 0) return false;
  const std::shared_lock lock(memory_lock_);
  return shut_out_.contains({body, person});
}

void Accounts::follow(const AccountCommitted& committed) {
  const Whose whose{committed.body, committed.person};
  const auto put = [&whose](std::set<Whose>& all, bool belongs) {
    if (belongs)
      all.insert(whose);
    else
      all.erase(whose);
  };
  const std::unique_lock lock(memory_lock_);
  put(must_change_, committed.must_change);
  put(shut_out_, committed.is_shut_out);
  so_many_must_change_.store(must_change_.size(), std::memory_order_release);
  so_many_shut_out_.store(shut_out_.size(), std::memory_order_release);
}

std::vector<AccountRow> Accounts::stored_of(BodyNo body, PersonId person) {
  const std::lock_guard lock(mutex_);
  return account_rows_of(connection_, body, person);
}

std::optional<AccountRow> Accounts::stored(BodyNo body, std::string_view name) {
  const std::string key = folded_account_name(name);
  const std::lock_guard lock(mutex_);
  return account_row(connection_, body, key);
}

}  // namespace chuangyou
