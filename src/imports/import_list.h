// The imports of a body as its journal tells them, the last first: who brought in which file when,
// what became of it, and whether it has gone again.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "campaign/body.h"
#include "imports/import.h"
#include "journal/import_entries.h"

namespace chuangyou {

struct ListedImport {
  RecordId import;
  std::int64_t begun_by_entry = 0;
  Moment at;
  PersonId by;
  bool is_signed = false;  // somebody answers for the file with his name
  ImportBegun begun;
  std::string_view state;               // under_way, done, taking_back, not_applied, undone
  std::optional<Moment> ended_at = {};  // of one that has gone again
  PersonId ended_by = {};               // likewise, and of one that somebody is taking back
  bool may_be_undone = false;           // by whoever asks, as far as can be told beforehand
};
// Nullopt where the journal tells of none, as of those of earlier days.
std::optional<ListedImport> import_as_told(Connection&, BodyNo, const RecordId& import);

// Whoever brought in what is not whole yet: as long as its acts lie on the disk it goes on, also
// after a crash; else it is taken back.
std::optional<PersonId> goes_on_by(const Connection&, const RecordId& import);

struct ListedImports {
  std::vector<ListedImport> imports;
  std::optional<std::int64_t> next_before = {};
};
// Those of the actor, and those into ledgers in which a post of his opens records. Before an
// entry; so many are looked at, of which as many are listed as he may see.
ListedImports list_imports(Connection&, const Body&, const Actor&, Date today, std::int64_t before,
                           std::int64_t limit);

}  // namespace chuangyou
