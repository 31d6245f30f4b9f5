// Erasing what an entry says of a person: what could go, asked for, signed or refused, the list.
// Neither of the two sees the record: they read which fields of which act of which day.
#include <algorithm>

#include "campaign/erasable.h"
#include "http/acting.h"
#include "http/org_fields.h"
#include "http/posts_held.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "journal/erasure.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// Where somebody may be named: in any ledger, and among the people.
std::span<const std::string_view> ledgers_with_names() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> found{people_ledger};
    for (const Ledger* ledger : all_ledgers()) found.push_back(ledger->name);
    return found;
  }();
  return all;
}

std::span<const FieldSpec> ask_fields() {
  static const FieldSpec all[] = {
      {.name = "ledger", .kind = Kind::choice, .required = true, .choices = ledgers_with_names()},
      {.name = "record", .kind = Kind::link, .required = true},
      {.name = "seq", .kind = Kind::integer, .required = true},
      {.name = "erase", .kind = Kind::choices, .required = true, .choices = erasable_fields()},
      {.name = "why", .kind = Kind::long_text, .required = true, .length_max = reason_length_max},
  };
  return all;
}

template <class T>
T given(const DecodedAct& decoded, std::string_view name) {
  return std::get<T>(*said_of(name, ask_fields(), decoded.fields));
}

Reply perform_once(Visit& visit, ErasureAct act) {
  OrgRequest request;
  request.erasure = std::move(act);
  return perform_click(visit, std::move(request));
}

std::string_view state_of(const Erasure& erasure) {
  if (!erasure.ended) return "waiting";
  return erasure.is_signed() ? "signed" : "refused";
}

void write_names(Json& json, std::string_view member, std::span<const std::string> names) {
  json.key(member).list();
  for (const std::string& name : names) json.put(name);
  json.end_list();
}

// What the entry says beside that, now and afterwards.
std::vector<std::string> remaining_names(const Entry& entry, const Erasure& erasure) {
  NamesInEntry names = names_in(entry);
  std::erase_if(names.may_go, [&erasure](const std::string& name) {
    return std::ranges::find(erasure.fields, name) != erasure.fields.end();
  });
  names.may_go.insert(names.may_go.end(), names.stay.begin(), names.stay.end());
  return std::move(names.may_go);
}

struct ToldErasure {
  Erasure erasure;
  Entry entry;  // what it is about, as it stands
};

// The newest first. Nothing of one that is about the reader: he does not learn that there is a
// record, so no page is shorter for it.
std::vector<ToldErasure> erasures_told(const Reader& reader, std::int64_t after,
                                       std::int64_t limit) {
  const Date today = reader.body.zone.date_at(reader.now);
  std::vector<ToldErasure> told;
  for (std::int64_t before = after ? after : INT64_MAX; std::ssize(told) < limit;) {
    std::vector<Erasure> next =
        erasures_before(reader.connection, reader.body.no, before, limit - std::ssize(told));
    if (next.empty()) break;
    before = next.back().asked.seq;
    for (Erasure& erasure : next) {
      auto entry = entry_at(reader.connection, reader.body.no, erasure.seq);
      const auto turn = reader.turn();
      if (entry &&
          !is_about_the_actor(reader.connection, reader.body, reader.actor, today, entry->head))
        told.push_back({std::move(erasure), std::move(*entry)});
    }
  }
  return told;
}

void write_erasure(Json& json, const Body& body, const ToldErasure& told) {
  const Erasure& erasure = told.erasure;
  json.object().member("id", erasure.id).member("state", state_of(erasure));
  json.member("ledger", told.entry.head.ledger)
      .member("act", told.entry.head.act)
      .member("day", body.zone.date_at(told.entry.head.at))
      .member("seq", erasure.seq);
  write_names(json, "fields", erasure.fields);
  write_names(json, "remain", remaining_names(told.entry, erasure));
  json.member("why", erasure.why).member("asked_at", erasure.asked.at);
  json.key("asked_by");
  write_person_name(json, body, erasure.asked.actor);
  if (erasure.ended) {
    json.member("ended_at", erasure.ended->at).member("ended_seq", erasure.ended->seq);
    json.key("ended_by");
    write_person_name(json, body, erasure.ended->actor);
    json.member("reason", erasure.reason);
  }
  json.end_object();
}

