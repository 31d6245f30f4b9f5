#include "campaign/find_followed.h"

#include <algorithm>

#include "journal/entries_of_record.h"
#include "ledgers/all.h"
#include "record/common_acts.h"
#include "storage/follower_rows.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_looked_at_max = 50;  // of one record

void find_news(const Reader& reader, Followed& followed) {
  const std::vector<Entry> entries =
      news_of(reader.connection, reader.body.no, followed.found.record.id, followed.seen,
              entries_looked_at_max + 1);
  for (const Entry& entry : entries) {
    const std::string& act = entry.head.act;
    // What is said beside a record, those alone hear who see it whole.
    const bool is_kept = is_common_act(act) && followed.found.sight != Sight::whole;
    if (is_kept || entry.head.actor == reader.actor.person) continue;
    if (std::ssize(followed.news) == entries_looked_at_max)
      followed.has_more = true;
    else
      followed.news.push_back({entry.head.seq, entry.head.at, act});
  }
}

std::int64_t latest_of(const Followed& followed) {
  return followed.news.empty() ? 0 : followed.news.back().seq;
}

}  // namespace

std::vector<Followed> find_followed(const Reader& reader) {
  std::vector<Followed> all;
  if (reader.actor.person.is_nil()) return all;
  for (const FollowedRow& row :
       followed_by(reader.connection, reader.body.no, reader.actor.person)) {
    const Ledger* ledger = find_ledger(row.ledger);
    if (!ledger) continue;
    const auto turn = reader.turn();
    Result<Found> found = find_record(reader, *ledger, row.record);
    if (!found) continue;
    Followed& followed = all.emplace_back(ledger, std::move(*found), row.seen);
    find_news(reader, followed);
  }
  std::ranges::stable_sort(all, std::greater<>(), latest_of);
  return all;
}

}  // namespace chuangyou
