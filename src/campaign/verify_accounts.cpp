#include "campaign/verify_accounts.h"

#include <set>

#include "journal/account_entries.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/table_shape.h"

namespace chuangyou {
namespace {

constexpr std::string_view table = "accounts";
constexpr std::string_view second_table = "second_factors";

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
    for (const Entry& entry : account_entries_of(live, body, person))
      if (!follow_account(told, entry))
        findings.push_back({std::string(table), to_text(person), "entry_cannot_be_followed",
                            std::to_string(entry.head.seq)});
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

// A table of before has not been adopted, and is passed by like accounts of before.
void verify_second_factors(Connection& live, BodyNo body, std::set<PersonId> people,
                           std::vector<TableFinding>& findings) {
  const bool is_there = is_a_table(live, second_table);
  if (is_there && !second_factors_are_told(live)) return;
  if (is_there)
    for (const PersonId& person : who_has_second_factor_rows(live, body)) people.insert(person);
  for (const PersonId& person : people) {
    const SecondFactorTold told = second_factor_told(account_entries_of(live, body, person));
    const auto row = is_there ? second_factor_row(live, body, person) : std::nullopt;
    const auto codes = is_there ? recovery_codes_left(live, body, person) : std::vector<Hash>();
    if (told.fits(row, codes)) continue;
    const bool stands = row && row->is_confirmed;
    findings.push_back({std::string(second_table),
                        to_text(person),
                        !stands && told.is_set() ? "row_is_missing"
                        : !told.is_set()         ? "row_was_added"
                                                 : "row_was_changed",
                        {}});
  }
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
    verify_second_factors(live, body, people, findings);
  }
  return findings;
}

}  // namespace chuangyou
