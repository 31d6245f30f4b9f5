#include "campaign/came_to_stand.h"

#include <algorithm>

#include "journal/changes_json.h"
#include "journal/entries_of_day.h"
#include "journal/entries_of_record.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_of_a_moment_max = 200;

// Not by the moment alone: a remark may have been made at the same.
bool enters_its_state(const Entry& entry, const Record& record) {
  if (entry.head.at != record.state_since) return false;
  const Act* act = record.ledger().act(entry.head.act);
  if (entry.changes.empty()) return act && act->to == record.state;  // erased
  const Changes changes = decode_changes(record.ledger(), entry.head.act, entry.changes).changes;
  return changes.state_entered && !changes.signature && changes.state == record.state;
}

// However many were written since, such as reminders and remarks: found by the moment, from the
// end.
std::optional<Entry> entry_of_its_state(const Reader& reader, const Record& record) {
  Connection& connection = reader.connection;
  const BodyNo body = reader.body.no;
  std::optional<Entry> last = entry_at(connection, body, record.version);
  if (last && enters_its_state(*last, record)) return last;
  const std::int64_t until =
      std::min(record.version, last_seq_until(connection, body, record.state_since));
  for (Entry& one : entries_until(connection, body, record.id, until, entries_of_a_moment_max))
    if (enters_its_state(one, record)) return std::move(one);
  return std::nullopt;
}

}  // namespace

std::optional<CameBack> came_to_stand(const Reader& reader, const Record& record,
                                      const std::function<bool(const Act&)>& counts) {
  const std::optional<Entry> entry = entry_of_its_state(reader, record);
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
