#include "ledgers/versions.h"

#include "ledgers/directives.h"

namespace chuangyou {

std::vector<EarlierVersion> earlier_versions(const Record& record,
                                             const Circumstances& circumstances) {
  std::vector<EarlierVersion> earlier;
  if (&record.ledger() != &directives::ledger) return earlier;
  for (const Record& version : directives::records_before(record, circumstances)) {
    EarlierVersion& one = earlier.emplace_back(EarlierVersion{version.id, {}});
    for (const RowRead& clause : record.get(directives::clause_rows))
      if (directives::stands_as_before(&version, clause)) one.standing.insert(clause.id());
  }
  return earlier;
}

}  // namespace chuangyou
