// Every ledger through the same doors: what a ledger is, its declaration says.
#include <algorithm>

#include "campaign/came_to_stand.h"
#include "campaign/erasable.h"
#include "campaign/find_awaited.h"
#include "campaign/find_links.h"
#include "campaign/journal_as_read.h"
#include "http/acting.h"
#include "http/list_reply.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "storage/origin_of_row.h"

namespace chuangyou {
namespace {

Result<const Ledger*> ledger_of(const Visit& visit) {
  if (const Ledger* ledger = find_ledger(visit.named[0])) return ledger;
  return refuse(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
}

// A record's id in the address: one that cannot be an id is one that is not there.
Result<Uuid> id_of(const Visit& visit) {
  auto id = parse_uuid(visit.named[1]);
  if (!id) return refuse(Refusal::nothing_is_there);
  return *id;
}

Result<Found> find_named(const Visit& visit) {
  const auto ledger = ledger_of(visit);
  if (!ledger) return std::unexpected(ledger.error());
  const auto id = id_of(visit);
  if (!id) return std::unexpected(id.error());
  return find_record(visit.reader(), **ledger, *id);
}

const Act* opening_act(const Ledger& ledger, std::string_view name) {
  const auto found = std::ranges::find_if(ledger.acts, [name](const Act& act) {
    return act.from.empty() && !act.to.empty() && (name.empty() || act.name == name);
  });
  return found == ledger.acts.end() ? nullptr : &*found;
}

// Of a past day it is no version on which somebody could act, and another where he sees less today.
std::string etag_as_read(const Reader& reader, const Found& found,
                         const std::vector<ErasedPart>& erased) {
  std::string tag = etag_of(found.record, erased);
  if (!reader.today_too) return tag;
  tag.pop_back();
  return tag + (found.sight == Sight::whole ? "@" : "-") + to_text(reader.today()) + '"';
}

void write_asked(Json& json, const Body& body, const AskedOne& one) {
  json.object();
  write_person_name(json.key("person"), body, one.person);
  json.member("role", name_of(one.role));
  write_unit_name(json.key("unit"), body, one.unit);
  json.end_object();
}

// What it waits for and of whom, for those who see the record whole; on a past day nobody acts.
void write_awaited(Json& json, const Reader& reader, const Found& found) {
  json.key("awaited").list();
  const bool is_told = found.sight == Sight::whole && !reader.today_too;
  for (const AwaitedAct& awaited :
       is_told ? find_awaited(reader, found.record, found.standing) : std::vector<AwaitedAct>()) {
    json.object().member("act", awaited.act->name).key("of").list();
    for (const AskedOne& one : awaited.of) write_asked(json, reader.body, one);
    json.end_list().member("is_all", awaited.is_all).end_object();
  }
  json.end_list();
}

// Its key in another system, and the import that brought it in.
void write_origin(Json& json, const Reader& reader, const Found& found) {
  if (found.sight != Sight::whole || reader.today_too) return;
  const OriginOfRow origin = origin_of_row(reader.connection, found.record.ledger(), reader.body.no,
                                           found.record.opened_by_entry);
  if (!origin.source.empty()) json.member("source", origin.source);
  if (origin.import) json.member("import", *origin.import);
}

// Whose turn it is, is looked up for whoever asks: it takes as long as all else together.
Reply record_reply(const Reader& reader, const Found& found, const std::vector<ErasedPart>& erased,
                   bool says_whose_turn) {
  const auto turn = reader.turn();
  Reply reply;
  reply.add("ETag", etag_as_read(reader, found, erased));
  Json json(reply.body);
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now, false,           true,
                        &links,      nullptr,      &erased,    reader.today_too};
  json.object();
  write_record_members(json, view, found.record, found.standing);
  if (says_whose_turn) {
    write_awaited(json, reader, found);
    write_origin(json, reader, found);
  }
  json.end_object();
  return reply;
}

// What remains of an erased entry stands in its place, with the names of what has gone.
void write_erased(Json& json, const ErasedPart& part) {
  json.member("erased_by", part.by).key("erased");
  write_erased_part(json, part, [](std::string_view) { return true; });
}

void write_entry(Json& json, const Body& body, const EntryAsRead& entry,
                 std::int64_t sealed_until) {
  const EntryHead& head = entry.head;
  json.object().member("seq", head.seq).member("at", head.at).key("actor");
  write_person_name(json, body, head.actor);
  json.member("role", name_of(head.role)).key("unit");
  write_unit_name(json, body, head.under);
  write_lender(json, body, head);
  json.member("act", head.act).key("changes").raw(entry.changes);
  if (!entry.titles.empty()) {
    json.key("titles").object();
    for (const auto& [record, title] : entry.titles) json.member(to_text(record), title);
    json.end_object();
  }
  if (entry.erased) write_erased(json, *entry.erased);
  json.member("sealed", head.seq <= sealed_until).end_object();
}

// Why it stands there, where a reason had to be given, as of what was declined.
void write_why(Json& json, const Reader& reader, const Record& record) {
  const auto needs_reason = [](const Act& act) { return act.reason == Reason::required; };
  const bool could_be = std::ranges::any_of(record.ledger().acts, [&](const Act& act) {
    return act.to == record.state && needs_reason(act);
  });
  const auto why = could_be ? came_to_stand(reader, record, needs_reason) : std::nullopt;
  json.member("why", why ? std::optional(why->reason) : std::nullopt);
}

void write_citing(Json& json, const Reader& reader, const FoundCiting& one) {
  const Body& body = reader.body;
  const Record& record = one.found.record;
  json.object()
      .member("ledger", one.ledger->name)
      .member("id", static_cast<const Uuid&>(record.id))
      .key("unit");
  write_unit_name(json, body, record.unit);
  json.member("state", record.state)
      .member("stage", name_of(one.found.standing.stage))
      .key("title")
      .value(*one.ledger->field(one.ledger->title), record.value(one.ledger->title))
      .member("field", one.link.field)
      .member("row", one.link.row)
      .member("to_row", one.link.to_row)
      .member("since", record.state_since);
  write_why(json, reader, record);
  json.end_object();
}

void write_progress(Json& json, const Progress& progress) {
  json.key("progress").list();
  for (const ProgressOf& one : progress.all) {
    json.object()
        .member("ledger", one.ledger->name)
        .member("field", one.field)
        .member("of", one.of)
        .member("confirmed", one.confirmed)
        .member("ended", one.ended)
        .key("to_rows")
        .list();
    for (const std::int64_t row : one.to_rows) json.put(row);
    json.end_list().end_object();
  }
  json.end_list().member("progress_is_complete", progress.is_complete);
}

// Of what leads there from elsewhere those hear who see the record whole.
Reply citing_reply(const Reader& reader, const Record& record, Sight sight, std::size_t limit) {
  const Uuid to[] = {record.id};
  const CitingPage page = find_citing(reader, to, limit);
  const Progress progress = find_progress(reader, record);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("items").list();
  for (const FoundCiting& one : page.items) write_citing(json, reader, one);
  json.end_list();
  write_progress(json, progress);
  json.member("is_complete", page.is_complete)
      .member("elsewhere", sight == Sight::whole ? page.elsewhere.size() : 0)
      .end_object();
  return reply;
}

// A page of it; whoever has been everywhere in a long one asks again from where it ended.
Reply journal_reply(const Reader& reader, const Found& found, std::int64_t after,
                    std::int64_t limit, Language language) {
  const auto seal = latest_seal(reader.connection, reader.body.no);
  const Result<JournalAsRead> journal = journal_as_read(reader, found, after, limit);
  if (!journal) return problem(journal.error(), language);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("entries").list();
  for (const EntryAsRead& entry : journal->entries)
    write_entry(json, reader.body, entry, seal ? seal->last : 0);
  json.end_list().member("next_after", journal->next_after);
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now, false, false, &links};
  write_names_of(json, view, journal->named);
  json.end_object();
  return reply;
}

}  // namespace

