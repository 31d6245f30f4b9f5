#include "ledgers/awaited_replies.h"

#include "ledgers/deliveries.h"

namespace chuangyou {

const Ledger& ledger_of_what_is_sent() { return deliveries::ledger; }

std::optional<SentToUnit> reply_wanted_by(const Record& sent) {
  static_assert(deliveries::due.name == day_of_reply);
  const Link* what = sent.get(deliveries::conveys);
  const Date* due = sent.get(deliveries::due);
  if (!what || !due || !deliveries::asks_a_reply(sent)) return std::nullopt;
  return SentToUnit{*what, *due};
}

}  // namespace chuangyou
