#include "campaign/named_fields.h"

#include <stdexcept>

namespace chuangyou {

std::vector<FieldChange> in_places(const Ledger& ledger, std::vector<AskedField> named) {
  std::vector<FieldChange> changes;
  for (AskedField& asked : named) {
    const FieldSpec* field = ledger.field(asked.name);
    if (!field) throw std::invalid_argument("no such field: " + asked.name);
    changes.push_back({ledger.index_of(*field), std::move(asked.value)});
  }
  return changes;
}

}  // namespace chuangyou
