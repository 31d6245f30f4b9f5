#include "campaign/kept_until.h"

#include <algorithm>

namespace chuangyou {
namespace {

// A claim that nobody answers is over too: silence satisfies nobody, and keeps no address either.
bool is_over(const Record& record) {
  return record.stage() != Stage::open && !record.is_contested();
}

}  // namespace

bool touches(const RetentionTerm& term, const Ledger& ledger) {
  return !term.is_of_senders || !ledger.conceals.from.empty();
}

std::optional<Date> kept_until(const Body& body, const Record& record, std::string_view policy,
                               Date today) {
  const RetentionTerm* term = find_retention_term(policy);
  const bool is_its_own = term && touches(*term, record.ledger());
  if (!is_its_own || !is_over(record)) return std::nullopt;
  return kept_until(body.frame.policy, policy, body.zone.date_at(record.state_since), today);
}

std::optional<Date> account_kept_until(const Body& body, const PersonId& person, Date today) {
  std::optional<Date> last;
  for (const HeldPost& post : body.people.posts_of(person)) {
    if (!post.until || *post.until >= today) return std::nullopt;
    last = std::max(last.value_or(*post.until), *post.until);
  }
  if (!last) return std::nullopt;
  return kept_until(body.frame.policy, account_retention, *last, today);
}

}  // namespace chuangyou
