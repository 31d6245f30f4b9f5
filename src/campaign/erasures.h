// Acts on what an entry of the journal says of a person. The administrator asks because somebody
// told him to, the auditor signs; neither of them reads the record (journal/erasure.h). What was
// kept long enough the clock erases.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/uuid.h"

namespace chuangyou {

struct AskErasure {
  Uuid id;  // of the erasure
  std::string ledger;
  Uuid record;
  std::int64_t seq = 0;  // of the entry
  std::vector<std::string> fields;
  std::string why;
};
struct SignErasure {
  Uuid id;
};
struct RefuseErasure {
  Uuid id;
  std::string reason;
};
// By the clock alone: what one entry keeps of a record that has been over for longer than the pack
// keeps it (packs/retention.h).
struct EraseAfterTerm {
  Uuid id;
  std::string_view term;  // the name of its months
  std::int64_t seq = 0;
  std::vector<std::string> fields;
};
using ErasureAct = std::variant<AskErasure, SignErasure, RefuseErasure, EraseAfterTerm>;

}  // namespace chuangyou
