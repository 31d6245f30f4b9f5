// Fields by their names, as people write acts down: the demonstration and the tests do. Doors read
// a name once and hand on the field's place.
#pragma once

#include <string>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct AskedField {
  std::string name;
  Value value;
};

// A name that the ledger does not have throws.
std::vector<FieldChange> in_places(const Ledger& ledger, std::vector<AskedField> named);

}  // namespace chuangyou
