// What an erasure can take from a record, told to those who ask for it and sign it and who never
// read the record: names of fields, never what they say.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "campaign/body.h"
#include "journal/erasure.h"

namespace chuangyou {

struct ErasableEntry {
  EntryHead head;
  NamesInEntry names;
  std::optional<std::int64_t> erased_by;
  bool is_asked = false;  // an erasure of it waits for the auditor
};

struct ErasableEntries {
  std::vector<ErasableEntry> entries;
  std::optional<std::int64_t> next_after;  // where others follow
};
// The first `limit` entries of one record after an entry, in order; of a person the one that names
// him. nothing_is_there also where the record is about the actor.
Result<ErasableEntries> erasable_entries(Connection&, const Body&, const Actor&, Date today,
                                         std::string_view ledger, const Uuid& record,
                                         std::int64_t after, std::int64_t limit);

// What was erased of a record; costs nothing where nobody has ever asked for an erasure.
std::vector<ErasedPart> erased_of(Connection&, const Body&, const Uuid& record);

// Whom a record is about erases nothing in it, and does not learn that it is there; nor does anyone
// his own name. So it is of a record that was taken back, and of one that nobody can tell whom it
// is about. By the post by which one administers or audits one stands in nobody's line: else
// nothing said of the very top could ever be erased.
bool is_about_the_actor(Connection&, const Body&, const Actor&, Date today, const EntryHead&);

}  // namespace chuangyou
