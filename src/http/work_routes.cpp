// What spans all ledgers: today's work, the figures of a unit, live events, the descriptions.
#include "campaign/find_links.h"
#include "campaign/find_trend.h"
#include "campaign/find_unled.h"
#include "core/wilson.h"
#include "http/list_query.h"
#include "http/openapi.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "http/static_files.h"
#include "journal/roll_up.h"
#include "ledgers/all.h"
#include "record/describe.h"

namespace chuangyou {
namespace {

// By then a heartbeat has noticed whose line is dead.
constexpr int heard_again_after_seconds = 30;

void write_unit(Json& json, const Unit& unit) {
  json.object()
      .member("id", static_cast<const Uuid&>(unit.id))
      .member("name", unit.name)
      .member("type", unit_type_names[static_cast<std::size_t>(unit.type)])
      .end_object();
}

// A share with its noise, and by what it stands among those of other units.
void write_sureness(Json& json, const Figure& figure) {
  const std::int64_t of = figure.denominator.value_or(0);
  json.key("interval");
  if (const auto interval = interval_shown(figure.numerator, of))
    json.object().member("low", interval->low).member("high", interval->high).end_object();
  else
    json.null();
  json.member("bound", bound_of(figure.numerator, of));
}

void write_figure(Json& json, const Figure& figure) {
  json.object()
      .member("name", figure.name)
      .member("numerator", figure.numerator)
      .member("denominator", figure.denominator)
      .member("query", figure.query)
      .member("of", figure.of.empty() ? std::nullopt : std::optional(figure.of));
  if (figure.denominator) write_sureness(json, figure);
  json.end_object();
}

void write_ledgers(Json& json, const UnitOverview& row,
                   std::vector<Figure> LedgerOverview::*figures) {
  json.object();
  for (const LedgerOverview& ledger : row.ledgers) {
    json.key(ledger.ledger->name).list();
    for (const Figure& figure : ledger.*figures) write_figure(json, figure);
    json.end_list();
  }
  json.end_object();
}

void write_row(Json& json, const Tree& tree, const UnitOverview& row, bool is_self,
               bool with_flows) {
  json.object().key("unit");
  write_unit(json, tree.unit(row.unit));
  json.member("is_self", is_self);
  write_ledgers(json.key("ledgers"), row, &LedgerOverview::figures);
  if (with_flows) write_ledgers(json.key("flows"), row, &LedgerOverview::flows);
  json.end_object();
}

// What a unit and those below it have and, where a period is asked for, what happened there.
Reply overview_of(const Reader& reader, const Uuid& unit, const std::optional<PeriodOfDays>& period,
                  Language language) {
  auto overview = find_overview(reader, unit);
  if (!overview) return problem(overview.error(), language);
  if (period) add_flows(reader, *overview, *period);
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  const UnitNo self = tree.number_of(unit);
  Reply reply;
  Json json(reply.body);
  json.object().key("unit");
  write_unit(json, tree.unit(self));
  json.key("line").list();
  std::vector<UnitNo> line = tree.line_of(self);
  for (auto no = line.rbegin(); no != line.rend(); ++no)
    write_unit_name(json, reader.body, tree.unit(*no).id);
  json.end_list().member("at", reader.body.roll_up->at()).key("rows").list();
  for (const UnitOverview& row : *overview)
    write_row(json, tree, row, row.unit == self, period.has_value());
  json.end_list()
      .member("children_in_all", tree.children_of(self).size())
      .member("group_min", group_min);
  if (period)
    json.key("period")
        .object()
        .member("from", period->from)
        .member("until", period->until)
        .end_object();
  json.end_object();
  return reply;
}

void write_turns(Json& json, std::span<const Turn> turns) {
  json.key("acts").list();
  for (const Turn& asked : turns) json.put(asked.act->name);
  json.end_list().key("turns").list();
  for (const Turn& asked : turns)
    json.object()
        .member("act", asked.act->name)
        .member("because", name_of(asked.because))
        .end_object();
  json.end_list();
}

void write_came_back(Json& json, const Body& body, const std::optional<CameBack>& back) {
  json.key("came_back");
  if (!back) {
    json.null();
    return;
  }
  json.object().member("act", back->act).member("reason", back->reason).member("at", back->at);
  write_person_name(json.key("by"), body, back->by);
  write_unit_name(json.key("unit"), body, back->under);
  json.end_object();
}

// Each step with the numbers that are not nought and the lists that they open.
Reply trend_of(const Reader& reader, const Uuid& unit, const PeriodOfDays& period, TrendStep step,
               Language language) {
  const auto trend = find_trend(reader, unit, period, step);
  if (!trend) return problem(trend.error(), language);
  Reply reply;
  Json json(reply.body);
  json.object().key("steps").list();
  for (const TrendOf& one : *trend) {
    json.object().member("from", one.period.from).member("until", one.period.until);
    json.key("ledgers").object();
    for (const LedgerOverview& ledger : one.ledgers) {
      json.key(ledger.ledger->name).list();
      for (const auto* figures : {&ledger.flows, &ledger.figures})
        for (const Figure& figure : *figures)
          if (figure.numerator != 0) write_figure(json, figure);
      json.end_list();
    }
    json.end_object().end_object();
  }
  json.end_list().end_object();
  return reply;
}

// Units below that have no accountable person (S13): a matter of no ledger.
void write_unled(Json& json, const Reader& reader) {
  constexpr std::size_t listed_max = 20;
  const UnledUnits unled = find_unled(reader, listed_max);
  json.key("without_accountable").object().key("units").list();
  for (const UnitId& unit : unled.first) write_unit_name(json, reader.body, unit);
  json.end_list()
      .member("in_all", unled.in_all)
      .member("is_complete", unled.is_complete)
      .end_object();
}

Reply today_of(const Reader& reader, std::size_t limit) {
  const WaitingPage page = find_waiting(reader, limit);
  const auto turn = reader.turn();
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now,        false,
                        false,       &links,       &reader.connection};
  Reply reply;
  Json json(reply.body);
  json.object().member("today", reader.body.zone.date_at(reader.now)).key("items").list();
  for (const Waiting& waiting : page.items) {
    json.object().member("part", part_names[static_cast<std::size_t>(waiting.part)]);
    write_record_members(json, view, waiting.found.record, waiting.found.standing);
    write_turns(json, waiting.turns);
    write_came_back(json, reader.body, waiting.came_back);
    json.end_object();
  }
  json.end_list().key("counts").object();
  std::size_t in_all = 0;
  for (std::size_t part = 0; part < page.counts.size(); ++part) {
    json.member(part_names[part], page.counts[part]);
    in_all += page.counts[part];
  }
  json.end_object().member("in_all", in_all).member("is_complete", page.is_complete);
  write_unled(json, reader);
  json.end_object();
  return reply;
}

}  // namespace

