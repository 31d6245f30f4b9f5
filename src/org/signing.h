// Until when a second person may sign what a first one proposed.
#pragma once

#include <functional>

#include "core/working_calendar.h"
#include "record/decide.h"

namespace chuangyou {

// The last day on which a post that was proposed on a day can be signed, by the body's calendar and
// its number of practice `posts.signature_days`; a body that adopted its pack before there was that
// number has ten days. Without a body it is plain weeks.
using LastDayToSign = std::function<Date(Date proposed)>;
inline constexpr std::int32_t signature_days_otherwise = 10;
LastDayToSign last_day_to_sign(const WorkingCalendar&, PolicyValue);
const LastDayToSign& signed_in_plain_weeks();

}  // namespace chuangyou
