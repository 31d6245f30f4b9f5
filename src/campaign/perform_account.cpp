// An act on an account on its way through the writer: its entry, its row and the end of those
// sessions that it ends in one transaction, so that no crash leaves one without the others. Nobody
// hears of it by live events, for nobody but two may read it.
#include <algorithm>

#include "campaign/accounts_adopted.h"
#include "campaign/kept_until.h"
#include "campaign/perform_act.h"
#include "journal/account_entries.h"
#include "storage/session_rows.h"

namespace chuangyou {
namespace {

const std::string* name_in(const AccountAct& act) {
  return std::visit(
      [](const auto& one) -> const std::string* {
        if constexpr (requires { one.name; })
          return &one.name;
        else
          return nullptr;
      },
      act);
}

// Whom the act is about, as far as it says so itself.
PersonId person_in(const AccountAct& act) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.person; })
          return one.person;
        else
          return PersonId();
      },
      act);
}

Uuid import_in(const AccountAct& act) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.import; })
          return one.import;
        else
          return Uuid();
      },
      act);
}

Hash session_kept_by(const AccountAct& act) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.session; })
          return one.session;
        else
          return Hash();
      },
      act);
}

bool is_on_oneself(const AccountAct& act) {
  return std::holds_alternative<ChangePassword>(act) ||
         std::holds_alternative<SetSecondFactor>(act) ||
         std::holds_alternative<DropSecondFactor>(act);
}

AccountsStand what_stands(Connection& connection, BodyNo body, const AccountAct& act) {
  AccountsStand stands;
  if (const std::string* name = name_in(act)) stands.row = account_row(connection, body, *name);
  PersonId person = person_in(act);
  if (person.is_nil() && stands.row) person = stands.row->person;
  if (person.is_nil()) return stands;
  stands.of_person = account_rows_of(connection, body, person);
  stands.second = second_factor_told(account_entries_of(connection, body, person));
  stands.second_row = second_factor_row(connection, body, person);
  return stands;
}

AccountCommitted as_it_stands(Connection& connection, BodyNo body, const PersonId& person,
                              const AccountDecided& decided, const Hash& kept) {
  const std::vector<AccountRow> rows = account_rows_of(connection, body, person);
  const auto second = second_factor_row(connection, body, person);
  const auto is_open = [](const AccountRow& row) { return row.state == AccountState::open; };
  return {.body = body,
          .person = person,
          .is_shut_out = !rows.empty() && std::ranges::none_of(rows, is_open),
          .must_change = std::ranges::any_of(rows, &AccountRow::must_change),
          .has_second_factor = second && second->is_confirmed,
          .ends_sessions = decided.ends_sessions,
          .session = kept};
}

// At the machine, by nobody in particular; within a transaction of the caller's.
void write_adopted(Connection& connection, Body& body, Moment now, RandomSource& random,
                   const PersonId& person, std::string_view act, std::string changes) {
  EntryHead head;
  head.body = body.no;
  head.seq = ++body.last_seq;
  head.at = body.last_at = std::max(std::min(body_now(body, now), now), body.last_at);
  head.role = Role::administrator;
  head.ledger = accounts_ledger;
  head.record = person;
  head.act = act;
  append(connection, new_entry(head, std::move(changes), body.hash, random));
}

}  // namespace

Result<std::int64_t> ActPath::perform_on_account(const AccountAct& act, Body& body,
                                                 const Actor& actor, Moment now,
                                                 std::vector<Done>& done) {
  const Date today = body.zone.date_at(now);
  AccountsStand stands = what_stands(connection_, body.no, act);
  if (actor.is_the_clock && stands.row) {
    const std::optional<Date> until = account_kept_until(body, stands.row->person, today);
    stands.is_kept_too_long = until && *until < today;
  }
  const Result<AccountDecided> decided = decide(act, actor, body.people, stands, today);
  if (!decided) return std::unexpected(decided.error());
  const AccountRow& after = decided->after;
  const Hash kept = session_kept_by(act);
  const auto write = [&](std::string_view act_name, std::string changes) {
    EntryHead head = head_for(body, actor, decided->under, now);
    if (is_on_oneself(act)) head.role = Role::signed_in;
    if (actor.person.is_nil() && !actor.is_nobody())
      head.role = Role::administrator;  // at the machine
    head.ledger = accounts_ledger;
    head.record = after.person;
    head.act = act_name;
    write_entry(body, head, std::move(changes));
    return head.seq;
  };
  std::int64_t seq = 0;
  if (!after.name.empty()) {
    const bool has_new_password = !stands.row || stands.row->password_hash != after.password_hash;
    if (decided->drops_row)
      drop_account_row(connection_, body.no, after.name);
    else
      put_account_row(connection_, body.no, after);
    seq = write(name_of(act),
                encode_account(after.name, has_new_password ? after.password_hash : std::string(),
                               import_in(act)));
  }
  if (const auto* set = std::get_if<SetSecondFactor>(&act)) {
    seq = write(name_of(act), encode_second_factor(set->sealed, set->recovery));
    confirm_second_factor_row(connection_, body.no, after.person, set->recovery, seq);
  }
  if (decided->drops_second_factor) {
    const std::int64_t dropped = write(account_acts::drop_second, std::string(no_second_factor));
    if (seq == 0) seq = dropped;
    drop_second_factor_row(connection_, body.no, after.person);
  }
  if (decided->ends_sessions) drop_session_rows_of(connection_, body.no, after.person, kept);
  Done what;
  what.body = body.no;
  what.committed.record = after.person;
  what.on_account = as_it_stands(connection_, body.no, after.person, *decided, kept);
  done.push_back(std::move(what));
  return seq;
}

void adopt_accounts(Connection& connection, Body& body, Moment now, RandomSource& random) {
  const std::vector<AccountRow> rows = account_rows(connection, body.no);
  const auto is_told = [&](const AccountRow& row) {
    return !account_entries_of(connection, body.no, row.person).empty();
  };
  if (rows.empty() || std::ranges::any_of(rows, is_told)) return;
  Transaction transaction(connection, Transaction::Mode::immediate);
  for (const AccountRow& row : rows)
    write_adopted(connection, body, now, random, row.person, account_acts::adopt,
                  encode_account(row.name, row.password_hash));
  transaction.commit();
}

void adopt_second_factors(Connection& connection, Body& body, Moment now, RandomSource& random) {
  if (second_factors_are_told(connection)) return;
  Transaction transaction(connection, Transaction::Mode::immediate);
  for (const PersonId& person : who_has_second_factor_rows(connection, body.no)) {
    const auto row = second_factor_row(connection, body.no, person);
    const std::vector<Entry> entries = account_entries_of(connection, body.no, person);
    // A start that was cut off between two bodies has told of some already.
    if (!row || !row->is_confirmed || std::ranges::any_of(entries, is_about_second_factor))
      continue;
    write_adopted(
        connection, body, now, random, person, account_acts::adopt_second,
        encode_second_factor(row->sealed, recovery_codes_left(connection, body.no, person)));
  }
  transaction.commit();
}

}  // namespace chuangyou
