// Late is no dead end: who needs help below a unit, and of one record what was tried before and
// what the reader may offer. The first thing is help (Law 9).
#include <algorithm>
#include <functional>
#include <map>

#include "campaign/find_help.h"
#include "campaign/find_links.h"
#include "campaign/look_ups.h"
#include "campaign/whose_turn.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "ledgers/interventions.h"
#include "ledgers/sending.h"

namespace chuangyou {
namespace {

constexpr std::size_t in_need_max = list_limit_max;
constexpr std::size_t looked_up_at_once = 20;
constexpr std::size_t tried_shown_max = 200;

// The ledger in which help is offered, and its field for what the help is about.
const Ledger& of_help() { return *find_ledger(interventions::ledger.name); }
constexpr std::string_view about = interventions::cause.name;
// Of what is sent to those who share a work, and its field for that work.
const Ledger& of_shares() { return *find_ledger(sending::ledger); }
constexpr std::string_view conveys = sending::links[0];
// What helps, once it was given, is told of as a number; what judges is not.
bool is_help_given(const Record& intervention) {
  return interventions::is_up_to_help(intervention) &&
         intervention.state != interventions::proposed.name;
}

// What was done about each record and about the shares of others in it, the newest last, as the
// reader sees it; and how often something was done that he may not see.
struct TriedFor {
  std::vector<FoundCiting> seen;
  std::int64_t elsewhere = 0;
};
using Tried = std::map<Uuid, TriedFor>;

// Whoever shares the work was sent it: what was done about his share was done about the work.
void add_tried(const Reader& reader, std::span<const Uuid> about_which, Tried& tried,
               const std::function<Uuid(const Uuid&)>& work_of) {
  for (std::size_t from = 0; from < about_which.size(); from += looked_up_at_once) {
    const auto some =
        about_which.subspan(from, std::min(looked_up_at_once, about_which.size() - from));
    CitingPage page = find_citing(reader, some, tried_shown_max, {&of_help(), is_help_given});
    for (FoundCiting& one : page.items)
      if (one.link.field == about) tried[work_of(one.link.to)].seen.push_back(std::move(one));
    for (const Uuid& to : page.elsewhere) ++tried[work_of(to)].elsewhere;
  }
}

Tried tried_for(const Reader& reader, std::span<const Uuid> records) {
  Tried tried;
  add_tried(reader, records, tried, [](const Uuid& record) { return record; });
  std::map<Uuid, Uuid> work_of;
  std::vector<Uuid> shares;
  for (std::size_t from = 0; from < records.size(); from += looked_up_at_once) {
    const auto some = records.subspan(from, std::min(looked_up_at_once, records.size() - from));
    const CitingPage page = find_citing(reader, some, tried_shown_max, {&of_shares()});
    for (const FoundCiting& one : page.items)
      if (one.link.field == conveys && work_of.emplace(one.found.record.id, one.link.to).second)
        shares.push_back(one.found.record.id);
  }
  add_tried(reader, shares, tried, [&](const Uuid& share) { return work_of.at(share); });
  for (auto& [record, all] : tried)
    std::ranges::sort(all.seen, {},
                      [](const FoundCiting& one) { return one.found.record.created_at; });
  return tried;
}

// What the reader may open there for a record of the unit.
void write_may(Json& json, const Reader& reader, const Uuid& unit) {
  const PathOfUnit paths = [&](const Uuid& id) { return reader.body.tree.path_of(id); };
  Record opening(of_help());
  opening.unit = UnitId(unit);
  opening.path = paths(unit);
  opening.author = reader.actor.person;
  const Circumstances circumstances = with_look_ups(reader.body, reader.connection);
  json.key("may").list();
  for (const Act& act : of_help().acts) {
    if (!act.from.empty() || !right_of(reader.actor, act.may, opening, reader.today(), paths))
      continue;
    const Deciding deciding{opening,    opening,        act, reader.actor,
                            reader.now, reader.today(), {},  circumstances};
    if (verdict_of(act.rule, deciding).law == Refusal::none) json.put(act.name);
  }
  json.end_list();
}

void write_tried(Json& json, const Reader& reader, const TriedFor* found) {
  static const TriedFor nothing;
  const TriedFor& tried = found ? *found : nothing;
  const Circumstances circumstances = with_look_ups(reader.body, reader.connection);
  json.member("tried_elsewhere", tried.elsewhere).key("tried").list();
  for (const FoundCiting& one : tried.seen) {
    const Record& record = one.found.record;
    json.object().member("id", static_cast<const Uuid&>(record.id)).key("unit");
    write_unit_name(json, reader.body, record.unit);
    json.member("state", record.state)
        .member("stage", name_of(one.found.standing.stage))
        .member("version", record.version)
        .member("at", record.created_at);
    for (const FieldSpec& field :
         {FieldSpec(interventions::rung), FieldSpec(interventions::asked),
          FieldSpec(interventions::answer), FieldSpec(interventions::signed_on)})
      json.key(field.name).value(field, record.value(field.name));
    json.key("by");
    const Uuid* signer = record.get(interventions::signed_by);
    write_person_name(json, reader.body, signer ? *signer : Uuid());
    json.key("acts").list();
    for (const Act* act : acts_offered(reader.actor, record, reader.now, circumstances).acts)
      json.put(act->name);
    json.end_list().end_object();
  }
  json.end_list();
}

// One group for each unit, in the order of the tree.
void write_group(Json& json, const Reader& reader, const Uuid& unit,
                 std::span<const InNeed* const> items, const Tried& tried) {
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now, false, false, &links};
  json.object().key("unit");
  write_unit_name(json, reader.body, unit);
  if (const Unit* found = reader.body.tree.find(unit))
    write_units_above(json, reader.body.tree, *found);
  write_may(json, reader, unit);
  json.key("items").list();
  for (const InNeed* one : items) {
    json.object();
    write_record_members(json, view, one->found.record, one->found.standing);
    const auto found = tried.find(one->found.record.id);
    write_tried(json, reader, found == tried.end() ? nullptr : &found->second);
    json.end_object();
  }
  json.end_list().end_object();
}

std::optional<Reply> help_below(const Reader& reader, const Uuid& unit, Language language) {
  const auto page = find_in_need(reader, unit, in_need_max);
  if (!page) return problem(page.error(), language);
  // What was tried stands in the record's chain: nobody else is told of it.
  std::vector<Uuid> ids;
  for (const InNeed& one : page->items)
    if (one.found.sight == Sight::whole) ids.push_back(one.found.record.id);
  const Tried tried = tried_for(reader, ids);
  const auto turn = reader.turn();
  std::map<std::string, std::vector<const InNeed*>> by_path;
  for (const InNeed& one : page->items) by_path[one.found.record.path].push_back(&one);
  Reply reply;
  Json json(reply.body);
  json.object().member("ledger", of_help().name).key("unit");
  write_unit_name(json, reader.body, unit);
  json.key("groups").list();
  for (const auto& [path, items] : by_path)
    write_group(json, reader, items.front()->found.record.unit, items, tried);
  json.end_list()
      .member("in_all", page->items.size())
      .member("is_complete", page->is_complete)
      .end_object();
  return reply;
}

std::optional<Reply> help_with(const Reader& reader, const Found& found) {
  const Record& record = found.record;
  const Uuid ids[] = {record.id};
  const Tried tried = tried_for(reader, ids);
  const auto turn = reader.turn();
  const auto of_it = tried.find(record.id);
  Reply reply;
  Json json(reply.body);
  // By a field of its own the record could be led to; any other ledger has none.
  const bool could_be = of_help().field(about)->links_to.find(record.ledger().name) != "";
  json.object()
      .member("ledger", of_help().name)
      .member("needs_help", could_be && needs_help(record, found.standing, reader.now));
  write_may(json, reader, record.unit);
  write_tried(json, reader, of_it == tried.end() ? nullptr : &of_it->second);
  json.end_object();
  return reply;
}

}  // namespace

Reply read_help(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  return read_at_unit(visit, asked,
                      [language = visit.language](const Reader& reader, const Uuid& unit) {
                        return help_below(reader, unit, language);
                      });
}

Reply read_help_with(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[0]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, visit.named[0]);
  const auto id = parse_uuid(visit.named[1]);
  if (!id) return visit.refused(Refusal::nothing_is_there);
  auto found = find_record(visit.reader(), *ledger, *id);
  if (!found) return visit.refused(found.error());
  // What was tried stands in the record's chain: nobody else is told of it.
  if (found->sight != Sight::whole) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(visit,
                            [found = std::move(*found)](const Reader& reader, RandomSource&) {
                              return help_with(reader, found);
                            });
}

}  // namespace chuangyou
