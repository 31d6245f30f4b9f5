// The page of the campaign: what has come of it for those who work in it, and what it asks for
// everyone. What is not public has no figure there.
#include "http/campaign_json.h"
#include "http/campaign_page_rooms.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "overview/find_campaign_page.h"

namespace chuangyou {
namespace {

void write_figures(Json& json, std::string_view name, const std::vector<Measured>& figures) {
  json.key(name).list();
  for (const Measured& figure : figures) {
    json.object()
        .member("ledger", figure.measure.ledger)
        .member("counts", figure.measure.count)
        .key("where")
        .object();
    for (const auto& [field, wanted] : figure.measure.where) json.member(field, wanted);
    json.end_object()
        .member("count", figure.count.count)
        .member("is_complete", figure.count.is_complete)
        .member("query", figure.query)
        .end_object();
  }
  json.end_list();
}

void write_aims(Json& json, std::string_view name, const std::vector<MeasuredAim>& aims) {
  json.key(name).list();
  for (const MeasuredAim& aim : aims) {
    json.object().member("phase", aim.phase).member("key", aim.key);
    write_figures(json, "figures", aim.figures);
    json.end_object();
  }
  json.end_list();
}

void write_requirements(Json& json, const std::vector<RequirementStanding>& requirements) {
  json.key("requirements").list();
  for (const RequirementStanding& one : requirements) {
    json.object().member("key", one.key).key("planned");
    if (one.planned)
      json.object()
          .member("units", one.planned->units)
          .member("plan_it", one.planned->plan_it)
          .member("excused", one.planned->excused)
          .member("units_in_all", one.planned->units_in_all)
          .end_object();
    else
      json.null();
    write_figures(json, "work", one.tasks);
    json.end_object();
  }
  json.end_list();
}

Reply page_of(const Reader& reader, const Uuid& unit, Language language) {
  {
    const auto turn = reader.turn();
    if (!reader.body.tree.find(unit)) return problem(Refusal::unit_is_unknown, language);
  }
  const CampaignPage page = find_campaign_page(reader, unit);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().member("today", reader.today()).key("unit");
  write_unit_name(json, reader.body, unit);
  json.member("is_of_all", page.is_of_all);
  write_aims(json, "needs", page.needs);
  write_aims(json, "subjects", page.subjects);
  write_aims(json, "tracks", page.tracks);
  write_aims(json, "gates", page.gates);
  write_requirements(json, page.requirements);
  write_aims(json, "milestones", page.milestones);
  json.end_object();
  return reply;
}

}  // namespace

Reply read_campaign_page(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  return read_at_unit(visit, asked,
                      [language = visit.language](const Reader& reader, const Uuid& unit) {
                        return std::optional(page_of(reader, unit, language));
                      });
}

Reply read_public_campaign(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  Json json(reply.body);
  json.object();
  write_campaign(json, visit.body->frame.campaign, visit.body->frame.calendar(), visit.today());
  json.end_object();
  return reply;
}

}  // namespace chuangyou
