#include "portal/day_count.h"

#include <algorithm>

namespace chuangyou {
namespace {

// Off the days in (after, until] those that count neither way.
void list_skipped(DaysCounted& counted, Date after, Date until, const WorkingCalendar& calendar) {
  counted.skipped = calendar.skipped(after, until);
  counted.skipped_count =
      until.days - after.days - static_cast<std::int32_t>(calendar.between(after, until).count);
}

bool joins(const DaysInARow& row, const SkippedDay& day) {
  return row.last + NaturalDays{1} == day.date && row.nature == day.nature &&
         row.name == day.name && row.provisional == day.provisional;
}

}  // namespace

DaysCounted count_days(const DaysAsked& asked, const WorkingCalendar& calendar) {
  DaysCounted counted{.from = asked.from, .until = asked.until.value_or(asked.from)};
  const bool counts_natural = !asked.until && asked.counting == Counting::natural;
  if (counts_natural) {
    const Date plain = asked.from + NaturalDays{asked.days};
    const DueDate due = calendar.add(asked.from, NaturalDays{asked.days});
    counted.until = due.date;
    counted.provisional = due.provisional;
    if (due.date != plain) counted.moved_from = plain;
  } else if (!asked.until) {
    const DueDate due = calendar.add(asked.from, WorkingDays{asked.days});
    counted.until = due.date;
    counted.provisional = due.provisional;
  }
  const Date first = std::min(counted.from, counted.until);
  const Date last = std::max(counted.from, counted.until);
  if (asked.until)
    counted.provisional = calendar.add(first, calendar.between(first, last)).provisional ||
                          calendar.skips_a_provisional_day(first, last);
  counted.natural_days = counted.until.days - counted.from.days;
  // The day from which one counts is itself not counted, in either direction.
  const bool is_back = counted.until < counted.from;
  const NaturalDays shift{is_back ? -1 : 0};
  counted.working_days = calendar.between(counted.from + shift, counted.until + shift).count;
  if (counted.moved_from)
    list_skipped(counted, *counted.moved_from + NaturalDays{-1}, counted.until, calendar);
  else if (!counts_natural && !is_back)
    list_skipped(counted, first, last, calendar);
  else if (!counts_natural)  // counted back, the day from which one counts is not stepped over
    list_skipped(counted, first, last + NaturalDays{-1}, calendar);
  return counted;
}

std::vector<DaysInARow> in_rows(const std::vector<SkippedDay>& days) {
  std::vector<DaysInARow> rows;
  for (const SkippedDay& day : days) {
    if (!rows.empty() && joins(rows.back(), day))
      rows.back().last = day.date;
    else
      rows.push_back({day.date, day.date, day.nature, day.name, day.provisional});
  }
  return rows;
}

std::string festival_in(Language language, std::string_view name) {
  const std::string_view known = words(language, "portal.calendar.festivals." + std::string(name));
  return std::string(known.empty() ? name : known);
}

std::vector<DaysInARow> listed_days(const WorkingCalendar& calendar, int year) {
  std::vector<SkippedDay> listed;
  const Date end = make_date(year + 1, 1, 1);
  for (Date day = make_date(year, 1, 1); day < end; day = day + NaturalDays{1}) {
    const DayNature nature = calendar.nature_of(day);
    if (nature == DayNature::holiday || nature == DayNature::make_up_working)
      listed.push_back(
          {day, nature, std::string(calendar.name_of(day)), !calendar.is_settled(day)});
  }
  return in_rows(listed);
}

}  // namespace chuangyou
