// All that a body holds about a person, for himself: records that name him or that he opened, and
// what was done under his name. What is kept from him by law is not in it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/find.h"
#include "journal/entries_by_person.h"

namespace chuangyou {

struct HeldRecord {
  const Ledger* ledger;
  Found found;
  std::vector<std::string> as;  // the fields that name him; `author` where he opened it
};
struct HeldAboutPerson {
  std::vector<HeldRecord> records;
  bool has_all_records = true;                                       // else there are more
  std::map<std::pair<std::string, std::string>, std::int64_t> acts;  // how often: ledger, act
  std::vector<DoneByPerson> latest;                                  // the last of them first
  std::int64_t acts_after = 0;  // entries up to this one were not looked at
};

inline constexpr std::int64_t held_of_a_field_max = 200;
inline constexpr std::size_t latest_acts_max = 100;

// For a thread of its own: it looks far back.
HeldAboutPerson find_held(const Reader&);

}  // namespace chuangyou
