// Until when a record keeps what it holds of people: counted from the day on which it was over, by
// the months of the body's pack (packs/retention.h).
#pragma once

#include <optional>

#include "campaign/body.h"
#include "packs/retention.h"
#include "record/record.h"

namespace chuangyou {

bool touches(const RetentionTerm&, const Ledger&);

// Nothing while anybody still works on it, where the term does not touch it, and where the pack
// fixes none.
std::optional<Date> kept_until(const Body&, const Record&, std::string_view policy, Date today);
// Of the account of one who holds no post any more and held one once.
std::optional<Date> account_kept_until(const Body&, const PersonId&, Date today);

}  // namespace chuangyou
