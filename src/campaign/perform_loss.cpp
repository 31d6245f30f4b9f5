// Going on after a loss is an act like any other: the journal says that its end was lost.
#include "campaign/body_tables.h"
#include "campaign/lost_entries.h"
#include "core/hash.h"

namespace chuangyou {

void go_on_after_loss(const std::string& database, Body& body, const LostEntries& lost, Moment now,
                      RandomSource& random) {
  std::string changes = R"({"missing":)" + std::to_string(lost.missing) + R"(,"size":)" +
                        std::to_string(lost.size) + R"(,"root":")" + to_hex(lost.root) + R"("})";
  Connection connection(database, OpenFor::writing);
  write_body_entry(connection, body, record_of_body(connection, body.no), go_on_after_loss_act,
                   std::move(changes), now, random);
}

}  // namespace chuangyou
