// The burden meter 负担计 (Law 10, C3): what the units of a subtree were asked in each month, and what
// it takes them. It is added up from what was asked, of which there is little, and not from what
// each unit got; counted is what the reader sees.
#pragma once

#include <vector>

#include "campaign/find.h"

namespace chuangyou {

struct Burden {
  std::int64_t requests = 0, fields = 0;    // each counts once for every unit that got it
  std::int64_t documents = 0, clauses = 0;  // that ask a task or a reply
  std::int64_t minutes = 0;                 // of both
};
struct UnitBurden {
  UnitNo unit = no_unit;
  std::vector<Burden> months;
};
// The same field asked by several requests of units of the subtree.
struct AskedTwice {
  std::string name;
  std::vector<Uuid> requests;
  std::vector<std::string> titles;
};
struct BurdenMeter {
  std::vector<Date> months;       // the first day of each, the oldest first
  std::vector<UnitBurden> units;  // the unit with all below it, and each of its children likewise
  std::vector<AskedTwice> twice;
  std::int64_t struck = 0;  // fields that nobody was asked, since they are held
  bool is_complete = true;  // else not all that was asked is among them
};
inline constexpr std::int64_t burden_months_usual = 6, burden_months_max = 24;
inline constexpr std::size_t burden_children_max = 200, asked_twice_max = 20;
// Of each ledger the newest: there are few, and their audiences are added up.
inline constexpr std::size_t burden_records_max = 2'000;
// Takes the body's lock by turns. unit_is_unknown.
Result<BurdenMeter> find_burden(const Reader&, const Uuid& unit, std::int64_t months);

// The records behind one number: what was asked of the subtree in the month that begins on a day.
struct AskedOfSubtree {
  const Ledger* ledger;
  Found found;
  Date on;
  std::int64_t units = 0, fields = 0, minutes = 0;  // of each unit
};
struct AskedPage {
  std::vector<AskedOfSubtree> items;
  bool is_complete = true;
};
Result<AskedPage> find_asked(const Reader&, const Uuid& unit, Date month);

}  // namespace chuangyou
