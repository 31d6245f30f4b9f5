#include "org/signing.h"

namespace chuangyou {

LastDayToSign last_day_to_sign(const WorkingCalendar& calendar, PolicyValue policy) {
  return [&calendar, policy = std::move(policy)](Date proposed) {
    const auto days = policy("posts.signature_days", proposed);
    const auto count =
        days ? static_cast<std::int32_t>(days->millionths / 1'000'000) : signature_days_otherwise;
    return calendar.add(proposed, WorkingDays{count}).date;
  };
}

const LastDayToSign& signed_in_plain_weeks() {
  static const WorkingCalendar weeks = WorkingCalendar::plain_weeks("plain");
  static const LastDayToSign last_day =
      last_day_to_sign(weeks, [](std::string_view, Date) { return std::optional<Fixed>(); });
  return last_day;
}

}  // namespace chuangyou
