// The door for whoever still writes: the act as it would be sent, asked about and not done.
#include <algorithm>

#include "campaign/beforehand.h"
#include "http/decode.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

void write_faults(Json& json, std::span<const Refused> faults) {
  json.key("faults").list();
  for (const Refused& fault : faults) {
    json.object().member("code", name_of(fault.law));
    if (!fault.field.empty()) json.member("field", fault.field);
    if (!fault.detail.empty()) json.member("detail", fault.detail);
    write_words(json.key("words"), fault.law);
    json.end_object();
  }
  json.end_list();
}

void write_clashes(Json& json, const Clashes& clashes) {
  json.object()
      .member("documents", clashes.documents)
      .member("units", clashes.units)
      .member("is_complete", clashes.is_complete);
  json.key("first").list();
  for (const Clash& clash : clashes.first)
    json.object()
        .member("ledger", clash.sent.ledger)
        .member("record", to_text(clash.sent.record))
        .member("title", clash.title)
        .member("due", to_text(clash.due))
        .member("units", clash.units)
        .end_object();
  json.end_list().end_object();
}

void write_following(Json& json, const Body& body, const Beforehand& found) {
  json.key("follows").object().member("count", found.follow).key("first").list();
  for (const Following& one : found.follows) {
    json.object().member("ledger", one.ledger).member("act", one.act).key("unit");
    write_unit_name(json, body, one.unit);
    json.member("title", one.title).member("due", one.due).member("row", one.row).end_object();
  }
  json.end_list().end_object();
}

Reply beforehand_reply(const Body& body, const Beforehand& found, const Act* later) {
  Reply reply;
  Json json(reply.body);
  json.object();
  write_faults(json, found.faults);
  json.key("towards");
  if (found.towards) {
    json.object().member("act", later->name).member("of", found.towards->of);
    write_faults(json, found.towards->faults);
    json.end_object();
  } else {
    json.null();
  }
  json.key("measures").list();
  for (const Measure& measure : found.measures)
    json.object()
        .member("name", measure.name)
        .member("is", measure.is)
        .member("least", measure.least)
        .member("most", measure.most)
        .end_object();
  json.end_list();
  write_following(json, body, found);
  write_clashes(json.key("clashes"), found.clashes);
  json.end_object();
  return reply;
}

Reply told_beforehand(const Reader& reader, const ActRequest& request,
                      std::span<const Refused> unreadable, const Act* later, Language language) {
  Result<Beforehand> found = look_beforehand(reader, request, later);
  if (!found) return problem(found.error(), language);
  // What could not be read is missing for no other reason.
  std::erase_if(found->faults, [&](const Refused& fault) {
    return std::ranges::find(unreadable, fault.field, &Refused::field) != unreadable.end();
  });
  found->faults.insert(found->faults.begin(), unreadable.begin(), unreadable.end());
  const auto turn = reader.turn();
  return beforehand_reply(reader.body, *found, later);
}

// A value that cannot be read is one fault more; an act that cannot be read is none to ask about.
bool is_about_a_field(const Refused& error) {
  return !error.field.empty() && error.law != Refusal::request_is_malformed;
}

Reply ask_about(Visit& visit, const Ledger& ledger, std::optional<RecordId> record) {
  const std::string towards(visit.query.take("towards").value_or(""));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Act* later = towards.empty() ? nullptr : ledger.act(towards);
  if (!towards.empty() && !later) return visit.refused(Refusal::act_is_unknown, "towards", towards);
  DecodedAct decoded =
      decode_act(ledger.fields, {.act = true, .unit = true, .reason = true}, visit.request.body);
  for (const Refused& error : decoded.errors)
    if (!is_about_a_field(error)) return visit.refused(decoded.errors);
  if (!ledger.act(decoded.act)) return visit.refused(Refusal::act_is_unknown, "act", decoded.act);
  ActRequest request;
  request.ledger = &ledger;
  request.record = record;
  request.act = std::move(decoded.act);
  request.fields = std::move(decoded.fields);
  request.reason = std::move(decoded.reason);
  request.unit = decoded.unit;
  request.actor = visit.actor;
  return read_within_bounds(
      visit, [request = std::move(request), errors = std::move(decoded.errors), later,
              language = visit.language](const Reader& reader, RandomSource&) {
        return std::optional(told_beforehand(reader, request, errors, later, language));
      });
}

}  // namespace

Reply ask_beforehand_of_new(Visit& visit) {
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
  return ask_about(visit, *ledger, std::nullopt);
}

Reply ask_beforehand(Visit& visit) {
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
  const Result<Uuid> id = parse_uuid(visit.named[1]);
  if (!id) return visit.refused(Refusal::nothing_is_there);
  return ask_about(visit, *ledger, RecordId(*id));
}

}  // namespace chuangyou
