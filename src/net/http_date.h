// A moment as the Date header writes it (RFC 9110, 5.6.7).
#pragma once

#include <string>

#include "core/date.h"

namespace chuangyou {

std::string http_date(Moment moment);

}  // namespace chuangyou
