// Laws that came when posts stood otherwise bind whoever grants from then on; what stood before
// stays, is listed here, and has its time to be put right by somebody.
#pragma once

#include <optional>
#include <vector>

#include "org/people.h"

namespace chuangyou {

// People settle a violation by ending a post. When the time is over it is said to be overdue and
// nothing else happens: that a date alone should take rights away would be a measure above a
// reminder without a name under it (Law 9), and could leave a body without its works committee on
// the day when somebody must be reached to put it right.
inline constexpr NaturalDays violation_days{30};

struct Violation {
  Refusal law;  // administrators_hold_no_business_post, administrators_never_share_a_person
  PersonId person;
  std::vector<HeldPost> posts;  // that do not go together, in the order of their days
  Date since;                   // the first day on which two of them are held
  std::optional<Date> until;    // may stand so long; empty: the days do not count yet
  bool is_overdue(Date today) const { return until && *until < today; }
};

// What stands on the day, or will from a later one. `laws_since`: the day from which the laws hold
// in the body; empty where nothing was written since.
std::vector<Violation> violations(const People& people, Date today, std::optional<Date> laws_since);

}  // namespace chuangyou
