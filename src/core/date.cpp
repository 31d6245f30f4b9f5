#include "core/date.h"

namespace chuangyou {
namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

struct CivilDay {
  std::int64_t year;
  int month;
  int day;
};

// Years are counted from March, so that the leap day is the last of its year, and in eras of 400
// years, after which the Gregorian calendar repeats itself.
constexpr std::int64_t days_of(CivilDay civil) {
  const std::int64_t year = civil.month <= 2 ? civil.year - 1 : civil.year;
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = civil.month > 2 ? civil.month - 3 : civil.month + 9;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

constexpr CivilDay civil_of(std::int64_t days_since_1970) {
  const std::int64_t days = days_since_1970 + 719'468;
  const std::int64_t era = floor_divide(days, 146'097);
  const auto day_of_era = static_cast<std::uint32_t>(days - era * 146'097);
  const std::uint32_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::uint32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t month_from_march = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5) + 1;
  const int month = static_cast<int>(month_from_march) + (month_from_march < 10 ? 3 : -9);
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

constexpr int days_in(int year, int month) {
  constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && is_leap ? 29 : lengths[month - 1];
}

// Returns -1 where some character is no ASCII digit.
constexpr int number_at(const char* text, int digits) {
  int number = 0;
  for (int i = 0; i < digits; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
    if (digit > 9) return -1;
    number = number * 10 + static_cast<int>(digit);
  }
  return number;
}

// Reads the ten characters at `text`; false where they are no existing day.
bool read_day(const char* text, Date& date) {
  const int year = number_at(text, 4);
  const int month = number_at(text + 5, 2);
  const int day = number_at(text + 8, 2);
  if (text[4] != '-' || text[7] != '-' || year < 0) return false;
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return false;
  date = make_date(year, month, day);
  return true;
}

// Reads the eight characters `00:20:09`; -1 where they are no time of day. A leap second is
// refused, because no clock of ours can show it.
int read_second_of_day(const char* text) {
  const int hour = number_at(text, 2);
  const int minute = number_at(text + 3, 2);
  const int second = number_at(text + 6, 2);
  if (text[2] != ':' || text[5] != ':') return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return hour * 3'600 + minute * 60 + second;
}

// Takes `.25` off the front of `rest`; -1 where there is a point without one to six digits.
int take_decimals(std::string_view& rest) {
  if (rest.empty() || rest.front() != '.') return 0;
  std::size_t digits = 0;
  int microseconds = 0;
  while (digits + 1 < rest.size() && rest[digits + 1] >= '0' && rest[digits + 1] <= '9') {
    if (++digits > 6) return -1;
    microseconds = microseconds * 10 + (rest[digits] - '0');
  }
  if (digits == 0) return -1;
  for (std::size_t i = digits; i < 6; ++i) microseconds *= 10;
  rest.remove_prefix(digits + 1);
  return microseconds;
}

// Reads `Z` or `+08:00` into seconds east of Greenwich.
bool read_offset(std::string_view text, int& seconds) {
  if (text == "Z" || text == "z") {
    seconds = 0;
    return true;
  }
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  const int hours = number_at(text.data() + 1, 2);
  const int minutes = number_at(text.data() + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  seconds = (hours * 3'600 + minutes * 60) * (text[0] == '-' ? -1 : 1);
  return true;
}

char* write_digits(char* to, std::uint32_t number, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    to[i] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  return to + digits;
}

char* write_pair(char* to, int number) {
  to[0] = static_cast<char>('0' + number / 10);
  to[1] = static_cast<char>('0' + number % 10);
  return to + 2;
}

// Years outside 0000 to 9999 take ISO 8601's expanded form with a sign; they can be computed, never
// typed. The widest year of a Date has seven digits.
char* write_day(char* to, const CivilDay& civil) {
  const auto year = static_cast<std::uint32_t>(civil.year < 0 ? -civil.year : civil.year);
  int digits = 4;
  if (civil.year < 0 || civil.year > 9'999) {
    *to++ = civil.year < 0 ? '-' : '+';
    for (std::uint32_t limit = 10'000; year >= limit; limit *= 10) ++digits;
  }
  to = write_digits(to, year, digits);
  *to++ = '-';
  to = write_pair(to, civil.month);
  *to++ = '-';
  return write_pair(to, civil.day);
}

}  // namespace

Date make_date(int year, int month, int day) {
  return {static_cast<std::int32_t>(days_of({year, month, day}))};
}

bool is_in_range(Date date, Date today) {
  const CivilDay now = civil_of(today.days);
  return earliest_date <= date &&
         date.days <= days_of({now.year + years_ahead_max, now.month, now.day});
}

int year_of(Date date) { return static_cast<int>(civil_of(date.days).year); }
int month_of(Date date) { return civil_of(date.days).month; }
int day_of_month(Date date) { return civil_of(date.days).day; }

Date first_of_month(Date date) { return make_date(year_of(date), month_of(date), 1); }
Date first_of_quarter(Date date) {
  constexpr int months_of_a_quarter = 3;
  const int month = (month_of(date) - 1) / months_of_a_quarter * months_of_a_quarter + 1;
  return make_date(year_of(date), month, 1);
}

int weekday_of(Date date) {
  const std::int64_t since_a_monday = std::int64_t{date.days} + 3;
  return static_cast<int>(since_a_monday - floor_divide(since_a_monday, 7) * 7) + 1;
}

Result<Date> parse_date(std::string_view text) {
  Date date;
  if (text.size() != 10 || !read_day(text.data(), date)) {
    return refuse(Refusal::date_is_not_iso, {}, std::string(text));
  }
  return date;
}

std::string to_text(Date date) {
  char text[24];
  return std::string(text, write_day(text, civil_of(date.days)));
}

Result<Moment> parse_moment(std::string_view text) {
  const auto malformed = [text] { return refuse(Refusal::time_is_not_iso, {}, std::string(text)); };
  if (text.size() < 19) return malformed();
  Date date;
  const char between = text[10];
  const int second_of_day = read_second_of_day(text.data() + 11);
  if (!read_day(text.data(), date) || second_of_day < 0) return malformed();
  if (between != 'T' && between != ' ' && between != 't') return malformed();

  std::string_view rest = text.substr(19);
  const int microseconds = take_decimals(rest);
  if (microseconds < 0) return malformed();
  if (rest.empty()) return refuse(Refusal::time_has_no_zone, {}, std::string(text));
  int offset = 0;
  if (!read_offset(rest, offset)) return malformed();
  const std::int64_t seconds = date.days * seconds_per_day + second_of_day - offset;
  return Moment{seconds * microseconds_per_second + microseconds};
}

std::string to_text(Moment moment) {
  const std::int64_t seconds = floor_divide(moment.microseconds, microseconds_per_second);
  auto decimals =
      static_cast<std::uint32_t>(moment.microseconds - seconds * microseconds_per_second);
  const std::int64_t days = floor_divide(seconds, seconds_per_day);
  const auto second_of_day = static_cast<int>(seconds - days * seconds_per_day);

  char text[48];
  char* end = write_day(text, civil_of(days));
  *end++ = 'T';
  end = write_pair(end, second_of_day / 3'600);
  *end++ = ':';
  end = write_pair(end, second_of_day / 60 % 60);
  *end++ = ':';
  end = write_pair(end, second_of_day % 60);
  if (decimals != 0) {
    int digits = 6;
    for (; decimals % 10 == 0; decimals /= 10) --digits;
    *end++ = '.';
    end = write_digits(end, decimals, digits);
  }
  *end++ = 'Z';
  return std::string(text, end);
}

}  // namespace chuangyou
