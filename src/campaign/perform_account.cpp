// An act on an account on its way through the writer: its entry and its row in one transaction.
// Nobody hears of it by live events, for nobody but two may read it.
#include <algorithm>

#include "campaign/accounts_adopted.h"
#include "campaign/kept_until.h"
#include "campaign/perform_act.h"
#include "journal/account_entries.h"

namespace chuangyou {

Result<std::int64_t> ActPath::perform_on_account(const AccountAct& act, Body& body,
                                                 const Actor& actor, Moment now,
                                                 std::vector<Done>& done) {
  const std::string& name = std::visit(
      [](const auto& one) -> const auto& { return one.name; }, act);
  AccountsStand stands{account_row(connection_, body.no, name), {}};
  if (const auto* make = std::get_if<MakeAccount>(&act))
    stands.of_person = account_rows_of(connection_, body.no, make->person);
  const Date today = body.zone.date_at(now);
  if (actor.is_the_clock && stands.row) {
    const std::optional<Date> until = account_kept_until(body, stands.row->person, today);
    stands.is_kept_too_long = until && *until < today;
  }
  const Result<AccountDecided> decided = decide(act, actor, body.people, stands, today);
  if (!decided) return std::unexpected(decided.error());
  const AccountRow& after = decided->after;
  EntryHead head = head_for(body, actor, decided->under, now);
  if (std::holds_alternative<ChangePassword>(act)) head.role = Role::signed_in;
  if (actor.person.is_nil() && !actor.is_the_clock) head.role = Role::administrator;  // machine
  head.ledger = accounts_ledger;
  head.record = after.person;
  head.act = name_of(act);
  const bool has_new_password = !stands.row || stands.row->password_hash != after.password_hash;
  put_account_row(connection_, body.no, after);
  write_entry(body, head,
              encode_account(after.name, has_new_password ? after.password_hash : std::string()));
  Done what;
  what.body = body.no;
  what.committed.record = head.record;
  done.push_back(std::move(what));
  return head.seq;
}

void adopt_accounts(Connection& connection, Body& body, Moment now, RandomSource& random) {
  const std::vector<AccountRow> rows = account_rows(connection, body.no);
  const auto is_told = [&](const AccountRow& row) {
    return !account_entries_of(connection, body.no, row.person).empty();
  };
  if (rows.empty() || std::ranges::any_of(rows, is_told)) return;
  Transaction transaction(connection, Transaction::Mode::immediate);
  for (const AccountRow& row : rows) {
    EntryHead head;
    head.body = body.no;
    head.seq = ++body.last_seq;
    head.at = body.last_at = std::max(std::min(body_now(body, now), now), body.last_at);
    head.role = Role::administrator;
    head.ledger = accounts_ledger;
    head.record = row.person;
    head.act = account_acts::adopt;
    append(connection,
           new_entry(head, encode_account(row.name, row.password_hash), body.hash, random));
  }
  transaction.commit();
}

}  // namespace chuangyou
