// plan_routes.cpp: the plan of a unit, and who plans for what
#pragma once

#include "http/site.h"

namespace chuangyou {

Reply read_plan(Visit&);
Reply read_plan_coverage(Visit&);

}  // namespace chuangyou