Reply erasures_reply(const Reader& reader, std::int64_t after, std::int64_t limit) {
  std::vector<ToldErasure> told = erasures_told(reader, after, limit + 1);
  const bool has_more = std::ssize(told) > limit;
  if (has_more) told.pop_back();
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("erasures").list();
  for (const ToldErasure& one : told) write_erasure(json, reader.body, one);
  json.end_list()
      .member("next_after", has_more ? std::optional(told.back().erasure.asked.seq) : std::nullopt)
      .end_object();
  return reply;
}

Reply entries_reply(const Body& body, const ErasableEntries& found) {
  Reply reply;
  Json json(reply.body);
  json.object().key("entries").list();
  for (const ErasableEntry& entry : found.entries) {
    json.object().member("seq", entry.head.seq).member("act", entry.head.act);
    json.member("day", body.zone.date_at(entry.head.at));
    write_names(json, "may_go", entry.names.may_go);
    write_names(json, "stay", entry.names.stay);
    json.member("erased_by", entry.erased_by).member("is_asked", entry.is_asked).end_object();
  }
  json.end_list().member("next_after", found.next_after).end_object();
  return reply;
}

Result<Uuid> id_named(const Visit& visit) {
  auto id = parse_uuid(visit.named[0]);
  if (!id) return refuse(Refusal::nothing_is_there);
  return *id;
}

}  // namespace

Reply list_erasures(Visit& visit) {
  const std::int64_t after = visit.query.take_number("after", 0, 0, INT64_MAX);
  const std::int64_t limit = visit.query.take_number("limit", 50, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!holds(visit, Role::administrator) && !holds(visit, Role::auditor))
    return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(
      visit, [after, limit](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        return erasures_reply(reader, after, limit);
      });
}

Reply list_erasable_entries(Visit& visit) {
  const auto ledger = visit.query.take("ledger");
  const auto record = visit.query.take_id("record");
  const std::int64_t after = visit.query.take_number("after", 0, 0, INT64_MAX);
  const std::int64_t limit = visit.query.take_number("limit", list_limit_max, 1, list_limit_max);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!holds(visit, Role::administrator)) return visit.refused(Refusal::post_does_not_allow_this);
  if (!ledger || !record)
    return visit.refused(Refusal::field_is_missing, ledger ? "record" : "ledger");
  return read_within_bounds(
      visit,
      [ledger = std::string(*ledger), record = *record, after, limit, language = visit.language](
          const Reader& reader, RandomSource&) -> std::optional<Reply> {
        const auto turn = reader.turn();
        const auto found =
            erasable_entries(reader.connection, reader.body, reader.actor,
                             reader.body.zone.date_at(reader.now), ledger, record, after, limit);
        return found ? entries_reply(reader.body, *found) : problem(found.error(), language);
      });
}

Reply ask_for_erasure(Visit& visit) {
  DecodedAct decoded = decode_act(ask_fields(), {}, visit.request.body);
  check_required(ask_fields(), decoded);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  AskErasure act;
  act.id = make_uuid_v7(visit.real_now, visit.lane.random);
  act.ledger = given<std::string>(decoded, "ledger");
  act.record = given<Uuid>(decoded, "record");
  act.seq = given<std::int64_t>(decoded, "seq");
  act.fields = given<std::vector<std::string>>(decoded, "erase");
  act.why = given<std::string>(decoded, "why");
  return perform_once(visit, act);
}

Reply sign_an_erasure(Visit& visit) {
  const auto id = id_named(visit);
  if (!id) return visit.refused(id.error());
  const DecodedAct decoded = decode_act({}, {}, visit.request.body);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  return perform_once(visit, SignErasure{*id});
}

Reply refuse_an_erasure(Visit& visit) {
  const auto id = id_named(visit);
  if (!id) return visit.refused(id.error());
  DecodedAct decoded = decode_act({}, {.reason = true}, visit.request.body);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  return perform_once(visit, RefuseErasure{*id, std::move(decoded.reason)});
}

}  // namespace chuangyou
