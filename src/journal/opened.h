// Records that the rows of a file open, many at once: entries and rows are the same as if each had
// been opened by itself, and only the statements are fewer.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "journal/follow.h"

namespace chuangyou {

// The record that an entry opens, with what stands beside it; nothing is written.
Stood stood_opened(const Ledger&, const EntryHead&, const Changes&, const ChangesNote&,
                   const Circumstances&);

struct Opened {
  Entry entry;
  Stood stood;
  std::string source;
  std::optional<RecordId> import;
  bool is_known_new = false;  // that no record has the source has been seen since
};
// Their entries and their rows: all in one ledger of one body, in the order of their entries.
void append(Connection&, const LedgerTable&, std::span<const Opened>);

}  // namespace chuangyou
