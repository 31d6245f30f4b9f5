// The calendars that a body has adopted, and what a new year's notice would bring and move.
#include "campaign/calendar_preview.h"
#include "http/decode.h"
#include "http/house_rooms.h"
#include "http/org_fields.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"

namespace chuangyou {
namespace {

constexpr std::string_view natures[] = {"working", "make_up_working", "weekend", "holiday"};
constexpr std::uint32_t version_length_max = 100, calendar_length_max = 400'000;

constexpr FieldSpec preview_fields[] = {
    {.name = "version", .kind = Kind::text, .required = true, .length_max = version_length_max},
    {.name = "days", .kind = Kind::long_text, .required = true, .length_max = calendar_length_max}};

std::string_view name_of(DayNature nature) { return natures[static_cast<std::size_t>(nature)]; }

std::string said(const DecodedAct& decoded, std::string_view name) {
  const Value* value = said_of(name, preview_fields, decoded.fields);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : std::string();
}

// What the act itself would say to it, with a source and a reason that are still to be written.
std::optional<Refused> law_against(const Reader& reader, const std::string& version,
                                   const std::string& days) {
  const auto turn = reader.turn();
  const FrameAct act = AdoptCalendar{version, days, "source", "reason"};
  const auto may = decide(act, reader.body.frame, reader.actor, reader.today());
  return may ? std::nullopt : std::optional(may.error());
}

void write_preview(Json& json, const Body& body, const CalendarPreview& preview) {
  json.key("days_changed").list();
  for (const DayBrought& day : preview.days)
    json.object()
        .member("date", day.date)
        .member("was", name_of(day.was))
        .member("is", name_of(day.is))
        .member("name", day.name.empty() ? std::nullopt : std::optional(day.name))
        .end_object();
  json.end_list().key("moved").list();
  for (const auto& of : preview.moved)
    json.object().member("ledger", of.ledger->name).member("records", of.moved).end_object();
  json.end_list().key("seen").list();
  for (const DeadlineMoved& one : preview.seen) {
    const auto* title = std::get_if<std::string>(&one.record.value(one.ledger->title));
    json.object()
        .member("ledger", one.ledger->name)
        .member("id", static_cast<const Uuid&>(one.record.id))
        .member("title", title ? std::optional(*title) : std::nullopt)
        .key("unit");
    write_unit_name(json, body, one.record.unit);
    json.member("was", one.was).member("is", one.is).end_object();
  }
  json.end_list().member("looked_at", preview.looked_at).member("is_complete", preview.is_complete);
}

Reply preview_reply(const Reader& reader, const std::string& version, const std::string& given,
                    Language language) {
  std::string days;
  {
    const auto turn = reader.turn();
    days = with_years_held(calendar_text_held(reader.connection, reader.body), given);
  }
  const Result<WorkingCalendar> next = WorkingCalendar::from_csv(version, days);
  if (!next) return problem(Refused{next.error().law, "days", next.error().detail}, language);
  const CalendarPreview preview = preview_calendar(reader, *next);
  const auto against = law_against(reader, version, days);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().member("version", version).member("days", days);
  json.key("law");
  if (against)
    json.put(name_of(against->law));
  else
    json.null();
  json.member("law_detail", against ? std::optional(against->detail) : std::nullopt);
  write_preview(json, reader.body, preview);
  json.end_object();
  return reply;
}

}  // namespace

Reply list_calendars(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  Json json(reply.body);
  const bool may = post_that_sets_the_frame(visit.actor, visit.today()) != nullptr;
  json.object().member("may_change", may).key("calendars").list();
  const auto& calendars = visit.body->frame.calendars;
  for (auto one = calendars.rbegin(); one != calendars.rend(); ++one) {
    const AdoptedCalendar& calendar = **one;
    json.object()
        .member("version", calendar.key)
        .member("since", calendar.since)
        .member("by_entry", calendar.by_entry > 0 ? std::optional(calendar.by_entry) : std::nullopt)
        .member("source", calendar.source)
        .member("reason", calendar.reason)
        .member("holds", one == calendars.rbegin())
        .end_object();
  }
  json.end_list().end_object();
  return reply;
}

// Nothing is done by it, though it comes with a file.
Reply preview_adopted_calendar(Visit& visit) {
  DecodedAct decoded = decode_act(preview_fields, {}, visit.request.body);
  check_required(preview_fields, decoded);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  if (post_that_sets_the_frame(visit.actor, visit.today()) == nullptr)
    return visit.refused(Refusal::post_does_not_allow_this);
  return read_elsewhere(visit, visit.site.slow,
                        [version = said(decoded, "version"), days = said(decoded, "days"),
                         language = visit.language](const Reader& reader, RandomSource&) {
                          return std::optional(preview_reply(reader, version, days, language));
                        });
}

}  // namespace chuangyou
