#include "core/zone.h"

#include <unicode/basictz.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace chuangyou {
namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t seconds_per_400_years = 146'097 * seconds_per_day;
constexpr std::int64_t long_ago = std::numeric_limits<std::int64_t>::min();

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

std::int64_t start_of(int year) { return make_date(year, 1, 1).days * seconds_per_day; }

// Finds the zone of that name. `CST` and `GMT+8`, which ICU would take too, are refused: the first
// names several zones and the second is no place whose law could change.
std::unique_ptr<icu::BasicTimeZone> find_zone(std::string_view name) {
  if (name != "UTC" && name.find('/') == std::string_view::npos) return nullptr;
  const auto id =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int>(name.size())));
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  UBool is_listed = false;
  icu::TimeZone::getCanonicalID(id, canonical, is_listed, status);
  if (U_FAILURE(status) || !is_listed) return nullptr;
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  const bool is_basic = dynamic_cast<icu::BasicTimeZone*>(zone.get()) != nullptr;
  if (!is_basic || *zone == icu::TimeZone::getUnknown()) return nullptr;
  return std::unique_ptr<icu::BasicTimeZone>(static_cast<icu::BasicTimeZone*>(zone.release()));
}

}  // namespace

// All changes of the zone's clocks up to the year 2500, taken out of ICU once, so that a look-up is
// a binary search without locks and without floating point. The rules of today go on for ever and
// the Gregorian calendar repeats itself after 400 years, so that later moments are moved back.
struct Zone::Rules {
  struct Period {
    std::int64_t from;        // the first second of the period, in UTC
    std::int64_t from_local;  // the first second whose clock reading can mean this period only
    std::int64_t offset;      // seconds east of Greenwich
  };
  std::vector<Period> periods;
  std::int64_t end = start_of(2500);

  explicit Rules(const icu::BasicTimeZone& zone) {
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t standard = 0;
    std::int32_t summer = 0;
    UDate at = static_cast<double>(start_of(1800)) * 1000.0;
    zone.getOffset(at, false, standard, summer, status);
    std::int64_t offset = (standard + summer) / 1000;
    periods.push_back({long_ago, long_ago, offset});
    icu::TimeZoneTransition change;
    while (zone.getNextTransition(at, false, change)) {
      at = change.getTime();
      const auto from = static_cast<std::int64_t>(at / 1000.0);
      if (from >= end) break;
      const auto* const rule = change.getTo();
      const std::int64_t next = (rule->getRawOffset() + rule->getDSTSavings()) / 1000;
      if (next == offset) continue;
      // Readings that occur twice, and readings that the clock jumped over, belong to the period
      // before the change; those from here on belong to the one after it.
      periods.push_back({from, from + std::max(offset, next), next});
      offset = next;
    }
  }

  // How far a second must be moved to lie before the end of the table.
  std::int64_t shift(std::int64_t second) const {
    if (second < end) return 0;
    return ((second - end) / seconds_per_400_years + 1) * seconds_per_400_years;
  }

  const Period* period_at(std::int64_t second) const {
    return last_before(second - shift(second), &Period::from);
  }

  const Period* period_of_local(std::int64_t local) const {
    return last_before(local - shift(local), &Period::from_local);
  }

 private:
  const Period* last_before(std::int64_t second, std::int64_t Period::*start) const {
    // Nearly every question is about the latest period of a zone without summer time.
    if (periods.back().*start <= second) return &periods.back();
    const auto next = std::ranges::upper_bound(periods, second, {}, start);
    return &*(next - 1);
  }
};

Result<Zone> Zone::named(std::string_view name) {
  const auto found = find_zone(name);
  if (!found) return refuse(Refusal::field_has_wrong_kind, {}, std::string(name));
  Zone zone;
  zone.name_ = name;
  zone.rules_ = std::make_shared<const Rules>(*found);
  return zone;
}

Date Zone::date_at(Moment moment) const {
  const std::int64_t second = floor_divide(moment.microseconds, microseconds_per_second);
  const std::int64_t local = second + rules_->period_at(second)->offset;
  return {static_cast<std::int32_t>(floor_divide(local, seconds_per_day))};
}

Result<Moment> Zone::parse_local(std::string_view text) const {
  // A local time is what would be a moment if only a zone stood behind it.
  const auto read = parse_moment(std::string(text) + 'Z');
  if (!read) return refuse(Refusal::time_is_not_iso, {}, std::string(text));
  const std::int64_t local = floor_divide(read->microseconds, microseconds_per_second);
  const std::int64_t offset = rules_->period_of_local(local)->offset;
  return Moment{read->microseconds - offset * microseconds_per_second};
}

Moment Zone::end_of(Date day) const {
  const std::int64_t midnight = (std::int64_t{day.days} + 1) * seconds_per_day;
  const auto* const period = rules_->period_of_local(midnight);
  std::int64_t end = midnight - period->offset;
  // Where clocks are set back just after midnight the day begins to run once more; it has run out
  // at the second midnight.
  const auto* const next = period + 1;
  const auto* const behind = rules_->periods.data() + rules_->periods.size();
  if (next != behind) {
    const std::int64_t change = next->from + rules_->shift(midnight);
    if (change > end && change + next->offset < midnight) end = midnight - next->offset;
  }
  return {end * microseconds_per_second};
}

std::string Zone::local_text(Moment moment) const {
  const std::int64_t second = floor_divide(moment.microseconds, microseconds_per_second);
  const std::int64_t exact = rules_->period_at(second)->offset;
  // Before standard time places kept their own noon to the second. RFC 3339 knows minutes only, and
  // a text that names another moment would be worse than a clock that is seconds off.
  const std::int64_t minutes = floor_divide(exact + 30, 60);
  std::string text = to_text(Moment{moment.microseconds + minutes * 60 * microseconds_per_second});
  const std::int64_t distance = minutes < 0 ? -minutes : minutes;
  const auto digit = [](std::int64_t value) { return static_cast<char>('0' + value % 10); };
  text.back() = minutes < 0 ? '-' : '+';
  text += {digit(distance / 600), digit(distance / 60), ':', digit(distance % 60 / 10),
           digit(distance)};
  return text;
}

}  // namespace chuangyou
