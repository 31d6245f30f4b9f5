// Acts on accounts. Who may do what: the administrator makes accounts; the security administrator
// locks, unlocks and ends them and resets their passwords; everybody changes his own password.
// The clock ends that of one who left, after its term. Nobody makes, locks, unlocks, resets or ends
// an account of his own. Whoever hands out the
// one-time password of an account could be its person, so those of the three administrators are
// made and reset at the machine alone, where nobody in particular acts: otherwise one of two who
// grant together could be both. An account by itself gives no right; posts do.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "org/people.h"
#include "storage/account_rows.h"

namespace chuangyou {

inline constexpr std::size_t account_name_length_max = 64;
inline constexpr std::size_t accounts_at_once_max = 100;  // each password costs 100 ms to hash

// `Li Na` and ` li na` are one name; only ASCII has case here.
std::string folded_account_name(std::string_view name);

// Passwords come as the Argon2id string that is to be stored; nothing else of them gets here.
struct MakeAccount {
  PersonId person;
  std::string name;
  std::string password_hash;
};
struct LockAccount {
  std::string name;
};
struct UnlockAccount {
  std::string name;
};
struct ResetPassword {
  std::string name;
  std::string password_hash;
};
struct ChangePassword {
  std::string name;
  std::string password_hash;
};
struct EndAccount {
  std::string name;
};
using AccountAct = std::variant<MakeAccount, LockAccount, UnlockAccount, ResetPassword,
                                ChangePassword, EndAccount>;
std::string_view name_of(const AccountAct& act);

// What stands: the row of the name, and those of the person to whom one is to be given.
struct AccountsStand {
  std::optional<AccountRow> row;
  std::vector<AccountRow> of_person;
  bool is_kept_too_long = false;  // its person holds no post, and has not for as long as it is kept
};
struct AccountDecided {
  AccountRow after;
  const Post* under = nullptr;
};
// Pure. post_does_not_allow_this, nobody_grants_himself_rights, person_is_unknown, field_is_missing
// [name], field_is_too_long [name], name_is_taken, person_has_an_account_already, nothing_is_there,
// state_does_not_allow_this, nothing_would_change.
Result<AccountDecided> decide(const AccountAct& act, const Actor& actor, const People& people,
                              const AccountsStand& stands, Date today);

}  // namespace chuangyou
