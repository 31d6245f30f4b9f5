#include "portal/calendar_feed.h"

#include "portal/day_count.h"

namespace chuangyou {
namespace {

// 3.1: no line is longer than 75 octets, and none is folded within a character.
constexpr std::size_t line_bytes_max = 75;

bool is_within_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

void put_line(std::string& feed, std::string_view name, std::string_view value) {
  std::string line = std::string(name) + ":" + std::string(value);
  std::string_view left = line;
  for (std::size_t room = line_bytes_max; left.size() > room; room = line_bytes_max - 1) {
    std::size_t end = room;
    while (is_within_a_character(left[end])) --end;
    feed.append(left.substr(0, end)).append("\r\n ");
    left.remove_prefix(end);
  }
  feed.append(left).append("\r\n");
}

// 3.3.11: what separates values is written with a backslash.
std::string as_text(std::string_view words) {
  std::string text;
  for (const char character : words) {
    if (character == '\n') {
      text += "\\n";
      continue;
    }
    if (character == '\\' || character == ';' || character == ',') text += '\\';
    text += character;
  }
  return text;
}

std::string digits_of(std::string_view iso) {
  std::string digits;
  for (const char character : iso)
    if (character != '-' && character != ':') digits += character;
  return digits;
}

// To the second: decimals have no place in the form.
std::string stamp_of(Moment moment) {
  constexpr std::int64_t second = 1'000'000;
  return digits_of(to_text(Moment{moment.microseconds / second * second}));
}

}  // namespace

std::string feed_of_days(const FeedOfDays& asked) {
  std::string feed;
  put_line(feed, "BEGIN", "VCALENDAR");
  put_line(feed, "VERSION", "2.0");
  put_line(feed, "PRODID", "-//Chuangyou//Working calendar//EN");
  put_line(feed, "CALSCALE", "GREGORIAN");
  put_line(feed, "METHOD", "PUBLISH");
  put_line(feed, "X-WR-CALNAME", as_text(words(asked.language, "portal.calendar.feed")));
  for (int year = asked.first_year; year <= asked.last_year; ++year)
    for (const DaysInARow& row : listed_days(asked.calendar, year)) {
      const bool is_off = row.nature == DayNature::holiday;
      const std::string_view kind =
          words(asked.language, is_off ? "portal.calendar.day_off" : "portal.calendar.day_worked");
      put_line(feed, "BEGIN", "VEVENT");
      put_line(feed, "UID",
               to_text(row.first) + (is_off ? "-off-" : "-work-") + std::string(asked.key) +
                   "@chuangyou");
      put_line(feed, "DTSTAMP", stamp_of(asked.since));
      put_line(feed, "DTSTART;VALUE=DATE", digits_of(to_text(row.first)));
      put_line(feed, "DTEND;VALUE=DATE", digits_of(to_text(row.last + NaturalDays{1})));
      put_line(feed, "SUMMARY",
               as_text(std::string(kind) + " " + festival_in(asked.language, row.name)));
      put_line(feed, "TRANSP", is_off ? "TRANSPARENT" : "OPAQUE");
      if (row.provisional) put_line(feed, "STATUS", "TENTATIVE");
      put_line(feed, "END", "VEVENT");
    }
  put_line(feed, "END", "VCALENDAR");
  return feed;
}

}  // namespace chuangyou
