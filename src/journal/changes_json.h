// Changes of a ledger record as canonical JSON: keys in fixed order, no blanks; and back.
// {"unit":…,"state":…,"entered":true,"fields":{…},"reason":…,"pause":…,"signature":…,"says":…,
// "is_for_another":true,"is_told":true,"is_from_outside":true,"history":…,"receipt":…,"source":…,
// "import":…,"cause":…,"remark":…,"evidence":[…]}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/decide.h"
#include "record/evidence.h"

namespace chuangyou {

// What an entry says beside the changes themselves.
struct ChangesNote {
  std::optional<UnitId> unit;          // at opening
  std::optional<std::string> receipt;  // hash of the receipt code, hex
  std::optional<std::string> source;   // key of the row in an imported file, for undo and re-import
  std::optional<RecordId> import;      // the import that made it
  std::optional<std::int64_t> cause;   // the entry from which this one follows
  std::string remark;                  // of an act that is nothing else
  std::vector<Evidence> evidence;
};

std::string encode_changes(const Ledger& ledger, const Changes& changes, const ChangesNote& note);

struct DecodedChanges {
  Changes changes;
  ChangesNote note;
};
// Reads what encode_changes wrote; anything else is damage (StorageError). A field that the
// declaration no longer has is skipped: wire names are permanent.
DecodedChanges decode_changes(const Ledger& ledger, std::string_view act, std::string_view json);

}  // namespace chuangyou
