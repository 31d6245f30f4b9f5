// The campaign of the body, its numbers of practice and its calendar: as they stand now, what each
// of them is from, and the acts by which the works committee changes them.
#include <algorithm>
#include <charconv>

#include "campaign/body_tables.h"
#include "campaign/list_rights.h"
#include "http/acting.h"
#include "http/campaign_fields.h"
#include "http/campaign_json.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "imports/import.h"
#include "imports/import_jobs.h"
#include "imports/people_mapping.h"
#include "imports/unit_mapping.h"
#include "journal/entries_of_record.h"
#include "journal/journal.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

void write_calendar(Json& json, const Body& body) {
  const AdoptedCalendar& calendar = *body.frame.calendars.back();
  json.key("calendar").object().member("version", calendar.days.version());
  json.member("by_entry", entry_or_null(calendar.by_entry))
      .member("since", calendar.since)
      .member("source", calendar.source)
      .member("reason", calendar.reason)
      .end_object();
  json.key("reckoning");
  if (body.reckoning.is_under_way)
    json.object()
        .member("done", body.reckoning.done.load())
        .member("of", body.reckoning.in_all.load())
        .end_object();
  else
    json.null();
}

bool may_change(const Visit& visit) {
  return post_that_sets_the_frame(visit.actor, visit.today()) != nullptr;
}

// The last day on which it holds; nullopt without an end, or where it never held: another was said
// for the same first day.
struct Held {
  std::optional<Date> until;
  bool is_superseded = false;
};
Held held_of(const PolicyPack& pack, const PolicyEntry& one) {
  Held held{one.effective_to, false};
  bool is_later_said = false;
  for (const PolicyEntry& other : pack.entries) {
    if (&other == &one) is_later_said = true;
    if (&other == &one || other.name != one.name) continue;
    if (other.effective_from == one.effective_from && is_later_said) held.is_superseded = true;
    if (!other.effective_from || other.effective_from <= one.effective_from) continue;
    const Date before = *other.effective_from + NaturalDays{-1};
    held.until = std::min(held.until.value_or(before), before);
  }
  return held;
}

// What a mapping holds may be long, and reading it takes its time without SQLite.
constexpr std::int64_t bytes_of_a_step = 8;

// So is everything that the body's own entries say of this, the first so many behind an entry.
struct FrameEntries {
  std::vector<Entry> entries;
  std::optional<std::int64_t> next_after;
};
FrameEntries frame_entries(Connection& connection, BodyNo body, std::int64_t after,
                           std::int64_t limit) {
  FrameEntries found;
  found.entries = entries_of(connection, body, record_of_body(connection, body), after, limit);
  if (std::ssize(found.entries) == limit) found.next_after = found.entries.back().head.seq;
  for (const Entry& entry : found.entries)
    StepLimit::spend(connection, std::ssize(entry.changes) / bytes_of_a_step);
  std::erase_if(found.entries, [](const Entry& entry) { return !is_frame_act(entry.head.act); });
  return found;
}

void write_head(Json& json, const Body& body, const Entry& entry) {
  json.member("seq", entry.head.seq).member("at", entry.head.at).member("act", entry.head.act);
  json.key("actor");
  write_person_name(json, body, entry.head.actor);
  json.member("role", name_of(entry.head.role));
}

// How a list of people or units is read.
Result<void> may_be_kept(std::string_view list, const KeepMapping& keep, const Visit& visit) {
  const auto fault = [&]() -> std::optional<Refused> {
    if (list != people_list) {
      const auto mapping = read_unit_mapping(keep.content);
      return mapping ? std::nullopt : std::optional(mapping.error());
    }
    const auto mapping = read_people_mapping(keep.content);
    return mapping ? std::nullopt : std::optional(mapping.error());
  }();
  if (fault) return std::unexpected(*fault);
  if (may_bring_in(list, visit.actor, visit.today())) return {};
  return refuse(Refusal::post_does_not_allow_this, "list", std::string(list));
}

// What nobody could read a file by is not kept; nor is one that would hide what has its name: a
// mapping that ships with the program, or that of what is given out of a ledger.
Result<void> may_be_kept(const KeepMapping& keep, const Visit& visit) {
  const bool is_kept = visit.body->frame.mapping(keep.name) != nullptr;
  if (!is_kept && visit.site.imports.mapping(*visit.body, keep.name))
    return refuse(Refusal::name_is_taken, "name", keep.name);
  if (const std::string list = list_of_mapping(keep.content); !list.empty())
    return may_be_kept(list, keep, visit);
  const Result<ImportMapping> mapping = read_import_mapping(keep.content);
  if (!mapping) return std::unexpected(mapping.error());
  if (!may_import(*mapping, visit.actor, visit.today()))
    return refuse(Refusal::post_does_not_allow_this, "ledger", mapping->ledger);
  return {};
}

