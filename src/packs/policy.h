// Policy packs: every number of practice with the dates between which it holds, its source and how
// sure we are of it (R12). A campaign picks a pack by name; the data lies in
// campaigns/policy/*.yaml.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/fixed.h"
#include "core/result.h"

namespace chuangyou {

struct PolicyEntry {
  std::string name;  // `feedback.reply_days`
  Fixed value;
  std::string unit;  // working_days, natural_days, share, count, characters, months
  std::optional<Date> effective_from, effective_to;
  std::string source;
  std::string tag;  // V, L, K, U, D as in rules.md
};

struct PolicyPack {
  std::string name;  // historical-2010-2012, current
  std::vector<PolicyEntry> entries;
  std::optional<Fixed> value(std::string_view name, Date on) const;
};

// field_is_unknown, field_is_missing, field_has_wrong_kind, choice_is_unknown, and name_is_taken
// for two values of one name that hold on the same day. `name` comes from the file's name.
Result<PolicyPack> read_policy_pack(std::string_view name, std::string_view yaml);

}  // namespace chuangyou
