// What somebody did, by the heads of his entries: nobody but himself asks, and seldom, so that no
// act pays for an index. So many entries of the body are looked back through, and no more.
#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct DoneByPerson {
  std::int64_t seq = 0;
  Moment at;
  std::string ledger;
  Uuid record;
  std::string act;
};
inline constexpr std::int64_t entries_looked_back_max = 300'000;

// The last first. `after` becomes the number of the last entry that was not looked at; 0: all were.
std::vector<DoneByPerson> entries_by(Connection&, BodyNo, PersonId, std::int64_t& after);

}  // namespace chuangyou
