#include "core/working_calendar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace chuangyou {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 4> columns = {"notice_year", "date", "name", "kind"};
enum Column : std::size_t { notice_year, date, name, kind };

DayNature nature_in_plain_week(Date day) {
  return weekday_of(day) <= 5 ? DayNature::working : DayNature::weekend;
}

constexpr bool counts(DayNature nature) {
  return nature == DayNature::working || nature == DayNature::make_up_working;
}

// From here to the end of the year the notice of the next one may still say otherwise: in four of
// the twenty years from 2006 to 2025 it did.
Date last_days_of(int year) { return make_date(year, 12, 26); }

// Takes one line off the front, without its end.
std::string_view take_line(std::string_view& csv) {
  const std::size_t end = std::min(csv.find('\n'), csv.size());
  std::string_view line = csv.substr(0, end);
  csv.remove_prefix(std::min(end + 1, csv.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Splits a line at its commas; a cell may stand in quotes, with a quote inside it written twice.
Result<std::vector<std::string>> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char character = line[i];
    if (is_quoted && line.substr(i, 2) == "\"\"") {
      cells.back() += '"';
      ++i;
    } else if (character == '"' && (is_quoted || cells.back().empty())) {
      is_quoted = !is_quoted;
    } else if (character == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += character;
    }
  }
  if (is_quoted) return refuse(Refusal::quote_is_not_closed);
  return cells;
}

// Where each of our columns stands in the file.
using Places = std::array<std::size_t, columns.size()>;

Result<Places> places_in(std::string_view head) {
  const auto cells = cells_of(head);
  if (!cells) return std::unexpected(cells.error());
  for (const std::string& cell : *cells) {
    if (std::ranges::find(columns, cell) == columns.end()) {
      return refuse(Refusal::column_is_unknown, cell);
    }
  }
  Places places{};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto found = std::ranges::find(*cells, columns[i]);
    if (found == cells->end()) return refuse(Refusal::column_is_missing, std::string(columns[i]));
    places[i] = static_cast<std::size_t>(found - cells->begin());
  }
  return places;
}

struct Row {
  int notice_year = 0;
  Date day;
  std::string name;
  bool off = false;
};

Result<Row> read_row(std::string_view line, const Places& places) {
  auto cells = cells_of(line);
  if (!cells) return std::unexpected(cells.error());
  if (cells->size() < columns.size()) return refuse(Refusal::row_is_cut_short);
  if (cells->size() > columns.size()) return refuse(Refusal::row_has_too_many_cells);

  Row row;
  const std::string& year = (*cells)[places[notice_year]];
  const char* const year_end = year.data() + year.size();
  const auto [stop, error] = std::from_chars(year.data(), year_end, row.notice_year);
  if (error != std::errc{} || stop != year_end) {
    return refuse(Refusal::field_has_wrong_kind, "notice_year");
  }
  const auto day = parse_date((*cells)[places[date]]);
  if (!day) return refuse(day.error().law, "date");
  row.day = *day;
  // Days far from the notice's year are slips of the pen, and a clock would have to carry a table
  // of all days between.
  const int distance = year_of(row.day) - row.notice_year;
  if (distance < -1 || distance > 1) return refuse(Refusal::number_is_out_of_range, "date");
  const std::string& word = (*cells)[places[kind]];
  if (word != "off" && word != "work") return refuse(Refusal::choice_is_unknown, "kind");
  row.off = word == "off";
  row.name = std::move((*cells)[places[name]]);
  return row;
}

}  // namespace

WorkingCalendar WorkingCalendar::plain_weeks(std::string version) {
  WorkingCalendar calendar;
  calendar.version_ = std::move(version);
  calendar.plain_ = true;
  return calendar;
}

Result<WorkingCalendar> WorkingCalendar::from_csv(std::string version, std::string_view csv) {
  if (csv.starts_with(byte_order_mark)) csv.remove_prefix(byte_order_mark.size());
  if (csv.empty()) return refuse(Refusal::file_is_empty);
  const auto places = places_in(take_line(csv));
  if (!places) return std::unexpected(places.error());

  WorkingCalendar calendar;
  calendar.version_ = std::move(version);
  for (int number = 2; !csv.empty(); ++number) {
    const std::string_view line = take_line(csv);
    if (line.empty()) continue;
    const auto at_row = [&](Refusal law, std::string field) {
      return refuse(law, std::move(field), std::to_string(number) + ": " + std::string(line));
    };
    auto row = read_row(line, *places);
    if (!row) return at_row(row.error().law, row.error().field);
    const auto [listed, is_new] =
        calendar.listed_.try_emplace(row->day, Listed{row->off, std::move(row->name)});
    // Two notices may both name a late day of December, but not as different things.
    if (!is_new && listed->second.off != row->off) {
      return at_row(Refusal::id_is_there_twice, "date");
    }
    calendar.published_years_.push_back(row->notice_year);
  }
  std::vector<int>& years = calendar.published_years_;
  std::ranges::sort(years);
  years.erase(std::unique(years.begin(), years.end()), years.end());
  calendar.spread();
  return calendar;
}

