// Log-in names and passwords. They are no acts of a campaign: a password must be able to vanish
// without a trace, which a journal that keeps everything cannot promise, and nothing that counts
// depends on them. So they live in a table of their own, which `rebuild` leaves alone.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::size_t password_length_min = 12;  // characters
inline constexpr std::size_t password_length_max = 256;
inline constexpr std::size_t account_name_length_max = 64;

// password_is_too_short, name_is_taken: a name stands for one person of a body. Takes some 100 ms.
Result<void> add_account(const std::string& database_path, BodyNo body, PersonId person,
                         std::string_view name, std::string_view password);

// Whose name it is, for commands at the machine itself.
std::optional<PersonId> find_account(const std::string& database_path, BodyNo body,
                                     std::string_view name);

// `Li Na` and ` li na` are one name; only ASCII has case here.
std::string folded_account_name(std::string_view name);

class Accounts {
 public:
  explicit Accounts(const std::string& database_path);

  // Who it is. An unknown name costs the same time and gets the same answer as a wrong password;
  // how many guesses there may be is log_in_failures.h's. Takes some 100 ms: never call it on an
  // event loop.
  Result<PersonId> check(BodyNo body, std::string_view name, std::string_view password);
  // Whose name it is, for the log; nobody's = nil.
  PersonId person_of(BodyNo body, std::string_view name);

 private:
  std::pair<PersonId, std::string> stored(BodyNo body, std::string_view name);

  std::mutex mutex_;
  Connection connection_;
};

}  // namespace chuangyou
