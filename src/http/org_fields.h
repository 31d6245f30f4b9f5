// The acts on units and people as the API takes them: the same kinds of field as in a ledger, so
// that decoding and OpenAPI need nothing of their own.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/random_source.h"
#include "http/decode.h"
#include "org/org_act.h"

namespace chuangyou {

struct OrgActFields {
  std::string_view act;
  std::vector<FieldSpec> fields;
  bool has_preview = false;
  bool takes_reason = false;  // beside the fields
};

std::span<const OrgActFields> org_acts();
const OrgActFields* find_org_act_fields(std::string_view act);

// field_is_missing for each required field that is not there.
void check_required(std::span<const FieldSpec> fields, DecodedAct& decoded);

// The act itself; new units, people and posts get their ids here. All required fields must be
// there.
OrgAct org_act_of(const OrgActFields& fields, std::span<const FieldChange> asked, Moment now,
                  RandomSource& random);

}  // namespace chuangyou
