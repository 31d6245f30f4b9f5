// The one reader: records, lists and figures, each filtered by what the reader may see. A record
// that he may not read answers as one that is not there.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "campaign/body.h"
#include "campaign/whose_turn.h"
#include "journal/journal.h"
#include "record/clock.h"
#include "storage/ledger_table.h"

namespace chuangyou {

struct TodayToo;

// Reading as of a moment by an actor of a body; the connection is one of the reading pool.
// It keeps whom it is told of by reference: a temporary, which would be gone before it reads, is
// refused by the compiler.
struct Reader {
  Reader(Connection& a_connection, const Body& a_body, const Actor& an_actor, Moment a_moment,
         bool by_turns = false, const TodayToo* today = nullptr)
      : connection(a_connection),
        body(a_body),
        actor(an_actor),
        now(a_moment),
        locks_by_turns(by_turns),
        today_too(today) {}
  Reader(Connection&, const Body&, const Actor&&, Moment, bool = false,
         const TodayToo* = nullptr) = delete;

  Connection& connection;
  const Body& body;
  const Actor& actor;
  Moment now;
  // The body's lock is not held by the caller for as long as it takes, but by lists and counts for
  // a few hundred records at a time: whoever reads on while others write.
  bool locks_by_turns = false;
  // Of a past day (past_day.h): the same reader as he is today, for he sees no more than that.
  const TodayToo* today_too = nullptr;

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

// What waits for the actor, over all ledgers: his to do, with what came back on top; his to judge
// or sign; and what he is asked for by a day that is still far. Within each by due date.
enum class Part : std::uint8_t { mine, judging, coming };
inline constexpr std::string_view part_names[] = {"mine", "judging", "coming"};
struct CameBack {
  std::string act, reason;
  Moment at;
  PersonId by;  // nil where the reader is not told
  UnitId under;
};
struct Waiting {
  const Ledger* ledger;
  Found found;
  std::vector<Turn> turns;
  Part part = Part::mine;
  std::optional<CameBack> came_back = {};
};
struct WaitingPage {
  std::vector<Waiting> items;
  std::array<std::size_t, std::size(part_names)> counts{};  // of all, beyond the limit too
  bool is_complete = true;                                  // else more wait than were looked at
};
WaitingPage find_waiting(const Reader&, std::size_t limit);

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
