// The one reader: records, lists and figures, each filtered by what the reader may see. A record
// that he may not read answers as one that is not there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/body.h"
#include "journal/journal.h"
#include "record/clock.h"
#include "record/whose_turn.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// Reading as of a moment by an actor of a body; the connection is one of the reading pool.
struct Reader {
  Connection& connection;
  const Body& body;
  const Actor& actor;
  Moment now;
  // The body's lock is not held by the caller for as long as it takes, but by lists and counts for
  // a few hundred records at a time: whoever reads on while others write.
  bool locks_by_turns = false;

  std::shared_lock<std::shared_mutex> turn() const {
    return locks_by_turns ? std::shared_lock(body.lock) : std::shared_lock<std::shared_mutex>();
  }
  Date today() const { return body.zone.date_at(now); }
};

struct Found {
  Record record;
  Standing standing;
  Sight sight = Sight::whole;
  bool is_his_own = false;  // the reader opened it
};

Result<Found> find_record(const Reader&, const Ledger&, const Uuid& id);
Result<Found> find_by_receipt(Connection&, const Body&, const Ledger*& ledger,
                              std::string_view code);
// Of the query's subtree that part which the actor may read. field_is_hidden where the query picks
// by what he may not see of every record in it: that a page has a next one would tell him.
Result<Page> find_list(const Reader&, const Ledger&, ListQuery query);

// Whether the reader may narrow the list of a subtree by fields and states that are not public.
bool picks_by_all(const Reader&, const Ledger&, std::string_view path);

inline constexpr std::size_t looked_at_max = 20'000;  // records for a page or a count
inline constexpr std::int64_t counted_usually_max = 10'000;
struct ListCount {
  std::int64_t count = 0;
  bool is_complete = true;  // else there are more
};
std::int64_t roughly(std::int64_t count);  // to its first digit
// The count of a list that is also a figure, without a look at its records; nullopt for all others.
std::optional<std::int64_t> count_by_figures(const Reader&, const Ledger&, const ListQuery& query);
Result<ListCount> count_list(const Reader&, const Ledger&, ListQuery query,
                             std::int64_t at_most = counted_usually_max,
                             std::size_t look_at_most = looked_at_max);

// What waits for the actor, over all ledgers, by due date: records of which it is his turn.
struct Waiting {
  const Ledger* ledger;
  Found found;
  std::vector<Turn> turns;
};
std::vector<Waiting> find_waiting(const Reader&, std::size_t limit);

// A published number: numerator, denominator and the query that opens its records (Law 5).
struct Figure {
  std::string_view name;  // wire name; words under `figures.<name>`: title and definition
  std::int64_t numerator = 0;
  std::optional<std::int64_t> denominator;  // empty: a plain count
  std::string query;                        // `/api/feedback?unit=…&stage=open&overdue=true`
  std::string of = {};                      // of a share: the query of its denominator
};
struct LedgerOverview {
  const Ledger* ledger;
  std::vector<Figure> figures;  // open, open_overdue, on_time_rate, confirmed_share, …
  std::vector<Figure> flows;    // opened, claimed, confirmed, …, where a period is asked for
};
struct UnitOverview {
  UnitNo unit = no_unit;
  std::vector<LedgerOverview> ledgers;
};
// The unit and its first children, each with the same figures.
inline constexpr std::size_t overview_children_max = 200;
Result<std::vector<UnitOverview>> find_overview(const Reader&, const Uuid& unit);

}  // namespace chuangyou
