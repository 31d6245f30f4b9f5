// The journal of a record as its reader is told it: what an entry says and who made it, a record as
// an entry left it, and of a public record the course that everyone may know.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/find.h"
#include "journal/entry.h"
#include "journal/erasure.h"

namespace chuangyou {

struct EntryAsRead {
  EntryHead head;       // of somebody who is not told: nobody, who was signed in
  std::string changes;  // JSON; `null` where nothing is left of them
  std::map<Uuid, std::string> titles = {};  // of records to which evidence leads
  std::optional<ErasedPart> erased = {};
};
using NamedValues = std::vector<std::pair<const FieldSpec*, Value>>;
struct JournalAsRead {
  std::vector<EntryAsRead> entries;
  std::optional<std::int64_t> next_after;
  NamedValues named = {};  // what the entries wrote into fields that name something
};
// The entries after one, so many of them. Who no longer sees the record whole and opened it reads
// what he said himself; post_does_not_allow_this for others.
Result<JournalAsRead> journal_as_read(const Reader&, const Found&, std::int64_t after,
                                      std::int64_t limit);

// The record as an entry left it, as far as the reader may see that; he must also see it as it is
// now.
Result<Found> find_as_of(const Reader&, const Found& now, std::int64_t seq);

// A step of the public course: a claim, a verdict, a day that was put off.
struct PublicStep {
  Moment at;
  std::string act, state;
  Stage stage;
  std::optional<Date> until;
  std::optional<bool> word;  // of the served
  std::optional<std::string> reason;
  // What it wrote for everyone to read, as the result that is claimed: a later claim writes over it
  // in the record, and not here. What opens a record is the record's own content.
  struct Said {
    std::string_view field;
    std::string text;
  };
  std::vector<Said> said = {};
};
struct PublicCourse {
  std::vector<PublicStep> steps;
  bool goes_on = false;  // longer than is told
};
// What went before it was public stays inside, and what changed nothing that everyone may know.
PublicCourse public_course_of(const Reader&, const Ledger&, const RecordId&);

}  // namespace chuangyou
