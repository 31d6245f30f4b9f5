// Tables into ledgers: a dry run first, every error at once with row, column and what to do, then
// all or nothing, with progress, and undone as a whole if nobody has worked on it since. A row that
// came in before is passed over where it says the same, and else becomes the act that amends.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "campaign/perform.h"
#include "imports/import_findings.h"
#include "imports/import_mapping.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Whether the actor could enter a row of such a file for some unit; which rows is decided later.
bool may_import(const ImportMapping& mapping, const Actor& actor, Date today);

// A record that stands and what the file makes of it.
struct ImportChange {
  std::int64_t row = 0;
  RecordId record;
  std::string_view act;  // of the ledger
  std::vector<std::string> columns;
  std::vector<std::string> before = {}, after = {};  // of each, in words
};

struct ImportReport {
  std::optional<RecordId> import;  // set once applied
  std::int64_t rows = 0, applied = 0;
  std::int64_t opened = 0, amended = 0, unchanged = 0;  // as they would be, in a dry run
  std::int64_t left_alone = 0;   // rows that would change nothing but empty something
  std::int64_t passed_over = 0;  // totals
  bool was_gb18030 = false, was_cancelled = false;
  std::int64_t findings_in_all = 0;
  bool findings_are_cut = false;
  std::vector<ImportFinding> findings;  // the first 1,000; equal ones are one with a count
  std::vector<ImportChange> changes;    // the first 1,000
  std::int64_t units_founded = 0;
};

// What is larger is refused as file_is_too_large before anything is read further: it would fill the
// disk on which it waits. In memory no file takes more than another.
inline constexpr std::int64_t import_bytes_max = 400'000'000;

// The size of a file that can be read from anywhere, which is at its beginning; nullopt for a pipe.
std::optional<std::int64_t> size_bytes_of(std::istream& file);

// Under which id it is applied, and the click that is answered with it; all may be left out.
struct ImportClick {
  std::optional<RecordId> import = {};
  std::string key = {}, digest = {};
  std::string file = {};  // SHA-256 of what is read: with it the works committee or a hotline
                          // operator answers for the file, and its past is no history of the doers'
  std::string charset = {};  // in which it is said to be written; empty: that shows by itself
  std::filesystem::path path = {};  // where it lies: a workbook is read from its end
  std::string reason = {};          // of acts that amend and want one
  // As the list of imports tells it: the name that whoever sent it gave the file, and the mapping.
  std::string file_name = {}, mapping = {};
  // Told how much has been read while it is checked; and of a workbook, whose own size does not
  // tell it, how much there is.
  std::atomic<std::int64_t>*bytes_read = nullptr, *bytes_in_all = nullptr;
};

// progress(rows done, rows to apply) → false cancels; the latter is 0 while rows are only checked,
// which is done in a dry run exactly as before applying.
// `connection` is one of the reading pool: it tells which rows were imported before.
using ImportProgress = std::function<bool(std::int64_t, std::int64_t)>;
ImportReport import_table(std::istream& file, const ImportMapping& mapping, Body& body,
                          Connection& connection, const Actor& actor, Writer& writer,
                          RandomSource& random, Moment now, bool dry_run,
                          const ImportProgress& progress, ImportClick click = {});

// Stands for every record of the import that counts in no rate yet: by the act with which a ledger
// lets somebody outside confirm one. All are asked about before the first is written. A second
// click finds the rest, or nothing.
Result<std::int64_t> confirm_import(const RecordId& import, Body& body, Connection& connection,
                                    const Actor& actor, Writer& writer, Moment now);

// Takes every record of the import back, or none: records_changed_since_import where one was worked
// on, import_is_undone_already. Whoever may do the act by which they were entered may take them
// back.
struct Undone {
  std::int64_t records = 0;
  bool replayed = false;
};
Result<Undone> undo_import(const RecordId& import, Body& body, Connection& connection,
                           const Actor& actor, Writer& writer, Moment now,
                           const Writer::Click& click = {});

}  // namespace chuangyou
