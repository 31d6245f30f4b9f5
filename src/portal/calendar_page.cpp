#include "portal/calendar_page.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "core/embedded.h"

namespace chuangyou {
namespace {

using kainjow::mustache::data;

std::string_view embedded(std::string_view path) {
  const auto found = std::ranges::find(embedded_files(), path, &EmbeddedFile::path);
  return found == embedded_files().end() ? std::string_view() : found->content;
}

std::string said(Language language, std::string_view key) {
  return std::string(words(language, "portal.calendar." + std::string(key)));
}

// 2026年10月1日（周四）, or Thu 1 Oct 2026.
std::string in_words(Language language, Date day) {
  const std::string number = std::to_string(day_of_month(day));
  const std::string month = std::to_string(month_of(day));
  const std::string year = std::to_string(year_of(day));
  const std::string weekday = said(language, "weekdays." + std::to_string(weekday_of(day)));
  if (language == Language::zh)
    return year + "年" + month + "月" + number + "日（" + weekday + "）";
  return weekday + " " + number + " " + said(language, "months." + month) + " " + year;
}

std::string counted_in_words(Language language, std::string_view key, std::int64_t count) {
  std::string text = said(language, key);
  const std::size_t place = text.find("{n}");
  return place == std::string::npos ? text : text.replace(place, 3, std::to_string(count));
}

std::string name_of(Language language, const DaysInARow& row) {
  if (row.nature == DayNature::weekend) return said(language, "weekend");
  const bool is_off = row.nature == DayNature::holiday;
  return said(language, is_off ? "day_off" : "day_worked") + " " + festival_in(language, row.name);
}

data row_of(Language language, const DaysInARow& row) {
  data shown;
  shown.set("first", in_words(language, row.first));
  shown.set("last", row.first == row.last ? data(data::type::bool_false)
                                          : data(in_words(language, row.last)));
  shown.set("name", name_of(language, row));
  shown.set("days", counted_in_words(language, "n_days", row.last.days - row.first.days + 1));
  shown.set("provisional", row.provisional);
  return shown;
}

data answer_of(const CalendarPage& page) {
  const DaysCounted& counted = *page.counted;
  const Language language = page.language;
  data answer;
  answer.set("from", in_words(language, counted.from));
  answer.set("until", in_words(language, counted.until));
  answer.set("until_iso", to_text(counted.until));
  answer.set("asks_between", !page.form.until.empty());
  answer.set("working_days", counted_in_words(language, "n_working_days", counted.working_days));
  answer.set("natural_days", counted_in_words(language, "n_natural_days", counted.natural_days));
  answer.set("provisional", counted.provisional);
  if (counted.moved_from) answer.set("moved_from", in_words(language, *counted.moved_from));
  data rows(data::type::list);
  for (const DaysInARow& row : in_rows(counted.skipped)) rows << row_of(language, row);
  answer.set("has_skipped", counted.skipped_count > 0);
  answer.set("skipped", rows);
  answer.set("skipped_count", counted_in_words(language, "n_skipped", counted.skipped_count));
  const auto left = counted.skipped_count - std::ssize(counted.skipped);
  if (left > 0) answer.set("more", counted_in_words(language, "n_more", left));
  return answer;
}

std::string_view mark_of(DayNature nature) {
  if (nature == DayNature::holiday) return "off";
  if (nature == DayNature::make_up_working) return "worked";
  return nature == DayNature::weekend ? "weekend" : "";
}

// In a year whose own notice is there, days that the next one may still change.
bool is_yet_to_be_told(const CalendarPage& page, Date day) {
  return page.calendar.is_published(page.year) && !page.calendar.is_settled(day);
}

data day_of(const CalendarPage& page, Date day) {
  data cell;
  const DayNature nature = page.calendar.nature_of(day);
  cell.set("number", std::to_string(day_of_month(day)));
  cell.set("mark", std::string(mark_of(nature)));
  cell.set("is_today", day == page.today);
  if (nature == DayNature::holiday || nature == DayNature::make_up_working) {
    const bool is_off = nature == DayNature::holiday;
    cell.set("sign", said(page.language, is_off ? "sign_off" : "sign_worked"));
    cell.set("says", said(page.language, is_off ? "day_off" : "day_worked") + " " +
                         festival_in(page.language, page.calendar.name_of(day)));
  } else if (is_yet_to_be_told(page, day)) {
    cell.set("unsettled", true);
    cell.set("says", said(page.language, "provisional"));
  }
  return cell;
}

data month_of_year(const CalendarPage& page, int month) {
  data shown;
  shown.set("name", said(page.language, "months." + std::to_string(month)));
  data weeks(data::type::list);
  const Date first = make_date(page.year, month, 1);
  Date day = first + NaturalDays{1 - weekday_of(first)};
  while (day < first || month_of(day) == month) {
    data days(data::type::list);
    for (int i = 0; i < 7; ++i, day = day + NaturalDays{1}) {
      const bool is_in = month_of(day) == month && year_of(day) == page.year;
      days << (is_in ? day_of(page, day) : data(data::type::object));
    }
    data week;
    week.set("days", days);
    weeks << week;
  }
  shown.set("weeks", weeks);
  return shown;
}

// The address of this page in another language or year, with what was asked.
std::string address_of(const CalendarPage& page, Language language, int year) {
  return "/calendar?lang=" + std::string(language == Language::zh ? "zh" : "en") +
         "&year=" + std::to_string(year) +
         (page.form.body.empty() ? "" : "&body=" + page.form.body);
}

data form_of(const CalendarPage& page) {
  data form;
  form.set("from", page.form.from);
  form.set("until", page.form.until);
  form.set("days", page.form.days);
  form.set("natural", page.form.counting == Counting::natural);
  data bodies(data::type::list);
  for (const BodyNamed& body : page.bodies) {
    data choice;
    choice.set("key", body.key);
    choice.set("name", body.name);
    choice.set("chosen", body.key == page.form.body);
    bodies << choice;
  }
  form.set("has_bodies", page.bodies.size() > 1);
  form.set("bodies", bodies);
  return form;
}

// The words that stand on the page whatever is asked.
void set_words(data& shown, Language language) {
  for (const std::string_view key : {"title",
                                     "lead",
                                     "from",
                                     "days",
                                     "kind",
                                     "working",
                                     "natural",
                                     "until",
                                     "until_hint",
                                     "or_until",
                                     "ask",
                                     "body",
                                     "result",
                                     "moved",
                                     "provisional",
                                     "provisional_hint",
                                     "skipped",
                                     "none_skipped",
                                     "year",
                                     "legend_off",
                                     "legend_worked",
                                     "subscribe",
                                     "subscribe_hint",
                                     "source",
                                     "other_language",
                                     "home",
                                     "back_hint",
                                     "wrong",
                                     "unsettled_year",
                                     "unsettled_end"})
    shown.set("w_" + std::string(key), said(language, key));
}

}  // namespace

std::string calendar_page(const CalendarPage& page) {
  const Language language = page.language;
  const bool is_zh = language == Language::zh;
  data shown;
  set_words(shown, language);
  shown.set("lang", is_zh ? "zh-CN" : "en");
  shown.set("language", is_zh ? "zh" : "en");
  shown.set("form", form_of(page));
  shown.set("source", std::string(page.source));
  std::string hint = said(language, "until_hint");
  if (const std::size_t place = hint.find("{day}"); place != std::string::npos)
    hint.replace(place, 5, to_text(page.today));
  shown.set("w_until_hint", hint);
  shown.set("today", to_text(page.today));
  shown.set("year", std::to_string(page.year));
  shown.set("before", address_of(page, language, page.year - 1));
  shown.set("before_year", std::to_string(page.year - 1));
  shown.set("after", address_of(page, language, page.year + 1));
  shown.set("after_year", std::to_string(page.year + 1));
  shown.set("other", address_of(page, is_zh ? Language::en : Language::zh, page.year));
  shown.set("other_lang", is_zh ? "en" : "zh-CN");
  shown.set("feed", "/api/calendar/days.ics?lang=" + std::string(is_zh ? "zh" : "en") +
                        (page.form.body.empty() ? "" : "&body=" + page.form.body));
  if (!page.calendar.is_published(page.year)) shown.set("unsettled", true);
  if (is_yet_to_be_told(page, make_date(page.year, 12, 31))) shown.set("unsettled_end", true);
  if (page.counted) shown.set("answer", answer_of(page));
  data wrong(data::type::list);
  for (const Refused& one : page.refused) {
    data line;
    const std::string label = said(language, one.field);
    line.set("field", label.empty() ? one.field : label);
    line.set("words", std::string(words(language, "refusals." + std::string(name_of(one.law)))));
    line.set("detail", one.detail);
    wrong << line;
  }
  shown.set("has_wrong", !page.refused.empty());
  shown.set("wrong", wrong);
  data weekdays(data::type::list), months(data::type::list), listed(data::type::list);
  for (int day = 1; day <= 7; ++day)
    weekdays << data("name", said(language, "weekdays_short." + std::to_string(day)));
  shown.set("weekdays", weekdays);
  for (int month = 1; month <= 12; ++month) months << month_of_year(page, month);
  shown.set("months", months);
  for (const DaysInARow& row : listed_days(page.calendar, page.year))
    listed << row_of(language, row);
  shown.set("listed", listed);
  kainjow::mustache::mustache form(std::string(embedded("portal/calendar.mustache")));
  return form.render(shown);
}

// Without a script nobody chooses a paper: the dark one of the desk is that of a dark screen.
std::string portal_style() {
  constexpr std::string_view chosen = ":root[data-theme=\"dark\"]";
  const std::string_view tokens = embedded("style/tokens.css");
  std::string style(tokens);
  if (const std::size_t dark = tokens.find(chosen); dark != std::string_view::npos) {
    const std::size_t begin = dark + chosen.size();
    style.append("@media (prefers-color-scheme: dark) { :root")
        .append(tokens.substr(begin, tokens.find('}', begin) + 1 - begin))
        .append(" }\n");
  }
  return style.append(embedded("style/base.css")).append(embedded("portal/portal.css"));
}

}  // namespace chuangyou
