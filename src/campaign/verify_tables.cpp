// First whether each table is there with its columns and indexes, and nothing besides. Then all
// rows in portions, against what the entries up to a moment make: whatever differs is only
// suspected, for acts go on. Then a second look at what is suspected and at all records that were
// acted on meanwhile: the second file follows the journal to this moment, their records are folded
// again at the units as they stand now, and the rows are compared within one snapshot.
#include "campaign/verify_tables.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>

#include "campaign/body_tables.h"
#include "campaign/rebuild.h"
#include "campaign/verify_accounts.h"
#include "journal/entry_row.h"
#include "journal/erasure.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/copying.h"
#include "storage/ledger_sql.h"
#include "storage/links.h"
#include "storage/reckoning_rows.h"
#include "storage/second_file.h"
#include "storage/sole_writer.h"
#include "storage/table_rows.h"
#include "storage/table_shape.h"

namespace chuangyou {
namespace {

constexpr std::int64_t entries_at_once = 20'000;
constexpr std::int64_t rows_at_once = 4'000;
constexpr auto second_look_max = std::chrono::milliseconds(500);

struct RecordPlace {
  const Ledger* ledger;
  BodyNo body;
  Uuid id;
  auto operator<=>(const RecordPlace&) const = default;
};
struct Suspect {
  std::string table;
  RowKey key;
  auto operator<=>(const Suspect&) const = default;
};

class TablesCheck {
 public:
  TablesCheck(const Places& places, std::string database, std::string file, ShapeDifferences shape,
              Moment now, const Step& at)
      : live_(database, OpenFor::reading),
        made_(file, OpenFor::writing),
        file_(std::move(file)),
        database_(std::move(database)),
        founding_(made_, places, now),
        at_(at),
        shape_(std::move(shape)) {}

  Result<TablesVerified> run();

 private:
  void copy_entries();
  void copy_entries_of(BodyNo, std::int64_t until);
  bool some_erasure_was_not_copied();
  void follow_entries_of(BodyNo, std::int64_t until);
  Result<void> follow(const Entry&, bool with_records);
  Result<void> follow_erasure_of(BodyNo, const Uuid& id);
  void suspect_rows(const std::string& table);
  void suspect(const std::string& table, const StoredRows& made, const StoredRows& live);
  Result<void> catch_up(bool with_records);
  Result<void> look_again();
  void fold_again(const RecordPlace&);
  void add_rows_of(const RecordPlace&);
  std::optional<RecordPlace> record_of(const Suspect&);
  std::optional<RecordPlace> record_of_entry(BodyNo, std::int64_t seq);
  void compare(const Suspect&);
  void read_reckonings();
  bool waits_for_reckoning(const Suspect&) const;
  void report(TableFinding);
  void report_shape();
  TableRows& made_rows(const std::string& table) { return rows_in(made_, made_rows_, table); }
  TableRows& live_rows(const std::string& table) { return rows_in(live_, live_rows_, table); }
  static TableRows& rows_in(Connection& connection, std::map<std::string, TableRows>& all,
                            const std::string& table) {
    return all.try_emplace(table, connection, table).first->second;
  }

