// What a published story rests on is not always kept: where it is said no to, broken or opened
// again, the story says so from that moment, and its editors are asked. It goes this one way: what
// a story says moves nothing, and nobody counts how many there are (R9).
#pragma once

#include "ledgers/settling.h"

namespace chuangyou::told_in_stories {

inline constexpr std::int64_t stories_max = 200;  // of one record

inline std::vector<Caused> resting_on_it(const Deciding& deciding) {
  constexpr std::string_view published[] = {"published"};
  const Query query{.ledger = "exemplars",
                    .field = "claims.rests_on",
                    .is = deciding.before.id,
                    .states = published};
  std::vector<Caused> stories;
  for (const RecordId& story : deciding.circumstances.find(query, stories_max))
    stories.push_back({.record = story});
  return stories;
}
inline constexpr Cause casts_doubt[] = {{"exemplars", "come_into_doubt", {}, resting_on_it}};
inline constexpr Cause settles_and_casts_doubt[] = {settling::settles[0], casts_doubt[0]};

}  // namespace chuangyou::told_in_stories
