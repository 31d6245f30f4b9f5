// Log-in names and passwords. That an account was made, locked, reset or ended are acts like others
// (campaign/account_acts.h); a password itself must be able to vanish, which a journal that keeps
// everything cannot promise. So its Argon2id string lives in a table of its own, which `rebuild`
// leaves alone, and the journal has no more of it than the SHA-256.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "campaign/account_acts.h"
#include "campaign/perform.h"
#include "core/date.h"
#include "core/random_source.h"
#include "core/result.h"
#include "core/uuid.h"
#include "storage/account_rows.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::size_t password_length_min = 12;  // characters
inline constexpr std::size_t password_length_max = 256;

// password_is_too_short, field_is_too_long [password].
Result<void> check_password(std::string_view password);
// The Argon2id string of a password. Takes some 100 ms: never call it on an event loop.
std::string hash_password(std::string_view password);
// Sixteen letters and digits that nobody takes for each other, in four groups: told once, stored
// and logged nowhere.
std::string make_one_time_password(RandomSource&);

// What was checked of an account when a password opened it: who it is, and the stored string by
// which it fitted. To lock, reset or end the account or to change its password is to change that.
struct OpenedAccount {
  PersonId person;
  std::string name, password_hash;
};

// For demonstrations and tests, before anything is served; the next Writer adopts it.
// password_is_too_short, name_is_taken: a name stands for one person of a body. Takes some 100 ms.
Result<void> add_account(const std::string& database_path, BodyNo body, PersonId person,
                         std::string_view name, std::string_view password);

// Whose name it is, for commands at the machine itself; nobody's where the account is not open.
std::optional<PersonId> find_account(const std::string& database_path, BodyNo body,
                                     std::string_view name);

class Accounts {
 public:
  explicit Accounts(const std::string& database_path);

  // Who it is. An unknown name, and an account that is locked or has ended, cost the same time and
  // get the same answer as a wrong password; how many guesses there may be is log_in_failures.h's.
  // Takes some 100 ms: never call it on an event loop.
  Result<OpenedAccount> check(BodyNo body, std::string_view name, std::string_view password);
  // Whose name it is, for the log; nobody's = nil.
  PersonId person_of(BodyNo body, std::string_view name);
  // Which of the person's own accounts the password opens; as slow as `check`.
  std::optional<OpenedAccount> opened_by(BodyNo body, PersonId person, std::string_view password);
  // His open account, by whose name his failures are counted; empty where he has none.
  std::string open_name_of(BodyNo body, PersonId person);
  // Whether what was checked still holds: the account is open and the password the same.
  bool still_opens(BodyNo body, const OpenedAccount& checked);
  // From memory, for each request: whether he may do nothing but set a password of his own, and
  // whether he may do nothing at all, since none of his accounts is open.
  bool must_change(BodyNo body, PersonId person) const;
  bool is_shut_out(BodyNo body, PersonId person) const;
  void follow(const AccountCommitted&);

 private:
  using Whose = std::pair<BodyNo, PersonId>;
  std::optional<AccountRow> stored(BodyNo body, std::string_view name);
  std::vector<AccountRow> stored_of(BodyNo body, PersonId person);

  std::mutex mutex_;
  Connection connection_;
  mutable std::shared_mutex memory_lock_;
  std::set<Whose> must_change_, shut_out_;
  std::atomic<std::size_t> so_many_must_change_ = 0, so_many_shut_out_ = 0;
};

}  // namespace chuangyou
