// What has come of the campaign, as far as the reader sees it: of each need, subject, track and
// gate the counts that show it, of each requirement who plans for it and what is done, and what is
// due before each milestone. Every count opens its records; none is a score (S31 S32 S50–S53).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/measured.h"

namespace chuangyou {

struct MeasuredAim {
  std::string phase, key;  // `phase` empty: of the campaign as a whole
  std::vector<Measured> figures;
};

// The unit and those directly below it, by what stands in their plans; of very many the first.
struct PlannedFor {
  std::int64_t units = 0, plan_it = 0, excused = 0;
  std::int64_t units_in_all = 0;
};
struct RequirementStanding {
  std::string key;
  std::optional<PlannedFor> planned;  // nullopt: the reader does not see all of the subtree
  std::vector<Measured> tasks;        // open, claimed, confirmed
};

struct CampaignPage {
  std::vector<MeasuredAim> needs, subjects, tracks, gates;
  std::vector<RequirementStanding> requirements;
  std::vector<MeasuredAim> milestones;  // what is open with a day up to the milestone's
  // Whether all that a phase leaves open in the body is in it; else a gate that is clear is so as
  // far as the reader sees.
  bool is_of_all = false;
};
CampaignPage find_campaign_page(const Reader&, const Uuid& unit);

}  // namespace chuangyou
