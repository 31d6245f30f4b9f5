// The rows of accounts: log-in name, person and the hash of a password. No entry of the journal
// makes them, so `rebuild` copies them as they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/sqlite.h"

namespace chuangyou {

struct AccountRow {
  PersonId person;
  std::string password_hash;
};

void create_account_schema(Connection&);
// False where the name stands for somebody already.
bool add_account_row(Connection&, BodyNo, std::string_view name, const AccountRow&);
std::optional<AccountRow> account_row(Connection&, BodyNo, std::string_view name);

}  // namespace chuangyou
