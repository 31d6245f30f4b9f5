// Opening a system: its bodies from their tables, or everything from the journal again.
#pragma once

#include <string>
#include <vector>

#include "campaign/perform.h"
#include "storage/swapping.h"

namespace chuangyou {

// Where the data of campaigns lies: campaign.yaml files, calendars, policy packs.
struct Places {
  std::string database;
  std::string campaigns;
};

// Opens or creates the database and loads every body. Where the declarations have changed since the
// tables were made, they are rebuilt from the journal first: a rebuild, not a migration.
// Only for who holds a SoleWriter.
Result<void> load_bodies(const Places&, Bodies& bodies, Moment now);
// The same for who only reads. Beside a writer nothing is created and nothing rebuilt:
// database_is_in_use where a rebuild is due first.
Result<void> load_bodies_to_read(const Places&, Bodies& bodies, Moment now);

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

// Makes every table that the journal can make in a new file and puts that in the place of the old
// one, which is kept as `<database>.before-rebuild`; until then nothing of it is touched, so that
// pages of it may be damaged as long as the journal can be read. No Writer may be running, and a
// SoleWriter must be held. journal_was_changed, disk_is_too_small: all is as it was.
// Cost: O(entries).
struct Rebuilt {
  std::int64_t entries = 0;             // followed
  std::vector<std::string> left_empty;  // tables of sessions and answered keys past reading
};
Result<Rebuilt> rebuild(const Places&, Moment now, const Step& step = {});

}  // namespace chuangyou
