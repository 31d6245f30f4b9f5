#include "packs/policy.h"

#include <algorithm>

#include "packs/data_map.h"
#include "packs/policy_names.h"
#include "packs/retention.h"

namespace chuangyou {
namespace {

bool holds_on(const PolicyEntry& entry, Date on) {
  return (!entry.effective_from || *entry.effective_from <= on) &&
         (!entry.effective_to || on <= *entry.effective_to);
}

bool overlap(const PolicyEntry& a, const PolicyEntry& b) {
  return (!a.effective_to || !b.effective_from || *b.effective_from <= *a.effective_to) &&
         (!b.effective_to || !a.effective_from || *a.effective_from <= *b.effective_to);
}

PolicyEntry read_entry(const DataMap& map) {
  PolicyEntry entry;
  entry.name = map.text("name");
  entry.value = map.number("value");
  entry.unit = map.choice("unit", {"working_days", "natural_days", "weeks", "months", "years",
                                   "minutes", "share", "count", "characters", "points"});
  entry.effective_from = map.date("effective_from");
  entry.effective_to = map.date("effective_to");
  entry.source = map.text("source");
  entry.tag = map.choice("tag", {"V", "L", "K", "U", "D"});
  if (entry.effective_from && entry.effective_to && *entry.effective_to < *entry.effective_from)
    map.refuse_key(Refusal::number_is_out_of_range, "effective_to", to_text(*entry.effective_to));
  return entry;
}

}  // namespace

const PolicyEntry* PolicyPack::entry(std::string_view wanted, Date on) const {
  const PolicyEntry* found = nullptr;
  for (const PolicyEntry& entry : entries)
    if (entry.name == wanted && holds_on(entry, on) &&
        (!found || found->effective_from <= entry.effective_from))
      found = &entry;
  return found;
}

std::optional<Fixed> PolicyPack::value(std::string_view wanted, Date on) const {
  const PolicyEntry* found = entry(wanted, on);
  return found ? std::optional(found->value) : std::nullopt;
}

bool is_plausible(std::string_view unit, Fixed value) {
  constexpr std::int64_t one = 1'000'000, most = 1'000'000;
  if (unit == "share") return value.millionths >= 0 && value.millionths <= one;
  const bool is_whole = value.millionths % one == 0;
  const std::int64_t number = value.millionths / one;
  const bool is_length =
      unit.ends_with("days") || unit == "weeks" || unit == "months" || unit == "years";
  // A limit of no day at all, or of more than twenty years, is a slip of the pen.
  if (is_length) return is_whole && number >= 1 && number <= 7'320;
  return is_whole && number >= 0 && number <= most;
}

Result<void> check(const PolicyPack& pack) {
  for (const PolicyEntry& entry : pack.entries) {
    const PolicyName* known = find_policy_name(entry.name);
    if (!known) continue;  // a pack of before may say more than is read
    if (known->unit != entry.unit)
      return refuse(Refusal::choice_is_unknown, entry.name, entry.unit);
    if (is_too_short_for_logs(entry.name, entry.value))
      return refuse(Refusal::retention_is_too_short, entry.name, to_text(entry.value));
    if (!is_plausible(entry.unit, entry.value) || !is_in_bounds(*known, entry.value))
      return refuse(Refusal::number_is_out_of_range, entry.name, to_text(entry.value));
  }
  return {};
}

Result<PolicyPack> read_policy_pack(std::string_view name, std::string_view yaml) {
  std::optional<Refused> fault;
  const DataMap file(yaml, fault, {"values"});
  PolicyPack pack;
  pack.name = name;
  for (const DataMap& map : file.maps("values", {"name", "value", "unit", "effective_from",
                                                 "effective_to", "source", "tag"})) {
    PolicyEntry entry = read_entry(map);
    for (const PolicyEntry& other : pack.entries)
      if (other.name == entry.name && overlap(other, entry))
        map.refuse_key(Refusal::name_is_taken, "name", entry.name);
    pack.entries.push_back(std::move(entry));
  }
  if (pack.entries.empty()) file.refuse_key(Refusal::field_is_missing, "values");
  if (fault) return std::unexpected(*fault);
  return pack;
}

}  // namespace chuangyou
