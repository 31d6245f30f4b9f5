// What was entered late by a whole file, confirmed as a whole by somebody outside.
#include <algorithm>
#include <shared_mutex>
#include <utility>

#include "campaign/look_ups.h"
#include "imports/import.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

const Act* act_of_confirming(const Ledger& ledger) {
  const auto act = std::ranges::find_if(ledger.acts, &Act::confirms_entry);
  return act == ledger.acts.end() ? nullptr : &*act;
}

// All of them before the first is written: none is confirmed where one may not be.
Result<void> may_confirm_all(const RecordId& import, Body& body, Connection& connection,
                             const Actor& actor, Moment now) {
  for (const Ledger* ledger : all_ledgers()) {
    const Act* act = act_of_confirming(*ledger);
    if (!act) continue;
    const LedgerTable table(*ledger);
    for (const RecordId& id : table.of_import(connection, body.no, import)) {
      const std::optional<Record> record = table.get(connection, body.no, id);
      if (!record || record->history != History::unconfirmed) continue;
      // Each by itself, so that whoever acts comes between any two.
      const std::shared_lock lock(body.lock);
      const Circumstances holding = with_look_ups(body, connection);
      if (const auto may = decide(*record, Asked{*act, {}, {}, {}}, actor, now, holding); !may)
        return std::unexpected(may.error());
    }
  }
  return {};
}

}  // namespace

Result<std::int64_t> confirm_import(const RecordId& import, Body& body, Connection& connection,
                                    const Actor& actor, Writer& writer, Moment now) {
  if (const auto may = may_confirm_all(import, body, connection, actor, now); !may)
    return std::unexpected(may.error());
  constexpr std::size_t records_at_once = 1000;
  std::int64_t confirmed = 0;
  for (const Ledger* ledger : all_ledgers()) {
    const Act* act = act_of_confirming(*ledger);
    if (!act) continue;
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