Reply list_today(Visit& visit) {
  const auto limit =
      static_cast<std::size_t>(visit.query.take_number("limit", 50, 1, list_limit_max));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(
      visit, [limit](const Reader& reader, RandomSource&) { return today_of(reader, limit); });
}

Reply read_overview(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  const auto period = take_period(visit);
  return read_at_unit(visit, asked,
                      [period, language = visit.language](const Reader& reader, const Uuid& unit) {
                        return std::optional(overview_of(reader, unit, period, language));
                      });
}

Reply read_trend(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  const auto period = take_period(visit);
  const std::string named = visit.query.take("step").value_or("week");
  const auto step = std::ranges::find(trend_step_names, named);
  if (step == std::end(trend_step_names))
    visit.query.refuse(Refusal::choice_is_unknown, "step", named);
  auto errors = visit.query.errors();
  if (errors.empty() && !period) errors.push_back({Refusal::field_is_missing, "from", {}});
  if (!errors.empty()) return visit.refused(errors);
  return read_at_unit(visit, asked,
                      [period = *period, language = visit.language,
                       by = static_cast<TrendStep>(step - std::begin(trend_step_names))](
                          const Reader& reader, const Uuid& unit) {
                        return std::optional(trend_of(reader, unit, period, by, language));
                      });
}

Reply follow_events(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  // The listener takes the body's lock himself, whenever he looks at his posts again.
  visit.reading.unlock();
  Reply reply;
  reply.content_type = "text/event-stream";
  reply.stream = visit.site.events->listen(visit.lane.number, *visit.body, visit.session,
                                           visit.request.header(Header::last_event_id));
  if (!reply.stream)
    return visit.refused(Refusal::too_many_requests, {}, std::to_string(heard_again_after_seconds));
  return reply;
}

Reply read_description(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  static const LastingText description(describe(all_ledgers(), count_names));
  return description.reply(visit.request);
}

Reply read_openapi(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  static const LastingText description(openapi());
  return description.reply(visit.request);
}

}  // namespace chuangyou
