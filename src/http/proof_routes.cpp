// Proofs that an entry is still in the journal, and the published seals (RFC 6962).
#include "http/json.h"
#include "http/problem.h"
#include "http/receipt.h"
#include "http/rooms.h"
#include "journal/entries_of_record.h"
#include "journal/journal.h"
#include "journal/note.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

void write_seal(Json& json, const Seal& seal) {
  json.object()
      .member("first", seal.first)
      .member("last", seal.last)
      .member("root", to_hex(seal.root))
      .member("previous", to_hex(seal.previous))
      .member("hash", to_hex(seal.hash))
      .member("at", seal.at)
      .end_object();
}

void write_path(Json& json, const std::vector<Hash>& path) {
  json.key("path").list();
  for (const Hash& hash : path) json.put(to_hex(hash));
  json.end_list();
}

// The leaf of layout 2 tells nothing of its entry. What a citizen said himself opens for him: he
// learns that the leaf is about his record, and nothing of anybody else.
void write_own_head(Json& json, const Entry& entry) {
  if (!entry.head_salt || entry.head.role != Role::citizen) return;
  json.member("head", base64(head_bytes(entry.head)))
      .member("head_salt", base64(bytes_of(*entry.head_salt)));
}

// Of the record's last entry, or of the one asked for, which must be its own. A leaf of layout 1
// says in clear who acted, so only those who may read the journal get what it is made of
// (`reads_journal`); everybody else gets its hash, which proves as much. A citizen's own names
// nobody.
Reply inclusion_reply(Visit& visit, const Record& record, std::int64_t asked_seq,
                      bool reads_journal) {
  Connection& reading = visit.lane.reading;
  const auto entry = asked_seq == 0 ? last_entry_of(reading, visit.body->no, record.id)
                                    : own_entry(visit, record, asked_seq);
  if (!entry) return visit.refused(Refusal::nothing_is_there, "seq", std::to_string(asked_seq));
  const auto proof = prove_inclusion(reading, visit.body->no, entry->head.seq, visit.body->hash);
  if (!proof) {
    // Entries are sealed each second; this one has to wait for that.
    Reply reply = visit.refused(Refusal::nothing_is_there, "seq", std::to_string(entry->head.seq));
    reply.add("Retry-After", "1");
    return reply;
  }
  const bool tells_nobody = entry->head_salt || entry->head.actor.is_nil();
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("seq", entry->head.seq)
      .member("leaf_index", proof->leaf_index)
      .member("leaf", to_hex(leaf_hash(visit.body->hash, proof->leaf_input)))
      .member("leaf_input", tells_nobody || reads_journal ? std::optional(base64(proof->leaf_input))
                                                          : std::nullopt);
  write_own_head(json, *entry);
  json.member("tree_size", proof->seal.last).member("root", to_hex(proof->seal.root));
  write_path(json, proof->path);
  json.member("hash", hash_function_names[static_cast<std::size_t>(visit.body->hash)]).key("seal");
  write_seal(json, proof->seal);
  json.end_object();
  return reply;
}

// The body of a public question about the journal: named in the query, or that of the session.
Body* body_asked(Visit& visit, Reply& refusal) {
  const auto key = visit.query.take("body");
  Body* body = nullptr;
  if (key) {
    body = visit.site.bodies.find(*key);
  } else if (const auto session = visit.site.sessions.find(visit.site.session_token(visit.request),
                                                           visit.instant())) {
    body = visit.site.bodies.find(session->body);
  }
  if (body == nullptr)
    refusal = key ? visit.refused(Refusal::body_is_unknown, "body", *key)
                  : visit.refused(Refusal::field_is_missing, "body");
  return body;
}

}  // namespace

Reply prove_record(Visit& visit) {
  const std::int64_t seq = visit.query.take_number("seq", 0, 1, INT64_MAX);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (ledger == nullptr) return visit.refused(Refusal::ledger_is_unknown);
  const auto id = parse_uuid(visit.named[1]);
  if (!id) return visit.refused(Refusal::nothing_is_there);
  const auto found = find_record(visit.reader(), *ledger, *id);
  if (!found) return visit.refused(found.error());
  return inclusion_reply(visit, found->record, seq, found->sight == Sight::whole);
}

Reply prove_receipt(Visit& visit) {
  const std::int64_t seq = visit.query.take_number("seq", 0, 1, INT64_MAX);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto held = receipt_named(visit);
  if (!held) return visit.refused(held.error());
  return inclusion_reply(visit, held->found.record, seq, false);
}

Reply list_seals(Visit& visit) {
  Reply refusal;
  const Body* body = body_asked(visit, refusal);
  const std::int64_t after = visit.query.take_number("after", 0, 0, INT64_MAX);
  const std::int64_t limit = visit.query.take_number("limit", 100, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (body == nullptr) return refusal;
  Reply reply;
  Json json(reply.body);
  json.object().key("seals").list();
  for (const Seal& seal :
       seals(visit.lane.reading, body->no, after, static_cast<std::size_t>(limit)))
    write_seal(json, seal);
  json.end_list().end_object();
  return reply;
}

Reply prove_growth(Visit& visit) {
  Reply refusal;
  const Body* body = body_asked(visit, refusal);
  const std::int64_t from = visit.query.take_number("from", 0, 1, INT64_MAX);
  const std::int64_t to = visit.query.take_number("to", 0, 1, INT64_MAX);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (body == nullptr) return refusal;
  if (from == 0) return visit.refused(Refusal::field_is_missing, "from");
  if (to == 0) return visit.refused(Refusal::field_is_missing, "to");
  const auto latest = latest_seal(visit.lane.reading, body->no);
  if (from > to || !latest || to > latest->last)
    return visit.refused(Refusal::number_is_out_of_range, "to",
                         std::to_string(latest ? latest->last : 0));
  Reply reply;
  Json json(reply.body);
  json.object().member("from", from).member("to", to);
  write_path(json, prove_consistency(visit.lane.reading, body->no, from, to, body->hash));
  json.member("hash", hash_function_names[static_cast<std::size_t>(body->hash)]).end_object();
  return reply;
}

}  // namespace chuangyou
