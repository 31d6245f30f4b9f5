#include "ledgers/asked_of_others.h"

#include "ledgers/directives.h"
#include "ledgers/requests.h"

namespace chuangyou {

AskedOfOthers asked_of_others(const Deciding& deciding) {
  AskedOfOthers asked;
  const Record& record = deciding.after;
  if (&record.ledger() == &requests::ledger) {
    if (const Date* due = record.get(requests::due)) asked.days.insert(*due);
    if (!asked.days.empty()) asked.units = requests::audience_of(deciding);
    return asked;
  }
  if (&record.ledger() != &directives::ledger) return asked;
  for (const directives::AskedDay& one : directives::days_asked(deciding).days)
    asked.days.insert(one.day);
  if (asked.days.empty()) return asked;
  std::set<Uuid> seen;
  const auto add = [&](const Uuid& unit) {
    if (seen.insert(unit).second) asked.units.push_back(unit);
  };
  for (const Uuid& unit : directives::audience_of(deciding)) add(unit);
  for (const RowRead& clause : record.get(directives::clause_rows))
    if (const Uuid* named = clause.get(directives::of_whom)) add(*named);
  for (const Record& version : directives::records_before(deciding))
    asked.its_versions.insert(version.id);
  return asked;
}

}  // namespace chuangyou
