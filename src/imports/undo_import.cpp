// An import taken back as a whole.
#include <algorithm>
#include <shared_mutex>

#include "campaign/uses_since_import.h"
#include "imports/import.h"
#include "journal/entries_of_record.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

// Of what somebody could enter, he takes back only what he entered himself, or who sat where he
// sits: else those whom a file is about could take it away from who brought it (Law 7).
bool sits_where_he_sat(const Actor& actor, const EntryHead& entered, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return post.role == entered.role && post.unit == entered.under && is_in_force(post, today);
  });
}

bool may_take_back(const Actor& actor, const Record& record, std::int64_t by_entry,
                   const Body& body, Connection& connection, Moment now) {
  const std::optional<Entry> entered = entry_at(connection, body.no, by_entry);
  const Act* act = entered ? record.ledger().act(entered->head.act) : nullptr;
  if (!act) return false;
  std::shared_lock lock(body.lock);
  const Circumstances holding = body.circumstances();
  const Date today = holding.zone.date_at(now);
  const bool was_his = entered->head.actor == actor.person && !actor.person.is_nil();
  return (was_his || sits_where_he_sat(actor, entered->head, today)) &&
         right_of(actor, act->may, record, today, holding.path_of).has_value();
}

// Whoever brought them in, or who sat where he sat, and may still do such a thing.
Result<void> may_take_back_made(const RecordId& import, std::span<const MadeByImport> made,
                                const Actor& actor, const Body& body, Connection& connection,
                                Moment now) {
  const std::vector<Entry> begun = entries_of(connection, body.no, import);
  const std::shared_lock lock(body.lock);
  const Date today = body.zone.date_at(now);
  const EntryHead& head = begun.front().head;
  const bool was_his = head.actor == actor.person && !actor.person.is_nil();
  if (!was_his && !sits_where_he_sat(actor, head, today))
    return refuse(Refusal::post_does_not_allow_this);
  for (const MadeByImport& one : made) {
    Result<void> may;
    if (one.kind == MadeByImport::Kind::account) {
      AccountsStand stands;
      stands.row = account_row(connection, body.no, one.account);
      const auto decided = decide(AccountAct(TakeBackAccount{one.account, import}), actor,
                                  body.people, stands, today);
      if (!decided) return std::unexpected(decided.error());
    } else {
      const OrgAct act = one.kind == MadeByImport::Kind::unit
                             ? OrgAct(TakeBackUnit{UnitId(one.record), import})
                         : one.kind == MadeByImport::Kind::person
                             ? OrgAct(TakeBackPerson{PersonId(one.record), import})
                             : OrgAct(TakeBackPost{one.record, import});
      may = decide(act, actor, body.tree, body.people, today);
    }
    // What still hangs at it goes with it, or is a use that is told by its name.
    if (!may && may.error().law == Refusal::post_does_not_allow_this)
      return std::unexpected(may.error());
  }
  return {};
}

// The first answer to this click, where the undo was done already.
Result<std::optional<Undone>> undone_before(Writer& writer, const Writer::Click& click) {
  if (click.key.empty()) return std::nullopt;
  const auto answered = writer.answered(click);
  if (!answered) return std::unexpected(answered.error());
  if (!*answered) return std::nullopt;
  return Undone{std::stoll((*answered)->besides), true};
}

}  // namespace

Result<Undone> undo_import(const RecordId& import, Body& body, Connection& connection,
                           const Actor& actor, Writer& writer, Moment now,
                           const Writer::Click& click) {
  if (auto earlier = undone_before(writer, click); !earlier || *earlier) {
    if (!earlier) return std::unexpected(earlier.error());
    return **earlier;
  }
  // What is still to come of it would be there afterwards.
  if (unfinished_import(connection, body.no, import))
    return refuse(Refusal::import_is_running, {}, to_text(import));
  std::int64_t count = 0;
  for (const Ledger* ledger : all_ledgers()) {
    const LedgerTable table(*ledger);
    for (const RecordId& id : table.of_import(connection, body.no, import)) {
      const std::optional<Record> record = table.get(connection, body.no, id);
      if (record && !may_take_back(actor, *record, record->opened_by_entry, body, connection, now))
        return refuse(Refusal::post_does_not_allow_this);
      ++count;
    }
  }
  std::vector<AmendedByImport> amended = amended_by_import(connection, body.no, import);
  for (const auto& [ledger, id, by_entry] : amended) {
    const std::optional<Record> record = LedgerTable(*ledger).get(connection, body.no, id);
    if (record && !may_take_back(actor, *record, by_entry, body, connection, now))
      return refuse(Refusal::post_does_not_allow_this);
    ++count;
  }
  const std::vector<MadeByImport> made = made_by_import(connection, body.no, import);
  std::int64_t looked_until = 0;
  if (!made.empty()) {
    if (auto may = may_take_back_made(import, made, actor, body, connection, now); !may)
      return std::unexpected(may.error());
    const std::vector<Entry> begun = entries_of(connection, body.no, import);
    const UsesSinceImport uses =
        uses_since_import(connection, body.no, import, made, begun.front().head.seq, INT64_MAX / 2);
    looked_until = uses.looked_until;
    const std::shared_lock lock(body.lock);
    if (auto used = first_used(uses, body.tree, body.people))
      return refuse(Refusal::records_changed_since_import, {}, std::move(*used));
    count += std::ssize(made);
  }
  if (count == 0 && entries_of(connection, body.no, import, 0, 1).empty())
    return refuse(Refusal::nothing_is_there);
  Writer::Batch batch;
  batch.undo = Writer::Batch::Undo{body.no, import, actor, std::move(amended), looked_until};
  batch.idempotency_key = click.key;
  batch.request_digest = click.digest;
  const std::vector<Writer::BatchRefusal> refusals = writer.perform_all(std::move(batch));
  if (refusals.empty()) return Undone{count};
  // Of two clicks at once the second finds nothing left, and the first one's answer.
  if (refusals.front().refused.law == Refusal::import_is_undone_already)
    if (const auto earlier = undone_before(writer, click); earlier && *earlier) return **earlier;
  return std::unexpected(refusals.front().refused);
}

}  // namespace chuangyou
