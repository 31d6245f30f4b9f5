// Founding a body: the first entry of its journal says everything by which it can be found again,
// and those behind it copy its campaign, its numbers of practice and its calendar. What else is
// said of a body is said in entries like these.
#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "campaign/body_tables.h"
#include "campaign/load.h"
#include "campaign/perform_act.h"
#include "journal/follow.h"

namespace chuangyou {
namespace {

EntryHead append_own(Connection& connection, Body& body, const Uuid& record, std::string_view act,
                     std::string changes, Moment now, RandomSource& random) {
  EntryHead head;
  head.body = body.no;
  head.seq = body.last_seq + 1;
  // A demonstration that is founded before the day that it shows has a past.
  head.at = std::max(std::min(body_now(body, now), now), body.last_at);
  head.role = Role::administrator;
  head.ledger = bodies_ledger;
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
        append_own(connection, body, record, name_of(act), encode(act), now, random);
    if (!apply(adopted, act, head.seq, head.at))
      throw std::logic_error("a frame that was read cannot be adopted");
  }
  const std::unique_lock lock(body.lock);
  body.frame = std::move(adopted);
  body.not_adopted.clear();
}

}  // namespace

Result<BodyNo> found_body(const Places& places, const NewBody& wanted, Bodies& bodies, Moment now,
                          RandomSource& random) {
  if (bodies.find(wanted.key)) return refuse(Refusal::name_is_taken, "key", wanted.key);
  Connection connection(places.database, OpenFor::writing);
  create_every_schema(connection);
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
  const EntryHead founding =
      append_own(connection, body, record, found_body_act, encode_body(wanted), now, random);
  put_body(connection, no, wanted);
  append_files(connection, body, record, now, random);
  transaction.commit();
  body.roll_up = std::make_unique<RollUp>(body.tree, founding.at);
  bodies.add(std::move(*made));
  return no;
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
  append_own(connection, body, record, act, std::move(changes), now, random);
  transaction.commit();
}

}  // namespace chuangyou
