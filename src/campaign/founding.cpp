#include "campaign/founding.h"

#include "campaign/body_tables.h"
#include "campaign/frame_files.h"
#include "journal/account_entries.h"
#include "journal/erasure.h"
#include "journal/follow.h"
#include "journal/import_entries.h"
#include "ledgers/all.h"
#include "storage/import_rows.h"

namespace chuangyou {

Result<std::int64_t> Founding::all() {
  std::vector<std::string_view> ledgers;
  for (const Ledger* ledger : all_ledgers()) ledgers.push_back(ledger->name);
  std::int64_t followed = 0;
  for (BodyNo no : bodies_with_entries(connection_)) {
    std::optional<Refused> failed;
    for_each_entry_beside(connection_, no, ledgers, [&](const Entry& entry) {
      if (failed) return;
      ++followed;
      const Result<void> done = follow(entry);
      if (done) return;
      // Of a file that is missing its name is what helps; of an entry its number.
      failed = done.error().law == Refusal::file_cannot_be_read
                   ? done.error()
                   : Refused{done.error().law, "seq", std::to_string(entry.head.seq)};
    });
    if (!failed && !bodies_.find(no)) failed = Refused{Refusal::journal_was_changed, "seq", "1"};
    if (failed) return std::unexpected(*failed);
  }
  return followed;
}

Result<void> Founding::follow(const Entry& entry) {
  if (entry.head.ledger == bodies_ledger) return follow_body(entry);
  if (entry.head.ledger == erasures_ledger)
    return {};  // records are folded without what was erased
  if (entry.head.ledger == accounts_ledger) return {};  // no table is made from these
  Body* body = bodies_.find(entry.head.body);
  if (!body) return refuse(Refusal::journal_was_changed);
  Result<OrgAct> act = decode_org_act(entry.head.act, entry.changes);
  if (!act) return std::unexpected(act.error());
  return follow_org(connection_, {}, body->no, *act,
                    {entry.head.actor, body->zone.date_at(entry.head.at)}, body->tree,
                    body->people);
}

// The frame comes with the founding entry, as the whole journal leaves it; of an entry that was
// followed with it nothing is left to do.
Result<void> Founding::follow_body(const Entry& entry) {
  if (entry.head.act == found_body_act) {
    Result<NewBody> wanted = decode_body(entry.changes);
    if (!wanted) return std::unexpected(wanted.error());
    Result<std::unique_ptr<Body>> made =
        make_body(connection_, places_, entry.head.body, *wanted, now_);
    if (!made) return std::unexpected(made.error());
    bodies_.add(std::move(*made));
    put_body(connection_, entry.head.body, *wanted);
    return {};
  }
  if (begins_import(entry.head.act))
    put_import_row(connection_, entry.head.body, {RecordId(entry.head.record), entry.head.seq});
  if (!is_frame_act(entry.head.act)) return {};  // what else is said of a body changes no table
  Body* body = bodies_.find(entry.head.body);
  if (!body) return refuse(Refusal::journal_was_changed);
  // What the files stood in for is there now.
  if (!body->not_adopted.empty()) {
    body->not_adopted.clear();
    Result<Frame> adopted = frame_in_journal(connection_, body->no);
    if (!adopted) return std::unexpected(adopted.error());
    body->frame = std::move(*adopted);
  }
  if (entry.head.seq <= body->frame.last_entry) return {};
  const Result<FrameAct> act = decode_frame_act(entry.head.act, entry.changes);
  if (!act) return std::unexpected(act.error());
  return apply(body->frame, *act, entry.head.seq, entry.head.at);
}

}  // namespace chuangyou