Reply list_records(Visit& visit) {
  const auto ledger = ledger_of(visit);
  if (!ledger) return visit.refused(ledger.error());
  ListAsked asked = list_asked(visit, **ledger, {});
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return list_reply(visit, **ledger, std::move(asked));
}

Reply open_record(Visit& visit) {
  const auto ledger = ledger_of(visit);
  if (!ledger) return visit.refused(ledger.error());
  DecodedAct decoded =
      decode_act((*ledger)->fields, {.act = true, .unit = true, .reason = true, .evidence = true},
                 visit.request.body);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  const Act* act = opening_act(**ledger, decoded.act);
  if (act == nullptr) return visit.refused(Refusal::act_is_unknown, "act", decoded.act);
  ActRequest request;
  request.ledger = *ledger;
  request.act = act->name;
  request.fields = std::move(decoded.fields);
  request.reason = std::move(decoded.reason);
  request.unit = decoded.unit;
  request.evidence = std::move(decoded.evidence);
  return submit(visit, std::move(request), {.status = 201});
}

Reply read_record(Visit& visit) {
  const std::int64_t as_of = visit.query.take_number("as_of_seq", 0, 1, INT64_MAX);
  const bool says_whose_turn = visit.query.take_yes_no("awaited").value_or(false);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto found = find_named(visit);
  if (!found) return visit.refused(found.error());
  if (as_of > 0)
    return read_within_bounds(visit,
                              [now = *found, as_of, says_whose_turn, language = visit.language](
                                  const Reader& reader, RandomSource&) -> std::optional<Reply> {
                                const auto past = find_as_of(reader, now, as_of);
                                if (!past) return problem(past.error(), language);
                                return record_reply(
                                    reader, *past,
                                    erased_of(reader.connection, reader.body, now.record.id),
                                    says_whose_turn);
                              });
  // Only for those who keep a copy of their own: no-store keeps browsers from showing an old clock.
  const auto erased = erased_of(visit.lane.reading, *visit.body, found->record.id);
  const auto etag = etag_as_read(visit.reader(), *found, erased);
  if (is_kept(visit.request, etag)) {
    Reply reply;
    reply.add("ETag", etag);
    reply.status = 304;
    return reply;
  }
  return read_within_bounds(visit,
                            [found = *found, erased, says_whose_turn](
                                const Reader& reader, RandomSource&) -> std::optional<Reply> {
                              return record_reply(reader, found, erased, says_whose_turn);
                            });
}

