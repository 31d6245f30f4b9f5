// From an entry to the tables: the same functions fold an entry into its record when an act is
// performed, when everything is rebuilt and when the past is read, so that a table can never say
// what the journal does not (aesthetics rule 9). Mail and jobs never run from here.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "journal/changes_json.h"
#include "journal/entry.h"
#include "org/org_act.h"
#include "storage/happened.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// Tables beside those of the ledgers: bodies, units with what is said of them, people, posts,
// proposals of posts, handovers, receipts, former parents.
void create_follow_schema(Connection&);

// A record as one entry left it, with what stands beside it.
struct Stood {
  Record record;
  Standing standing;
  std::vector<HappenedRow> happened = {};  // by that entry
};

// One entry more on the record in memory: what it changes, at the unit that it names.
void fold(Record&, const EntryHead&, const Changes&, const ChangesNote&, const PathOfUnit&);
void keep_receipt(Connection&, BodyNo, const Record&, std::string_view code_hash_hex);

// Applies the changes to the record as it stood (nullopt: the entry opens it) and writes its row.
Stood follow_record(Connection&, const LedgerTable&, const EntryHead&,
                    const std::optional<Stood>& before, const Changes&, const ChangesNote&,
                    const Circumstances&);
// The entry that takes an imported record back: the row goes, the journal stays. `happened` is all
// that has happened to it.
void follow_undo(Connection&, const LedgerTable&, BodyNo, const Stood& before,
                 std::span<const HappenedRow> happened);
// An entry of the record was erased: its row as the entries that remain make it.
void follow_erasure(Connection&, const LedgerTable&, const EntryHead& erased, const Circumstances&);
// The same of what stands beside the record alone.
void follow_erasure_beside(Connection&, const Ledger&, const EntryHead& erased);
inline constexpr std::string_view undo_act = "undo_import";
// What an import has changed of a record that stood before is given back: it stands as it did.
inline constexpr std::string_view give_back_act = "give_back_import";

// Beside a record whose entries are folded one after the other: how it stood before an import
// changed it, for the entry that gives that back.
class StoodBeforeImport {
 public:
  // Before each entry is folded. True: it gives back, and the record is as that leaves it.
  bool folds(Record&, const EntryHead&, const ChangesNote&, const PathOfUnit&);
  // Once it has given back: what the record's entries from this one on brought about is void.
  std::int64_t since() const { return since_; }

 private:
  std::optional<Record> record_;
  RecordId import_;
  std::int64_t since_ = 0;
};
// What stands beside the record: the files that its entry names, who follows it. These rows come
// from their entries alone, whatever became of the record.
void follow_beside(Connection&, const EntryHead&, const ChangesNote&);

// Applies an act on units or people to the trees in memory and to their tables; where a unit moves,
// the rows of all records below it follow their path, and where it hung until that day is kept.
Result<void> follow_org(Connection&, std::span<const LedgerTable> tables, BodyNo, const OrgAct&,
                        const ActedBy&, Tree&, People&);

// Something was erased of an entry on a person: he is called as the entries that remain say.
using DateOfMoment = std::function<Date(Moment)>;
Result<void> follow_person_anew(Connection&, BodyNo, const Uuid& person, const DateOfMoment&, Tree&,
                                People&);

// Fills the trees of a body from their tables, parents before children.
void load_trees(Connection&, BodyNo, Tree&, People&);

struct ReceiptTarget {
  std::string ledger;
  RecordId record;
};
std::optional<ReceiptTarget> find_receipt(Connection&, BodyNo, std::string_view code_hash_hex);

// The record as it stood after the entry `seq`: its entries folded, for past days and for following
// from a snapshot. nullopt where it was not opened yet or an entry is missing.
std::optional<Record> record_as_of(Connection&, const Ledger&, BodyNo, const Uuid& record,
                                   std::int64_t seq, const PathOfUnit&);

}  // namespace chuangyou
