#include "campaign/came_to_stand.h"

#include "journal/changes_json.h"
#include "journal/entries_of_record.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_looked_at_most = 200;

}  // namespace

std::optional<CameBack> came_to_stand(const Reader& reader, const Record& record,
                                      const std::function<bool(const Act&)>& counts) {
  std::optional<Entry> entry = entry_at(reader.connection, reader.body.no, record.version);
  if (!entry || entry->head.at != record.state_since) {
    entry.reset();
    for (Entry& one :
         entries_of(reader.connection, reader.body.no, record.id, 0, entries_looked_at_most))
      if (one.head.at == record.state_since) entry = std::move(one);
  }
  const Ledger& ledger = record.ledger();
  const Act* act = entry ? ledger.act(entry->head.act) : nullptr;
  if (!act || act->to != record.state || !counts(*act)) return std::nullopt;
  CameBack back{.act = entry->head.act, .reason = {}, .at = entry->head.at, .by = {}, .under = {}};
  const auto paths = reader.body.circumstances().path_of;
  // Reason and name stand in the journal, which is for those who see the record whole; who said
  // something of a unit in confidence is not told to it.
  if (sight_of(reader.actor, record, reader.today(), paths) != Sight::whole) return back;
  if (!entry->changes.empty())
    back.reason = decode_changes(ledger, entry->head.act, entry->changes).changes.reason;
  if (ledger.is_confidential) return back;
  back.by = entry->head.actor;
  back.under = entry->head.under;
  return back;
}

}  // namespace chuangyou
