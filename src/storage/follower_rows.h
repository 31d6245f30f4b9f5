// Who follows which record, and up to which entry he has seen it. Made from the journal, apart from
// the records' own tables: whoever acts pays nothing for those who follow.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view followers_table = "followers";

struct FollowedRow {
  std::string ledger;
  Uuid record;
  std::int64_t seen = 0;  // number of the entry by which he followed it, or saw it last
};

void create_followers_schema(Connection&);
void put_follower_row(Connection&, BodyNo, PersonId, const FollowedRow&);
void drop_follower_row(Connection&, BodyNo, PersonId, const Uuid& record);
std::optional<std::int64_t> seen_by_follower(Connection&, BodyNo, PersonId, const Uuid& record);
// All that he follows; there are few (followed_max).
std::vector<FollowedRow> followed_by(Connection&, BodyNo, PersonId);

}  // namespace chuangyou
