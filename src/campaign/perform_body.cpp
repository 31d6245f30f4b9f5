// Founding a body: the first entry of its journal says everything by which it can be found again.
// What else is said of a body is said in entries like it.
#include <algorithm>

#include "campaign/body_tables.h"
#include "campaign/load.h"
#include "campaign/perform_act.h"
#include "journal/follow.h"

namespace chuangyou {

Result<BodyNo> found_body(const Places& places, const NewBody& wanted, Bodies& bodies, Moment now,
                          RandomSource& random) {
  if (bodies.find(wanted.key)) return refuse(Refusal::name_is_taken, "key", wanted.key);
  Connection connection(places.database, OpenFor::writing);
  create_every_schema(connection);
  std::int32_t last = 0;
  for (const auto& body : bodies.all()) last = std::max(last, static_cast<std::int32_t>(body->no));
  BodyNo no{last + 1};
  Result<std::unique_ptr<Body>> made = make_body(places, no, wanted, now);
  if (!made) return std::unexpected(made.error());
  Body& body = **made;

  EntryHead head;
  head.body = no;
  head.seq = 1;
  head.at = body_now(body, now);
  head.role = Role::administrator;
  head.ledger = bodies_ledger;
  head.record = make_uuid_v7(now, random);
  head.act = found_body_act;
  const Entry entry = new_entry(std::move(head), encode_body(wanted), body.hash, random);

  Transaction transaction(connection, Transaction::Mode::immediate);
  append(connection, entry);
  put_body(connection, no, wanted);
  transaction.commit();
  body.last_seq = 1;
  body.last_at = entry.head.at;
  body.roll_up = std::make_unique<RollUp>(body.tree, entry.head.at);
  bodies.add(std::move(*made));
  return no;
}

void write_body_entry(Connection& connection, Body& body, const Uuid& record, std::string_view act,
                      std::string changes, Moment now, RandomSource& random) {
  EntryHead head;
  head.body = body.no;
  head.seq = body.last_seq + 1;
  head.at = std::max(body_now(body, now), body.last_at);
  head.role = Role::administrator;
  head.ledger = bodies_ledger;
  head.record = record;
  head.act = act;
  const Entry entry = new_entry(std::move(head), std::move(changes), body.hash, random);
  Transaction transaction(connection, Transaction::Mode::immediate);
  append(connection, entry);
  transaction.commit();
  body.last_seq = entry.head.seq;
  body.last_at = entry.head.at;
}

}  // namespace chuangyou
