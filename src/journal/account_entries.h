// What the journal says of accounts: whose they are, whether they are open, whether their person
// has a second factor, and the SHA-256 of what is stored of the password, of the telephone's secret
// and of the recovery codes, so that what was overwritten or taken out of its table is found. These
// themselves stand in no entry: they must be able to vanish, which a journal that keeps everything
// cannot promise. The record of an entry is the person.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "storage/account_rows.h"
#include "storage/second_factor_rows.h"

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
inline constexpr std::string_view set_second = "set_second_factor";
inline constexpr std::string_view adopt_second = "adopt_second_factor";  // as adopt
inline constexpr std::string_view drop_second = "drop_second_factor";
// With the list of people by which it was made.
inline constexpr std::string_view take_back = "take_back_account";
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
std::string encode_account(std::string_view name, std::string_view password_hash,
                           const Uuid& import = {});
struct AccountSaid {
  std::string name, password_sha256;
};
// json_is_malformed.
Result<AccountSaid> decode_account(std::string_view changes);

// The second factor of a person as his entries tell it.
struct SecondFactorTold {
  std::string sealed_sha256;                 // hexadecimal; empty: none is set
  std::vector<std::string> recovery_sha256;  // of all that were given, used or not
  Moment since{};

  bool is_set() const { return !sealed_sha256.empty(); }
  // Whether these rows can have come of it: some of the codes may be used.
  bool fits(const std::optional<SecondFactorRow>&, std::span<const Hash> recovery) const;
};
bool is_about_second_factor(const Entry& entry);
std::string encode_second_factor(std::string_view sealed, std::span<const Hash> recovery);
inline constexpr std::string_view no_second_factor = "{}";  // what the entry of a dropped one says
// From the entries of accounts of one person. One that cannot be read tells of a second factor that
// no row fits: what was spoilt is no permission.
SecondFactorTold second_factor_told(std::span<const Entry> entries);

// One entry more; false where it says nothing that can be followed. What is said of a second
// factor leaves the accounts as they are.
bool follow_account(AccountsTold& told, const Entry& entry);
// Of one person, from his entries.
std::vector<Entry> account_entries_of(Connection&, BodyNo, const PersonId&);
// Of the people to whom these rows belong.
AccountsTold told_of(Connection&, BodyNo, std::span<const AccountRow>);
AccountTold told_of(const AccountRow&);  // what entries would have to say of a row

}  // namespace chuangyou