  Connection live_, made_;
  std::string file_, database_;
  Founding founding_;
  const Step& at_;
  std::map<BodyNo, std::int64_t> followed_until_;
  std::map<std::string, TableRows> made_rows_, live_rows_;
  std::set<Suspect> suspects_;
  std::set<Suspect> receipts_;  // to be looked at once their records have been folded again
  std::map<RecordPlace, std::set<Suspect>> records_;  // to be folded again, with suspected rows
  ShapeDifferences shape_;
  std::map<std::string, std::int64_t> found_;
  std::map<BodyNo, ReckoningRow> reckonings_;  // under way in the live file
  TablesVerified verified_;
};

void TablesCheck::copy_entries_of(BodyNo body, std::int64_t until) {
  Copying copying(made_, database_);
  for (const StoredTable& table : copying.tables()) {
    if (table.name != "entries") continue;
    std::int64_t& done = followed_until_[body];
    while (done < until) {
      const std::int64_t next = std::min(until, done + entries_at_once);
      copying.copy(table, place_of(body, done), place_of(body, next));
      done = next;
    }
  }
}

void TablesCheck::copy_entries() {
  write_without_log(made_);
  std::int64_t version = 0;
  {
    Copying copying(made_, database_);
    version = copying.user_version();
    for (const StoredTable& table : copying.tables())
      if (table.name == "entries") copying.create(table);
  }
  // What is erased meanwhile comes without its text: then the entry that erased it must come too.
  do {
    for (const BodyNo body : bodies_with_entries(live_)) {
      const std::int64_t until = last_seq(live_, body);
      at_("copy_entries");
      copy_entries_of(body, until);
    }
  } while (some_erasure_was_not_copied());
  create_entry_indexes(made_, version);
  set_user_version(made_, version);
  write_with_log(made_);
  create_journal_schema(made_);
  Transaction at_once(made_, Transaction::Mode::immediate);
  for (const BodyNo body : bodies_with_entries(made_))
    for (const Erasure& erasure : erasures_of(made_, body))
      if (erasure.is_signed()) erase_entry(made_, body, erasure.seq);
  at_once.commit();
}

bool TablesCheck::some_erasure_was_not_copied() {
  return std::ranges::any_of(bodies_with_entries(live_), [&](BodyNo body) {
    return has_erasures_after(live_, body, followed_until_[body]);
  });
}

// Out of the snapshot and not past it: what is erased after it still says there what it said.
void TablesCheck::follow_entries_of(BodyNo body, std::int64_t until) {
  const auto key = [body](std::int64_t seq) {
    return RowKey{{SQLITE_INTEGER, place_of(body, seq), {}}};
  };
  Transaction at_once(made_, Transaction::Mode::immediate);
  std::int64_t& done = followed_until_[body];
  while (done < until) {
    const std::int64_t next = std::min(until, done + entries_at_once);
    for (const auto& [place, row] : live_rows("entries").between(key(done), key(next)))
      made_rows("entries").put(row);
    done = next;
  }
  at_once.commit();
}

void TablesCheck::suspect(const std::string& table, const StoredRows& made,
                          const StoredRows& live) {
  for (const auto& [key, row] : made) {
    const auto found = live.find(key);
    if (found == live.end() || found->second != row) suspects_.insert({table, key});
  }
  for (const auto& [key, row] : live)
    if (!made.contains(key)) suspects_.insert({table, key});
  verified_.rows += static_cast<std::int64_t>(made.size());
}

void TablesCheck::suspect_rows(const std::string& table) {
  std::optional<RowKey> after;
  for (;;) {
    const std::optional<RowKey> before = after;
    const StoredRows made = made_rows(table).next(after, rows_at_once);
    const bool is_last = static_cast<std::int64_t>(made.size()) < rows_at_once;
    suspect(table, made, live_rows(table).between(before, is_last ? std::nullopt : after));
    if (is_last) return;
  }
}

// An entry that was copied with what has been erased since loses it here too.
Result<void> TablesCheck::follow_erasure_of(BodyNo body, const Uuid& id) {
  const std::optional<Erasure> erasure = find_erasure(made_, body, id);
  if (!erasure || !erasure->is_signed()) return {};
  erase_entry(made_, body, erasure->seq);
  const std::optional<Entry> remains = entry_at(made_, body, erasure->seq);
  if (!remains) return refuse(Refusal::journal_was_changed, "seq", std::to_string(erasure->seq));
  const Ledger* ledger = find_ledger(remains->head.ledger);
  if (!ledger) {
    for (const Entry& entry : entries_of(made_, body, remains->head.record))
      if (may_be_erased(entry.head))
        if (Result<void> followed = founding_.follow(entry); !followed) return followed;
    return {};
  }
  follow_erasure_beside(made_, *ledger, remains->head);
  records_[{ledger, body, remains->head.record}];
  return {};
}

Result<void> TablesCheck::follow(const Entry& entry, bool with_records) {
  if (const Ledger* ledger = find_ledger(entry.head.ledger)) {
    if (with_records) records_[{ledger, entry.head.body, entry.head.record}];
    if (!entry.changes.empty())
      follow_beside(made_, entry.head, decode_changes(*ledger, entry.head.act, entry.changes).note);
    return {};
  }
  if (entry.head.ledger == erasures_ledger && carries_out_erasure(entry.head.act))
    return follow_erasure_of(entry.head.body, entry.head.record);
  return founding_.follow(entry);
}

// The second file follows what was written since; `with_records`: what was acted on is suspected.
Result<void> TablesCheck::catch_up(bool with_records) {
  for (const BodyNo body : bodies_with_entries(live_)) {
    const std::int64_t before = followed_until_[body];
    const std::int64_t until = last_seq(live_, body);
    at_("catch_up");
    if (until == before) continue;
    follow_entries_of(body, until);
    std::vector<Entry> entries;
    for_each_entry(made_, body, before, until,
                   [&](const Entry& entry) { entries.push_back(entry); });
    for (const Entry& entry : entries)
      if (Result<void> followed = follow(entry, with_records); !followed) return followed;
  }
  return {};
}

// Rows of records are named by the entry that opened them, what happened by that which made it.
std::optional<RecordPlace> TablesCheck::record_of(const Suspect& suspect) {
  if (suspect.table == happened_table)
    return record_of_entry(static_cast<BodyNo>(suspect.key.front().integer),
                           suspect.key.back().integer);
  const bool is_of_record = std::ranges::any_of(all_ledgers(), [&](const Ledger* ledger) {
    return suspect.table == ledger->name || suspect.table == work_list_name(*ledger);
  });
  if ((!is_of_record && suspect.table != links_table) || suspect.key.back().type != SQLITE_INTEGER)
    return std::nullopt;
  const std::int64_t place = suspect.key.back().integer;
  return record_of_entry(body_of_place(place), seq_of_place(place));
}

std::optional<RecordPlace> TablesCheck::record_of_entry(BodyNo body, std::int64_t seq) {
  const std::optional<Entry> entry = entry_at(made_, body, seq);
  const Ledger* ledger = entry ? find_ledger(entry->head.ledger) : nullptr;
  if (!ledger) return std::nullopt;
  return RecordPlace{ledger, body, entry->head.record};
}

void TablesCheck::fold_again(const RecordPlace& place) {
  const LedgerTable table(*place.ledger);
  if (const std::optional<Record> old = table.get(made_, place.body, place.id)) {
    table.remove(made_, place.body, *old, *table.standing_in_row(made_, place.body, place.id));
  }
  // Of the live journal, where something may have been erased since.
  const std::vector<Entry> entries = entries_of(live_, place.body, place.id);
  const std::optional<Folded> folded = fold_record(founding_.bodies(), entries);
  for (const Suspect& row : records_[place])
    if (row.table == happened_table) made_rows(row.table).remove(row.key);
  if (!folded) return;
  remove_happened(made_, place.body, folded->happened);
  put_happened(made_, place.body, *place.ledger, folded->record.opened_by_entry, folded->happened);
  for (const HappenedRow& row : folded->happened)
    records_[place].insert({std::string(happened_table),
                            {{SQLITE_INTEGER, static_cast<std::int64_t>(place.body), {}},
                             {SQLITE_INTEGER, std::int64_t{row.day.days}, {}},
                             {SQLITE_INTEGER, row.seq, {}}}});
  const LedgerTable::Origin origin{folded->source ? std::string_view(*folded->source) : "",
                                   folded->import};
  table.put(made_, place.body, folded->record, folded->standing, nullptr, origin);
  const auto body = static_cast<std::int64_t>(place.body);
  for (const std::string& receipt : folded->receipts) {
    const RowKey key{{SQLITE_INTEGER, body, {}}, {SQLITE_TEXT, 0, receipt}};
    made_rows("receipts").remove(key);
    keep_receipt(made_, place.body, folded->record, receipt);
    records_[place].insert({"receipts", key});
  }
}

// The rows that the record has now, also those that nobody suspects yet.
void TablesCheck::add_rows_of(const RecordPlace& place) {
  std::set<Suspect>& rows = records_[place];
  const std::optional<Record> record = LedgerTable(*place.ledger).get(made_, place.body, place.id);
  if (!record) return;
  const std::int64_t row_no = row_no_of(place.body, record->opened_by_entry);
  rows.insert({std::string(place.ledger->name), {{SQLITE_INTEGER, row_no, {}}}});
  const Circumstances circumstances = founding_.bodies().find(place.body)->circumstances();
  for (const LinkRow& link : links_of(*record))
    rows.insert({std::string(links_table),
                 {{SQLITE_INTEGER, static_cast<std::int64_t>(place.body), {}},
                  {SQLITE_BLOB, 0, std::string(link.to.bytes.begin(), link.to.bytes.end())},
                  {SQLITE_TEXT, 0, std::string(place.ledger->name)},
                  {SQLITE_TEXT, 0, link.field},
                  {SQLITE_INTEGER, link.to_row, {}},
                  {SQLITE_INTEGER, link.row, {}},
                  {SQLITE_INTEGER, row_no, {}}}});
  std::vector<LedgerTable::Work> work;
  LedgerTable::add_work_of(place.body, *record, standing_of(*record, circumstances), work);
  for (const LedgerTable::Work& one : work)
    rows.insert({work_list_name(*place.ledger),
                 {{SQLITE_INTEGER, static_cast<std::int64_t>(place.body), {}},
                  {SQLITE_TEXT, 0, std::string(one.segment.data(), one.segment.size())},
                  {SQLITE_INTEGER, one.due_at, {}},
                  {SQLITE_INTEGER, one.row_no, {}}}});
}

void TablesCheck::report(TableFinding finding) {
  ++verified_.findings;
  if (++found_[finding.table] <= findings_shown_a_table)
    verified_.shown.push_back(std::move(finding));
}

void TablesCheck::report_shape() {
  for (const ShapeDifference& one : shape_.all) report({one.table, {}, one.what, one.name});
}

void TablesCheck::read_reckonings() {
  reckonings_.clear();
  verified_.reckoned = verified_.to_reckon = 0;
  if (!is_a_table(live_, "reckonings")) return;
  for (const auto& body : founding_.bodies().all())
    if (const auto row = reckoning_of(live_, body->no)) {
      verified_.reckoned += row->done;
      verified_.to_reckon += row->in_all;
      reckonings_.emplace(body->no, *row);
    }
}

// A record whose turn is still to come: its row, and its places in the work list.
bool TablesCheck::waits_for_reckoning(const Suspect& suspect) const {
  if (suspect.key.back().type != SQLITE_INTEGER) return false;
  const std::int64_t row_no = suspect.key.back().integer;
  const auto row = reckonings_.find(body_of_row(row_no));
  if (row == reckonings_.end()) return false;
  const std::int64_t opened_by = row_no - row_no_of(row->first, 0);
  bool is_reached = false;
  for (const Ledger* ledger : all_ledgers()) {
    const bool is_it = suspect.table == ledger->name || suspect.table == work_list_name(*ledger);
    const bool is_where_it_is = row->second.ledger == ledger->name;
    is_reached = is_reached || is_where_it_is;
    if (is_it)
      return is_reached && opened_by <= row->second.until &&
             (!is_where_it_is || opened_by > row->second.after);
  }
  return false;
}

void TablesCheck::compare(const Suspect& suspect) {
  if (shape_.tables_unlike.contains(suspect.table)) return;
  TableRows& rows = made_rows(suspect.table);
  const std::optional<StoredRow> made = rows.at(suspect.key);
  const std::optional<StoredRow> live = live_rows(suspect.table).at(suspect.key);
  if (made == live) return;
  TableFinding finding{
      suspect.table, rows.name_of(suspect.key, live ? *live : *made), "row_was_changed", {}};
  if (!live) finding.what = "row_is_missing";
  if (!made) finding.what = "row_was_added";
  for (std::size_t i = 0; made && live && i < made->size(); ++i)
    if ((*made)[i] != (*live)[i])
      finding.columns += (finding.columns.empty() ? "" : ", ") + rows.columns()[i];
  // In the order of the columns.
  std::string_view columns = finding.columns;
  for (const std::string_view column : {"due_at", "on_time", "kept_first"})
    if (columns.starts_with(column))
      columns.remove_prefix(std::min(column.size() + 2, columns.size()));
  const bool is_of_the_clock = !find_ledger(suspect.table) || columns.empty();
  if (is_of_the_clock && waits_for_reckoning(suspect)) return;
  report(std::move(finding));
}

// In several short looks; records that are acted on again between them were looked at once.
Result<void> TablesCheck::look_again() {
  for (bool is_first = true; is_first || !suspects_.empty() || !records_.empty();
       is_first = false) {
    const Transaction snapshot(live_, Transaction::Mode::deferred);
    if (Result<void> followed = catch_up(is_first); !followed) return followed;
    read_reckonings();
    const auto start = std::chrono::steady_clock::now();
    const auto has_time = [&] {
      return std::chrono::steady_clock::now() - start < second_look_max;
    };
    while (!suspects_.empty() && has_time()) {
      const Suspect one = *suspects_.begin();
      suspects_.erase(suspects_.begin());
      if (const std::optional<RecordPlace> place = record_of(one)) {
        records_[*place].insert(one);
      } else if (!records_.empty() && one.table == "receipts") {
        receipts_.insert(one);
      } else {
        compare(one);
      }
    }
    while (suspects_.empty() && !records_.empty() && has_time()) {
      const RecordPlace place = records_.begin()->first;
      fold_again(place);
      add_rows_of(place);
      for (const Suspect& one : records_.begin()->second) {
        compare(one);
        receipts_.erase(one);
      }
      records_.erase(records_.begin());
    }
    if (records_.empty()) suspects_.merge(receipts_);
  }
  return {};
}

// Of entries that do not lie as ours do nothing can be made.
bool may_be_followed(const ShapeDifferences& shape) {
  return std::ranges::none_of(shape.all, [](const ShapeDifference& one) {
    return one.table == "entries" && !one.what.ends_with("_was_added");
  });
}

Result<TablesVerified> TablesCheck::run() {
  if (!may_be_followed(shape_)) {
    report_shape();
    return std::move(verified_);
  }
  copy_entries();
  at_("make_tables");
  const Result<std::int64_t> followed = make_tables(made_, file_, founding_);
  if (!followed) return std::unexpected(followed.error());
  verified_.entries = *followed;
  if (!shape_.tables_unlike.contains("made_by") && were_made_otherwise(live_))
    return refuse(Refusal::tables_differ_from_the_journal, "made_by", database_);
  report_shape();
  at_("compare_rows");
  for (const std::string& table : tables_that_the_journal_makes())
    if (!shape_.tables_unlike.contains(table)) suspect_rows(table);
  at_("look_again");
  if (Result<void> looked = look_again(); !looked) return std::unexpected(looked.error());
  for (TableFinding& finding : verify_accounts(live_, made_)) report(std::move(finding));
  return std::move(verified_);
}

// Against a database that was made for it and goes again.
ShapeDifferences shape_of(const std::string& database, const std::string& file) {
  Connection made(file, OpenFor::writing), live(database, OpenFor::reading);
  create_all_that_we_ever_make(
      made, std::clamp(journal_layout(live), std::int64_t{1}, journal_layout_now));
  std::vector<std::string> needed = tables_that_the_journal_makes();
  needed.insert(needed.end(), std::begin(tables_of_the_journal), std::end(tables_of_the_journal));
  needed.emplace_back("made_by");
  return differences(made, live, needed);
}

}  // namespace

Result<TablesVerified> verify_tables(const Places& places, const std::string& work, Moment now,
                                     const Step& step) {
  const Step at = step ? step : [](std::string_view) {};
  const std::string database = resolved_path(places.database);
  const std::string folder =
      work.empty() ? std::filesystem::path(database).parent_path().string() : resolved_path(work);
  const SecondFile file(database, folder);
  const Refused too_small{Refusal::disk_is_too_small, "work", file.path()};
  if (!has_room(file.path(), bytes_for_a_second_copy(database))) return std::unexpected(too_small);
  try {
    ShapeDifferences shape = shape_of(database, file.path());
    remove_database(file.path());
    return TablesCheck(places, database, file.path(), std::move(shape), now, at).run();
  } catch (const StorageError& error) {
    if ((error.sqlite_code & 0xff) != SQLITE_FULL) throw;
    return std::unexpected(too_small);
  }
}

}  // namespace chuangyou
