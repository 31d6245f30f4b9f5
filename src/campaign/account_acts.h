// Acts on accounts. Who may do what: the administrator makes accounts; the security administrator
// locks, unlocks and ends them and resets their passwords; everybody changes his own password, and
// sets and drops his own second factor. Nobody makes, locks, unlocks, resets or ends an account of
// his own. Whoever hands out the one-time password of an account could be its person, and whoever
// ends the auditor's is watched by nobody, so those of the three administrators are made, reset and
// ended at the machine alone, where nobody in particular acts; whoever becomes one of them comes in
// by a password of the machine. An account by itself gives no right;
// posts do. Where a password was made anew or an account ended, the second factor goes with it. The
// clock ends the account of one who left, after its term.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "journal/account_entries.h"
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
  Uuid import = {};  // the list with which it came
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
// In place of a hash: no words fit it.
inline constexpr std::string_view opens_for_nobody = "!";
struct ChangePassword {
  std::string name;
  std::string password_hash;
  std::string replaced;  // the stored string by which he has shown that he knew the old one
  Hash session{};        // of the token of the one that goes on; all others of his end
};
struct EndAccount {
  std::string name;
};
struct SetSecondFactor {
  PersonId person;
  std::string sealed;          // the secret as it was begun, of which he has shown a code
  std::vector<Hash> recovery;  // of the codes that he is told
  Hash session{};              // as of ChangePassword
};
struct DropSecondFactor {
  PersonId person;
};
// With the list it came with, where nobody has ever logged in with it: the name is free again.
struct TakeBackAccount {
  std::string name;
  Uuid import = {};
};
using AccountAct =
    std::variant<MakeAccount, LockAccount, UnlockAccount, ResetPassword, ChangePassword, EndAccount,
                 SetSecondFactor, DropSecondFactor, TakeBackAccount>;
std::string_view name_of(const AccountAct& act);

// What stands: the row of the name, those of the person whom it is about, and his second factor as
// the journal tells it and as it lies there.
struct AccountsStand {
  std::optional<AccountRow> row;
  std::vector<AccountRow> of_person;
  SecondFactorTold second;
  std::optional<SecondFactorRow> second_row;
  bool is_kept_too_long = false;  // its person holds no post, and has not for as long as it is kept
};
struct AccountDecided {
  AccountRow after;  // of a second factor alone: with its person and no name
  const Post* under = nullptr;
  bool drops_second_factor = false;
  bool ends_sessions = false;
  bool drops_row = false;  // of an account that is taken back
};

// What no account is called: field_is_missing, field_is_too_long, and field_has_wrong_kind where it
// holds characters that show nothing.
Result<void> check_account_name(std::string_view name, std::string_view field);
// Pure. post_does_not_allow_this, nobody_grants_himself_rights, person_is_unknown, what
// check_account_name() refuses, name_is_taken, person_has_an_account_already, nothing_is_there,
// state_does_not_allow_this, nothing_would_change, it_is_there_already,
// name_or_password_is_wrong where the password is another by now.
Result<AccountDecided> decide(const AccountAct& act, const Actor& actor, const People& people,
                              const AccountsStand& stands, Date today);

}  // namespace chuangyou
