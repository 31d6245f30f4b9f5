// Rows of a copy of the database that stand at another unit in the original by now, or nowhere: the
// records of a past day whose place today is not that of then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct Ledger;

struct RowElsewhere {
  std::int64_t row_no = 0;
  std::string then, now;  // paths; `now` empty: the record was taken back
};

// The original is read beside the copy while it lives.
class BesideOriginal {
 public:
  BesideOriginal(Connection& copy, const std::string& original);
  ~BesideOriginal();
  BesideOriginal(const BesideOriginal&) = delete;
  BesideOriginal& operator=(const BesideOriginal&) = delete;

  // Cost: one pass over the rows of the ledger in both files.
  std::vector<RowElsewhere> all(const Ledger&);
  // Of one record: nullopt where the copy has it not, or at the same unit.
  std::optional<RowElsewhere> of(const Ledger&, BodyNo, const Uuid& record);

 private:
  Connection& copy_;
};

}  // namespace chuangyou
