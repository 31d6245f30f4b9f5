// Founding a body: the first entry of its journal says everything by which it can be found again,
// and those behind it copy its campaign, its numbers of practice and its calendar. What else is
// said of a body is said in entries like these.
#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "campaign/body_tables.h"
#include "campaign/found_house.h"
#include "campaign/load.h"
#include "campaign/perform_act.h"
#include "journal/account_entries.h"
#include "journal/follow.h"

namespace chuangyou {
namespace {

EntryHead append_own(Connection& connection, Body& body, std::string_view ledger,
                     const Uuid& record, std::string_view act, std::string changes, Moment now,
                     RandomSource& random) {
  EntryHead head;
  head.body = body.no;
  head.seq = body.last_seq + 1;
  // A demonstration that is founded before the day that it shows has a past.
  head.at = std::max(std::min(body_now(body, now), now), body.last_at);
  head.role = Role::administrator;
  head.ledger = ledger;
  head.record = record;
  head.act = act;
  append(connection, new_entry(head, std::move(changes), body.hash, random));
  body.last_seq = head.seq;
  body.last_at = head.at;
  return head;
}

// Within the caller's transaction.
void append_files(Connection& connection, Body& body, const Uuid& record, Moment now,
                  RandomSource& random) {
  Frame adopted;
  for (const FrameAct& act : body.not_adopted) {
    const EntryHead head =
        append_own(connection, body, bodies_ledger, record, name_of(act), encode(act), now, random);
    if (!apply(adopted, act, head.seq, head.at))
      throw std::logic_error("a frame that was read cannot be adopted");
  }
  const std::unique_lock lock(body.lock);
  body.frame = std::move(adopted);
  body.not_adopted.clear();
}

// Whoever founds a body acts for nobody in particular, within the caller's transaction.
class SettingUp {
 public:
  SettingUp(Connection& connection, Body& body, Moment now, RandomSource& random)
      : connection_(connection), body_(body), now_(now), random_(random) {}

  Result<void> people_in(const FirstPeople& people, const std::string& name) {
    Unit root;
    root.id = UnitId(make_uuid_v7(now_, random_));
    root.name = people.root.empty() ? name : people.root;
    root.type = people.root_type;
    if (Result<void> founded = perform(FoundUnit{root}); !founded) return founded;
    // The security administrator comes last: from then on a post takes two people.
    const std::pair<Role, const FirstPerson*> three[] = {
        {Role::administrator, &people.administrator},
        {Role::auditor, &people.auditor},
        {Role::security_administrator, &people.security_administrator}};
    for (const auto& [role, person] : three)
      if (Result<void> added = add(*person, role, root.id); !added) return added;
    return {};
  }

 private:
  Date today() const { return body_.zone.date_at(now_); }

  Result<void> perform(const OrgAct& act) {
    const Result<void> decided = decide(act, Actor(), body_.tree, body_.people, today());
    if (!decided) return decided;
    OrgEntry entry = encode(act);
    const ActedBy nobody{PersonId(), today()};
    if (Result<void> followed =
            follow_org(connection_, {}, body_.no, act, nobody, body_.tree, body_.people);
        !followed)
      return followed;
    append_own(connection_, body_, entry.ledger, entry.record, entry.act, std::move(entry.changes),
               now_, random_);
    return {};
  }

  Result<void> add(const FirstPerson& person, Role role, const UnitId& root) {
    const PersonId id(make_uuid_v7(now_, random_));
    if (Result<void> added = perform(AddPerson{{id, person.name, MemberKind::none}}); !added)
      return added;
    const HeldPost post{make_uuid_v7(now_, random_), id, role, root, today(), std::nullopt, false};
    if (Result<void> appointed = perform(Appoint{post}); !appointed) return appointed;
    const MakeAccount make{id, folded_account_name(person.account), person.password_hash};
    AccountsStand stands;
    stands.row = account_row(connection_, body_.no, make.name);
    const auto made = decide(make, Actor(), body_.people, stands, today());
    if (!made) return std::unexpected(made.error());
    put_account_row(connection_, body_.no, made->after);
    append_own(connection_, body_, accounts_ledger, id, account_acts::make,
               encode_account(make.name, make.password_hash), now_, random_);
    return {};
  }

  Connection& connection_;
  Body& body_;
  Moment now_;
  RandomSource& random_;
};

Result<BodyNo> found(const Places& places, const NewBody& wanted, const FirstPeople* people,
                     Bodies& bodies, Moment now, RandomSource& random) {
  Connection connection(places.database, OpenFor::writing);
  create_every_schema(connection);
  create_account_schema(connection);
  std::int32_t last = 0;
  for (const auto& body : bodies.all()) last = std::max(last, static_cast<std::int32_t>(body->no));
  BodyNo no{last + 1};
  Result<std::unique_ptr<Body>> made = make_body(connection, places, no, wanted, now);
  if (!made) return std::unexpected(made.error());
  Body& body = **made;
  if (Result<void> checked = check(body.frame.policy); !checked)
    return std::unexpected(checked.error());

  const Uuid record = make_uuid_v7(now, random);
  Transaction transaction(connection, Transaction::Mode::immediate);
  const EntryHead founding = append_own(connection, body, bodies_ledger, record, found_body_act,
                                        encode_body(wanted), now, random);
  put_body(connection, no, wanted);
  append_files(connection, body, record, now, random);
  if (people)
    if (Result<void> set_up =
            SettingUp(connection, body, now, random).people_in(*people, wanted.name.zh);
        !set_up)
      return std::unexpected(set_up.error());
  transaction.commit();
  body.roll_up = std::make_unique<RollUp>(body.tree, founding.at);
  bodies.add(std::move(*made));
  return no;
}

}  // namespace

Result<BodyNo> found_body(const Places& places, const NewBody& wanted, Bodies& bodies, Moment now,
                          RandomSource& random) {
  if (bodies.find(wanted.key)) return refuse(Refusal::name_is_taken, "key", wanted.key);
  return found(places, wanted, nullptr, bodies, now, random);
}

Result<BodyNo> found_house(const Places& places, const NewBody& wanted, const FirstPeople& people,
                           Bodies& bodies, Moment now, RandomSource& random) {
  if (Result<void> checked = check_house(places, wanted, people, bodies); !checked)
    return std::unexpected(checked.error());
  return found(places, with_pack_of_its_years(places, wanted, now), &people, bodies, now, random);
}

Uuid record_of_body(Connection& connection, BodyNo body) {
  const std::optional<Entry> founding = entry_at(connection, body, 1);
  if (!founding) throw StorageError("the body has no founding entry", SQLITE_CORRUPT);
  return founding->head.record;
}

void adopt_files(Connection& connection, Body& body, Moment now, RandomSource& random) {
  Transaction transaction(connection, Transaction::Mode::immediate);
  append_files(connection, body, record_of_body(connection, body.no), now, random);
  transaction.commit();
}

void write_body_entry(Connection& connection, Body& body, const Uuid& record, std::string_view act,
                      std::string changes, Moment now, RandomSource& random) {
  Transaction transaction(connection, Transaction::Mode::immediate);
  append_own(connection, body, bodies_ledger, record, act, std::move(changes), now, random);
  transaction.commit();
}

}  // namespace chuangyou
