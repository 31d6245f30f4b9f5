#include "ledgers/directives.h"

namespace chuangyou::directives {

AskedOfOthers asked_of(const Deciding& deciding) {
  AskedOfOthers asked;
  const Record& record = deciding.after;
  for (const AskedDay& one : days_asked(deciding).days) asked.days.insert(one.day);
  if (asked.days.empty()) return asked;
  std::set<Uuid> seen;
  const auto add = [&](const Uuid& unit) {
    if (seen.insert(unit).second) asked.units.push_back(unit);
  };
  for (const Uuid& unit : audience_of(deciding)) add(unit);
  for (const RowRead& clause : record.get(clause_rows))
    if (const Uuid* named = clause.get(of_whom)) add(*named);
  for (const Record& version : records_before(deciding)) asked.its_versions.insert(version.id);
  return asked;
}

}  // namespace chuangyou::directives
