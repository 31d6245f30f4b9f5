// ?as_of=: a read of a past day goes through the same doors as one of the present.
#pragma once

#include <optional>

#include "http/routes.h"
#include "http/site.h"

namespace chuangyou {

// The words of the day in which the visitor stands, where they are still to be indexed: that they
// are (202), or why they cannot be had; nullopt = they are there.
std::optional<Reply> wait_for_words(Visit&);

// Whether the door answers for a past day.
bool answers_for_past_days(const Route&);
// From then on the visitor stands in that day; otherwise the reply is that it is being made (202),
// or why not. Nobody acts there: parameter_is_unknown.
std::optional<Reply> enter_past_day(Visit&, const Route&);
// What the door answers there.
Reply open_in_past_day(Visit&, const Route&);

// What broke while a past day was read: its copy is made anew (202), unless it broke otherwise.
Reply broken_in_past(Site&, const std::shared_ptr<PastDay>&, const std::exception&, Language);

}  // namespace chuangyou
