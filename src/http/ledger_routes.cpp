// Every ledger through the same doors: what a ledger is, its declaration says.
#include <algorithm>
#include <map>

#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "campaign/past_day.h"
#include "http/acting.h"
#include "http/list_reply.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "journal/changes_json.h"
#include "journal/entries_of_record.h"
#include "journal/erasure.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/rows.h"

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

// The record as an entry left it, as far as the reader may see that; he must also see it as it is
// now.
Result<Found> find_past(const Reader& reader, const Record& record, Sight sight_today,
                        std::int64_t seq) {
  const auto turn = reader.turn();
  const Circumstances circumstances = reader.body.circumstances();
  auto past = record_as_of(reader.connection, record.ledger(), reader.body.no, record.id, seq,
                           circumstances.path_of);
  if (!past) return refuse(Refusal::nothing_is_there, "as_of_seq", std::to_string(seq));
  const Date today = reader.body.zone.date_at(reader.now);
  // Whoever reads it whole today need not have then, nor the other way round.
  const Sight sight =
      std::min(sight_today, sight_of(reader.actor, *past, today, circumstances.path_of));
  if (sight == Sight::nothing) return refuse(Refusal::nothing_is_there);
  const Standing standing = standing_of(*past, circumstances);
  redact(*past, sight);
  return Found{std::move(*past), standing, sight};
}

// Of a past day it is no version on which somebody could act, and another where he sees less today.
std::string etag_as_read(const Reader& reader, const Found& found,
                         const std::vector<ErasedPart>& erased) {
  std::string tag = etag_of(found.record, erased);
  if (!reader.today_too) return tag;
  tag.pop_back();
  return tag + (found.sight == Sight::whole ? "@" : "-") + to_text(reader.today()) + '"';
}

Reply record_reply(const Reader& reader, const Found& found,
                   const std::vector<ErasedPart>& erased) {
  const auto turn = reader.turn();
  Reply reply;
  reply.add("ETag", etag_as_read(reader, found, erased));
  Json json(reply.body);
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now, false,           true,
                        &links,      nullptr,      &erased,    reader.today_too};
  write_record(json, view, found.record, found.standing);
  return reply;
}

bool is_sealed(const FieldSpec& field) { return field.visibility == Visibility::sealed; }

// What brought an entry about is told to those alone who see the record where it happened.
bool hides_cause(const Reader& reader, const Ledger& ledger, const Entry& entry) {
  if (entry.head.role != Role::consequence || entry.changes.empty()) return false;
  const auto cause = decode_changes(ledger, entry.head.act, entry.changes).note.cause;
  const auto by = cause ? entry_at(reader.connection, reader.body.no, *cause) : std::nullopt;
  const Ledger* where = by ? find_ledger(by->head.ledger) : nullptr;
  return !where || !find_record(reader, *where, RecordId(by->head.record));
}

bool leads_to_records(const FieldSpec& field) {
  return field.kind == Kind::link || field.kind == Kind::row_link ||
         std::ranges::any_of(field.columns(), leads_to_records);
}

void take_out_sealed(const Ledger& ledger, DecodedChanges& decoded) {
  std::erase_if(decoded.changes.fields, [&ledger](const FieldChange& change) {
    return is_sealed(ledger.fields[change.field]);
  });
  for (FieldChange& change : decoded.changes.fields)
    empty_columns(ledger.fields[change.field], change.value, is_sealed);
}

// What leads to a record that the reader may not see is not there.
void take_out_links(LinksSeen& links, const Ledger& ledger, DecodedChanges& decoded) {
  std::erase_if(decoded.changes.fields, [&](const FieldChange& change) {
    return links.is_kept_back(ledger.fields[change.field], change.value);
  });
  for (FieldChange& change : decoded.changes.fields)
    links.take_out(ledger.fields[change.field], change.value);
  std::erase_if(decoded.note.evidence, [&links](const Evidence& one) {
    return one.kind == EvidenceKind::record && !links.find(one.ledger, one.record);
  });
}

