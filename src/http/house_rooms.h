// The doors behind the pages of administration, and behind what is held about oneself.
#pragma once

#include "http/site.h"

namespace chuangyou {

// frame_routes.cpp: the calendars that were adopted, and what another would move
Reply list_calendars(Visit&);
Reply preview_adopted_calendar(Visit&);

// audit_routes.cpp: what was done to the house, for the three administrators
Reply read_audit_trail(Visit&);

// held_routes.cpp
Reply read_held(Visit&);

}  // namespace chuangyou
