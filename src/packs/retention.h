// 保存期限: for how long what the house keeps of people stays once it has served its purpose, after
// which it is erased by the clock (jobs/retention.h). How many months says the policy pack.
#pragma once

#include <optional>
#include <string_view>

#include "packs/policy.h"

namespace chuangyou {

// What records keep, counted from the day on which they were over.
struct RetentionTerm {
  std::string_view policy;  // the name of its months
  std::string_view what;    // a field, or what stands beside every act
  bool is_of_senders;       // only of ledgers that keep from somebody what others said of him
};
// A field in which senders leave word of themselves stands here, and nowhere else.
inline constexpr RetentionTerm retention_terms[] = {
    {"retention.sender_months", "place", true},
    {"retention.evidence_months", "evidence", false},
};
// From the last day of the last post of whoever had it: then it is ended, and what it opened goes.
inline constexpr std::string_view account_retention = "retention.account_months";
// Of each log-in: who, when, from which address.
inline constexpr std::string_view log_retention = "retention.log_months";
inline constexpr int logs_kept_months_least = 6;

const RetentionTerm* find_retention_term(std::string_view policy);

// The last day on which it is kept, by the months that hold today: a term that is made longer
// guards what is there already, and one that is made shorter frees it. Nothing where the pack has
// none, for what nobody has fixed is never erased by itself.
std::optional<Date> kept_until(const PolicyPack&, std::string_view policy, Date since, Date today);

// The last day of which what was over on it may go by now.
std::optional<Date> let_go_until(const PolicyPack&, std::string_view policy, Date today);

// Whether logs would be kept for less than the law wants (Cybersecurity Law, article 21).
bool is_too_short_for_logs(std::string_view policy, Fixed months);

}  // namespace chuangyou
