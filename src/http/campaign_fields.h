// The acts on a body's campaign, numbers of practice and calendar as the API takes them.
#pragma once

#include <span>
#include <string_view>

#include "http/org_fields.h"
#include "packs/frame_act.h"

namespace chuangyou {

std::span<const OrgActFields> campaign_acts();
const OrgActFields* find_campaign_act(std::string_view act);

// All required fields must be there.
FrameAct frame_act_of(const OrgActFields& fields, const DecodedAct& decoded);

}  // namespace chuangyou
