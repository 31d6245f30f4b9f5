// Opening a system: its bodies from their tables, or everything from the journal again.
#pragma once

#include <string>

#include "campaign/perform.h"

namespace chuangyou {

// Where the data of campaigns lies: campaign.yaml files, calendars, policy packs.
struct Places {
  std::string database;
  std::string campaigns;
};

// Opens or creates the database and loads every body. Where the declarations have changed since the
// tables were made, they are rebuilt from the journal first: a rebuild, not a migration.
Result<void> load_bodies(const Places&, Bodies& bodies, Moment now);

struct NewBody {
  std::string key;
  Words name;
  std::string campaign, policy, calendar, zone;  // empty policy, calendar, zone: the campaign's own
  std::optional<Date> shown_as_of;
  HashFunction hash = HashFunction::sha256;  // of its journal, for good
};
// Adds a body, without units; the first entry of its journal. name_is_taken. No Writer may be
// running.
Result<BodyNo> found_body(const Places&, const NewBody& body, Bodies& bodies, Moment now,
                          RandomSource& random);

// Empties every table that the journal can make and makes it again. No Writer may be running.
// Returns the entries followed. Cost: O(entries).
Result<std::int64_t> rebuild(const Places&, Moment now);

}  // namespace chuangyou
