// What a campaign offers where a field has its choices from there.
#pragma once

#include "packs/campaign.h"

namespace chuangyou {

// Calls `take` with key and name of each.
template <class Take>
void each_choice(const Campaign& campaign, CampaignList list, Take take) {
  const auto each = [&](const auto& all) {
    for (const auto& one : all) take(one.key, one.name);
  };
  switch (list) {
    case CampaignList::requirements:
      return each(campaign.requirements);
    case CampaignList::strands:
      return each(campaign.strands);
    case CampaignList::handles:
      return each(campaign.handles);
    case CampaignList::milestones:
      return each(campaign.milestones);
    case CampaignList::phases:
      return each(campaign.phases);
    case CampaignList::none:
      return;
  }
}

}  // namespace chuangyou