void WorkingCalendar::spread() {
  if (listed_.empty()) return;
  first_ = listed_.begin()->first;
  const Date last = listed_.rbegin()->first;
  natures_.reserve(static_cast<std::size_t>(last.days - first_.days + 1));
  for (Date day = first_; day <= last; day = day + NaturalDays{1}) {
    natures_.push_back(nature_in_plain_week(day));
  }
  for (const auto& [day, listed] : listed_) {
    natures_[static_cast<std::size_t>(day.days - first_.days)] =
        listed.off ? DayNature::holiday : DayNature::make_up_working;
  }
  std::int32_t more = 0;
  more_than_plain_.reserve(natures_.size());
  for (Date day = first_; day <= last; day = day + NaturalDays{1}) {
    more += int{is_working(day)} - int{counts(nature_in_plain_week(day))};
    more_than_plain_.push_back(more);
  }
}

bool WorkingCalendar::is_published(int year) const {
  return plain_ || std::ranges::binary_search(published_years_, year);
}

bool WorkingCalendar::is_settled(Date day) const { return is_settled(day, day); }

bool WorkingCalendar::is_settled(Date first, Date last) const {
  if (plain_ || last < first) return true;
  const int first_year = year_of(first);
  const int last_year = year_of(last) + int{last >= last_days_of(year_of(last))};
  const auto from = std::ranges::lower_bound(published_years_, first_year);
  const auto until = std::ranges::upper_bound(published_years_, last_year);
  return until - from == last_year - first_year + 1;
}

bool WorkingCalendar::is_working(Date day) const { return counts(nature_of(day)); }

DayNature WorkingCalendar::nature_of(Date day) const {
  const std::int64_t place = std::int64_t{day.days} - first_.days;
  if (place < 0 || place >= static_cast<std::int64_t>(natures_.size())) {
    return nature_in_plain_week(day);
  }
  return natures_[static_cast<std::size_t>(place)];
}

std::string_view WorkingCalendar::name_of(Date day) const {
  const auto listed = listed_.find(day);
  return listed == listed_.end() ? std::string_view{} : std::string_view(listed->second.name);
}

// How many days count up to and with this one, reckoned from an arbitrary Monday: five in each week
// before, of its own week as many as have gone by, and what the listed days add or take away.
std::int64_t WorkingCalendar::counted_until(std::int64_t day) const {
  constexpr std::int64_t days_to_a_monday = 3;  // 1970-01-01 was a Thursday
  const std::int64_t since = day + days_to_a_monday;
  const std::int64_t week = since / 7 - (since % 7 < 0 ? 1 : 0);
  const std::int64_t plain = week * 5 + std::min<std::int64_t>(since - week * 7 + 1, 5);
  const std::int64_t place = day - first_.days;
  if (place < 0 || more_than_plain_.empty()) return plain;
  const auto last = static_cast<std::int64_t>(more_than_plain_.size()) - 1;
  return plain + more_than_plain_[static_cast<std::size_t>(std::min(place, last))];
}

// The first day up to which so many count: a working day, since it is the one that adds the last.
Date WorkingCalendar::first_day_with(std::int64_t counted) const {
  std::int64_t before = INT32_MIN, found = INT32_MAX;
  while (found - before > 1) {
    const std::int64_t middle = before + (found - before) / 2;
    (counted_until(middle) >= counted ? found : before) = middle;
  }
  return {static_cast<std::int32_t>(found)};
}

DueDate WorkingCalendar::add(Date start, WorkingDays days) const {
  if (days.count == 0) return {start, false};
  const bool is_back = days.count < 0;
  // Counting back, the start day is not counted either.
  const std::int64_t from = counted_until(std::int64_t{start.days} - (is_back ? 1 : 0));
  const Date day = first_day_with(from + days.count + (is_back ? 1 : 0));
  const Date next_to_start = start + NaturalDays{is_back ? -1 : 1};
  return {day, !is_settled(std::min(day, next_to_start), std::max(day, next_to_start))};
}

DueDate WorkingCalendar::add(Date start, NaturalDays days) const {
  const Date end = start + days;
  Date day = end;
  while (!is_working(day)) day = day + NaturalDays{1};
  // Only the days at the end are asked whether they count; those before it are natural days.
  return {day, !is_settled(end, day)};
}

WorkingDays WorkingCalendar::between(Date after, Date until) const {
  return {static_cast<std::int32_t>(counted_until(until.days) - counted_until(after.days))};
}

std::vector<SkippedDay> WorkingCalendar::skipped(Date after, Date until) const {
  std::vector<SkippedDay> days;
  for (Date day = after; day < until && days.size() < skipped_listed_max;) {
    day = day + NaturalDays{1};
    const DayNature nature = nature_of(day);
    if (counts(nature)) continue;
    days.push_back({day, nature, std::string(name_of(day)), !is_settled(day)});
  }
  return days;
}

bool WorkingCalendar::skips_a_provisional_day(Date after, Date until) const {
  if (plain_ || until <= after) return false;
  const auto skips_in = [&](Date first, Date last) {
    const Date before = std::max(after, first + NaturalDays{-1});
    const Date end = std::min(until, last);
    return before < end && between(before, end).count < end.days - before.days;
  };
  const auto in_year = [&](int year) {
    return !is_published(year) && skips_in(make_date(year, 1, 1), make_date(year, 12, 31));
  };
  const int first_year = year_of(after + NaturalDays{1});
  const int last_year = year_of(until);
  if (in_year(first_year) || in_year(last_year)) return true;
  // Every whole year has days off.
  if (last_year - first_year > 1 &&
      !is_settled(make_date(first_year + 1, 1, 1), make_date(last_year - 1, 12, 25)))
    return true;
  return std::ranges::any_of(published_years_, [&](int year) {
    return !is_published(year + 1) && skips_in(last_days_of(year), make_date(year, 12, 31));
  });
}

}  // namespace chuangyou
