// A campaign as it goes out, to those who work in it and to everyone: what it asks, word for word
// where it is quoted, and which of it is the text's and which is ours.
#pragma once

#include "core/working_calendar.h"
#include "http/json.h"
#include "packs/campaign.h"

namespace chuangyou {

std::optional<std::int64_t> entry_or_null(std::int64_t entry);

// Its members; whoever calls opens and closes the object. Days left are counted from `today`.
void write_campaign(Json&, const Campaign&, const WorkingCalendar&, Date today);

}  // namespace chuangyou
