#include "http/past_visit.h"

#include <algorithm>

#include "core/fault_log.h"
#include "http/json.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "journal/entries_of_day.h"

namespace chuangyou {
namespace {

constexpr const char* parameter_name = "as_of";

Reply being_made(Date day, const PastDays::BeingMade& being) {
  Reply reply;
  reply.status = 202;
  reply.add("Retry-After", "1");
  Json(reply.body)
      .object()
      .member("as_of", day)
      .member("done", being.done)
      .member("of", being.of)
      .member("others_first", being.others_first)
      .end_object();
  return reply;
}

Date first_day(const Visit& visit) {
  const auto founded = first_moment(visit.lane.reading, visit.body->no);
  return founded ? visit.body->zone.date_at(*founded) : visit.today();
}

// The first of those that the public may ask for.
Date month_end_from(Date day) {
  while (!is_month_end(day)) day = day + NaturalDays{1};
  return day;
}

// A day that has passed and in which the body was there; of the public, the last of a month.
Result<Date> day_asked(const Visit& visit, const Route& route, const std::string& text) {
  const Result<Date> day = parse_date(text);
  if (!day) return refuse(day.error().law, parameter_name, text);
  if (*day > visit.today()) return refuse(Refusal::day_is_still_to_come, parameter_name, text);
  const Date first = first_day(visit);
  const bool is_public = !needs_session(route);
  if (*day < first)
    return refuse(Refusal::number_is_out_of_range, parameter_name,
                  to_text(is_public ? month_end_from(first) : first));
  if (is_public && !is_month_end(*day))
    return refuse(Refusal::choice_is_unknown, parameter_name,
                  to_text(std::max(month_end_before(*day), month_end_from(first))));
  return *day;
}

Connection& reading_of(Lane& lane, const std::shared_ptr<PastDay>& day) {
  const auto found = std::ranges::find(lane.past, day, &Lane::PastReading::day);
  if (found != lane.past.end()) return found->reading;
  return lane.past.emplace_back(day, Connection(day->file(), OpenFor::reading)).reading;
}

void stand_in(Visit& visit, const std::shared_ptr<PastDay>& day) {
  Body& present = *visit.body;
  visit.past = std::make_unique<PastVisit>(day, reading_of(visit.lane, day), present,
                                           std::move(visit.actor), visit.now);
  PastVisit& past = *visit.past;
  past.today_too.emplace(Reader{visit.lane.reading, present, past.actor, past.now}, *day);
  visit.body = &day->body();
  visit.now = day->moment();
  visit.actor = day->actor_then(past.actor);
}

bool is_asked(Visit& visit) {
  const auto left = visit.query.left();
  return std::ranges::any_of(
      left, [](const auto* parameter) { return parameter->name == parameter_name; });
}

}  // namespace

Reply read_past_days(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  Json json(reply.body);
  json.object().member("first_day", first_day(visit)).key("at_hand").list();
  for (const Date day : visit.site.past_days.at_hand(visit.body->no)) json.put(to_text(day));
  json.end_list().end_object();
  return reply;
}

bool answers_for_past_days(const Route& route) {
  constexpr Reply (*doors[])(Visit&) = {
      read_trend,   list_records,  export_list,         search_words,      read_record,
      read_journal, list_citing,   list_units,          read_unit,         read_tree,
      read_chain,   read_overview, list_public_records, read_public_record};
  return std::ranges::find(doors, route.open) != std::end(doors);
}

std::optional<Reply> wait_for_words(Visit& visit) {
  if (!visit.past) return std::nullopt;
  const auto being = visit.site.past_days.find_words(visit.past->day);
  if (!being) return visit.refused(being.error());
  if (*being) return being_made(visit.past->day->day(), **being);
  return std::nullopt;
}

std::optional<Reply> enter_past_day(Visit& visit, const Route& route) {
  std::erase_if(visit.lane.past, [](const auto& one) { return one.day->is_dropped(); });
  if (!is_asked(visit)) return std::nullopt;
  if (!answers_for_past_days(route) || visit.body == nullptr)
    return visit.refused(Refusal::parameter_is_unknown, parameter_name);
  const auto text = visit.query.take(parameter_name);
  if (!text) return std::nullopt;
  const Result<Date> day = day_asked(visit, route, *text);
  if (!day) return visit.refused(day.error());
  if (*day == visit.today()) return std::nullopt;  // it has not passed: the present
  auto found = visit.site.past_days.find(
      visit.body->no, *day,
      needs_session(route) ? PastDays::AskedBy::somebody : PastDays::AskedBy::everyone);
  if (!found) return visit.refused(found.error());
  if (const auto* being = std::get_if<PastDays::BeingMade>(&*found))
    return being_made(*day, *being);
  const auto past = std::get<std::shared_ptr<PastDay>>(*found);
  try {
    stand_in(visit, past);
  } catch (const std::exception& error) {
    return broken_in_past(visit.site, past, error, visit.language);
  }
  return std::nullopt;
}

Reply open_in_past_day(Visit& visit, const Route& route) {
  try {
    return route.open(visit);
  } catch (const std::exception& error) {
    visit.past->reading.let_go();
    visit.lane.reading.let_go();
    return broken_in_past(visit.site, visit.past->day, error, visit.language);
  }
}

Reply broken_in_past(Site& site, const std::shared_ptr<PastDay>& day, const std::exception& error,
                     Language language) {
  // An erasure came between: who asks again waits until the day is made anew.
  if (day->is_dropped()) return problem(Refusal::too_many_requests, language);
  if (!site.past_days.give_up(day)) return broken(error, language);
  log_fault("reading a past day", error);
  return being_made(day->day(), {});
}

}  // namespace chuangyou
