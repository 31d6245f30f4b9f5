// The last entries of each body, held against commitments, stored leaves and the newest seal.
#pragma once

#include <cstdint>
#include <vector>

#include "journal/journal.h"

namespace chuangyou {

std::vector<VerifyFinding> verify_last(Connection&, std::int64_t count);

}  // namespace chuangyou
