// Where a record came from: its key in another system, and the import that brought it.
#pragma once

#include <optional>
#include <string>

#include "record/ledger.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct OriginOfRow {
  std::string source = {};  // empty where it came from none
  std::optional<Uuid> import = {};
};
OriginOfRow origin_of_row(Connection&, const Ledger&, BodyNo, std::int64_t opened_by_entry);

}  // namespace chuangyou
