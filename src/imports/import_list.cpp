#include "imports/import_list.h"

#include <algorithm>

#include "campaign/kept_acts.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/import_rows.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {
namespace {

// By a post of his own, and not only as everybody may who has logged in.
bool may_bring_into(const Ledger& ledger, const Actor& actor, Date today) {
  return std::ranges::any_of(ledger.acts, [&](const Act& act) {
    return act.from.empty() && std::ranges::any_of(act.may, [&](const Right& right) {
             return std::ranges::any_of(actor.posts, [&](const Post& post) {
               return post.role == right.role && is_in_force(post, today);
             });
           });
  });
}

// Of units and people those who run the house, each of whom may look after it.
bool runs_the_house(const Actor& actor, Date today) {
  return std::ranges::any_of(actor.posts, [&](const Post& post) {
    return is_administrative(post.role) && is_in_force(post, today);
  });
}

// What it brought in has its number among what can be taken back; of earlier days it has none.
bool can_be_taken_back(const ImportBegun& begun) {
  return find_ledger(begun.ledger) || begun.made > 0;
}

}  // namespace

std::optional<ListedImport> import_as_told(Connection& connection, BodyNo body,
                                           const RecordId& import) {
  const std::vector<Entry> entries = entries_of(connection, body, import);
  if (entries.empty() || !begins_import(entries.front().head.act)) return std::nullopt;
  const EntryHead& head = entries.front().head;
  ListedImport one{import,
                   head.seq,
                   head.at,
                   PersonId(head.actor),
                   head.act == sign_import_act,
                   decode_import(entries.front().changes),
                   "done"};
  const Entry& last = entries.back();
  if (last.head.act == undo_act) one.state = "undone";
  if (last.head.act == drop_import_act) one.state = "not_applied";
  if (one.state != "done") {
    one.ended_at = last.head.at;
    one.ended_by = PersonId(last.head.actor);
  } else if (const auto unfinished = unfinished_import(connection, body, import)) {
    one.state = goes_on_by(connection, import) ? "under_way" : "taking_back";
    one.ended_by = unfinished->undone_by;
  }
  return one;
}

std::optional<PersonId> goes_on_by(const Connection& connection, const RecordId& import) {
  return KeptActs::brought_by(KeptActs::folder_beside(connection), import);
}

ListedImports list_imports(Connection& connection, const Body& body, const Actor& actor, Date today,
                           std::int64_t before, std::int64_t limit) {
  ListedImports found;
  // What is said of an import and whether it is over are of one moment.
  const Transaction snapshot(connection, Transaction::Mode::deferred);
  const std::vector<ImportRow> rows = import_rows(connection, body.no, before, limit + 1);
  for (const ImportRow& row : rows) {
    if (std::cmp_greater_equal(&row - rows.data(), limit)) {
      found.next_before = rows[static_cast<std::size_t>(limit) - 1].begun_by_entry;
      break;
    }
    std::optional<ListedImport> one = import_as_told(connection, body.no, row.import);
    if (!one) continue;
    const Ledger* ledger = find_ledger(one->begun.ledger);
    const bool is_own = one->by == actor.person;
    const bool is_of_his =
        ledger ? may_bring_into(*ledger, actor, today) : runs_the_house(actor, today);
    if (!is_own && !is_of_his) continue;
    one->may_be_undone = is_own && one->state == "done" && can_be_taken_back(one->begun);
    found.imports.push_back(std::move(*one));
  }
  return found;
}

}  // namespace chuangyou
