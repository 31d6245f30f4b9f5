// Whether anybody has used since what an import has founded, added, proposed or made: the journal
// has every use, for whatever names a unit or a person is an entry that names it. What came with
// the same import, and what is not there any more, is no use.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "journal/import_entries.h"
#include "org/people.h"
#include "org/tree.h"

namespace chuangyou {

struct UsesSinceImport {
  std::optional<Uuid> used;  // by a record that stands: the unit, person or post
  // By acts on units, people, posts and accounts, of which memory knows whether they stand.
  struct OfHouse {
    Uuid used;
    std::string ledger, act;
    Uuid record;
  };
  std::vector<OfHouse> of_house;
  std::int64_t looked_until = 0;  // the last entry
};
// By the entries behind one, so many of them; those of the import itself pass over.
UsesSinceImport uses_since_import(Connection&, BodyNo, const RecordId& import,
                                  std::span<const MadeByImport> made, std::int64_t after,
                                  std::int64_t at_most);
// The name of what is used, or its id; nullopt where nothing is. Whoever asks holds the body.
std::optional<std::string> first_used(const UsesSinceImport&, const Tree&, const People&);

}  // namespace chuangyou
