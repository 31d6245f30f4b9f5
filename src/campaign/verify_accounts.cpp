#include "campaign/verify_accounts.h"

#include <set>

#include "journal/account_entries.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/table_shape.h"

namespace chuangyou {
namespace {

constexpr std::string_view table = "accounts";

std::set<PersonId> who_has_entries(Connection& connection, BodyNo body) {
  std::vector<std::string_view> ledgers;
  for (const Ledger* ledger : all_ledgers()) ledgers.push_back(ledger->name);
  std::set<PersonId> people;
  for_each_entry_beside(connection, body, ledgers, [&](const Entry& entry) {
    if (entry.head.ledger == accounts_ledger) people.insert(PersonId(entry.head.record));
  });
  return people;
}

std::string columns_unlike(const AccountTold& told, const AccountTold& stands) {
  std::string columns;
  const auto compare = [&](std::string_view name, bool is_alike) {
    if (!is_alike) columns.append(columns.empty() ? "" : ", ").append(name);
  };
  compare("person", told.person == stands.person);
  compare("password", told.password_sha256 == stands.password_sha256);
  compare("state", told.state == stands.state);
  compare("must_change", told.must_change == stands.must_change);
  return columns;
}

void verify_of(Connection& live, BodyNo body, const std::vector<AccountRow>& rows,
               const std::set<PersonId>& people, std::vector<TableFinding>& findings) {
  AccountsTold told;
  for (const PersonId& person : people)
    for (const Entry& entry : account_entries_of(live, body, person)) follow_account(told, entry);
  for (const AccountRow& row : rows) {
    const auto of_it = told.find(row.name);
    if (of_it == told.end()) {
      findings.push_back({std::string(table), row.name, "row_was_added", {}});
      continue;
    }
    if (std::string columns = columns_unlike(of_it->second, told_of(row)); !columns.empty())
      findings.push_back({std::string(table), row.name, "row_was_changed", std::move(columns)});
    told.erase(of_it);
  }
  for (const auto& [name, account] : told)
    findings.push_back({std::string(table), name, "row_is_missing", {}});
}

}  // namespace

std::vector<TableFinding> verify_accounts(Connection& live, Connection& copied) {
  std::vector<TableFinding> findings;
  for (const BodyNo body : bodies_with_entries(copied)) {
    std::set<PersonId> people = who_has_entries(copied, body);
    const Transaction snapshot(live, Transaction::Mode::deferred);
    // Before there were entries there were no states either.
    const bool is_there = is_a_table(live, table) && has_account_states(live);
    const std::vector<AccountRow> rows =
        is_there ? account_rows(live, body) : std::vector<AccountRow>();
    if (people.empty())
      for (const AccountRow& row : rows)
        if (!account_entries_of(live, body, row.person).empty()) people.insert(row.person);
    if (people.empty()) continue;
    for (const AccountRow& row : rows) people.insert(row.person);
    verify_of(live, body, rows, people, findings);
  }
  return findings;
}

}  // namespace chuangyou
