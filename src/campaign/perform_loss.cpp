// Going on after a loss is an act like any other: the journal says that its end was lost.
#include "campaign/body_tables.h"
#include "campaign/lost_entries.h"
#include "core/hash.h"
#include "journal/journal.h"

namespace chuangyou {

void go_on_after_loss(const std::string& database, Body& body, const LostEntries& lost, Moment now,
                      RandomSource& random) {
  EntryHead head;
  head.body = body.no;
  head.seq = body.last_seq + 1;
  head.at = std::max(body_now(body, now), body.last_at);
  head.role = Role::administrator;
  head.ledger = bodies_ledger;
  head.record = make_uuid_v7(now, random);
  head.act = go_on_after_loss_act;
  std::string changes = R"({"missing":)" + std::to_string(lost.missing) + R"(,"size":)" +
                        std::to_string(lost.size) + R"(,"root":")" + to_hex(lost.root) + R"("})";
  const Entry entry = new_entry(std::move(head), std::move(changes), body.hash, random);
  Connection connection(database, OpenFor::writing);
  Transaction transaction(connection, Transaction::Mode::immediate);
  append(connection, entry);
  transaction.commit();
  body.last_seq = entry.head.seq;
  body.last_at = entry.head.at;
}

}  // namespace chuangyou
