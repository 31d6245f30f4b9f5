// Every number of practice that some code reads, in one table: these alone can be changed in a
// body. A test reads the sources and the packs: a name that nobody reads stands nowhere.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace chuangyou {

struct PolicyName {
  std::string_view name, unit;
};

inline constexpr PolicyName policy_names[] = {
    {"branch.committee_from", "count"},
    {"branch.formal_least", "count"},
    {"deliveries.acknowledge_days", "working_days"},
    {"document.general_characters", "characters"},
    {"document.special_characters", "characters"},
    {"evidence.file_megabytes_most", "count"},
    {"feedback.criticism_reply_days", "working_days"},
    {"feedback.pause_days_most", "working_days"},
    {"feedback.reply_days", "working_days"},
    {"feedback.second_reply_days", "working_days"},
    {"general_branch.members_from", "count"},
    {"interventions.answer_days", "working_days"},
    {"interventions.cooling_days", "working_days"},
    {"light.yellow_days", "working_days"},
    {"notice.least_days", "working_days"},
    {"organ_committee.members_from", "count"},
    {"problems.acceptance_days", "working_days"},
    {"problems.new_plan_days", "working_days"},
    {"problems.relapse_days", "natural_days"},
    {"reminders.early_days", "working_days"},
    {"reminders.late_days", "working_days"},
    {"supervision.decision_days", "natural_days"},
    {"vote.pass", "share"},
    {"vote.quorum", "share"},
};

constexpr const PolicyName* find_policy_name(std::string_view name) {
  const auto* found = std::ranges::find(policy_names, name, &PolicyName::name);
  return found == std::end(policy_names) ? nullptr : found;
}

}  // namespace chuangyou
