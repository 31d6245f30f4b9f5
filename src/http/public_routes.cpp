// Doors without a session: health, the bodies, and the public's side of a body.
#include <algorithm>
#include <mutex>
#include <shared_mutex>

#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "http/acting.h"
#include "http/list_reply.h"
#include "http/org_search.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/receipt.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "org/violations.h"

namespace chuangyou {
namespace {

// Only ledgers with something to show: one that is never public is not there for the public.
const Ledger* public_ledger(std::string_view name) {
  const Ledger* ledger = find_ledger(name);
  if (ledger == nullptr) return nullptr;
  const bool is_public = std::ranges::any_of(ledger->states, &State::is_public);
  return is_public ? ledger : nullptr;
}

// The act by which a citizen opens a record, if the ledger has one.
const Act* citizens_opening_act(const Ledger& ledger) {
  const auto found = std::ranges::find_if(ledger.acts, [](const Act& act) {
    return act.from.empty() && std::ranges::any_of(act.may, [](const Right& right) {
             return right.role == Role::citizen;
           });
  });
  return found == ledger.acts.end() ? nullptr : &*found;
}

// Posts in all bodies that do not go together (org/violations.h).
std::size_t violations_in_all(const Visit& visit) {
  std::size_t all = 0;
  for (const auto& body : visit.site.bodies.all()) {
    const std::shared_lock lock(body->lock);
    const Date today = body->zone.date_at(body_now(*body, visit.real_now));
    all += violations(body->people, today, std::nullopt).size();
  }
  return all;
}

// What the holder of a receipt reads; of what it is linked with he reads what everyone does.
Reply receipt_reply(const Reader& reader, const HeldReceipt& held) {
  const auto erased = erased_of(reader.connection, reader.body, held.found.record.id);
  const Actor everyone;
  LinksSeen links({reader.connection, reader.body, everyone, reader.now});
  const RecordView view{reader.body, reader.actor, reader.now, false,
                        true,        &links,       nullptr,    &erased};
  Reply reply;
  reply.add("ETag", etag_of(held.found.record, erased));
  const auto turn = reader.turn();
  Json json(reply.body);
  json.object();
  write_record_members(json, view, held.found.record, held.found.standing);
  json.member("proof", "/api/public/" + reader.body.key + "/receipts/" + held.code + "/proof")
      .end_object();
  return reply;
}

// Where due moments follow a new calendar: of which body, and how far.
Health::Report reckoning_of(const Bodies& bodies) {
  Health::Report report;
  for (const auto& body : bodies.all())
    if (body->reckoning.is_under_way)
      report.facts.emplace_back(body->key, std::to_string(body->reckoning.done) + " of " +
                                               std::to_string(body->reckoning.in_all));
  return report;
}

// A long merge takes a few; whoever waits for longer should know.
constexpr std::int64_t hanging_seconds = 10;

}  // namespace

Reply health(Visit&) {
  Reply reply;
  reply.body = R"({"status":"ok"})";
  return reply;
}

Reply ready(Visit& visit) {
  const std::optional<Refusal> closed_by = visit.site.writer.gate().closed_by();
  visit.site.health.report("disk", visit.site.uploads.report());
  visit.site.health.report("reckoning", reckoning_of(visit.site.bodies));
  // A disk that hangs fails nothing and takes nothing.
  const std::int64_t writing_seconds = visit.site.writer.seconds_in_this_write();
  const bool is_hanging = writing_seconds >= hanging_seconds;
  const bool is_ready = !closed_by && !is_hanging && visit.site.health.is_well();
  std::optional<Moment> last_seal;
  for (const auto& body : visit.site.bodies.all())
    if (const auto seal = latest_seal(visit.lane.reading, body->no))
      last_seal = std::max(last_seal.value_or(seal->at), seal->at);
  Reply reply;
  reply.status = is_ready ? 200 : 503;
  Json json(reply.body);
  json.object()
      .member("status", closed_by  ? name_of(*closed_by)
                        : is_ready ? "ok"
                                   : "not_well")
      .member("accepts_acts", !closed_by && !is_hanging);
  if (closed_by) write_words(json.key("words"), *closed_by);
  json.member("queue", visit.site.writer.queue_length())
      .member("writing_seconds", writing_seconds)
      .member("last_seal", last_seal)
      .member("listeners", visit.site.events->listeners());
  for (const auto& [part, report] : visit.site.health.all()) {
    json.key(part).object().member("is_well", report.is_well);
    for (const auto& [name, fact] : report.facts)
      std::visit([&, &key = name](const auto& value) { json.member(key, value); }, fact);
    json.end_object();
  }
  // A fact for whoever watches the house; posts are no reason to take it out of service.
  json.member("violations", violations_in_all(visit)).end_object();
  return reply;
}

Reply list_bodies(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  Json json(reply.body);
  json.list();
  for (const auto& body : visit.site.bodies.all()) {
    const std::shared_lock lock(body->lock);
    json.object().member("key", body->key).key("name").object();
    json.member("zh", body->name.zh).member("en", body->name.en).end_object();
    json.member("zone", body->zone.name())
        .member("shown_as_of", body->shown_as_of)
        .member("tells_completion", body->frame.campaign.tells_completion)
        .end_object();
  }
  json.end_list();
  return reply;
}

namespace {

Reply public_units(const Reader& reader, const std::optional<std::string>& search) {
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("units").list();
  if (search) {
    const Tree& tree = reader.body.tree;
    const auto takes_work = [](const Unit& unit) { return check_takes_work(unit, {}).has_value(); };
    constexpr std::size_t limit = 50;
    for (const Unit* unit :
         tree.search(*search, limit, takes_work, counts_units(reader.connection))) {
      json.object()
          .member("id", static_cast<const Uuid&>(unit->id))
          .member("name", unit->name)
          .member("type", unit_type_names[static_cast<std::size_t>(unit->type)]);
      write_units_above(json, tree, *unit);
      json.end_object();
    }
  }
  json.end_list().end_object();
  return reply;
}

}  // namespace

Reply list_public_units(Visit& visit) {
  const auto asked = visit.query.take("search");
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const std::optional<std::string> search =
      asked ? std::optional(std::string(*asked)) : std::nullopt;
  return read_within_bounds(visit, [search](const Reader& reader, RandomSource&) {
    return std::optional(public_units(reader, search));
  });
}

Reply list_public_records(Visit& visit) {
  const Ledger* ledger = public_ledger(visit.named[1]);
  if (ledger == nullptr) return visit.refused(Refusal::ledger_is_unknown);
  constexpr std::string_view known[] = {"unit", "overdue", "cursor", "limit"};
  ListAsked asked = list_asked(visit, *ledger, known);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  asked.columns.is_all = true;
  return list_reply(visit, *ledger, std::move(asked), ForWhom::everyone);
}

Reply open_public_record(Visit& visit) {
  const Ledger* ledger = find_ledger(visit.named[1]);
  const Act* act = ledger ? citizens_opening_act(*ledger) : nullptr;
  if (act == nullptr) return visit.refused(Refusal::ledger_is_unknown);
  DecodedAct decoded = decode_act(ledger->fields, {.unit = true}, visit.request.body);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  ActRequest request;
  request.ledger = ledger;
  request.act = act->name;
  request.fields = std::move(decoded.fields);
  request.unit = decoded.unit;
  return submit(visit, std::move(request), {.status = 201});
}

Reply read_receipt(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  auto held = receipt_named(visit);
  if (!held) return visit.refused(held.error());
  return read_within_bounds(
      visit,
      [held = std::move(*held)](const Reader& reader, RandomSource&) -> std::optional<Reply> {
        return receipt_reply(reader, held);
      });
}

Reply act_with_receipt(Visit& visit) {
  const auto held = receipt_named(visit);
  if (!held) return visit.refused(held.error());
  const Act* act = held->ledger->act(visit.named[2]);
  if (act == nullptr)
    return visit.refused(Refusal::act_is_unknown, "act", std::string(visit.named[2]));
  auto versions = versions_asked(visit.request);
  DecodedAct decoded = decode_act(held->ledger->fields, {.reason = true}, visit.request.body);
  if (!versions) decoded.errors.push_back(versions.error());
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  ActRequest request;
  request.ledger = held->ledger;
  request.record = held->found.record.id;
  request.act = act->name;
  request.fields = std::move(decoded.fields);
  request.reason = std::move(decoded.reason);
  request.if_versions = std::move(*versions);
  request.receipt = held->code;
  return submit(visit, std::move(request), {});
}

}  // namespace chuangyou
