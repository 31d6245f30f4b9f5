// Holds the tables against the journal: they are made again in a second file and compared, row by
// row. Beside a running server: no look at the live file takes longer than a second.
#pragma once

#include <string>
#include <vector>

#include "campaign/load.h"
#include "storage/swapping.h"

namespace chuangyou {

struct TableFinding {
  std::string table;
  std::string row;      // an id where the table has one, the key otherwise; empty: the table itself
  std::string what;     // row_was_changed, row_is_missing, row_was_added; table_is_missing and
                        // whatever else is said of its shape (storage/table_shape.h);
                        // entry_cannot_be_followed, of a person's accounts
  std::string columns;  // that differ; or the index, the trigger
};
struct TablesVerified {
  std::int64_t entries = 0, rows = 0;  // followed, compared
  std::int64_t findings = 0;           // all of them
  std::vector<TableFinding> shown;     // the first 20 of each table
  // Where a new calendar is being followed, so many records of so many have been reckoned; the
  // others may say in their rows what was due by the old one.
  std::int64_t reckoned = 0, to_reckon = 0;
};
inline constexpr std::int64_t findings_shown_a_table = 20;

// Every table that the journal makes, and accounts against what it says of them; left out are
// sessions, answered keys, snapshots of figures.
// `work` is the folder of the second file, which goes afterwards; empty: beside the database.
// disk_is_too_small; tables_differ_from_the_journal [made_by] where other declarations made them,
// so that a rebuild is due; journal_was_changed where they cannot be made.
Result<TablesVerified> verify_tables(const Places&, const std::string& work, Moment now,
                                     const Step& step = {});

}  // namespace chuangyou
