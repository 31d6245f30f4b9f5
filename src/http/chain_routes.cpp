// The door to the chain of a record: what it answers, hop by hop, and what came of it.
#include "campaign/find_chain.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// What the served said of it last; the public course of a record tells as much.
void write_verdict(Json& json, const Record& record) {
  const std::optional<Word>& word = record.last_word;
  json.member("word", word ? std::optional(word->is_yes ? "yes" : "no") : std::nullopt);
}

// In one line, where the ledger holds it so and the reader sees it.
void write_evidence(Json& json, const Record& record) {
  const auto* said = std::get_if<std::string>(&record.value("evidence"));
  json.member("evidence", said ? std::optional(*said) : std::nullopt);
}

void write_links(Json& json, std::span<const ChainLink> links) {
  json.key("links").list();
  for (const ChainLink& link : links)
    json.object()
        .member("nearer", link.nearer)
        .member("of", link.of->name)
        .member("field", link.field)
        .member("row", link.row)
        .member("to_row", link.to_row)
        .end_object();
  json.end_list();
}

void write_record(Json& json, const Reader& reader, const ChainRecord& one) {
  const Record& record = one.found.record;
  json.object()
      .member("ledger", one.ledger->name)
      .member("id", static_cast<const Uuid&>(record.id))
      .key("unit");
  write_unit_name(json, reader.body, record.unit);
  json.member("state", record.state)
      .member("stage", name_of(one.found.standing.stage))
      .key("title")
      .value(*one.ledger->field(one.ledger->title), record.value(one.ledger->title));
  write_verdict(json, record);
  write_evidence(json, record);
  write_links(json, one.links);
  json.end_object();
}

void write_hops(Json& json, const Reader& reader, std::span<const ChainHop> hops, bool goes_on) {
  json.object().key("hops").list();
  for (const ChainHop& hop : hops) {
    json.object().key("records").list();
    for (const ChainRecord& one : hop.records) write_record(json, reader, one);
    json.end_list().member("is_complete", hop.is_complete).end_object();
  }
  json.end_list().member("goes_on", goes_on).end_object();
}

Reply chain_reply(const Reader& reader, const Found& start) {
  const Chain chain = find_chain(reader, start);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("start");
  write_record(json, reader, {&start.record.ledger(), start, {}});
  write_hops(json.key("up"), reader, chain.up, chain.goes_on_up);
  write_hops(json.key("down"), reader, chain.down, chain.goes_on_down);
  json.end_object();
  return reply;
}

}  // namespace

Reply read_chain(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
  const Result<Uuid> id = parse_uuid(visit.named[1]);
  if (!id) return visit.refused(Refusal::nothing_is_there);
  const Result<Found> start = find_record(visit.reader(), *ledger, *id);
  if (!start) return visit.refused(start.error());
  return read_within_bounds(visit, [start = *start](const Reader& reader, RandomSource&) {
    return std::optional(chain_reply(reader, start));
  });
}

}  // namespace chuangyou
