// A list of units, as whoever keeps the establishment of an office has it: checked as a whole and
// founded as a whole, as an import that can be taken back. A unit that stands already is passed
// over, so that a list that grows may come again.
#pragma once

#include <istream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "campaign/body.h"
#include "campaign/perform.h"
#include "core/random_source.h"
#include "imports/import_findings.h"
#include "imports/list_words.h"
#include "imports/unit_rows.h"

namespace chuangyou {

inline constexpr std::string_view units_list = "units";

struct UnitListPlan {
  UnitPlan units;
  std::int64_t rows = 0, founded = 0, unchanged = 0;
  std::vector<std::string> titles;                           // of the file
  std::vector<std::pair<std::string, std::string>> columns;  // which title was taken for what
  ListWords unknown_words;
  std::vector<ImportFinding> findings;
  std::int64_t findings_in_all = 0;
  bool findings_are_cut = false;
  bool was_gb18030 = false;
  bool is_clean() const;  // nothing forbids it
};

struct UnitListAsked {
  const Body& body;  // its lock is taken
  const Actor& actor;
  RandomSource& random;
  Moment now;
  std::filesystem::path path = {};
  UnitReading reading = {};  // without a column of names the usual titles are looked for
  bool takes_first_parent = false;
};
UnitListPlan plan_unit_list(std::istream& file, const UnitListAsked& asked);
// Of several files together, units above before those below.
UnitListPlan plan_unit_files(std::span<const std::string> paths, const UnitListAsked& asked);

// What a row calls its superiors becomes the code of a row or the id of a unit: by code; and by
// name where that is one unit's, in the file or among those that stand.
void find_superiors(std::span<UnitRow> rows, const Tree& tree);

// The acts of a plan as one import; `begun` has the hash and the name of the file.
Writer::Batch batch_of_units(UnitPlan plan, BodyNo body, const Actor& actor, const RecordId& import,
                             ImportBegun begun);

}  // namespace chuangyou
