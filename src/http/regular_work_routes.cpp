// The doors of regular work: carriers alike, clauses beside work, and a month of a unit.
#include <algorithm>

#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "overview/find_alike.h"
#include "overview/find_clauses_and_work.h"
#include "overview/find_month.h"

namespace chuangyou {
namespace {

constexpr std::size_t shown_max = 100;

bool is_shown_whole(const PagesRead& read) {
  return read.is_complete && read.records.size() <= shown_max;
}

void write_records(Json& json, const Reader& reader, const PagesRead& read) {
  const RecordView view{reader.body, reader.actor, reader.now};
  json.list();
  for (std::size_t i = 0; i < read.records.size() && i < shown_max; ++i)
    write_record(json, view, read.records[i], read.standings[i]);
  json.end_list();
}

std::optional<Reply> clauses_and_work(const Reader& reader, const Uuid& unit, Language language) {
  const Result<ClausesAndWork> found = find_clauses_and_work(reader, unit);
  if (!found) return problem(found.error(), language);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("unit");
  write_unit_name(json, reader.body, unit);
  json.key("tasks")
      .object()
      .member("all", found->tasks)
      .member("claimed", found->claimed)
      .member("confirmed", found->confirmed)
      .end_object();
  json.member("clauses", found->clauses).member("clauses_answered", found->answered);
  json.key("clauses_without_work").list();
  for (const ClauseLeft& one : found->left)
    json.object()
        .member("directive", one.directive)
        .member("title", one.title)
        .member("row", one.row)
        .member("text", one.text)
        .end_object();
  json.end_list();
  write_records(json.key("work_without_clause"), reader, found->without_clause);
  json.member("is_complete", found->is_complete && is_shown_whole(found->without_clause))
      .end_object();
  return reply;
}

void write_day(Json& json, const Reader& reader, Date day, const DayOfMonth& of) {
  std::map<Uuid, int> at_unit;
  for (const Record& meeting : of.meetings.records) ++at_unit[meeting.unit];
  json.object()
      .member("day", day)
      .member("is_working", reader.body.frame.calendar().is_working(day));
  const std::int64_t due = of.tasks_due + of.promises_due;
  json.member("due", due).member("tasks_due", of.tasks_due).member("promises_due", of.promises_due);
  json.member("is_crowded",
              of.meetings.records.size() + static_cast<std::size_t>(due) >= crowded_from);
  json.key("conflicts").list();
  for (const auto& [unit, meetings_there] : at_unit)
    if (meetings_there > 1) write_unit_name(json, reader.body, unit);
  json.end_list();
  write_records(json.key("meetings"), reader, of.meetings);
  json.end_object();
}

std::optional<Reply> month_of_unit(const Reader& reader, const Uuid& unit, Date first,
                                   Language language) {
  const Result<MonthOfWork> month = find_month(reader, unit, first);
  if (!month) return problem(month.error(), language);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("unit");
  write_unit_name(json, reader.body, unit);
  json.member("from", month->first).member("until", month->last).key("days").list();
  for (const auto& [day, of] : month->days) write_day(json, reader, day, of);
  json.end_list().key("branches").list();
  for (const Uuid& branch : month->branches_without_meeting)
    write_unit_name(json, reader.body, branch);
  const bool days_are_whole = std::ranges::all_of(
      month->days, [](const auto& day) { return is_shown_whole(day.second.meetings); });
  json.end_list().member("is_complete", month->is_complete && days_are_whole).end_object();
  return reply;
}

}  // namespace

Reply read_alike(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto id = parse_uuid(visit.named[0]);
  if (!id) return visit.refused(Refusal::nothing_is_there);
  return read_within_bounds(visit,
                            [id = *id, language = visit.language](
                                const Reader& reader, RandomSource&) -> std::optional<Reply> {
                              const Result<PagesRead> alike = find_alike(reader, id);
                              if (!alike) return problem(alike.error(), language);
                              const auto turn = reader.turn();
                              Reply reply;
                              Json json(reply.body);
                              write_records(json.object().key("items"), reader, *alike);
                              json.member("is_complete", is_shown_whole(*alike)).end_object();
                              return reply;
                            });
}

Reply read_clauses_and_work(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  return read_at_unit(visit, asked,
                      [language = visit.language](const Reader& reader, const Uuid& unit) {
                        return clauses_and_work(reader, unit, language);
                      });
}

Reply read_month(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  const auto said = visit.query.take("month");
  std::optional<Date> first;
  if (said) {
    const Result<Date> day = parse_date(*said + "-01");
    if (!day) visit.query.refuse(Refusal::date_is_not_iso, "month", *said);
    if (day) first = *day;
  }
  return read_at_unit(
      visit, asked, [first, language = visit.language](const Reader& reader, const Uuid& unit) {
        const Date today = reader.today();
        return month_of_unit(reader, unit, first.value_or(first_of_month(today)), language);
      });
}

}  // namespace chuangyou
