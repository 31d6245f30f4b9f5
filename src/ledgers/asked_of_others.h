// What a record that is being written asks of others, and by when: so that whoever writes is told
// what else they owe about that time (Law 10).
#pragma once

#include <set>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct AskedOfOthers {
  std::set<Date> days;
  std::vector<Uuid> units;      // each once
  std::set<Uuid> its_versions;  // earlier ones of the same, in whose place it comes
};

// Of a ledger that sends nothing to others, nothing.
AskedOfOthers asked_of_others(const Deciding&);

// What units were sent stands in a ledger of its own, with the day by which a reply is wanted.
const Ledger& ledger_of_what_is_sent();
inline constexpr std::string_view day_of_reply = "due";
struct SentToUnit {
  Link what;
  Date due;
};
std::optional<SentToUnit> reply_wanted_by(const Record& sent);  // nullopt: none is

}  // namespace chuangyou
