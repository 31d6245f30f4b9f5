// What the journal says of accounts: whose they are, whether they are open, and the SHA-256 of the
// stored Argon2id string, so that one that was overwritten in its table is found. The string itself
// stands in no entry: a password must be able to vanish, which a journal that keeps everything
// cannot promise. The record of an entry is the person.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "storage/account_rows.h"

namespace chuangyou {

inline constexpr std::string_view accounts_ledger = "accounts";

namespace account_acts {
inline constexpr std::string_view make = "make_account";
inline constexpr std::string_view adopt = "adopt_account";  // stood before there were entries
inline constexpr std::string_view lock = "lock_account";
inline constexpr std::string_view unlock = "unlock_account";
inline constexpr std::string_view reset = "reset_password";
inline constexpr std::string_view change = "change_password";
inline constexpr std::string_view end = "end_account";
// Of a house that was restored to before it was set: it opens, and only for another one.
inline constexpr std::string_view adopt_password = "adopt_password";
}  // namespace account_acts

// An account as its entries tell it.
struct AccountTold {
  PersonId person;
  AccountState state = AccountState::open;
  bool must_change = false;
  std::string password_sha256;  // hexadecimal; empty once the account has ended
};
using AccountsTold = std::map<std::string, AccountTold>;  // by name

// `password_hash` as it is stored; empty where the act leaves it as it is.
std::string encode_account(std::string_view name, std::string_view password_hash);
struct AccountSaid {
  std::string name, password_sha256;
};
// json_is_malformed.
Result<AccountSaid> decode_account(std::string_view changes);

// One entry more; false where it says nothing that can be followed.
bool follow_account(AccountsTold& told, const Entry& entry);
// Of one person, from his entries.
std::vector<Entry> account_entries_of(Connection&, BodyNo, const PersonId&);
// Of the people to whom these rows belong.
AccountsTold told_of(Connection&, BodyNo, std::span<const AccountRow>);
AccountTold told_of(const AccountRow&);  // what entries would have to say of a row

}  // namespace chuangyou
