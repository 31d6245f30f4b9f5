// Entries that are about the house and no record: units, people, posts, accounts, the body's frame,
// erasures. They are few among many and have an index of their own, for which no act on a record
// pays more than a look at its ledger's name (0.13 µs of the 7.7 that an entry costs). So many of
// them are looked back through for a page, and the next one goes on where it ended.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view house_ledgers[] = {"accounts", "bodies", "erasures",
                                                     "people",   "posts",  "units"};
// Written so because SQLite makes a table of an IN for each entry, which costs twenty times that.
inline constexpr std::string_view is_of_the_house =
    "(ledger = 'accounts' OR ledger = 'bodies' OR ledger = 'erasures' OR ledger = 'people'"
    " OR ledger = 'posts' OR ledger = 'units')";

struct HouseEntries {
  std::vector<Entry> entries;     // the last first; of erased ones the head alone
  std::int64_t looked_until = 0;  // all after this entry were looked at; 0: all there are
};
inline constexpr std::int64_t house_looked_back_max = 100'000;  // of these ledgers alone

// Of these ledgers, from before an entry and after another; `person` did them, or they are about
// him or about a post of his: nil for everybody's.
struct HouseAsked {
  std::span<const std::string_view> ledgers;
  std::int64_t before = 0, after = 0;
  PersonId person;
  std::int64_t limit = 0;
  std::span<const Uuid> posts = {};  // that he held or that wait for him; of others, see below
};
HouseEntries house_entries(Connection&, BodyNo, const HouseAsked&);
// The entry that first told of the post: it names its person also where nobody ever held it.
std::optional<Entry> first_told_of_post(Connection&, BodyNo, const Uuid& post);

}  // namespace chuangyou
