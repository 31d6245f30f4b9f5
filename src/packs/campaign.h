// A campaign as data (campaigns/<name>/campaign.yaml): nothing of the model campaign is in code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "core/words.h"

namespace chuangyou {

struct Milestone {
  std::string key;
  Words name;
  std::string source_text;             // as the work plan says it: 2010年7月
  std::optional<Date> effective_date;  // undated until announced: what hangs on it is provisional
  Words correction_reason;             // where effective_date says other than source_text (X1)
  std::optional<int> founding_year, anniversary;  // 1921, 90
  std::string source;                             // S50
};

struct Named {  // a requirement, strand, phase, criterion, role …
  std::string key;
  Words name;
  std::string source;  // number in mission/elements.md, and where a thing is from if not from there
  std::optional<Date> from, until;
};

struct Campaign {
  std::string key;
  Words name;
  std::string
      type;  // fixed_term | continuing: the latter never closes, it becomes regular work (S30)
  std::optional<Named> predecessor, successor;
  Named red_line, theme;
  std::vector<Named> requirements, strands, organisation_criteria, member_criteria, tiers, roles;
  std::vector<Named> phases;  // their days follow from the milestones between which they lie (S52)
  std::vector<Milestone> milestones;
  std::string policy_pack, calendar, zone;
};

// field_is_unknown, field_is_missing, field_has_wrong_kind, choice_is_unknown with the name of the
// entry as `requirements[2].source` in `field`. `key` comes from the folder's name.
Result<Campaign> read_campaign(std::string_view key, std::string_view yaml);

// The campaign's own inconsistencies, each with what was said and what is held: founding year + n
// against the date, corrections without a reason. Nothing is corrected silently (S50, X1).
struct CampaignNotice {
  Refusal law;
  std::string about;  // key of the milestone
  std::string said, held;
  Words reason;  // empty where none was given
};
std::vector<CampaignNotice> check(const Campaign& campaign);

}  // namespace chuangyou
