// Policy packs: every number of practice with the dates between which it holds, its source and how
// sure we are of it (R12). A campaign picks a pack by name; the data lies in
// campaigns/policy/*.yaml until a body adopts it, and from then on in that body's journal.
#pragma once

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
  std::string tag;            // V, L, K, U, D as in rules.md
  std::string reason = {};    // why the body changed it; empty: it came with the pack
  std::int64_t by_entry = 0;  // by which entry; 0: it came with the pack
};

struct PolicyPack {
  std::string name;                  // historical-2010-2012, current
  std::vector<PolicyEntry> entries;  // in the order in which they were said
  // Of those that hold on the day the one that began last, and of two that began together the one
  // said later: so a change holds from its day until something else begins.
  const PolicyEntry* entry(std::string_view name, Date on) const;
  std::optional<Fixed> value(std::string_view name, Date on) const;
};

// Whether a number can be meant in that unit at all: a share is at most one, days are whole.
bool is_plausible(std::string_view unit, Fixed value);
// The first number of the pack that code reads (policy_names.h) and that is not, or that has
// another unit there.
Result<void> check(const PolicyPack& pack);

// field_is_unknown, field_is_missing, field_has_wrong_kind, choice_is_unknown, and name_is_taken
// for two values of one name that hold on the same day. `name` comes from the file's name.
Result<PolicyPack> read_policy_pack(std::string_view name, std::string_view yaml);

}  // namespace chuangyou
