// The rows of accounts: log-in name, person, and the Argon2id string of a password. The journal
// tells each of them but for that string, of which it has the SHA-256: so no row can be made from
// it, and `rebuild` copies them as they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.h"

namespace chuangyou {

enum class AccountState : std::uint8_t { open, locked, ended };
inline constexpr std::string_view account_state_names[] = {"open", "locked", "ended"};
constexpr std::string_view name_of(AccountState state) {
  return account_state_names[static_cast<std::size_t>(state)];
}

struct AccountRow {
  std::string name;  // as it is folded (org/account_name.h)
  PersonId person;
  std::string password_hash;  // empty once the account has ended
  AccountState state = AccountState::open;
  bool must_change = false;  // the password was made for him, and is only good for another one
};

// Also of a table from before there were states.
void create_account_schema(Connection&);
bool has_account_states(Connection&);
// False where the name stands for somebody already.
bool add_account_row(Connection&, BodyNo, const AccountRow&);
void put_account_row(Connection&, BodyNo, const AccountRow&);  // in the place of the one there
void drop_account_row(Connection&, BodyNo, std::string_view name);
std::optional<AccountRow> account_row(Connection&, BodyNo, std::string_view name);
std::vector<AccountRow> account_rows(Connection&, BodyNo);  // by name
std::vector<AccountRow> account_rows_of(Connection&, BodyNo, const PersonId&);
// Everybody who has to change his password first.
std::vector<std::pair<BodyNo, PersonId>> who_must_change(Connection&);
// Everybody who has accounts, and none of them is open.
std::vector<std::pair<BodyNo, PersonId>> who_is_shut_out(Connection&);

}  // namespace chuangyou