// The changes of an entry as the reader is told them.
std::string changes_as_read(LinksSeen& links, const Ledger& ledger, const Entry& entry) {
  if (entry.changes.empty()) return "null";
  const bool hides_the_cause = hides_cause(links.reader(), ledger, entry);
  const bool may_keep_back = std::ranges::any_of(ledger.fields, [](const FieldSpec& field) {
    return leads_to_records(field) || is_sealed(field) ||
           std::ranges::any_of(field.columns(), is_sealed);
  });
  if (!may_keep_back && !hides_the_cause && !entry.changes.contains("\"evidence\":"))
    return entry.changes;
  DecodedChanges decoded = decode_changes(ledger, entry.head.act, entry.changes);
  take_out_sealed(ledger, decoded);
  take_out_links(links, ledger, decoded);
  if (hides_the_cause) decoded.note.cause.reset();
  return encode_changes(ledger, decoded.changes, decoded.note);
}

// What remains of an erased entry stands in its place, with the names of what has gone.
void write_erased(Json& json, const Ledger& ledger, const ErasedPart& part) {
  json.member("erased_by", part.by).key("erased");
  write_erased_part(json, part, [&ledger](std::string_view name) {
    const FieldSpec* field = ledger.field_or_column(name);
    return !field || field->visibility != Visibility::sealed;
  });
}

void write_who(Json& json, const Body& body, const EntryHead& head, bool is_hidden) {
  json.key("actor");
  write_person_name(json, body, is_hidden ? PersonId() : head.actor);
  json.member("role", name_of(is_hidden ? Role::signed_in : head.role)).key("unit");
  write_unit_name(json, body, is_hidden ? UnitId() : head.under);
}

struct AsRead {
  bool hides_who = false;
  std::string changes;
  std::map<Uuid, std::string> titles;  // of records to which evidence leads
};

// What an entry names as evidence in other records.
std::map<Uuid, std::string> titles_in(LinksSeen& links, const Ledger& ledger, const Entry& entry) {
  std::map<Uuid, std::string> titles;
  if (!entry.changes.contains("\"evidence\":")) return titles;
  for (const Evidence& one : decode_changes(ledger, entry.head.act, entry.changes).note.evidence) {
    if (one.kind != EvidenceKind::record) continue;
    const Record* found = links.find(one.ledger, one.record);
    const auto* title =
        found ? std::get_if<std::string>(&found->value(found->ledger().title)) : nullptr;
    if (title) titles.emplace(one.record, *title);
  }
  return titles;
}

void write_entry(Json& json, const Body& body, const Ledger& ledger, const Entry& entry,
                 const AsRead& as_read, std::span<const ErasedPart> erased,
                 std::int64_t sealed_until) {
  json.object().member("seq", entry.head.seq).member("at", entry.head.at);
  write_who(json, body, entry.head, as_read.hides_who);
  json.member("act", entry.head.act).key("changes").raw(as_read.changes);
  if (!as_read.titles.empty()) {
    json.key("titles").object();
    for (const auto& [record, title] : as_read.titles) json.member(to_text(record), title);
    json.end_object();
  }
  if (const auto part = std::ranges::find(erased, entry.head.seq, &ErasedPart::seq);
      part != erased.end())
    write_erased(json, ledger, *part);
  json.member("sealed", entry.head.seq <= sealed_until).end_object();
}

void write_citing(Json& json, const Body& body, const FoundCiting& one) {
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
      .end_object();
}

void write_progress(Json& json, const Progress& progress) {
  json.key("progress").list();
  for (const ProgressOf& one : progress.all) {
    json.object()
        .member("ledger", one.ledger->name)
        .member("field", one.field)
        .member("of", one.of)
        .member("confirmed", one.confirmed)
        .key("to_rows")
        .list();
    for (const std::int64_t row : one.to_rows) json.put(row);
    json.end_list().end_object();
  }
  json.end_list().member("progress_is_complete", progress.is_complete);
}

