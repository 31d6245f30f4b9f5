#include "ledgers/all.h"

#include "ledgers/directives.h"
#include "ledgers/feedback.h"
#include "ledgers/problems.h"
#include "ledgers/promises.h"
#include "ledgers/tasks.h"

namespace chuangyou {

std::span<const Ledger* const> all_ledgers() {
  static constexpr const Ledger* ledgers[] = {
      &directives::ledger, &tasks::ledger, &promises::ledger, &problems::ledger, &feedback::ledger};
  return ledgers;
}

const Ledger* find_ledger(std::string_view name) {
  for (const Ledger* ledger : all_ledgers())
    if (ledger->name == name) return ledger;
  return nullptr;
}

}  // namespace chuangyou
