// Work that was offered to somebody and waits for his signature: told to him, to whoever gives it
// and to the administrator, who sees how much it is and none of it.
#include <algorithm>

#include "campaign/handover.h"
#include "http/own_account.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

bool is_told_to(const Actor& actor, const Handover& handover) {
  const auto is_he = [&](const PersonId& person) { return person == actor.person; };
  return is_he(handover.to) || is_he(handover.from) || is_he(handover.by) ||
         std::ranges::any_of(actor.posts,
                             [](const Post& post) { return post.role == Role::administrator; });
}

void write_handover(Json& json, const Reader& reader, std::span<const LedgerTable> tables,
                    const Handover& handover) {
  const Body& body = reader.body;
  json.object().member("id", handover.id);
  write_unit_name(json.key("unit"), body, handover.unit);
  write_person_name(json.key("from"), body, handover.from);
  write_person_name(json.key("to"), body, handover.to);
  write_person_name(json.key("proposed_by"), body, handover.by);
  const Names names =
      in_hand(reader.connection, tables, body.tree, {body.no, handover.unit, handover.from});
  json.member("proposed_on", handover.on)
      .member("may_sign", handover.to == reader.actor.person)
      .member("records", names.records)
      .key("named_by")
      .list();
  for (const NamedBy& by : names.by)
    json.object()
        .member("ledger", by.ledger->name)
        .member("field", by.field->name)
        .member("records", by.records)
        .end_object();
  json.end_list().end_object();
}

Reply handovers_reply(const Reader& reader) {
  std::vector<LedgerTable> tables;
  for (const Ledger* ledger : all_ledgers()) tables.emplace_back(*ledger);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("handovers").list();
  for (const Handover& handover : reader.body.people.handovers())
    if (is_told_to(reader.actor, handover)) write_handover(json, reader, tables, handover);
  json.end_list().end_object();
  return reply;
}

}  // namespace

Reply list_handovers(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(visit, [](const Reader& reader, RandomSource&) {
    return std::optional(handovers_reply(reader));
  });
}

}  // namespace chuangyou
