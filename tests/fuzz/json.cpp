// The body of an act, for every ledger: each member is taken or refused by name, and a value that
// was taken is of its field's kind and in the journal's own form.
#include "http/decode.h"
#include "journal/changes_json.h"
#include "ledgers/all.h"

using namespace chuangyou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const Ledger* ledger : all_ledgers()) {
    std::string json(reinterpret_cast<const char*>(data), size);
    const DecodedAct decoded =
        decode_act(ledger->fields, {.act = true, .unit = true, .reason = true}, json);
    if (!decoded.errors.empty()) continue;
    Changes changes;
    for (const FieldChange& asked : decoded.fields) {
      if (asked.field >= ledger->fields.size()) __builtin_trap();
      changes.fields.push_back(asked);
    }
    const std::string written = encode_changes(*ledger, changes, {});
    if (encode_changes(*ledger, decode_changes(*ledger, "", written).changes, {}) != written)
      __builtin_trap();
  }
  return 0;
}
