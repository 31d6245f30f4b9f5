// 工作日历: a body's working calendar for everybody, without a session (R6.7).
#include "http/acting.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "portal/calendar_feed.h"
#include "portal/calendar_page.h"
#include "portal/day_count.h"

namespace chuangyou {
namespace {

constexpr std::string_view countings[] = {"working", "natural"};
constexpr std::string_view natures[] = {"working", "make_up_working", "weekend", "holiday"};

// What a question is answered from; whoever holds it needs no lock of the body.
struct Asked {
  std::shared_ptr<const AdoptedCalendar> calendar;
  std::string body;
  Date today;
};

// The body that is named, or the first that keeps a table of holidays, or the first of all.
const Body* body_meant(const Visit& visit, const std::optional<std::string>& key) {
  if (key) return visit.site.bodies.find(*key);
  const Body* first = nullptr;
  for (const auto& body : visit.site.bodies.all()) {
    const std::shared_lock lock(body->lock);
    if (!body->frame.is_whole()) continue;
    if (!listed_days(body->frame.calendar(), year_of(body->zone.date_at(visit.real_now))).empty())
      return body.get();
    if (!first) first = body.get();
  }
  return first;
}

std::optional<Asked> calendar_asked(Visit& visit) {
  const auto key = visit.query.take("body");
  const Body* body = body_meant(visit, key);
  if (body == nullptr) {
    visit.query.refuse(Refusal::body_is_unknown, "body", key.value_or(""));
    return std::nullopt;
  }
  const std::shared_lock lock(body->lock);
  if (!body->frame.is_whole()) {
    visit.query.refuse(Refusal::body_is_unknown, "body", body->key);
    return std::nullopt;
  }
  return Asked{body->frame.calendars.back(), body->key,
               body->zone.date_at(body_now(*body, visit.real_now))};
}

std::optional<Date> take_day(Visit& visit, std::string_view name, Date today) {
  const auto text = visit.query.take(name);
  if (!text) return std::nullopt;
  const auto day = parse_date(*text);
  if (!day) {
    visit.query.refuse(day.error().law, name, *text);
  } else if (!is_in_range(*day, today)) {
    visit.query.refuse(Refusal::date_is_out_of_range, name, *text);
  } else {
    return *day;
  }
  return std::nullopt;
}

std::optional<Language> take_language(Visit& visit) {
  const auto name = visit.query.take("lang");
  if (!name) return std::nullopt;
  if (*name == "zh") return Language::zh;
  if (*name == "en") return Language::en;
  visit.query.refuse(Refusal::choice_is_unknown, "lang", *name);
  return std::nullopt;
}

DaysAsked take_question(Visit& visit, Date today) {
  DaysAsked asked{.from = today};
  const auto from = take_day(visit, "from", today);
  if (from) asked.from = *from;
  const auto kind = visit.query.take("kind");
  if (kind && *kind == countings[1])
    asked.counting = Counting::natural;
  else if (kind && *kind != countings[0])
    visit.query.refuse(Refusal::choice_is_unknown, "kind", *kind);
  asked.until = take_day(visit, "until", today);
  asked.days = static_cast<std::int32_t>(
      visit.query.take_number("days", 0, -days_counted_max, days_counted_max));
  return asked;
}

void write_days(Json& json, const DaysCounted& counted) {
  json.object()
      .member("from", counted.from)
      .member("until", counted.until)
      .member("working_days", counted.working_days)
      .member("natural_days", counted.natural_days)
      .member("moved_from", counted.moved_from)
      .member("provisional", counted.provisional)
      .member("skipped_count", counted.skipped_count)
      .key("skipped")
      .list();
  for (const SkippedDay& day : counted.skipped)
    json.object()
        .member("date", day.date)
        .member("nature", natures[static_cast<std::size_t>(day.nature)])
        .member("name", day.name.empty() ? std::optional<std::string>() : day.name)
        .member("provisional", day.provisional)
        .end_object();
  json.end_list();
}

// The first and the last year that the calendar says anything of: the first notice may name days of
// the December before it.
std::pair<int, int> years_of(const WorkingCalendar& calendar, int around) {
  constexpr int years_back = 60, years_on = 10;
  int first = 0, last = -1;
  for (int year = around - years_back; year <= around + years_on; ++year)
    if (calendar.is_published(year)) {
      if (last < first) first = year;
      last = year;
    }
  if (last >= first && !listed_days(calendar, first - 1).empty()) --first;
  return {first, last};
}

// In the words of whoever adopted it; of those that came with the body, by their name.
std::string_view source_of(const AdoptedCalendar& calendar, Language language) {
  if (!calendar.source.empty()) return calendar.source;
  return words(language, "calendars." + calendar.key);
}

// What was typed, as it was typed: a slip is mended where it stands.
CalendarForm form_of(const Visit& visit, const std::string& body) {
  QueryString typed(visit.request.query());
  CalendarForm form;
  form.body = body;
  form.from = typed.take("from").value_or("");
  form.until = typed.take("until").value_or("");
  form.days = typed.take("days").value_or("");
  if (typed.take("kind").value_or("") == countings[1]) form.counting = Counting::natural;
  return form;
}

}  // namespace

Reply count_calendar_days(Visit& visit) {
  const bool has_day = visit.query.has("from");
  const bool has_end = visit.query.has("days") || visit.query.has("until");
  const auto asked = calendar_asked(visit);
  if (!has_day) visit.query.refuse(Refusal::field_is_missing, "from");
  if (!has_end) visit.query.refuse(Refusal::field_is_missing, "days");
  const DaysAsked question = take_question(visit, asked ? asked->today : Date{});
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  Json json(reply.body);
  write_days(json, count_days(question, asked->calendar->days));
  json.member("body", asked->body).member("calendar", asked->calendar->key).end_object();
  return reply;
}

Reply read_calendar_feed(Visit& visit) {
  const auto asked = calendar_asked(visit);
  const auto year = visit.query.take_number("year", 0, year_of(earliest_date), 9998);
  const Language language = take_language(visit).value_or(visit.language);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto [first, last] = year ? std::pair(static_cast<int>(year), static_cast<int>(year))
                                  : years_of(asked->calendar->days, year_of(asked->today));
  Reply reply;
  reply.content_type = "text/calendar; charset=utf-8";
  reply.add("Cache-Control", "public, max-age=3600");
  reply.body = feed_of_days(
      {asked->calendar->days, asked->calendar->key, asked->calendar->since, first, last, language});
  return reply;
}

Reply show_calendar(Visit& visit) {
  const auto asked = calendar_asked(visit);
  const Language language = take_language(visit).value_or(visit.language);
  const bool is_asked = visit.query.has("from");
  const auto year = visit.query.take_number("year", 0, year_of(earliest_date), 9998);
  const DaysAsked question = take_question(visit, asked ? asked->today : Date{});
  if (is_asked && !visit.query.has("days") && !visit.query.has("until"))
    visit.query.refuse(Refusal::field_is_missing, "days");
  std::vector<Refused> errors = visit.query.errors();
  if (!asked) return visit.refused(errors);
  const WorkingCalendar& calendar = asked->calendar->days;
  CalendarPage page{.language = language,
                    .calendar = calendar,
                    .source = source_of(*asked->calendar, language),
                    .today = asked->today,
                    .year = year ? static_cast<int>(year) : year_of(question.from),
                    .form = form_of(visit, asked->body),
                    .bodies = {},
                    .counted = {},
                    .refused = std::move(errors)};
  if (page.form.from.empty()) page.form.from = to_text(asked->today);
  for (const auto& body : visit.site.bodies.all()) {
    const std::shared_lock lock(body->lock);
    page.bodies.push_back({body->key, language == Language::zh ? body->name.zh : body->name.en});
  }
  if (is_asked && page.refused.empty()) page.counted = count_days(question, calendar);
  Reply reply;
  if (!page.refused.empty()) reply.status = 422;
  reply.content_type = "text/html; charset=utf-8";
  reply.add("Cache-Control", "no-cache");
  reply.add("Vary", "Accept-Language");
  reply.body = calendar_page(page);
  return reply;
}

}  // namespace chuangyou
