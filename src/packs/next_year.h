// A campaign once more, from a day on (clone to the next year): phases, tracks, gates and
// milestones of its last round come again under keys of their own beside those of before, whose
// records stay where they are. The days lie as far from each other as they did, until somebody says
// otherwise.
#pragma once

#include <string>
#include <string_view>

#include "packs/frame_act.h"

namespace chuangyou {

// Whether the phase or milestone is one of those that come again: of the last round.
bool comes_again(const Campaign&, std::string_view key);
// How it is called there: `m1` from 2013 on is `m1_2013`, and from 2014 on `m1_2014`.
std::string key_from(const Campaign&, std::string_view key, Date from);

Campaign next_year(Campaign, const CloneCampaign&, std::int64_t entry);

}  // namespace chuangyou
