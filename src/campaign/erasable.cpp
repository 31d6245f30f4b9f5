#include "campaign/erasable.h"

#include <algorithm>

#include "journal/entries_of_record.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "record/concealment.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

// Of one that was taken back no row is left, and its entries still say whom it was about.
std::optional<Record> as_it_last_stood(Connection& connection, const Body& body,
                                       const Ledger& ledger, const Uuid& id) {
  if (std::optional<Record> record = LedgerTable(ledger).get(connection, body.no, id))
    return record;
  const std::optional<Entry> last = last_entry_of(connection, body.no, id);
  if (!last) return std::nullopt;
  const std::int64_t until = last->head.seq - (last->head.act == undo_act ? 1 : 0);
  return record_as_of(connection, ledger, body.no, id, until, body.circumstances().path_of);
}

}  // namespace

Result<ErasableEntries> erasable_entries(Connection& connection, const Body& body,
                                         const Actor& actor, Date today, std::string_view ledger,
                                         const Uuid& record, std::int64_t after,
                                         std::int64_t limit) {
  const Refused nothing = {Refusal::nothing_is_there, "record", to_text(record)};
  ErasableEntries found;
  std::vector<Entry> entries = entries_of(connection, body.no, record, after, limit + 1);
  if (std::ssize(entries) > limit) {
    entries.pop_back();
    found.next_after = entries.back().head.seq;
  }
  // Whether others follow is told to nobody who may not hear of the first.
  std::erase_if(entries, [&](const Entry& entry) { return entry.head.ledger != ledger; });
  if (entries.empty() || is_about_the_actor(connection, body, actor, today, entries.front().head))
    return std::unexpected(nothing);
  for (const Entry& entry : entries) {
    if (!may_be_erased(entry.head)) continue;
    const std::vector<Erasure> erasures = erasures_of_entry(connection, body.no, entry.head.seq);
    const bool is_asked = !erasures.empty() && !erasures.back().ended;
    found.entries.push_back({entry.head, names_in(entry), entry.erased_by, is_asked});
  }
  if (found.entries.empty() && !found.next_after) return std::unexpected(nothing);
  return found;
}

bool is_about_the_actor(Connection& connection, const Body& body, const Actor& actor, Date today,
                        const EntryHead& head) {
  if (head.ledger == people_ledger) return actor.person == head.record;
  const Ledger* ledger = find_ledger(head.ledger);
  if (!ledger || ledger->conceals.from.empty()) return false;
  const std::optional<Record> record = as_it_last_stood(connection, body, *ledger, head.record);
  Actor himself = actor;
  std::erase_if(himself.posts, [](const Post& post) { return is_administrative(post.role); });
  return !record || is_concerned(himself, *record, today, body.circumstances().path_of);
}

std::vector<ErasedPart> erased_of(Connection& connection, const Body& body, const Uuid& record) {
  if (!body.may_have_erasures) return {};
  return erased_parts(connection, body.no, record);
}

}  // namespace chuangyou
