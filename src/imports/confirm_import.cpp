// What was entered late by a whole file, confirmed as a whole by somebody outside.
#include <algorithm>
#include <utility>

#include "imports/import.h"
#include "ledgers/all.h"

namespace chuangyou {

Result<std::int64_t> confirm_import(const RecordId& import, Body& body, Connection& connection,
                                    const Actor& actor, Writer& writer) {
  constexpr std::size_t records_at_once = 1000;
  std::int64_t confirmed = 0;
  for (const Ledger* ledger : all_ledgers()) {
    const auto act = std::ranges::find_if(ledger->acts, &Act::confirms_entry);
    if (act == ledger->acts.end()) continue;
    const LedgerTable table(*ledger);
    Writer::Batch batch;
    const auto send = [&]() -> Result<void> {
      if (batch.acts.empty()) return {};
      const auto count = std::ssize(batch.acts);
      const auto refusals = writer.perform_all(std::exchange(batch, {}));
      if (!refusals.empty()) return std::unexpected(refusals.front().refused);
      confirmed += count;
      return {};
    };
    for (const RecordId& id : table.of_import(connection, body.no, import)) {
      const std::optional<Record> record = table.get(connection, body.no, id);
      if (!record || record->history != History::unconfirmed) continue;
      ActRequest& request = batch.acts.emplace_back();
      request.body = body.no;
      request.ledger = ledger;
      request.record = id;
      request.act = act->name;
      request.actor = actor;
      if (batch.acts.size() < records_at_once) continue;
      if (const auto sent = send(); !sent) return std::unexpected(sent.error());
    }
    if (const auto sent = send(); !sent) return std::unexpected(sent.error());
  }
  return confirmed;
}

}  // namespace chuangyou
