#include "campaign/accounts_restored.h"

#include <algorithm>

#include "journal/account_entries.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

// The acts that make of what is told what stands.
std::vector<std::string_view> acts_between(const AccountTold& told, const AccountTold& stands) {
  std::vector<std::string_view> acts;
  if (stands.state == AccountState::ended) {
    if (told.state != AccountState::ended) acts.push_back(account_acts::end);
    return acts;
  }
  if (told.password_sha256 != stands.password_sha256) acts.push_back(account_acts::adopt_password);
  if (told.state != stands.state)
    acts.push_back(stands.state == AccountState::locked ? account_acts::lock
                                                        : account_acts::unlock);
  return acts;
}

}  // namespace

void forget_accounts_made_later(Connection& connection, BodyNo body) {
  const std::vector<AccountRow> rows = account_rows(connection, body);
  const AccountsTold told = told_of(connection, body, rows);
  if (told.empty()) return;  // of before there were entries
  for (const AccountRow& row : rows)
    if (!told.contains(row.name)) drop_account_row(connection, body, row.name);
}

void adopt_accounts_as_they_stand(Connection& connection, Body& body, Moment now,
                                  RandomSource& random) {
  const std::vector<AccountRow> rows = account_rows(connection, body.no);
  const AccountsTold told = told_of(connection, body.no, rows);
  Transaction transaction(connection, Transaction::Mode::immediate);
  for (AccountRow row : rows) {
    const auto of_it = told.find(row.name);
    if (of_it == told.end()) continue;
    for (const std::string_view act : acts_between(of_it->second, told_of(row))) {
      const bool is_password = act == account_acts::adopt_password;
      if (is_password) row.must_change = true;
      put_account_row(connection, body.no, row);
      EntryHead head;
      head.body = body.no;
      head.seq = ++body.last_seq;
      head.at = body.last_at = std::max(std::min(body_now(body, now), now), body.last_at);
      head.role = Role::administrator;
      head.ledger = accounts_ledger;
      head.record = row.person;
      head.act = act;
      const std::string hash = is_password ? row.password_hash : std::string();
      append(connection, new_entry(head, encode_account(row.name, hash), body.hash, random));
    }
  }
  transaction.commit();
}

}  // namespace chuangyou
