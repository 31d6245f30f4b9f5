// The story of an invented body, written down as data: who held which post in which unit, and what
// happened to each record on which day. It is told act by act, in the order of the days.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/demo_body.h"

namespace chuangyou {

// Units and people by the keys that the files give them.
struct DemoCast {
  std::map<std::string, UnitId, std::less<>> units;
  std::map<std::string, PersonId, std::less<>> people;
  std::vector<DemoPerson> accounts;
};

// <folder>/units.csv and <folder>/people.csv, below campaigns/demo: the root and whoever founds the
// other units stand first, the security administrator, who alone grants posts from then on, last.
DemoCast found_cast(DemoBody&, const std::string& folder);

// Performs what the files say, from the first day to the last, and lets the clock of each working
// day between them remind whom it reminds. An act on a day off, or one that is refused, throws.
// Returns the receipts of citizens by the keys of their records.
std::map<std::string, std::string> tell_story(DemoBody&, const DemoCast&, const std::string& folder,
                                              const std::vector<std::string>& files);

}  // namespace chuangyou