// A page of it; whoever has been everywhere in a long one asks again from where it ended.
Reply journal_of(const Reader& reader, const Record& record, bool own_alone, std::int64_t after,
                 std::int64_t limit) {
  const auto seal = latest_seal(reader.connection, reader.body.no);
  std::vector<Entry> entries =
      entries_of(reader.connection, reader.body.no, record.id, after, limit + 1);
  const bool has_more = std::ssize(entries) > limit;
  if (has_more) entries.pop_back();
  const auto erased = erased_of(reader.connection, reader.body, record.id);
  LinksSeen links(reader);
  std::vector<AsRead> as_read;  // reads other records: a turn for each, and none over them all
  for (const Entry& entry : entries) {
    const auto turn = reader.turn();
    as_read.push_back({.changes = changes_as_read(links, record.ledger(), entry),
                       .titles = titles_in(links, record.ledger(), entry)});
  }
  const auto turn = reader.turn();
  const bool hides_sender = hides_its_sender(reader, record);
  Reply reply;
  Json json(reply.body);
  json.object().key("entries").list();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const EntryHead& head = entries[i].head;
    const bool is_his_alone = own_alone || is_ones_own(head.act);
    if (is_his_alone && head.actor != reader.actor.person) continue;
    as_read[i].hides_who = hides_sender && head.actor == record.author;
    write_entry(json, reader.body, record.ledger(), entries[i], as_read[i], erased,
                seal ? seal->last : 0);
  }
  json.end_list()
      .member("next_after", has_more ? std::optional(entries.back().head.seq) : std::nullopt)
      .end_object();
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
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto found = find_named(visit);
  if (!found) return visit.refused(found.error());
  if (as_of > 0)
    return read_within_bounds(
        visit,
        [record = found->record, sight = found->sight, as_of, language = visit.language](
            const Reader& reader, RandomSource&) -> std::optional<Reply> {
          const auto past = find_past(reader, record, sight, as_of);
          if (!past) return problem(past.error(), language);
          return record_reply(reader, *past, erased_of(reader.connection, reader.body, record.id));
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
  return read_within_bounds(
      visit, [found = *found, erased](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        return record_reply(reader, found, erased);
      });
}

Reply read_journal(Visit& visit) {
  const std::int64_t after = visit.query.take_number("after", 0, 0, INT64_MAX);
  const std::int64_t limit = visit.query.take_number("limit", list_limit_max, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto found = find_named(visit);
  if (!found) return visit.refused(found.error());
  // What an entry changed may be internal, so the journal is for those who see the record whole;
  // whoever opened it and sees it so no longer reads there what he has said himself.
  const bool own_alone = found->sight != Sight::whole;
  if (own_alone && !found->is_his_own) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(visit,
                            [record = found->record, own_alone, after, limit](
                                const Reader& reader, RandomSource&) -> std::optional<Reply> {
                              return journal_of(reader, record, own_alone, after, limit);
                            });
}

Reply list_citing(Visit& visit) {
  const auto limit =
      static_cast<std::size_t>(visit.query.take_number("limit", list_limit_max, 1, list_limit_max));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto named = find_named(visit);
  if (!named) return visit.refused(named.error());
  return read_within_bounds(
      visit,
      [record = named->record, limit](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const Uuid to[] = {record.id};
        const CitingPage page = find_citing(reader, to, limit);
        const Progress progress = find_progress(reader, record);
        const auto turn = reader.turn();
        Reply reply;
        Json json(reply.body);
        json.object().key("items").list();
        for (const FoundCiting& one : page.items) write_citing(json, reader.body, one);
        json.end_list();
        write_progress(json, progress);
        json.member("is_complete", page.is_complete).end_object();
        return reply;
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
