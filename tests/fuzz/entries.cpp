// What stands in the journal and is read again for ever: changes of a record and acts on units and
// people. Somebody with the file in his hands may have written anything there.
#include "journal/changes_json.h"
#include "ledgers/all.h"
#include "org/org_act.h"
#include "storage/sqlite.h"

using namespace chuangyou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), size);
  const std::string_view act = text.substr(0, line);
  const std::string_view changes = text.substr(std::min(line + 1, size));
  if (const auto org_act = decode_org_act(act, changes)) {
    const OrgEntry entry = encode(*org_act);
    const auto again = decode_org_act(entry.act, entry.changes);
    if (!again || encode(*again).changes != entry.changes) __builtin_trap();
  }
  for (const Ledger* ledger : all_ledgers()) {
    try {
      (void)decode_changes(*ledger, act, changes);
    } catch (const StorageError&) {
      // Damage is told by name.
    }
  }
  return 0;
}
