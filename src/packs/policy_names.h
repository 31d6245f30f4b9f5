// Every number of practice that some code reads, in one table: these alone can be changed in a
// body. A test reads the sources and the packs: a name that nobody reads stands nowhere.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/fixed.h"

namespace chuangyou {

// `least` and `most` in hundredths: what lies beyond is a slip of the pen. A vote takes more than
// its share, so none below a half, and all of them can never be exceeded.
struct PolicyName {
  std::string_view name, unit;
  std::int64_t least = 0, most = 0;
};

inline constexpr PolicyName policy_names[] = {
    {"branch.committee_from", "count", 1'00, 1'000'00},
    {"branch.formal_least", "count", 1'00, 100'00},
    {"carriers.approval_days", "working_days", 1'00, 250'00},
    {"deliveries.acknowledge_days", "working_days", 1'00, 60'00},
    {"disclosures.publication_days", "working_days", 1'00, 250'00},
    {"document.general_characters", "characters", 100'00, 100'000'00},
    {"document.special_characters", "characters", 100'00, 100'000'00},
    {"evidence.file_megabytes_most", "count", 1'00, 1'000'00},
    {"feedback.criticism_reply_days", "working_days", 1'00, 250'00},
    {"feedback.pause_days_most", "working_days", 1'00, 250'00},
    {"feedback.reply_days", "working_days", 1'00, 250'00},
    {"feedback.second_reply_days", "working_days", 1'00, 250'00},
    {"general_branch.members_from", "count", 1'00, 10'000'00},
    {"ideas.reply_days", "working_days", 1'00, 250'00},
    {"interventions.answer_days", "working_days", 1'00, 250'00},
    {"interventions.cooling_days", "working_days", 1'00, 250'00},
    {"light.yellow_days", "working_days", 1'00, 60'00},
    {"load.tasks_a_week_most", "count", 1'00, 1'000'00},
    {"look_back.check_days", "working_days", 1'00, 250'00},
    {"look_back.weeks_after", "weeks", 1'00, 104'00},
    {"look_back.word_days", "working_days", 1'00, 250'00},
    {"mechanisms.mending_days", "working_days", 1'00, 250'00},
    {"notice.least_days", "working_days", 1'00, 60'00},
    {"organ_committee.members_from", "count", 1'00, 10'000'00},
    {"plans.approval_days", "working_days", 1'00, 250'00},
    {"plans.mending_days", "working_days", 1'00, 250'00},
    {"policy_matters.look_back_days", "natural_days", 1'00, 3'660'00},
    {"posts.signature_days", "working_days", 1'00, 60'00},
    {"problems.acceptance_days", "working_days", 1'00, 250'00},
    {"problems.new_plan_days", "working_days", 1'00, 250'00},
    {"problems.relapse_days", "natural_days", 1'00, 3'660'00},
    {"promises.members_yearly_most", "count", 1'00, 100'00},
    {"reminders.early_days", "working_days", 1'00, 60'00},
    {"reminders.late_days", "working_days", 1'00, 60'00},
    {"requests.cap_per_quarter", "count", 1'00, 100'00},
    {"retention.account_months", "months", 1'00, 120'00},
    {"retention.evidence_months", "months", 6'00, 600'00},
    {"retention.log_months", "months", 6'00, 120'00},
    {"retention.sender_months", "months", 6'00, 600'00},
    {"supervision.decision_days", "natural_days", 1'00, 366'00},
    {"tasks.note_days", "natural_days", 1'00, 366'00},
    {"tasks.note_hard_days", "natural_days", 1'00, 366'00},
    {"tasks.note_urgent_days", "natural_days", 1'00, 366'00},
    {"vote.pass", "share", 50, 99},
    {"vote.quorum", "share", 50, 99},
};

constexpr bool is_in_bounds(const PolicyName& name, Fixed value) {
  constexpr std::int64_t hundredth = 10'000;
  return value.millionths >= name.least * hundredth && value.millionths <= name.most * hundredth;
}

constexpr const PolicyName* find_policy_name(std::string_view name) {
  const auto* found = std::ranges::find(policy_names, name, &PolicyName::name);
  return found == std::end(policy_names) ? nullptr : found;
}

}  // namespace chuangyou
