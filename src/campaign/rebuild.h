// Making the tables from the journal, and knowing when that is due. For load.cpp, rebuild_file.cpp
// and verify_tables.cpp; others call rebuild() of load.h.
#pragma once

#include <span>

#include "campaign/founding.h"
#include "campaign/load.h"
#include "journal/changes_json.h"
#include "storage/ledger_table.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Whether the tables were made from other declarations than those of now.
bool were_made_otherwise(Connection&);
void keep_declarations(Connection&);

// A record as its last entry left it, ready to be written.
struct Folded {
  Folded(BodyNo its_body, const Ledger& ledger) : body(its_body), record(ledger) {}

  BodyNo body;
  Record record;
  Standing standing;
  std::optional<std::string> source;
  std::optional<RecordId> import;
  std::vector<std::string> receipts;  // hashes of their codes
  std::vector<HappenedRow> happened;
  bool is_there = true;  // false: taken back, or never opened
  // What stands beside it whether it is there or not.
  std::vector<std::pair<EntryHead, ChangesNote>> beside = {};
};
// From all entries of one record; nullopt where it was taken back.
std::optional<Folded> fold_record(const Bodies&, std::span<const Entry>);

// From the entries that lie in the file, which has none of these tables yet; returns how many were
// followed. `founding` goes on from there. One transaction.
Result<std::int64_t> make_tables(Connection&, const std::string& file, Founding& founding);

// What wants room on the disk for a second copy: twice, for what is made waits in a log first.
std::int64_t bytes_for_a_second_copy(const std::string& database);
// Every hash and seal again, as a refusal: journal_was_changed with the first entry that is wrong.
Result<void> verify_all(const std::string& file);

}  // namespace chuangyou