Reply read_journal(Visit& visit) {
  const std::int64_t after = visit.query.take_number("after", 0, 0, INT64_MAX);
  const std::int64_t limit = visit.query.take_number("limit", list_limit_max, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto found = find_named(visit);
  if (!found) return visit.refused(found.error());
  return read_within_bounds(visit,
                            [found = *found, after, limit, language = visit.language](
                                const Reader& reader, RandomSource&) -> std::optional<Reply> {
                              return journal_reply(reader, found, after, limit, language);
                            });
}

Reply list_citing(Visit& visit) {
  const auto limit =
      static_cast<std::size_t>(visit.query.take_number("limit", list_limit_max, 1, list_limit_max));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto named = find_named(visit);
  if (!named) return visit.refused(named.error());
  return read_within_bounds(visit, [record = named->record, sight = named->sight, limit](
                                       const Reader& reader, RandomSource&) {
    return std::optional(citing_reply(reader, record, sight, limit));
  });
}

Reply act_on_record(Visit& visit) {
  const auto ledger = ledger_of(visit);
  if (!ledger) return visit.refused(ledger.error());
  const auto id = id_of(visit);
  if (!id) return visit.refused(id.error());
  const Act* act = (*ledger)->act(visit.named[2]);
  if (act == nullptr)
    return visit.refused(Refusal::act_is_unknown, "act", std::string(visit.named[2]));
  auto versions = versions_asked(visit.request);
  DecodedAct decoded =
      decode_act((*ledger)->fields, {.unit = act->takes_unit(), .reason = true, .evidence = true},
                 visit.request.body);
  if (!versions) decoded.errors.push_back(versions.error());
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  ActRequest request;
  request.ledger = *ledger;
  request.record = RecordId(*id);
  request.act = act->name;
  request.fields = std::move(decoded.fields);
  request.reason = std::move(decoded.reason);
  request.unit = decoded.unit;
  request.evidence = std::move(decoded.evidence);
  request.if_versions = std::move(*versions);
  return submit(visit, std::move(request), {});
}

}  // namespace chuangyou
