#include "http/receipt.h"

#include "core/receipt_code.h"
#include "journal/journal.h"

namespace chuangyou {

Result<HeldReceipt> receipt_named(Visit& visit) {
  auto code = parse_receipt_code(visit.named[1]);
  if (!code) return std::unexpected(code.error());
  const Ledger* ledger = nullptr;
  auto found = find_by_receipt(visit.lane.reading, *visit.body, ledger, *code);
  if (!found) return std::unexpected(found.error());
  visit.actor.holds_receipt = true;
  return HeldReceipt{ledger, std::move(*code), std::move(*found)};
}

std::optional<Entry> own_entry(const Visit& visit, const Record& record, std::int64_t seq) {
  auto entry = entry_at(visit.lane.reading, visit.body->no, seq);
  if (!entry || entry->head.record != record.id) return std::nullopt;
  return entry;
}

}  // namespace chuangyou