// Whoever could not keep it takes it away from nobody, and calls it by no other name.
Result<void> may_be_dropped(std::string_view name, const Visit& visit) {
  const KeptMapping* kept = visit.body->frame.mapping(name);
  if (!kept) return {};  // the writer says so
  const Result<ImportMapping> mapping = read_import_mapping(*kept->content);
  if (!mapping || may_import(*mapping, visit.actor, visit.today())) return {};
  return refuse(Refusal::post_does_not_allow_this, "ledger", mapping->ledger);
}

Result<void> may_be_changed(const FrameAct& act, const Visit& visit) {
  if (const auto* drop = std::get_if<DropMapping>(&act)) return may_be_dropped(drop->name, visit);
  const auto* keep = std::get_if<KeepMapping>(&act);
  if (!keep) return {};
  if (const auto fits = may_be_kept(*keep, visit); !fits) return fits;
  for (const std::string& name : {keep->name, keep->former_name})
    if (const auto may = may_be_dropped(name, visit); !may) return may;
  return {};
}

}  // namespace

Reply read_campaign(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Campaign& campaign = visit.body->frame.campaign;
  Reply reply;
  Json json(reply.body);
  const bool may_sign = post_that_signs_with_the_committee(visit.actor, visit.today()) != nullptr;
  json.object().member("may_change", may_change(visit)).member("may_sign", may_sign);
  write_campaign(json, campaign, visit.body->frame.calendar(), visit.today());
  json.member("zone", visit.body->zone.name());
  write_calendar(json, *visit.body);
  json.end_object();
  return reply;
}

Reply list_policy_values(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const PolicyPack& pack = visit.body->frame.policy;
  Reply reply;
  Json json(reply.body);
  const bool may = post_that_sets_numbers(visit.actor, visit.today()) != nullptr;
  json.object().member("pack", pack.name).member("may_change", may);
  json.key("values").list();
  for (const PolicyEntry& entry : pack.entries) {
    const Held held = held_of(pack, entry);
    json.object().member("name", entry.name).member("value", to_text(entry.value));
    json.member("unit", entry.unit)
        .member("from", entry.effective_from)
        .member("until", held.until)
        .member("superseded", held.is_superseded)
        .member("holds_today", pack.entry(entry.name, visit.today()) == &entry)
        .member("source", entry.source)
        .member("tag", entry.tag)
        .member("reason", entry.reason)
        .member("by_entry", entry_or_null(entry.by_entry))
        .end_object();
  }
  json.end_list().end_object();
  return reply;
}

Reply list_campaign_entries(Visit& visit) {
  const std::int64_t after = visit.query.take_number("after", 0, 0, INT64_MAX);
  const std::int64_t limit = visit.query.take_number("limit", 50, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(visit, [after, limit](const Reader& reader, RandomSource&) {
    const FrameEntries found = frame_entries(reader.connection, reader.body.no, after, limit);
    const auto turn = reader.turn();
    Reply reply;
    Json json(reply.body);
    json.object().key("entries").list();
    for (const Entry& entry : found.entries) {
      json.object();
      write_head(json, reader.body, entry);
      json.end_object();
    }
    json.end_list().member("next_after", found.next_after).end_object();
    return std::optional(std::move(reply));
  });
}

Reply read_campaign_entry(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  std::int64_t seq = 0;
  std::from_chars(visit.named[0].data(), visit.named[0].data() + visit.named[0].size(), seq);
  return read_within_bounds(
      visit, [seq, language = visit.language](const Reader& reader, RandomSource&) {
        const auto entry = entry_at(reader.connection, reader.body.no, seq);
        const bool is_one = entry && is_frame_act(entry->head.act) &&
                            entry->head.record == record_of_body(reader.connection, reader.body.no);
        if (!is_one) return std::optional(problem(Refusal::nothing_is_there, language));
        const auto turn = reader.turn();
        Reply reply;
        Json json(reply.body);
        json.object();
        write_head(json, reader.body, *entry);
        json.key("changes").raw(entry->changes).end_object();
        return std::optional(std::move(reply));
      });
}

Reply act_on_campaign(Visit& visit) {
  const OrgActFields* fields = find_campaign_act(visit.named[0]);
  if (fields == nullptr)
    return visit.refused(Refusal::act_is_unknown, "act", std::string(visit.named[0]));
  DecodedAct decoded =
      decode_act(fields->fields, {.reason = fields->takes_reason}, visit.request.body);
  check_required(fields->fields, decoded);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  OrgRequest request;
  request.on_frame = frame_act_of(*fields, decoded);
  if (const auto may = may_be_changed(*request.on_frame, visit); !may)
    return visit.refused(may.error());
  return perform_click(visit, std::move(request));
}

}  // namespace chuangyou
